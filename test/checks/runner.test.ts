import { existsSync } from "node:fs";
import path from "node:path";

import { expect } from "chai";

import { checks } from "../../scripts/checks/all.js";
import { type Check, type Outcome } from "../../scripts/checks/check.js";
import { runChecks } from "../../scripts/checks/runner.js";
import { home } from "../../scripts/lib/home.js";
import { run } from "../../scripts/lib/run.js";

const check = (name: string, outcome: () => Outcome, needsBuild = false): Check => ({
  name,
  guards: "a test",
  needsBuild,
  run: () => Promise.resolve().then(outcome),
});
const good = (): Outcome => ({ problems: [] });
const bad = (): Outcome => ({ problems: ["first line\nsecond line"] });

async function runOf(
  list: readonly Check[],
  broken?: string,
): Promise<{ failed: number; said: string[] }> {
  const said: string[] = [];
  const build = (): Promise<string | undefined> => Promise.resolve(broken);
  const failed = await runChecks({
    root: home,
    checks: list,
    build,
    say: (text) => said.push(text),
  });
  return { failed, said };
}

describe("npm run check", () => {
  it("has a test with a seeded fault for every check", () => {
    const without = checks.filter(
      ({ name }) => !existsSync(path.join(home, `test/checks/${name}.test.ts`)),
    );
    expect(without.map(({ name }) => name)).to.deep.equal([]);
  });

  it("counts every failure and prints what was found", async () => {
    const { failed, said } = await runOf([
      check("a", bad),
      check("b", good),
      check("c", bad),
      check("d", bad),
    ]);
    expect(failed).to.equal(3);
    expect(said.join("\n"))
      .to.match(/a +failed .*\n {4}first line\n {4}second line/)
      .and.to.match(/b +ok/);
  });

  it("counts a check that throws as failed", async () => {
    const { failed, said } = await runOf([
      check("a", () => {
        throw new Error("no such file");
      }),
    ]);
    expect(failed).to.equal(1);
    expect(said.join("\n")).to.contain("no such file");
  });

  it("fails every check that reads the build when the build fails", async () => {
    const { failed, said } = await runOf([check("a", good), check("b", good, true)], "ParserError");
    expect(failed).to.equal(1);
    expect(said.join("\n")).to.contain("ParserError").and.not.to.contain("b   ");
  });

  it("lists the checks and refuses an unknown name", async () => {
    const list = await run("tsx", ["scripts/check.ts", "--list"], { cwd: home });
    for (const { name, guards } of checks)
      expect(list.output).to.contain(name).and.to.contain(guards);
    const unknown = await run("tsx", ["scripts/check.ts", "nonsense"], { cwd: home });
    expect(unknown.code).to.equal(2);
    expect(unknown.output).to.contain('There is no check "nonsense"');
  });
});
