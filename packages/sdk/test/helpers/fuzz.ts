import { randomInt } from "node:crypto";
import fc from "fast-check";
import { wad } from "../../src/maths/index.js";
import type { Wad } from "../../src/maths/index.js";

/** Seed of the random tests: a new one each run unless given, so that a failing run can be replayed. */
export function fuzzSeed(): number {
  const given = process.env.CAUSEWAY_FUZZ_SEED;
  return given === undefined ? randomInt(2 ** 31) : Number(given);
}

/** How often a random test runs: the given number, times CAUSEWAY_FUZZ_FACTOR. */
export function fuzzRuns(base: number): number {
  return Math.ceil(base * Number(process.env.CAUSEWAY_FUZZ_FACTOR ?? "1"));
}

/** Asserts a property; a failure shows the seed, the shrunk counterexample, and the path to it. */
export function check<T>(property: fc.IProperty<T>, runs = 500): void {
  const seed = fuzzSeed();
  try {
    fc.assert(property, { numRuns: fuzzRuns(runs), seed });
  } catch (error) {
    const told = error instanceof Error ? error.message : "the property failed";
    throw new Error(`${told}\nreplay with CAUSEWAY_FUZZ_SEED=${seed.toString()}`, { cause: error });
  }
}

/** Integers of every order of magnitude in a range of which zero is the lower end or below it. */
export function anyInt(low: bigint, high: bigint): fc.Arbitrary<bigint> {
  const bits = (high > -low ? high : -low).toString(2).length;
  const clamp = (x: bigint): bigint => (x < low ? low : x > high ? high : x);
  return fc
    .integer({ min: 0, max: bits })
    .chain((n) => fc.bigInt({ min: low < 0n ? -(1n << BigInt(n)) : 0n, max: 1n << BigInt(n) }))
    .map(clamp);
}

const ONE = 10n ** 18n;
const MAX_VALUE = 2n ** 128n - 1n;

/** USD values up to the bound of risk.md section 6. */
export const anyValue: fc.Arbitrary<Wad> = anyInt(0n, MAX_VALUE).map(wad);
/** The same with either sign. */
export const anySignedValue: fc.Arbitrary<Wad> = anyInt(-MAX_VALUE, MAX_VALUE).map(wad);
/** Prices up to the bound, above zero. */
export const anyPrice: fc.Arbitrary<Wad> = anyInt(0n, 10n ** 30n).map((x) =>
  wad(x === 0n ? 1n : x),
);
/** Sizes up to the bound, not zero. */
export const anySize: fc.Arbitrary<Wad> = anyInt(-(2n ** 127n), 2n ** 127n).map((x) =>
  wad(x === 0n ? 1n : x),
);
/** Ratios from zero to one. */
export const anyRatio: fc.Arbitrary<Wad> = fc.bigInt({ min: 0n, max: ONE }).map(wad);

/** Ratios between two numbers of basis points. */
export const ratioOfBps = (low: number, high: number): fc.Arbitrary<Wad> =>
  fc.bigInt({ min: BigInt(low) * 10n ** 14n, max: BigInt(high) * 10n ** 14n }).map(wad);
