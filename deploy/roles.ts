/** Seconds between the announcement of an act of the governor or the admin and its earliest execution: 48 h. */
export const GOVERNANCE_DELAY = 172_800;

/** The same for the steward: none. What it posts is bounded, and reaches maintenance margin by ramps and schedules. */
export const STEWARD_DELAY = 0;

/** Ids of the roles in every AccessManager (`contracts/types/Roles.sol`). */
export const roleId = { admin: 0n, governor: 1n, steward: 2n, guardian: 3n, nobody: 4n } as const;

/**
 * Who may call a restricted function. `nobody` has no member and is its own admin, so that not even the admin can appoint
 * one without first, 48 h ahead, taking that role over: for what nothing needs and what would end the delays.
 */
export type RoleName = keyof typeof roleId;

/** Functions of one contract and the role each belongs to. */
export type RoleTable = Readonly<Record<string, RoleName>>;

/** Functions that LayerZero's OApp gives the owner, who is the AccessManager. */
const oappOwner = {
  setPeer: "governor",
  setEnforcedOptions: "governor",
  // Another delegate or owner could change DVNs and options at once.
  setDelegate: "nobody",
  transferOwnership: "nobody",
  renounceOwnership: "nobody",
} as const satisfies RoleTable;

const vaultLimits = {
  setMinimum: "governor",
  setLimits: "governor",
  lowerLimits: "guardian",
  confirmLimits: "governor",
} as const satisfies RoleTable;

/** Every restricted function of every contract, by the name of the contract. */
export const roleTables = {
  PriceOracle: { setFeeds: "governor", setSequencerFeed: "governor" },
  RiskParameters: {
    setGlobals: "governor",
    setAsset: "governor",
    postVolatility: "steward",
    postDepth: "steward",
    postCorrelation: "steward",
    setUnderlying: "governor",
    listMarket: "governor",
    setKey: "governor",
  },
  LaneGateway: { bindEngine: "admin", listKey: "governor", ...oappOwner },
  LaneDesk: {
    setLimits: "governor",
    lowerLimits: "guardian",
    confirmLimits: "governor",
    holdLane: "guardian",
    holdKey: "guardian",
    decideLaneHold: "governor",
    decideKeyHold: "governor",
    setQuarantine: "governor",
    // It only tightens: maintenance margin follows at the speed of the ramp, and back unless the governor decides.
    confirmQuarantine: "guardian",
    decideQuarantine: "governor",
    setMinLatency: "governor",
    setSecurityFloor: "governor",
    writeOff: "governor",
    chargeRelease: "governor",
    chargeLoss: "governor",
  },
  HubVault: { bindEngine: "admin", listKey: "governor", ...vaultLimits },
  MarginEngine: { bind: "admin" },
  AuctionHouse: { stop: "guardian", stopUnderlying: "guardian", selectCurve: "governor" },
  CollateralVault: oappOwner,
  VaultDesk: {
    listKey: "governor",
    writeOffReleased: "governor",
    redeposit: "governor",
    setSecurityFloor: "governor",
    ...vaultLimits,
  },
  /** LayerZero's endpoint: what it lets the delegate of an OApp do for it. */
  EndpointV2: {
    setConfig: "governor",
    setSendLibrary: "governor",
    setReceiveLibrary: "governor",
    // Skipping loses nothing: every counter can be sent again, and anyone may skip a gap (system.md section 3).
    skip: "governor",
    // An old library that stays valid for a while would verify by its old rules.
    setReceiveLibraryTimeout: "nobody",
    // Verified packets are anyone's to deliver; taking them back is nobody's.
    clear: "nobody",
    nilify: "nobody",
    burn: "nobody",
  },
} as const satisfies Readonly<Record<string, RoleTable>>;

/** A contract with functions in the tables. */
export type GovernedContract = keyof typeof roleTables;
