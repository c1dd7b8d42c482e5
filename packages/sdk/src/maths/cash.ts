import { abs, ceilDiv, divDown, max, min, mulDown, mulUp } from "./integer.js";
import { RAY, WAD, ray, shares, wad } from "./units.js";
import type { Ray, Seconds, Shares, Wad } from "./units.js";

/** Twin of `contracts/risk/CashMath.sol`: risk.md 1 (cash) and markets.md 1. Rounds against the account, for the pool. */

const YEAR = 31_536_000n;
const KINK = 8n * 10n ** 17n;
const RATE_AT_KINK = 6n * 10n ** 16n;
const RATE_ABOVE_KINK = 94n * 10n ** 16n;
const RAY_PER_WAD = 10n ** 9n;

/** `⌈shares·index/RAY⌉`. */
export const debtOwed = (debtShares: Shares, index: Ray): Wad =>
  wad(ceilDiv(debtShares * index, RAY));

/** `⌈amount·RAY/index⌉`, what a loan adds. */
export const borrowShares = (amount: Wad, index: Ray): Shares =>
  shares(ceilDiv(amount * RAY, index));

/** `⌊amount·RAY/index⌋`, what a repayment removes. */
export const repayShares = (amount: Wad, index: Ray): Shares => shares((amount * RAY) / index);

/** Cash in USD: credit at `min(P,1)` down, debt at `max(P,1)` up, so a de-peg never frees margin. */
export function cashValue(cash: Wad, settlementPrice: Wad): Wad {
  if (cash >= 0n) return wad(mulDown(cash, min(settlementPrice, WAD)));
  return wad(-mulUp(abs(cash), max(settlementPrice, WAD)));
}

/** U = `debt/(debt + max(cash, 0))`, down; zero for an empty pool. */
export function utilisation(debt: Wad, poolCash: Wad): Wad {
  const total = debt + max<bigint>(0n, poolCash);
  return total === 0n ? wad(0n) : wad(min(WAD, divDown(debt, total)));
}

/** Yearly borrow rate, up. */
export function borrowRate(utilisation: Wad): Wad {
  if (utilisation <= KINK) return wad(ceilDiv(RATE_AT_KINK * utilisation, KINK));
  return wad(RATE_AT_KINK + ceilDiv(RATE_ABOVE_KINK * (utilisation - KINK), WAD - KINK));
}

/** `⌈index·(1 + x + x²/2 + x³/6)⌉` with x = rate·dt/year, every term up. */
export function accrueIndex(index: Ray, rate: Wad, elapsed: Seconds): Ray {
  const x = ceilDiv(rate * RAY_PER_WAD * elapsed, YEAR);
  const square = ceilDiv(x * x, 2n * RAY);
  const cubed = ceilDiv(x * x * x, 6n * RAY * RAY);
  return ray(ceilDiv(index * (RAY + x + square + cubed), RAY));
}
