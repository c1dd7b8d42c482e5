import { randomInt } from "node:crypto";

/** Seed of the random tests: a new one each run unless given, so that a failing run can be replayed. */
export function fuzzSeed(): number {
  const given = process.env.CAUSEWAY_FUZZ_SEED;
  return given === undefined ? randomInt(2 ** 31) : Number(given);
}

/** How often a random test runs: the given number, times CAUSEWAY_FUZZ_FACTOR. */
export function fuzzRuns(base: number): number {
  return Math.ceil(base * Number(process.env.CAUSEWAY_FUZZ_FACTOR ?? "1"));
}
