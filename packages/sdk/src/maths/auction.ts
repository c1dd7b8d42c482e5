import { ceilDiv, fromBps, max, min, mulUp, saturatingSub } from "./integer.js";
import { WAD, wad } from "./units.js";
import type { Bps, Seconds, Units, Wad } from "./units.js";

/** Twin of `contracts/risk/AuctionMath.sol`: risk.md 4.3, 4.4 and 4.8. Factors and payments round up, against the taker. */

export interface DiscountInput {
  /** dBase. */
  readonly base: Bps;
  /** L at maintenance. */
  readonly latencyPremium: Wad;
  /** H at maintenance. */
  readonly haircut: Wad;
  /** φ. */
  readonly penalty: Wad;
  readonly gap: Wad;
}

/** dMax: `min(dBase + L, H − φ − gap)`: never so deep that a sale at the floor harms health. */
export function maxDiscount(input: DiscountInput): Wad {
  const room = saturatingSub(input.haircut, input.penalty + input.gap);
  return wad(min(fromBps(input.base) + input.latencyPremium, room));
}

/** `1 − ⌊dBase/6⌋`. */
export const startFactor = (base: Bps): Wad => wad(WAD - fromBps(base) / 6n);

/** `x^n` in fixed point, each product rounded half up. */
export function rpow(x: bigint, n: bigint, base: bigint): bigint {
  if (x === 0n) return n === 0n ? base : 0n;
  const half = base / 2n;
  let square = x;
  let power = n % 2n === 0n ? base : x;
  for (let left = n / 2n; left > 0n; left /= 2n) {
    square = (square * square + half) / base;
    if (left % 2n === 1n) power = (power * square + half) / base;
  }
  return power;
}

export interface ExponentialCurve {
  readonly start: Wad;
  /** What remains after a step. */
  readonly cut: Wad;
  /** Steps that count for one in this round. */
  readonly speed: bigint;
  readonly step: Seconds;
  readonly floor: Wad;
}

/** `max(floor, ⌈start·cut^(speed·⌊dt/step⌋)⌉)`. */
export function exponentialFactor(curve: ExponentialCurve, elapsed: Seconds): Wad {
  const power = rpow(curve.cut, curve.speed * (elapsed / curve.step), WAD);
  return wad(max(curve.floor, mulUp(curve.start, power)));
}

export interface LinearCurve {
  readonly start: Wad;
  /** Time to zero. */
  readonly duration: Seconds;
  readonly floor: Wad;
}

/** `max(floor, ⌈start·(τ − dt)/τ⌉)`. */
export function linearFactor(curve: LinearCurve, elapsed: Seconds): Wad {
  const { start, duration, floor } = curve;
  if (elapsed >= duration) return floor;
  return wad(max(floor, ceilDiv(start * (duration - elapsed), duration)));
}

/** `min(entry, ⌈1 − dt/length⌉)`: ends at zero, so a price worth paying always comes. */
export function insolventFactor(entry: Wad, elapsed: Seconds, length: Seconds): Wad {
  if (elapsed >= length) return wad(0n);
  return wad(min(entry, ceilDiv(WAD * (length - elapsed), length)));
}

/** `⌈P·factor⌉`. */
export const unitPrice = (price: Wad, factor: Wad): Wad => wad(mulUp(price, factor));

/** `⌈amount·price/10^dec⌉`. */
export const payment = (amount: Units, price: Wad, decimals: bigint): Wad =>
  wad(ceilDiv(amount * price, 10n ** decimals));
