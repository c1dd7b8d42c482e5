import type { DevSigner } from "@causeway/devnet";
import type { ContractTransactionReceipt } from "ethers";
import { HUB_ETH, type Hub } from "./hub.js";
import { borrow } from "./hubActions.js";
import { mined } from "./mined.js";
import { units8, usdc } from "./money.js";

export const DAY = 86_400;

/** Shares of a dollar's worth at the first price: six decimals of the asset and twelve of the offset. */
export const SHARE = 10n ** 18n;

/** Virtual shares, and the shares of an asset unit at first (raw). */
export const VIRTUAL = 10n ** 12n;

/** Gives somebody tokens and lets the pool take them. */
export async function ready(hub: Hub, who: DevSigner, assets: bigint): Promise<void> {
  await mined(hub.cash.mint(who.address, assets));
  await mined(hub.cash.connect(who).approve(await hub.pool.getAddress(), assets));
}

/** Deposits fresh tokens. */
export async function invest(hub: Hub, who: DevSigner, assets: bigint): Promise<void> {
  await ready(hub, who, assets);
  await mined(hub.pool.connect(who).deposit(assets, who.address));
}

/** Puts shares in the queue, to be claimed by their owner. */
export const request = (
  hub: Hub,
  who: DevSigner,
  shares: bigint,
): Promise<ContractTransactionReceipt> =>
  mined(hub.pool.connect(who).requestRedeem(shares, who.address, who.address));

/** Lets a day pass and prices what is in the queue. */
export async function process(hub: Hub, count = 100n): Promise<ContractTransactionReceipt> {
  await hub.chain.increaseTime(DAY);
  return mined(hub.pool.processRedeem(count));
}

/** Somebody borrows so much that a year of it is worth looking at. */
export async function lend(hub: Hub, assets: bigint): Promise<DevSigner> {
  const borrower = hub.chain.signer(8);
  await borrow(hub, borrower, { key: HUB_ETH, units: units8(1_000) }, assets);
  return borrower;
}

/** Pool shares as they stand, the insurance fund's unminted ones included. */
export async function priceParts(hub: Hub): Promise<{ assets: bigint; shares: bigint }> {
  const assets = (await hub.pool.totalAssets()) + 1n;
  const shares =
    (await hub.pool.totalSupply()) + (await hub.pool.pendingInsuranceShares()) + VIRTUAL;
  return { assets, shares };
}

/** Lucy has 100 dollars in the pool, of which that many shares are processed and wait for her claim. */
export async function claimOf(hub: Hub, shares: bigint): Promise<DevSigner> {
  const lucy = hub.chain.signer(4);
  await invest(hub, lucy, usdc(100));
  await request(hub, lucy, shares);
  await process(hub);
  return lucy;
}
