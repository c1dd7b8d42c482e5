import { expect } from "chai";

import { deadCode } from "../../scripts/checks/dead-code.js";
import { fixture, removeFixtures } from "../helpers/fixture.js";

const project = {
  "package.json": '{ "name": "it", "type": "module", "devDependencies": {} }',
  "tsconfig.json": '{ "compilerOptions": { "module": "nodenext" } }',
  "knip.json": '{ "entry": ["scripts/run.ts"], "project": ["scripts/**/*.ts"] }',
  "scripts/run.ts": 'import { used } from "./used.js";\n\nused();\n',
  "scripts/used.ts": "export function used(): void {}\n",
};

const problemsOf = async (files: Record<string, string>): Promise<string> =>
  (await deadCode.run(await fixture({ ...project, ...files }))).problems.join("\n");

describe("check dead-code", () => {
  after(removeFixtures);

  it("names a file, an export and a dependency that nothing uses", async () => {
    const problems = await problemsOf({
      "package.json":
        '{ "name": "it", "type": "module", "devDependencies": { "ethers": "6.17.0" } }',
      "scripts/alone.ts": "export const alone = 1;\n",
      "scripts/used.ts": "export function used(): void {}\n\nexport const spare = 1;\n",
    });
    expect(problems)
      .to.contain("scripts/alone.ts")
      .and.to.contain("spare")
      .and.to.contain("ethers");
  });

  it("passes code that is all used", async () => {
    expect(await problemsOf({})).to.equal("");
  });
});
