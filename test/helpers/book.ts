import { risk as twin, units, wad } from "../../packages/sdk/src/index.js";
import { units8, usd } from "./money.js";

/** A position at a price of $1 whose cost is its size: no profit and no loss. */
export function position(
  market: number,
  size: bigint,
  changes: Partial<twin.Position> = {},
): twin.Position {
  return { market, size: wad(size), cost: wad(size), funding: wad(0n), ...changes };
}

/** What an account holds: cash in dollars, balances by key in whole tokens of eight decimals, positions. */
export function bookOf(
  cash: number | string,
  balances: readonly (readonly [key: number, tokens: number | string])[] = [],
  positions: readonly twin.Position[] = [],
): twin.EncodedBook {
  return twin.encodeBook({
    cash: wad(usd(cash)),
    balances: new Map(balances.map(([key, tokens]) => [key, units(units8(tokens))])),
    positions,
  });
}
