import { concat, toBeHex, toTwos } from "ethers";
import type { AssetSymbol } from "../../deploy/networks/local.js";
import { signPrices } from "./laneScene.js";
import { answerOf, startPrices, type LocalSystem } from "./system.js";

/** What can be wrong with a source of an asset's price, and how it comes about. */
export type FeedFault = (world: LocalSystem, symbol: AssetSymbol) => Promise<void>;

/** The source that the oracles push to, and the one that anybody carries reports to. */
type Place = "feeds" | "reports";

function sourceOf(world: LocalSystem, place: Place, symbol: AssetSymbol) {
  const sources: ReadonlyMap<AssetSymbol, { readonly address: string }> = world[place];
  const source = sources.get(symbol);
  if (source === undefined) throw new RangeError(`${symbol} has no such source`);
  return source;
}

const PUSH32 = "0x7f";
const MSTORE_TO = (at: number): string => concat(["0x60", toBeHex(at, 1), "0x52"]);
const RETURN_FIVE_WORDS = "0x60a06000f3";
const INVALID = "0xfe";

/** Code that answers five words whatever it is asked. */
function codeOf(words: readonly bigint[]): string {
  const stores = words.map((word, place) =>
    concat([PUSH32, toBeHex(toTwos(word, 256), 32), MSTORE_TO(32 * place)]),
  );
  return concat([...stores, RETURN_FIVE_WORDS]);
}

/** Does what no signed source would: its code is replaced. */
const runs =
  (place: Place, code: (now: bigint, symbol: AssetSymbol) => string): FeedFault =>
  async (world, symbol) => {
    const { address } = sourceOf(world, place, symbol);
    const { connection } = world.devnet.chain("hub");
    await connection.raw("hardhat_setCode", [address, code(BigInt(world.devnet.now()), symbol)]);
  };

const shows = (place: Place, answer: (symbol: AssetSymbol) => bigint): FeedFault =>
  runs(place, (now, symbol) => codeOf([1n, answer(symbol), now, now, 1n]));

/** The real feed at the least or the most it can say, while the market is elsewhere. */
const clampedAt =
  (answer: bigint): FeedFault =>
  async (world, symbol) => {
    await world.feeds.get(symbol)?.transmit(answer);
  };

/** The source has not spoken for longer than its limit; all others have. */
const silent =
  (place: Place): FeedFault =>
  async (world, symbol) => {
    await world.devnet.increaseTime(86_401);
    await signPrices(world, [symbol]);
    const cents = startPrices[symbol];
    if (place === "feeds") await world.reports.get(symbol)?.report(cents);
    else await world.feeds.get(symbol)?.transmit(answerOf(cents));
  };

/** Faults that either source can show; its answers have so many decimals. */
const faultsOf = (place: Place, decimals: bigint): Readonly<Record<string, FeedFault>> => ({
  "is stale": silent(place),
  "is dead": runs(place, () => INVALID),
  "shows zero": shows(place, () => 0n),
  "shows a negative price": shows(place, (symbol) => -answerOf(startPrices[symbol])),
  "shows a huge price": shows(place, () => 2n ** 255n - 1n),
  "answers in other decimals": shows(
    place,
    (symbol) => startPrices[symbol] * 10n ** (decimals === 8n ? 16n : 6n),
  ),
});

/** The zoo of push feeds, by what they look like. */
export const feedFaults: Readonly<Record<string, FeedFault>> = {
  ...faultsOf("feeds", 8n),
  "is clamped at its least": clampedAt(1n),
  "is clamped at its most": clampedAt(10n ** 20n),
};

/** The zoo of second sources. */
export const reportFaults: Readonly<Record<string, FeedFault>> = {
  ...faultsOf("reports", 18n),
  "shows a price of dust": async (world, symbol) => {
    await world.reports.get(symbol)?.report(1n);
  },
};

/** Both sources are sane, and two percent apart. */
export const disagreements: Readonly<Record<string, FeedFault>> = {
  "has a first source above the second": async (world, symbol) => {
    await world.feeds.get(symbol)?.transmit(answerOf((startPrices[symbol] * 102n) / 100n));
  },
  "has a second source above the first": async (world, symbol) => {
    await world.reports.get(symbol)?.report((startPrices[symbol] * 102n) / 100n);
  },
};
