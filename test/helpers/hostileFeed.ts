import { HostileFeed__factory, type HostileFeed } from "../../typechain-types/index.js";
import { MAX_AGE, MAX_PRICE, MIN_PRICE, type RiskDesk } from "./riskDesk.js";
import { mined } from "./mined.js";

/** What a feed of `HostileFeed.sol` can do besides answering honestly. */
export const misdeeds = {
  reverts: 1n,
  revertBomb: 2n,
  returnBomb: 3n,
  burnsGas: 4n,
  shortAnswer: 5n,
  noAnswer: 6n,
} as const;

/** A feed that answers $3,000 until told otherwise. */
export async function hostileFeed({ admin }: RiskDesk): Promise<HostileFeed> {
  const feed = await new HostileFeed__factory(admin).deploy(300_000_000_000n);
  return feed.waitForDeployment();
}

/** The same as an asset's feed. */
export async function hostileAssetFeed(desk: RiskDesk, asset: number): Promise<HostileFeed> {
  const feed = await hostileFeed(desk);
  await mined(desk.oracle.setFeed(asset, feed, MAX_AGE, MIN_PRICE, MAX_PRICE));
  return feed;
}

/** Makes a feed answer something, written now unless told otherwise. */
export async function answer(
  { chain }: RiskDesk,
  feed: HostileFeed,
  price: bigint,
  updatedAt: number = chain.now(),
): Promise<void> {
  await mined(feed.setRound(price, updatedAt, updatedAt));
}
