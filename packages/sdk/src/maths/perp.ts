import { abs, ceilDiv, floorDiv } from "./integer.js";
import { WAD, wad } from "./units.js";
import type { Wad } from "./units.js";

/** Twin of `contracts/risk/PerpMath.sol`: risk.md 1 (perp). Costs and dues toward +∞, marks toward −∞: against the account. */

/** `⌈size·P⌉`, what opening adds to the cost. */
export const openCost = (size: Wad, price: Wad): Wad => wad(ceilDiv(size * price, WAD));

/** `⌊size·P⌋`. */
export const positionValue = (size: Wad, price: Wad): Wad => wad(floorDiv(size * price, WAD));

/** Mark less cost. */
export const perpPnl = (size: Wad, price: Wad, cost: Wad): Wad =>
  wad(positionValue(size, price) - cost);

/** `⌈size·(F − F₀)⌉`, negative if the account receives. */
export const fundingOwed = (size: Wad, fundingIndex: Wad, entryIndex: Wad): Wad =>
  wad(ceilDiv(size * (fundingIndex - entryIndex), WAD));

export interface PartialClose {
  readonly realised: Wad;
  readonly remainingSize: Wad;
  readonly remainingCost: Wad;
}

/** Closing `closed` of a position (same sign as size, at most as large). */
export function closePart(size: Wad, cost: Wad, closed: Wad, price: Wad): PartialClose {
  const costPart = ceilDiv(cost * abs(closed), abs(size));
  return {
    realised: wad(positionValue(closed, price) - costPart),
    remainingSize: wad(size - closed),
    remainingCost: wad(cost - costPart),
  };
}
