import { expect } from "chai";

import { types } from "../../scripts/checks/types.js";
import { fixture, removeFixtures } from "../helpers/fixture.js";

const project = {
  "tsconfig.json": JSON.stringify({
    compilerOptions: { strict: true, noUncheckedIndexedAccess: true, target: "es2023", types: [] },
    include: ["a.ts"],
  }),
};

describe("check types", () => {
  after(removeFixtures);

  it("names the line that the compiler refuses", async () => {
    const root = await fixture({
      ...project,
      "a.ts": "export const a: string[] = [];\nexport const b: string = a[0];\n",
    });
    const { problems } = await types.run(root);
    expect(problems.join("\n")).to.contain("a.ts(2,14)").and.to.contain("TS2322");
  });

  it("passes what compiles", async () => {
    const root = await fixture({ ...project, "a.ts": "export const a = 1n;\n" });
    expect(await types.run(root)).to.deep.equal({ problems: [] });
  });
});
