import { WAD, maths, seconds, wad } from "@causeway/sdk";
import { expect } from "chai";
import fc from "fast-check";
import { readFileSync } from "node:fs";
import {
  ExponentialCurve__factory,
  type ExponentialCurve,
} from "../../../../typechain-types/index.js";
import { fuzzRuns, fuzzSeed } from "../../../../packages/sdk/test/helpers/fuzz.js";
import { useHub } from "../../../helpers/hub.js";

const CUT = (998n * WAD) / 1_000n;
const STEP = 12n;
const speeds = [1n, 2n, 3n, 6n] as const;

interface Case {
  readonly fn: string;
  readonly args: readonly string[];
  readonly out: string;
}

/** The cases of a function in the vectors file; its shape is what the vectors runner checks. */
function casesOf(fn: string): readonly Case[] {
  const file = new URL("../../../vectors/risk.json", import.meta.url);
  const { cases } = JSON.parse(readFileSync(file, "utf8")) as { cases: readonly Case[] };
  return cases.filter((one) => one.fn === fn);
}

describe("ExponentialCurve.factorAt", () => {
  const hub = useHub();
  const deploy = (cut: bigint, step: bigint): Promise<ExponentialCurve> =>
    new ExponentialCurve__factory(hub().admin).deploy(cut, step);

  const refused = async (cut: bigint, step: bigint): Promise<void> => {
    const known = await deploy(CUT, STEP);
    await expect(deploy(cut, step))
      .to.be.revertedWithCustomError(known, "AuctionCurve_BadParameters")
      .withArgs(cut, step);
  };

  describe("when deployed with a cut of nothing", () => {
    it("reverts with AuctionCurve_BadParameters(cut, step)", async () => {
      await refused(WAD, STEP);
    });
  });

  describe("when deployed without a cut", () => {
    it("reverts with AuctionCurve_BadParameters(cut, step)", async () => {
      await refused(0n, STEP);
    });
  });

  describe("when deployed without a step", () => {
    it("reverts with AuctionCurve_BadParameters(cut, step)", async () => {
      await refused(CUT, 0n);
    });
  });

  describe("given the vectors of risk.md", () => {
    it("agrees with each", async () => {
      const cases = casesOf("factor_exp");
      expect(cases.length).to.equal(24);
      for (const { args, out } of cases) {
        const [start = 0n, cut = 0n, speed = 0n, step = 0n, elapsed = 0n, floor = 0n] =
          args.map(BigInt);
        const curve = await deploy(cut, step);
        const round = speeds.findIndex((one) => one === speed);
        expect(await curve.factorAt(start, floor, round, elapsed)).to.equal(BigInt(out));
      }
    });
  });

  describe("given any time and round", () => {
    it("agrees with the SDK twin, within floor and start, and never rises", async () => {
      const curve = await deploy(CUT, STEP);
      const inputs = fc.tuple(
        fc.bigInt({ min: (97n * WAD) / 100n, max: WAD }),
        fc.bigInt({ min: WAD / 2n, max: (97n * WAD) / 100n }),
        fc.integer({ min: 0, max: 3 }),
        fc.bigInt({ min: 0n, max: 2_000n }),
      );
      const property = fc.asyncProperty(inputs, async ([start, floor, round, elapsed]) => {
        const terms = {
          start: wad(start),
          cut: wad(CUT),
          speed: speeds[round] ?? 0n,
          step: seconds(STEP),
          floor: wad(floor),
        };
        const factor = await curve.factorAt(start, floor, round, elapsed);
        expect(factor).to.equal(maths.exponentialFactor(terms, seconds(elapsed)));
        expect(factor >= floor && factor <= start).to.equal(true);
        expect((await curve.factorAt(start, floor, round, elapsed + STEP)) <= factor).to.equal(
          true,
        );
      });
      await fc.assert(property, { numRuns: fuzzRuns(60), seed: fuzzSeed() });
    });
  });

  describe("given a year", () => {
    it("does not overflow", async () => {
      const curve = await deploy(CUT, STEP);
      expect(await curve.factorAt(WAD, WAD / 2n, 3, 31_536_000)).to.equal(WAD / 2n);
    });
  });
});
