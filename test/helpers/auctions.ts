import type { DevSigner } from "@causeway/devnet";
import { ZeroAddress, type ContractTransactionReceipt } from "ethers";
import { HUB_ETH, type Hub } from "./hub.js";
import { borrow, depositCash, setPrice, supply } from "./hubActions.js";
import { ETH } from "./hubRisk.js";
import { mined } from "./mined.js";
import { units8, usdc } from "./money.js";

/** Modes of a take (id). */
export const KEEP = 0;
export const RELEASE = 1;

/** Time after which a round may be reset (seconds). */
export const TAIL = 900;

/** An amount above every balance, and a price above every price. */
export const ALL = 2n ** 64n - 1n;
export const ANY_PRICE = 2n ** 256n - 1n;

/** What to buy, from whom, for whom. */
export interface Order {
  readonly account: string;
  readonly buyer: string;
  readonly key: number;
  readonly units: bigint;
  readonly maxUnitPrice: bigint;
  readonly mode: number;
  readonly recipient: string;
  readonly refund: string;
}

/** Who plays in a liquidation. */
export interface Cast {
  /** Whose account is liquidated. */
  readonly alice: DevSigner;
  /** Who buys. */
  readonly bob: DevSigner;
  /** Who liquidates. */
  readonly kate: DevSigner;
}

export const castOf = (hub: Hub): Cast => ({
  alice: hub.chain.signer(1),
  bob: hub.chain.signer(2),
  kate: hub.chain.signer(3),
});

/** Alice borrows 20,000 dollars against 10 ether at 3,000; Bob has 100,000 in cash. */
export async function openPosition(hub: Hub): Promise<Cast> {
  const cast = castOf(hub);
  await supply(hub, usdc(1_000_000));
  await borrow(hub, cast.alice, { key: HUB_ETH, units: units8(10) }, usdc(20_000));
  await depositCash(hub, cast.bob, cast.bob.address, usdc(100_000));
  return cast;
}

/** The same, then ether falls below what maintenance margin needs and Kate liquidates. */
export async function startAuction(hub: Hub, dollars = 2_350): Promise<Cast> {
  const cast = await openPosition(hub);
  await setPrice(hub, ETH, dollars);
  await mined(hub.auctions.connect(cast.kate).liquidate(cast.alice.address));
  return cast;
}

/** An order of Bob's for all of Alice's ether at any price, changed as told. */
export function orderOf(cast: Cast, changes: Partial<Order> = {}): Order {
  return {
    account: cast.alice.address,
    buyer: cast.bob.address,
    key: HUB_ETH,
    units: ALL,
    maxUnitPrice: ANY_PRICE,
    mode: KEEP,
    recipient: ZeroAddress,
    refund: ZeroAddress,
    ...changes,
  };
}

/** Bob buys. */
export const take = (
  hub: Hub,
  cast: Cast,
  changes: Partial<Order> = {},
): Promise<ContractTransactionReceipt> =>
  mined(hub.auctions.connect(cast.bob).take(orderOf(cast, changes)));

/** What an auction's events say of the sale in a receipt. */
export function takenIn(
  hub: Pick<Hub, "auctions">,
  receipt: ContractTransactionReceipt,
): TakenEvent {
  for (const log of receipt.logs) {
    const event = hub.auctions.interface.parseLog(log);
    if (event?.name !== "Taken") continue;
    const number = (name: string): bigint => BigInt(String(event.args.getValue(name)));
    return {
      units: number("units"),
      factor: number("factor"),
      unitPrice: number("unitPrice"),
      payment: number("payment"),
      keeperReward: number("keeperReward"),
      insuranceShare: number("insuranceShare"),
      reserveShare: number("reserveShare"),
    };
  }
  throw new Error("nothing was taken");
}

/** The numbers of a Taken event. */
export interface TakenEvent {
  readonly units: bigint;
  readonly factor: bigint;
  readonly unitPrice: bigint;
  readonly payment: bigint;
  readonly keeperReward: bigint;
  readonly insuranceShare: bigint;
  readonly reserveShare: bigint;
}

/** Dates the next block a while after the round began. */
export async function atAge(hub: Hub, account: string, seconds: number): Promise<void> {
  const { startedAt } = await hub.auctions.auctionOf(account);
  await hub.chain.setNextTimestamp(Number(startedAt) + seconds);
}

/** An auction as it stands. */
export interface AuctionState {
  readonly kicker: string;
  readonly startedAt: bigint;
  readonly round: bigint;
  readonly curve: bigint;
  readonly offered: bigint;
  readonly tipPaid: boolean;
}

/** The auction as an object to compare. */
export async function auctionOf(hub: Hub, account: string): Promise<AuctionState> {
  const { kicker, startedAt, round, curve, offered, tipPaid } =
    await hub.auctions.auctionOf(account);
  return { kicker, startedAt, round, curve, offered, tipPaid };
}
