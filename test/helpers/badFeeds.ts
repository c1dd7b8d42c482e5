import { concat, toBeHex, toTwos } from "ethers";
import { assetId, type AssetSymbol } from "../../deploy/networks/local.js";
import { answerOf, setPrice, startPrices, type LocalSystem } from "./system.js";

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

const NO_CODE = "0x";
const REVERT = "0x60006000fd";
/** Burns all gas it is given. */
const INVALID = "0xfe";
const PUSH32 = "0x7f";
const MSTORE_TO = (at: number): string => concat(["0x60", toBeHex(at, 1), "0x52"]);
const RETURN = (bytes: number): string => concat(["0x60", toBeHex(bytes, 1), "0x6000f3"]);

/** Code that answers the same words whatever it is asked. */
function codeOf(words: readonly bigint[]): string {
  const stores = words.map((word, place) =>
    concat([PUSH32, toBeHex(toTwos(word, 256), 32), MSTORE_TO(32 * place)]),
  );
  return concat([...stores, RETURN(32 * words.length)]);
}

const setCode = (world: LocalSystem, address: string, code: string): Promise<unknown> =>
  world.devnet.chain("hub").connection.raw("hardhat_setCode", [address, code]);

/** Does what no signed source would: its code is replaced. */
const runs =
  (place: Place, code: (now: bigint, symbol: AssetSymbol) => string): FeedFault =>
  async (world, symbol) => {
    const { address } = sourceOf(world, place, symbol);
    await setCode(world, address, code(BigInt(world.devnet.now()), symbol));
  };

const shows = (place: Place, answer: (symbol: AssetSymbol) => bigint): FeedFault =>
  runs(place, (now, symbol) => codeOf([1n, answer(symbol), now, now, 1n]));

/** The real push feed says something else. */
const pushes =
  (answer: (symbol: AssetSymbol) => bigint): FeedFault =>
  async (world, symbol) => {
    await world.feeds.get(symbol)?.transmit(answer(symbol));
  };

/** Signed reports say something else (cents). */
const reports =
  (cents: (symbol: AssetSymbol) => bigint): FeedFault =>
  async (world, symbol) => {
    await world.reports.get(symbol)?.report(cents(symbol));
  };

/** Both sources of an asset, or the one it has, speak (cents). */
export const speaks =
  (place: Place, cents: (symbol: AssetSymbol) => bigint): FeedFault =>
  (world, symbol) =>
    (place === "feeds" ? pushes((asset) => answerOf(cents(asset))) : reports(cents))(world, symbol);

/** The source has not spoken for longer than its limit; the asset's other source has. */
const silent =
  (place: Place): FeedFault =>
  async (world, symbol) => {
    const { oracle } = world.hub;
    const { address } = sourceOf(world, place, symbol);
    const [feeds] = await oracle.feedsOf(assetId[symbol]);
    const limit = feeds.find(({ source }) => source === address)?.maxAge ?? 0n;
    const { observedAt } = await oracle.requireFresh(assetId[symbol]);
    await world.devnet.setTime(Number(observedAt + limit) + 1);
    const other = place === "feeds" ? "reports" : "feeds";
    await speaks(other, (asset) => startPrices[asset])(world, symbol);
  };

/** Faults that either source can show; its answers have so many decimals. */
const faultsOf = (place: Place, decimals: bigint): Readonly<Record<string, FeedFault>> => ({
  "is stale": silent(place),
  "is gone": runs(place, () => NO_CODE),
  reverts: runs(place, () => REVERT),
  "burns its gas": runs(place, () => INVALID),
  "answers too few words": runs(place, (now) => codeOf([1n, now])),
  "answers words out of range": runs(place, (now) => codeOf([2n ** 80n, 1n, now, now, 1n])),
  "speaks from the future": runs(place, (now, symbol) =>
    codeOf([1n, startPrices[symbol] * 10n ** (decimals - 2n), now, now + 10n ** 6n, 1n]),
  ),
  "shows zero": shows(place, () => 0n),
  "shows a negative price": shows(place, (symbol) => -answerOf(startPrices[symbol])),
  "shows a huge price": shows(place, () => 2n ** 255n - 1n),
  "answers with ten decimals too many": shows(
    place,
    (symbol) => startPrices[symbol] * 10n ** (decimals + 8n),
  ),
  "answers with two decimals too few": shows(
    place,
    (symbol) => startPrices[symbol] * 10n ** (decimals - 4n),
  ),
});

/** The zoo of push feeds, by what they look like. */
export const feedFaults: Readonly<Record<string, FeedFault>> = {
  ...faultsOf("feeds", 8n),
  "is clamped at its least": pushes(() => 1n),
  "is clamped at its most": pushes(() => 10n ** 20n),
};

/** The zoo of second sources. */
export const reportFaults: Readonly<Record<string, FeedFault>> = {
  ...faultsOf("reports", 18n),
  "shows a price of dust": reports(() => 1n),
};

const percent =
  (share: bigint) =>
  (symbol: AssetSymbol): bigint =>
    (startPrices[symbol] * share) / 100n;

/** Both sources are inside their bounds, and too far apart. */
export const disagreements: Readonly<Record<string, FeedFault>> = {
  "the first above the second": speaks("feeds", percent(102n)),
  "the first below the second": speaks("feeds", percent(98n)),
  "the second above the first": speaks("reports", percent(102n)),
  "the second below the first": speaks("reports", percent(98n)),
  "the first with a decimal too many": speaks("feeds", percent(1_000n)),
  "the second with a decimal too few": speaks("reports", percent(10n)),
};

/** Looks at the sources of an asset while they are sound. Returns what puts them back and lets them speak (cents). */
export async function soundSources(
  world: LocalSystem,
  symbol: AssetSymbol,
): Promise<(cents?: bigint) => Promise<void>> {
  const { provider } = world.devnet.chain("hub");
  const sources = [world.feeds.get(symbol), world.reports.get(symbol)];
  const codes = new Map<string, string>();
  for (const source of sources)
    if (source !== undefined) codes.set(source.address, await provider.getCode(source.address));
  return async (cents = startPrices[symbol]) => {
    for (const [address, code] of codes) await setCode(world, address, code);
    await setPrice(world, symbol, cents);
  };
}
