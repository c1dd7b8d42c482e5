import { expect } from "chai";
import fc from "fast-check";
import { network } from "hardhat";
import {
  CATALOGUE,
  formatAnswer,
  formatValue,
  twinSide,
} from "../../packages/sdk/src/vectors/index.js";
import type { Formula, Side } from "../../packages/sdk/src/vectors/index.js";
import { createContractSide } from "../../scripts/vectors/contract-side.js";
import { inputsOf } from "../helpers/formula-inputs.js";
import { fuzzRuns, fuzzSeed } from "../../packages/sdk/test/helpers/fuzz.js";

const SEED = fuzzSeed();
const RUNS = fuzzRuns(50);

/** The first input on which the two sides differ, told so that it can be replayed. */
async function findDifference(formula: Formula, contracts: Side): Promise<string | undefined> {
  const inputs = fc.sample(inputsOf(formula), { numRuns: RUNS, seed: SEED });
  const cases = inputs.map((args) => ({ id: "random", formula, args, expected: [] }));
  const [onChain, inSdk] = [await contracts.answer(cases), await twinSide.answer(cases)];
  const at = cases.findIndex((_, i) => {
    const [a, b] = [onChain[i], inSdk[i]];
    return (
      a === undefined || b === undefined || "failure" in b || formatAnswer(a) !== formatAnswer(b)
    );
  });
  const [item, a, b] = [cases[at], onChain[at], inSdk[at]];
  if (item === undefined || a === undefined || b === undefined) return undefined;
  return [
    `${formula.name}(${item.args.map(formatValue).join(", ")})`,
    `solidity: ${formatAnswer(a)}`,
    `sdk:      ${formatAnswer(b)}`,
    `replay with CAUSEWAY_FUZZ_SEED=${SEED.toString()}`,
  ].join("\n");
}

describe("risk maths, Solidity against the SDK twin, on random inputs inside the bounds", () => {
  let contracts: Side;

  before(async () => {
    const { ethers } = await network.create({ network: "hub" });
    contracts = await createContractSide(ethers);
  });

  for (const formula of CATALOGUE.values()) {
    it(`${formula.name} is the same number on both and fails on neither`, async () => {
      expect(await findDifference(formula, contracts)).to.equal(undefined);
    });
  }
});
