import { expect } from "chai";
import { fuzzRuns, fuzzSeed } from "../../packages/sdk/test/helpers/fuzz.js";
import { DEFAULT_RUNS, runProperties } from "./cli.js";
import { mutants, twin } from "./models.js";
import { playHistories } from "./run.js";

const SEED = fuzzSeed();
/** Enough for each safeguard to be missed. */
const MUTANT_RUNS = 5_000;

function run(...args: string[]): { code: number; lines: string[]; progress: string[] } {
  const [lines, progress]: [string[], string[]] = [[], []];
  const code = runProperties(args, {
    line: (text) => lines.push(...text.split("\n")),
    progress: (text) => progress.push(text),
  });
  return { code, lines, progress };
}

describe("properties of the risk model (P-H1, P-R1 to P-R5, INV-13, INV-27)", () => {
  it("hold along random histories, each with a portfolio that just passes initial margin", () => {
    const runs = fuzzRuns(DEFAULT_RUNS);
    const { passed, failure } = playHistories({ model: twin, runs, seed: SEED });
    expect(failure).to.equal(undefined);
    expect(passed).to.equal(runs);
  }).timeout(0);

  for (const [name, [model, law]] of Object.entries(mutants)) {
    it(`notice ${name} by ${law}`, () => {
      const { failure } = playHistories({ model, runs: MUTANT_RUNS, seed: 1, plain: false });
      expect(failure?.law).to.equal(law);
    });
  }
});

describe("npm run properties", () => {
  it("plays as many histories as asked, says how far it is, and ends with the count", () => {
    const { code, lines, progress } = run("--runs", "60", "--seed", "7");
    expect(code).to.equal(0);
    expect(lines).to.deep.equal(["60 random histories, seed 7", "60 passed, 0 failed"]);
    expect(progress).to.deep.equal(["60 of 60 hold"]);
  });

  it("tells the plainest history that breaks a law, and plays it again from its seed", () => {
    const first = run("--without", "no dynamic cap", "--seed", "7");
    expect(first.code).to.equal(1);
    expect(first.lines).to.include("P-R2 does not hold. The plainest history that breaks it:");
    expect(first.lines.at(-1)).to.match(/^\d+ passed, 1 failed$/);
    const replay = first.lines.find((line) => line.startsWith("replay: ")) ?? "";
    const [, seed = "", runs = ""] = /--seed (\d+) --runs (\d+)/.exec(replay) ?? [];
    const again = run("--without", "no dynamic cap", "--seed", seed, "--runs", runs);
    expect(again.lines.slice(1)).to.deep.equal(first.lines.slice(1));
  });

  it("refuses what it does not know and says what it takes", () => {
    for (const args of [["--runs", "0"], ["--seed", "x"], ["--without", "care"], ["--fast"]]) {
      const { code, lines } = run(...args);
      expect(code, args.join(" ")).to.equal(2);
      expect(lines.join("\n")).to.match(/^properties: .*see --help$/s);
    }
  });

  it("explains itself", () => {
    const { code, lines } = run("--help");
    expect(code).to.equal(0);
    expect(lines.join("\n")).to.include("--runs N");
  });
});
