import { WAD } from "./units.js";
import type { Bps, Wad } from "./units.js";

/** Exact integer primitives. Names say how they round; bigint's own `/` truncates and is used on unsigned numbers only. */

const WAD_PER_BPS = 10n ** 14n;
/** Lifts a float's square root above the exact one: more than the 2^-52 by which either of its two roundings errs. */
const ABOVE_ROUNDING = 1 + 2 ** -50;

export const abs = (x: bigint): bigint => (x < 0n ? -x : x);

export const min = <T extends bigint>(first: T, ...rest: readonly T[]): T =>
  rest.reduce((least, x) => (x < least ? x : least), first);

export const max = <T extends bigint>(first: T, ...rest: readonly T[]): T =>
  rest.reduce((most, x) => (x > most ? x : most), first);

/** Held between two limits; the lower one is looked at first. */
export function clamp<T extends bigint>(x: T, low: T, high: T): T {
  if (x < low) return low;
  return x > high ? high : x;
}

/** `max(0, a − b)`. */
export const saturatingSub = (a: bigint, b: bigint): bigint => (a > b ? a - b : 0n);

export const sum = (values: readonly bigint[]): bigint =>
  values.reduce((total, x) => total + x, 0n);

/** `⌊n/d⌋` toward minus infinity, d above zero. */
export function floorDiv(n: bigint, d: bigint): bigint {
  const quotient = n / d;
  return n % d < 0n ? quotient - 1n : quotient;
}

/** `⌈n/d⌉` toward plus infinity, d above zero. */
export function ceilDiv(n: bigint, d: bigint): bigint {
  const quotient = n / d;
  return n % d > 0n ? quotient + 1n : quotient;
}

/** Integer square root, down. */
export function sqrtDown(x: bigint): bigint {
  if (x < 0n) throw new RangeError(`no square root of the negative number ${x.toString()}`);
  if (x < 2n) return x;
  // From any start above the root Newton's steps only fall, and end at the root exactly; a float only guesses the start.
  const guess = Math.sqrt(Number(x));
  let root = Number.isFinite(guess)
    ? BigInt(Math.ceil(guess * ABOVE_ROUNDING)) + 1n
    : 1n << BigInt(2 * x.toString(16).length);
  for (;;) {
    const next = (root + x / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** Integer square root, up. */
export function sqrtUp(x: bigint): bigint {
  const root = sqrtDown(x);
  return root * root < x ? root + 1n : root;
}

/** `⌊a·b/WAD⌋` of unsigned numbers. */
export const mulDown = (a: bigint, b: bigint): bigint => (a * b) / WAD;
/** `⌈a·b/WAD⌉` of unsigned numbers. */
export const mulUp = (a: bigint, b: bigint): bigint => ceilDiv(a * b, WAD);
/** `⌊a·WAD/b⌋` of unsigned numbers. */
export const divDown = (a: bigint, b: bigint): bigint => (a * WAD) / b;
/** `⌈a·WAD/b⌉` of unsigned numbers. */
export const divUp = (a: bigint, b: bigint): bigint => ceilDiv(a * WAD, b);

/** A configuration ratio as WAD, exact. */
export const fromBps = (ratio: Bps): Wad => (ratio * WAD_PER_BPS) as Wad;
