import { maths, risk, units, wad } from "@causeway/sdk";
import type { Units, Wad } from "@causeway/sdk";
import type { Dice } from "./dice.js";
import type { Model } from "./models.js";
import { rowsOf } from "./world.js";
import type { World } from "./world.js";

/** Random portfolios that owe as much as initial margin lets them. */

const { integer } = maths;

function positionsOf(world: World, dice: Dice): risk.Position[] {
  // Half of the pairs are of one size, so that markets of one underlying net to nothing.
  const paired = dice.magnitude(64, 85);
  return world.underlyings.flatMap(({ asset }) => {
    if (!dice.once(2)) return [];
    const sign = dice.once(2) ? -1n : 1n;
    const value = dice.once(2) ? paired : dice.magnitude(64, 85);
    const size = wad((sign * value * maths.WAD) / asset.row.price);
    const entry = wad((asset.row.price * dice.big(8_000, 12_500)) / 10_000n);
    return [{ market: asset.id, size, cost: maths.openCost(size, entry), funding: wad(0n) }];
  });
}

/**
 * What P-R3 covers: between underlyings a netted pair has less slack than one of its scan ranges may rise (decision 065), so all
 * positions are on the underlying of the first.
 */
function onOneUnderlying(world: World, positions: readonly risk.Position[]): risk.Position[] {
  const { markets } = rowsOf(world);
  const underlyingOf = ({ market }: risk.Position) => markets.get(market)?.underlying;
  return positions.filter((one, _, [first = one]) => underlyingOf(one) === underlyingOf(first));
}

/** Units of a key worth about $10 to $60 million. */
function unitsOf(price: Wad, decimals: number, dice: Dice): Units {
  const value = dice.magnitude(64, 85);
  const amount = (value * 10n ** BigInt(decimals)) / price;
  return units(integer.clamp(amount, 1n, 2n ** 64n - 1n));
}

const withCash = (book: risk.Book, cash: bigint): risk.Book => ({ ...book, cash: wad(cash) });

/** A portfolio that just passes initial margin, by its debt or by the cash it needed; none if its prices are out. */
export function bookAtTheEdge(world: World, dice: Dice, model: Model): risk.Book | undefined {
  const rows = rowsOf(world);
  const held = world.keys.filter(() => !dice.once(3));
  const balances = new Map(
    held.map(({ id, asset, parameters }) => [
      id,
      unitsOf(asset.row.price, parameters.decimals, dice),
    ]),
  );
  const positions = onOneUnderlying(world, positionsOf(world, dice));
  const owing = { cash: wad(-1n), balances, positions };
  const { initialEquity, initial } = model.marginOf(owing, rows, world.now);
  const settlement = rows.assets.get(risk.SETTLEMENT);
  if (settlement === undefined) return undefined;
  const slack = initialEquity - initial;
  const dear = integer.max(risk.highPrice(settlement), maths.WAD);
  const cheap = integer.min(settlement.price, maths.WAD);
  const cash =
    slack >= 0n
      ? -((slack * maths.WAD) / dear)
      : integer.ceilDiv((1n - slack) * maths.WAD, cheap) + 1n;
  const book = withCash(owing, cash);
  return risk.passesInitial(model.marginOf(book, rows, world.now)) ? book : undefined;
}
