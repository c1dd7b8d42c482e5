import { HostileFeed__factory, type HostileFeed } from "../../typechain-types/index.js";
import { limitsOf, type RiskDesk } from "./riskDesk.js";
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
export async function hostileFeed({ admin }: Pick<RiskDesk, "admin">): Promise<HostileFeed> {
  const feed = await new HostileFeed__factory(admin).deploy(300_000_000_000n);
  return feed.waitForDeployment();
}

/** The same as an asset's feed. */
export async function hostileAssetFeed(
  desk: Pick<RiskDesk, "admin" | "oracle">,
  asset: number,
): Promise<HostileFeed> {
  const feed = await hostileFeed(desk);
  await mined(desk.oracle.setFeeds(asset, [limitsOf(feed)], 0));
  return feed;
}

/** How far apart the two feeds of a hostile pair may be (bps). */
export const BAND = 100;

/** Two of them as an asset's feeds. */
export async function hostilePair(
  desk: RiskDesk,
  asset: number,
): Promise<readonly [HostileFeed, HostileFeed]> {
  const pair = [await hostileFeed(desk), await hostileFeed(desk)] as const;
  const limits = pair.map((feed) => limitsOf(feed));
  await mined(desk.oracle.setFeeds(asset, limits, BAND));
  return pair;
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
