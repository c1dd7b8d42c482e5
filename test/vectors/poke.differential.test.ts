import { expect } from "chai";
import fc from "fast-check";
import { fuzzRuns, fuzzSeed } from "../../packages/sdk/test/helpers/fuzz.js";
import { anyHistory } from "../helpers/riskHistory.js";
import { openStage, play } from "../helpers/riskPlay.js";

/** Random histories of prices, lanes, posts, setters and pokes: 6 of 80 steps, times CAUSEWAY_FUZZ_FACTOR. */
const HISTORIES = fuzzRuns(6);
const STEPS = 80;
const SEED = fuzzSeed();

const told = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? part.toString() : part));

describe("RiskEngine.poke, the contract against the SDK on random histories (INV-31)", () => {
  fc.sample(anyHistory(STEPS), { numRuns: HISTORIES, seed: SEED }).forEach((history, number) => {
    describe(`in history ${number.toString()}`, () => {
      it("keeps the same rows, volatility and price risk to the wei", async () => {
        const stage = await openStage();
        for (const [place, step] of history.entries()) {
          const found = await play(stage, step);
          const replay = `replay with CAUSEWAY_FUZZ_SEED=${SEED.toString()}, step ${place.toString()}: ${told(step)}`;
          expect(found, replay).to.equal(undefined);
        }
      });
    });
  });
});
