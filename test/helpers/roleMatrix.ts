import { createErrorDecoder, revertDataOf, type ErrorDecoder } from "@causeway/devnet";
import {
  ZeroAddress,
  ZeroHash,
  type FunctionFragment,
  type Interface,
  type ParamType,
} from "ethers";
import { roleTables } from "../../deploy/roles.js";
import {
  AccessManager__factory,
  AuctionHouse__factory,
  CollateralVault__factory,
  ExponentialCurve__factory,
  HubVault__factory,
  ILaneDesk__factory,
  ILayerZeroEndpointV2__factory,
  IVaultDesk__factory,
  InsuranceFund__factory,
  LaneDesk__factory,
  LaneGateway__factory,
  LiquidityPool__factory,
  MarginEngine__factory,
  PriceOracle__factory,
  RiskEngine__factory,
  RiskParameters__factory,
  VaultDesk__factory,
} from "../../typechain-types/index.js";
import { addressOf, contractsOn, type LocalSystem, type Person } from "./system.js";

/** A contract at its place, as the matrix sees it. */
export interface Subject {
  readonly name: string;
  readonly chain: string;
  readonly address: string;
  readonly abi: Interface;
  /** Functions asked about; all that change state unless named. */
  readonly only?: readonly string[];
}

/** What a caller gets from one function: "open", how long it must be announced ahead, or the error that refuses. */
export type Outcome = string;

/** Outcomes by caller; "everyone else" first, then who gets another one. */
export type Row = Readonly<Record<string, Outcome>>;

/** Rows by "Contract.function(types)". */
export type Matrix = Readonly<Record<string, Row>>;

/** People of the matrix. The stranger is everyone else. */
export const roleHolders = ["guardian", "steward", "governor", "admin", "deployer"] as const;

const EVERYONE = "everyone else";

const abis: readonly Interface[] = [
  AccessManager__factory,
  AuctionHouse__factory,
  CollateralVault__factory,
  ExponentialCurve__factory,
  HubVault__factory,
  ILaneDesk__factory,
  LaneDesk__factory,
  InsuranceFund__factory,
  LaneGateway__factory,
  LiquidityPool__factory,
  MarginEngine__factory,
  PriceOracle__factory,
  RiskEngine__factory,
  RiskParameters__factory,
  IVaultDesk__factory,
  VaultDesk__factory,
].map((factory) => factory.createInterface());

const decode: ErrorDecoder = createErrorDecoder(abis);

/** Every deployed contract of the hub and one source chain. */
export async function subjectsOf(world: LocalSystem): Promise<Subject[]> {
  const { hub } = world;
  const [source] = world.sources;
  if (source === undefined) throw new Error("no source chain");
  const at = async (
    name: string,
    contract: { readonly interface: Interface; getAddress(): Promise<string> },
    chain = hub.chain.name,
  ): Promise<Subject> => ({
    name,
    chain,
    address: await contract.getAddress(),
    abi: contract.interface,
  });
  const endpoint: Subject = {
    name: "EndpointV2",
    chain: source.chain.name,
    address: source.chain.layerZero.endpoint,
    abi: ILayerZeroEndpointV2__factory.createInterface(),
    only: Object.keys(roleTables.EndpointV2),
  };
  return [
    ...(await Promise.all([
      at("AccessManager", hub.manager),
      at("PriceOracle", hub.oracle),
      at("RiskParameters", hub.parameters),
      at("RiskEngine", hub.risk),
      at("LaneGateway", hub.gateway),
      at("LaneDesk", hub.desk),
      at("HubVault", hub.vault),
      at("MarginEngine", hub.engine),
      at("LiquidityPool", hub.pool),
      at("InsuranceFund", hub.insurance),
      at("ExponentialCurve", hub.curve),
      at("AuctionHouse", hub.auctions),
      at("CollateralVault", source.vault, source.chain.name),
      at("VaultDesk", source.desk, source.chain.name),
    ])),
    endpoint,
  ];
}

/** Functions of a subject that change state. */
export function actsOf(subject: Subject): FunctionFragment[] {
  const acts: FunctionFragment[] = [];
  subject.abi.forEachFunction((fragment) => {
    const asked = subject.only?.includes(fragment.name) ?? true;
    if (asked && !["view", "pure"].includes(fragment.stateMutability)) acts.push(fragment);
  });
  return acts.sort((a, b) => (a.format() < b.format() ? -1 : 1));
}

/** Contracts whose code runs at another's address. */
const desks: readonly string[] = ["LaneDesk", "VaultDesk"];

/** What arguments of some names must be so that the caller is judged before them. */
interface Stand {
  readonly oapp: string;
  readonly remoteEid: number;
  readonly sendLibrary: string;
  readonly receiveLibrary: string;
}

/** A value of any type that means nothing in particular, but for what LayerZero looks at before it asks who calls. */
function argument(type: ParamType, fn: string, stand: Stand): unknown {
  if (type.isArray()) return [];
  if (type.isTuple()) return type.components.map((part) => argument(part, fn, stand));
  if (/^_?oapp$/i.test(type.name)) return stand.oapp;
  if (/^_?(newLib|lib)$/.test(type.name))
    return fn === "setSendLibrary" ? stand.sendLibrary : stand.receiveLibrary;
  if (/eid$/i.test(type.name)) return stand.remoteEid;
  // As soon as allowed: an earlier date is refused like a stranger.
  if (type.name === "when") return 0;
  return plain(type.baseType);
}

