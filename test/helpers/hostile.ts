import type { DevSigner } from "@causeway/devnet";
import type { Addressable, ContractTransactionResponse } from "ethers";
import {
  HostileToken__factory,
  PermitToken__factory,
  SilentReturnToken__factory,
  type HostileToken,
} from "../../typechain-types/index.js";
import type { Spoke } from "./lanes.js";
import { mined } from "./mined.js";

/** Modes of `HostileToken`. */
export const mode = {
  good: 0,
  feeOnTransfer: 1,
  blacklist: 2,
  paused: 3,
  hook: 4,
  falseReturn: 5,
  returnBomb: 6,
  silent: 7,
  sendsLess: 8,
  takesMore: 9,
  burnsGas: 10,
  mute: 11,
} as const;

/** What a vault's entries need of a token, whatever its kind. */
export interface AnyToken extends Addressable {
  mint(to: string, amount: bigint): Promise<ContractTransactionResponse>;
  balanceOf(account: string): Promise<bigint>;
  approveFrom(owner: DevSigner, spender: Addressable, amount: bigint): Promise<unknown>;
}

/** One kind of hostile token and what each entry makes of it. */
export interface Kind {
  readonly name: string;
  readonly decimals: number;
  readonly shared: number;
  /** Makes the token, still behaving well. */
  deploy(admin: DevSigner): Promise<AnyToken>;
  /** Makes it misbehave; `vault` and `recipient` are whom it may harm. */
  arm?(token: AnyToken, spoke: Spoke, recipient: string): Promise<void>;
  /** Name of the error of a deposit, of the vault or of the token; absent if it goes through. */
  readonly depositError?: string;
  /** Units paid of 400 released. */
  readonly paid: bigint;
  /** Custody told to the hub when 1,000 units were deposited (units). */
  readonly custody: bigint;
}

/** Key of the hostile token (id). */
export const HOSTILE = 20;

const hostileTokens = new WeakMap<AnyToken, HostileToken>();

async function hostile(admin: DevSigner): Promise<AnyToken> {
  const token = await new HostileToken__factory(admin).deploy();
  const any: AnyToken = {
    getAddress: () => token.getAddress(),
    mint: (to, amount) => token.mint(to, amount),
    balanceOf: (account) => token.balanceOf(account),
    approveFrom: (owner, spender, amount) => mined(token.connect(owner).approve(spender, amount)),
  };
  hostileTokens.set(any, token);
  return any;
}

/** The configurable token behind one. */
export function hostileOf(token: AnyToken): HostileToken {
  const found = hostileTokens.get(token);
  if (found === undefined) throw new Error("this token has no modes");
  return found;
}

const plain =
  (decimals: number) =>
  async (admin: DevSigner): Promise<AnyToken> => {
    const token = await new PermitToken__factory(admin).deploy("ODD", decimals);
    return {
      getAddress: () => token.getAddress(),
      mint: (to, amount) => token.mint(to, amount),
      balanceOf: (account) => token.balanceOf(account),
      approveFrom: (owner, spender, amount) => mined(token.connect(owner).approve(spender, amount)),
    };
  };

async function silentReturn(admin: DevSigner): Promise<AnyToken> {
  const token = await new SilentReturnToken__factory(admin).deploy();
  return {
    getAddress: () => token.getAddress(),
    mint: (to, amount) => token.mint(to, amount),
    balanceOf: (account) => token.balanceOf(account),
    approveFrom: (owner, spender, amount) => mined(token.connect(owner).approve(spender, amount)),
  };
}

const inMode =
  (which: number) =>
  async (token: AnyToken): Promise<void> => {
    await mined(hostileOf(token).setMode(which));
  };

const base = { decimals: 18, shared: 8, deploy: hostile, paid: 400n, custody: 1_000n };
const UNIT = 10n ** 10n;
const short = "VaultLedger_ShortTransfer";

type Arm = NonNullable<Kind["arm"]>;

const rebaseDown: Arm = async (token, spoke) => {
  await mined(hostileOf(token).slash(await spoke.vault.getAddress(), 300n * UNIT));
};

const rebaseUp: Arm = async (token, spoke) => {
  await mined(token.mint(await spoke.vault.getAddress(), 300n * UNIT));
};

const refuseBoth: Arm = async (token, spoke, recipient) => {
  const bad = hostileOf(token);
  await mined(bad.setMode(mode.blacklist));
  for (const account of [recipient, await spoke.vault.getAddress()])
    await mined(bad.blacklist(account));
};

const claimInside: Arm = async (token, spoke, recipient) => {
  const bad = hostileOf(token);
  const call = spoke.vault.interface.encodeFunctionData("claim", [recipient, HOSTILE]);
  await mined(bad.setHook(await spoke.vault.getAddress(), call));
  await mined(bad.setMode(mode.hook));
};

/** Twelve kinds that the design names, and four more. */
export const kinds: readonly Kind[] = [
  // A fee taken from the receiver: the vault's own balance loses the whole amount, so the payment counts.
  { ...base, name: "fee-on-transfer", arm: inMode(mode.feeOnTransfer), depositError: short },
  {
    ...base,
    name: "rebasing down",
    arm: rebaseDown,
    custody: 700n,
  },
  {
    ...base,
    name: "rebasing up",
    arm: rebaseUp,
    custody: 1_300n,
  },
  {
    ...base,
    name: "blacklisting",
    arm: refuseBoth,
    depositError: "HostileToken_Refused",
    paid: 0n,
  },
  {
    ...base,
    name: "pausable",
    arm: inMode(mode.paused),
    depositError: "HostileToken_Refused",
    paid: 0n,
  },
  {
    ...base,
    name: "hooked",
    arm: claimInside,
  },
  {
    ...base,
    name: "false-return",
    arm: inMode(mode.falseReturn),
    depositError: "SafeERC20FailedOperation",
    paid: 0n,
  },
  { ...base, name: "no-return", deploy: silentReturn, decimals: 6, shared: 6 },
  {
    ...base,
    name: "return-bomb",
    arm: inMode(mode.returnBomb),
    depositError: "HostileToken_Bomb",
    paid: 0n,
  },
  { ...base, name: "0-decimals", deploy: plain(0), decimals: 0, shared: 0 },
  { ...base, name: "24-decimals", deploy: plain(24), decimals: 24 },
  { ...base, name: "silent", arm: inMode(mode.silent), depositError: short, paid: 0n },
  // Half of the amount leaves the vault, so half is paid.
  { ...base, name: "sends-less", arm: inMode(mode.sendsLess), depositError: short, paid: 200n },
  // The vault loses a hundredth more than it pays; the next totals show it.
  { ...base, name: "takes-more", arm: inMode(mode.takesMore) },
  {
    ...base,
    name: "gas-burning",
    arm: inMode(mode.burnsGas),
    depositError: "without a reason",
    paid: 0n,
  },
  {
    ...base,
    name: "mute",
    arm: inMode(mode.mute),
    depositError: "HostileToken_Bomb",
    paid: 0n,
    custody: 0n,
  },
];
