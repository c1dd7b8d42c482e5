import { expect } from "chai";

import { format } from "../../scripts/checks/format.js";
import { fixture, removeFixtures } from "../helpers/fixture.js";

const ignored = { ".prettierignore": "artifacts/\n" };

describe("check format", () => {
  after(removeFixtures);

  it("names a TypeScript and a Solidity file that prettier would change", async () => {
    const root = await fixture({
      ...ignored,
      "scripts/a.ts": "export const a   = 1",
      "contracts/A.sol":
        "// SPDX-License-Identifier: MIT\npragma solidity 0.8.37;\n\ncontract A{uint256 x;}\n",
    });
    const { problems } = await format.run(root);
    expect(problems.join("\n")).to.contain("scripts/a.ts").and.to.contain("contracts/A.sol");
  });

  it("passes what prettier wrote", async () => {
    const root = await fixture({ ...ignored, "scripts/a.ts": "export const a = 1;\n" });
    expect(await format.run(root)).to.deep.equal({ problems: [] });
  });
});
