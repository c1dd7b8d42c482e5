import { expect } from "chai";

import { bindings } from "../../scripts/checks/bindings.js";
import { sortDeclarations } from "../../scripts/lib/ordered-bindings.js";
import { bareFixture, removeFixtures } from "../helpers/fixture.js";

describe("orderedBindings", () => {
  it("gives one text for every order in which TypeChain lists the contracts", () => {
    const list = (...names: string[]): string =>
      [
        "import x;",
        ...names.map((name) => `export { ${name} } from './${name}.js';`),
        "",
        "rest",
      ].join("\n");
    expect(sortDeclarations(list("B", "A"))).to.equal(list("A", "B"));
  });
});

describe("check bindings", () => {
  after(removeFixtures);

  it("names a changed, a missing and a stale file", async () => {
    const root = bareFixture({
      "cache/typechain/Changed.ts": "new",
      "typechain-types/Changed.ts": "old",
      "cache/typechain/hub/Missing.ts": "new",
      "typechain-types/Stale.ts": "old",
    });
    const { problems } = await bindings.run(root);
    expect(problems.slice(0, 3)).to.deep.equal([
      "missing: typechain-types/hub/Missing.ts",
      "stale, its contract is gone: typechain-types/Stale.ts",
      "differs from the contract: typechain-types/Changed.ts",
    ]);
    expect(problems[3]).to.contain("hardhat build");
  });

  it("passes equal folders", async () => {
    const root = bareFixture({ "cache/typechain/A.ts": "same", "typechain-types/A.ts": "same" });
    expect(await bindings.run(root)).to.deep.equal({ problems: [] });
  });
});
