import { concat, toBeHex, toTwos } from "ethers";
import type { AssetSymbol } from "../../deploy/networks/local.js";
import { signPrices } from "./laneScene.js";
import { answerOf, type LocalSystem } from "./system.js";

/** What can be wrong with an asset's feed, and how it comes about. */
export type FeedFault = (world: LocalSystem, symbol: AssetSymbol) => Promise<void>;

function feedOf(world: LocalSystem, symbol: AssetSymbol) {
  const feed = world.feeds.get(symbol);
  if (feed === undefined) throw new RangeError(`${symbol} has no feed`);
  return feed;
}

const PUSH32 = "0x7f";
const MSTORE_TO = (at: number): string => concat(["0x60", toBeHex(at, 1), "0x52"]);
const RETURN_FIVE_WORDS = "0x60a06000f3";

/** Code that answers five words whatever it is asked. */
function codeOf(words: readonly bigint[]): string {
  const stores = words.map((word, place) =>
    concat([PUSH32, toBeHex(toTwos(word, 256), 32), MSTORE_TO(32 * place)]),
  );
  return concat([...stores, RETURN_FIVE_WORDS]);
}

/** A round no signed feed would show: the feed's code is replaced. */
const shows =
  (answer: bigint): FeedFault =>
  async (world, symbol) => {
    const now = BigInt(world.devnet.now());
    const code = codeOf([1n, answer, now, now, 1n]);
    const { connection } = world.devnet.chain("hub");
    await connection.raw("hardhat_setCode", [feedOf(world, symbol).address, code]);
  };

/** The real feed at the least or the most it can say, while the market is elsewhere. */
const clampedAt =
  (answer: bigint): FeedFault =>
  async (world, symbol) => {
    await feedOf(world, symbol).transmit(answer);
  };

/** The feed has not spoken for longer than its limit; the others have. */
const silent: FeedFault = async (world, symbol) => {
  await world.devnet.increaseTime(86_401);
  await signPrices(world, [symbol]);
};

/** Every fault of the zoo, by what it looks like. */
export const feedFaults: Readonly<Record<string, FeedFault>> = {
  "is stale": silent,
  "shows zero": shows(0n),
  "shows a negative price": shows(-answerOf(6_000_000n)),
  "shows a huge price": shows(2n ** 255n - 1n),
  "is clamped at its least": clampedAt(1n),
  "is clamped at its most": clampedAt(10n ** 20n),
};