function plain(type: string): unknown {
  if (type === "address") return ZeroAddress;
  if (type === "bool") return true;
  if (type === "string") return "";
  if (type === "bytes") return ZeroHash;
  if (type.startsWith("bytes")) return `0x${"01".repeat(Number(type.slice(5)))}`;
  return 1;
}

const refusal =
  /Unauthori[sz]ed|NotAuthorised|_NotOwner$|_NotSystem$|_NotEngine$|_NotGateway$|^Only|^LZ_Unauthorized$/;

/** A caller of the matrix. */
interface Caller {
  readonly name: string;
  readonly address: string;
}

/** Asks contracts what callers may do, without changing anything. */
export class Prober {
  constructor(private readonly world: LocalSystem) {}

  /** The error that refuses a call by this caller; "open" when the caller is not the reason it fails, if it does. */
  async direct(subject: Subject, fragment: FunctionFragment, from: string): Promise<Outcome> {
    const { provider } = this.world.devnet.chain(subject.chain);
    const stand = await this.#stand(subject.chain);
    const args = fragment.inputs.map((input) => argument(input, fragment.name, stand));
    const data = subject.abi.encodeFunctionData(fragment, args);
    try {
      await provider.call({ to: subject.address, data, from });
      return "open";
    } catch (error) {
      const revert = revertDataOf(error);
      if (revert === undefined) throw error;
      const { name } = decode(revert);
      if (name === "AccessManagerNotScheduled") return name;
      return refusal.test(name) ? name : "open";
    }
  }

  /** What a role's holder gets from a function that the chain's AccessManager guards. */
  async throughManager(
    subject: Subject,
    fragment: FunctionFragment,
    who: string,
  ): Promise<Outcome | undefined> {
    const { manager } = contractsOn(this.world, subject.chain);
    const [immediate, delay] = await manager.canCall(who, subject.address, fragment.selector);
    if (immediate) return "at once";
    return delay > 0n ? `after ${delay / 3_600n} h` : undefined;
  }

  async row(subject: Subject, fragment: FunctionFragment): Promise<Row> {
    const stranger = addressOf(this.world, "stranger");
    const found = await this.direct(subject, fragment, stranger);
    // Only `cancel` says so to a stranger: it looks for the operation before it looks at the caller.
    const common = found === "AccessManagerNotScheduled" ? "open" : found;
    const row: Record<string, Outcome> = { [EVERYONE]: common };
    if (common === "open") return row;
    for (const who of roleHolders) {
      const outcome = await this.#holder(subject, fragment, who);
      if (outcome !== common) row[who] = outcome;
    }
    for (const { name, address } of await this.#system(subject.chain)) {
      const outcome = await this.direct(subject, fragment, address);
      if (outcome !== common) row[name] = outcome;
    }
    return row;
  }

  async #holder(subject: Subject, fragment: FunctionFragment, who: Person): Promise<Outcome> {
    const address = addressOf(this.world, who);
    const outcome = await this.direct(subject, fragment, address);
    if (outcome === "open") return fragment.name === "schedule" ? "may announce" : "at once";
    const guarded = /^(AccessManaged|Ownable|LZ_)Unauthorized|^AccessManagerNotScheduled$/;
    if (subject.name === "AccessManager" && outcome === "AccessManagerNotScheduled")
      return this.#adminDelay(subject.chain, address);
    if (!guarded.test(outcome)) return outcome;
    return (await this.throughManager(subject, fragment, address)) ?? outcome;
  }

  /** The manager answers for its own functions by the caller's delay in the role that they need. */
  async #adminDelay(chain: string, who: string): Promise<Outcome> {
    const { manager } = contractsOn(this.world, chain);
    const [, delay] = await manager.hasRole(0n, who);
    return `after ${delay / 3_600n} h`;
  }

  async #stand(name: string): Promise<Stand> {
    const { hub, sources } = this.world;
    const { chain, vault } = contractsOn(this.world, name);
    const remote = chain.eid === hub.chain.eid ? sources[0]?.chain.eid : hub.chain.eid;
    const { sendLibrary, receiveLibrary } = chain.layerZero;
    const oapp = await (chain.eid === hub.chain.eid ? hub.gateway : vault).getAddress();
    return { oapp, remoteEid: remote ?? 0, sendLibrary, receiveLibrary };
  }

  /** Contracts of the system on a chain, as callers. */
  async #system(chain: string): Promise<Caller[]> {
    const callers: Caller[] = [];
    for (const { name, chain: home, address } of await subjectsOf(this.world))
      if (home === chain && !desks.includes(name)) callers.push({ name, address });
    const { hub } = this.world;
    if (chain === hub.chain.name)
      return [...callers, { name: "EndpointV2", address: hub.chain.layerZero.endpoint }];
    const manager = await contractsOn(this.world, chain).manager.getAddress();
    return [...callers, { name: "AccessManager", address: manager }];
  }
}

/** The whole matrix of a system. */
export async function matrixOf(world: LocalSystem): Promise<Matrix> {
  const prober = new Prober(world);
  const matrix: Record<string, Row> = {};
  for (const subject of await subjectsOf(world))
    for (const fragment of actsOf(subject))
      matrix[`${subject.name}.${fragment.format()}`] = await prober.row(subject, fragment);
  return matrix;
}
