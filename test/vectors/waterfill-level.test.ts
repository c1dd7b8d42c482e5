import { expect } from "chai";
import fc from "fast-check";
import { network } from "hardhat";
import {
  MAX_LEVERAGE,
  isWaterfillLevel,
  waterfill,
  wad,
} from "../../packages/sdk/src/maths/index.js";
import type { Wad, Winner } from "../../packages/sdk/src/maths/index.js";
import {
  anySignedValue,
  anyValue,
  fuzzRuns,
  fuzzSeed,
} from "../../packages/sdk/test/helpers/fuzz.js";

const SEED = fuzzSeed();

interface Unwinding {
  readonly winners: readonly Winner[];
  readonly amount: Wad;
}

const unwindings: fc.Arbitrary<Unwinding> = fc.record({
  winners: fc.array(fc.record({ notional: anyValue, equity: anySignedValue }), { maxLength: 6 }),
  amount: anyValue,
});

/** The level, its neighbours, and both ends. */
function levelsAround({ winners, amount }: Unwinding): bigint[] {
  const { level } = waterfill(winners, amount);
  return [0n, level > 0n ? level - 1n : 0n, level, level + 1n, MAX_LEVERAGE, MAX_LEVERAGE + 1n];
}

describe("LossMath.isWaterfillLevel", () => {
  it("accepts and refuses the same levels as the SDK twin", async () => {
    const { ethers } = await network.create({ network: "hub" });
    const harness = await ethers.deployContract("LiquidationMathHarness");
    for (const unwinding of fc.sample(unwindings, { numRuns: fuzzRuns(30), seed: SEED })) {
      const { winners, amount } = unwinding;
      const notionals = winners.map((winner) => winner.notional);
      const equities = winners.map((winner) => winner.equity);
      for (const level of levelsAround(unwinding)) {
        const onChain: unknown = await harness
          .getFunction("isWaterfillLevel")
          .staticCall(notionals, equities, amount, level);
        const told = `level ${level.toString()}, CAUSEWAY_FUZZ_SEED=${SEED.toString()}`;
        expect(onChain, told).to.equal(isWaterfillLevel(winners, amount, wad(level)));
      }
    }
  });
});
