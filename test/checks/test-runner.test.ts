import path from "node:path";

import { expect } from "chai";

import { home } from "../../scripts/lib/home.js";
import { run } from "../../scripts/lib/run.js";
import { plan, testFiles } from "../../scripts/testing/plan.js";
import { runShard } from "../../scripts/testing/shard.js";
import { fixture, bareFixture, removeFixtures } from "../helpers/fixture.js";

const REPORTER = path.join(home, "scripts/testing/reporter.cjs");
const COMMAND = ["mocha", "--forbid-only", "--forbid-pending", "--reporter", REPORTER];
const LIMITS = { silentMs: 20_000, totalMs: 20_000 };

/** Runs one test file in a shard of its own. */
async function shard(
  text: string,
  limits = LIMITS,
): Promise<{ passed: number; failed: number; said: string }> {
  const root = await fixture({ "package.json": '{ "type": "commonjs" }', "a.test.js": text });
  const said: string[] = [];
  const say = (line: string): void => {
    said.push(line);
  };
  const { passed, failed } = await runShard({
    root,
    files: ["a.test.js"],
    command: COMMAND,
    limits,
    say,
  });
  return { passed, failed, said: said.join("\n") };
}

describe("npm test", () => {
  after(removeFixtures);

  it("counts what passed", async () => {
    expect(await shard('it("a", () => {}); it("b", () => {});')).to.deep.equal({
      passed: 2,
      failed: 0,
      said: "",
    });
  });

  it("counts a failure and shows its path and error", async () => {
    const { passed, failed, said } = await shard(
      'describe("d", () => { it("a", () => {}); it("b", () => { throw new Error("broken"); }); });',
    );
    expect({ passed, failed }).to.deep.equal({ passed: 1, failed: 1 });
    expect(said).to.contain("FAILED  d > b").and.to.contain("broken");
  });

  it("counts a pending and a skipped test as failed", async () => {
    const skipped =
      'describe("d", () => { it("a"); it["skip"]("b", () => {}); it("c", () => {}); });';
    expect(await shard(skipped)).to.include({ passed: 1, failed: 2 });
  });

  it("fails the file that chooses one of its tests", async () => {
    const { failed } = await shard('it["only"]("a", () => {}); it("b", () => {});');
    expect(failed).to.be.greaterThan(0);
  });

  it("counts the tests a broken hook kept from running", async () => {
    const { passed, failed, said } = await shard(
      'before(() => { throw new Error("no chain"); }); it("a", () => {}); it("b", () => {});',
    );
    expect({ passed, failed }).to.deep.equal({ passed: 0, failed: 3 });
    expect(said).to.contain("no chain").and.to.contain("2 tests were not run");
  });

  it("fails a file without a test", async () => {
    const { failed, said } = await shard("");
    expect(failed).to.be.greaterThan(0);
    expect(said).to.contain("a.test.js").and.to.contain("holds no test");
  });

  it("fails a shard that cannot load a file, with what it printed", async () => {
    const { failed, said } = await shard('require("./gone.js");');
    expect(failed).to.equal(1);
    expect(said).to.contain("Cannot find module './gone.js'");
  });

  it("fails a shard that ends in the middle of its tests", async () => {
    const { passed, failed } = await shard(
      'it("a", () => {}); it("b", () => process.exit(0)); it("c", () => {});',
    );
    expect({ passed, failed }).to.deep.equal({ passed: 1, failed: 3 });
  });

  it("fails a shard that ends badly after its tests passed", async () => {
    const { passed, failed } = await shard(
      'process.on("exit", () => { process.reallyExit(7); }); it("a", () => {});',
    );
    expect({ passed, failed }).to.deep.equal({ passed: 1, failed: 1 });
  });

  it("ends a shard that hangs and says so", async () => {
    const hang =
      'it("a", () => {}); it("b", function () { this.timeout(0); return new Promise(() => setInterval(() => {}, 1e6)); });';
    const { passed, failed, said } = await shard(hang, { ...LIMITS, silentMs: 2_000 });
    expect({ passed, failed }).to.deep.equal({ passed: 1, failed: 2 });
    expect(said).to.contain("hung: no test ended for 2 s");
  });

  it("finds the tests of the repository and of its packages, or those a pattern names", () => {
    const files = {
      "test/unit/a.test.ts": "",
      "packages/sdk/test/b.test.ts": "",
      "packages/sdk/src/c.test.ts": "",
    };
    const root = bareFixture({ ...files, "test/helpers/d.ts": "" });
    expect(testFiles(root, [])).to.deep.equal([
      "test/unit/a.test.ts",
      "packages/sdk/test/b.test.ts",
    ]);
    expect(testFiles(root, ["sdk"])).to.deep.equal(["packages/sdk/test/b.test.ts"]);
  });

  it("fails when no file matches and when an option is unknown, and closes with the count", async () => {
    for (const argument of ["no-such-file", "--no-such-option"]) {
      const { code, output } = await run("tsx", ["scripts/test.ts", argument], { cwd: home });
      expect(code).to.equal(1);
      expect(output.trimEnd().split("\n").at(-1)).to.equal("0 passed, 1 failed");
    }
  });

  it("puts every file in one shard and balances by recorded time", () => {
    const names = ["a", "b", "c", "d"].map((name) => `test/${name}.test.ts`);
    const [a = "", b = "", c = "", d = ""] = names;
    const weights = { [a]: 900, [b]: 400, [c]: 300, [d]: 200 };
    const files = Object.fromEntries(names.map((name) => [name, "x"]));
    const root = bareFixture({ ...files, "test/weights.json": JSON.stringify(weights) });
    const shards = plan(root, names, 2).sort((one, two) => one.length - two.length);
    expect(shards).to.deep.equal([[a], [b, c, d]]);
  });
});
