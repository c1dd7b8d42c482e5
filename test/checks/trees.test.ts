import { expect } from "chai";

import { trees } from "../../scripts/checks/trees.js";
import { changing, compiled, reading } from "../helpers/artifact.js";
import { bareFixture, removeFixtures } from "../helpers/fixture.js";

const source = "contracts/spoke/Vault.sol";
const contract = {
  ...compiled("Vault", {
    source,
    abi: [changing("deposit"), reading("total"), changing("renounceOwnership")],
  }),
  [source]:
    'import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";\ncontract Vault is Ownable {\n    function deposit() external {}\n}\n',
};
const TREE = "test/unit/spoke/Vault/deposit.tree";
const TEST = "test/unit/spoke/Vault/deposit.test.ts";
const tree = [
  "Vault.deposit",
  "├── when the key is unknown",
  "│   └── it reverts",
  "└── when the key is known",
  "    └── it takes the units",
  "",
].join("\n");
const test = `
describe("Vault.deposit", () => {
  describe("when the key is unknown", () => { it("reverts", () => {}); });
  describe("when the key is known", () => { it("takes the units", () => {}); });
});
`;

const problemsOf = async (files: Record<string, string>): Promise<string> =>
  (
    await trees.run(bareFixture({ ...contract, [TREE]: tree, [TEST]: test, ...files }))
  ).problems.join("\n");

describe("check trees", () => {
  after(removeFixtures);

  it("passes a tree and its test; views and inherited functions need none", async () => {
    expect(await problemsOf({})).to.equal("");
  });

  it("reports a leaf without a test", async () => {
    const without = test.replace('it("takes the units"', 'it("takes some units"');
    const problems = await problemsOf({ [TEST]: without });
    expect(problems).to.contain(
      "no test for leaf: Vault.deposit > when the key is known > takes the units",
    );
  });

  it("reports a test without a leaf, with its line", async () => {
    const more = test.replace("});\n});", '});\n  it("does more", () => {});\n});');
    expect(await problemsOf({ [TEST]: more })).to.contain(
      `${TEST}:5: no leaf for test: Vault.deposit > does more`,
    );
  });

  it("lets a computed title cover the leaves that differ in its computed part", async () => {
    const computed = test.replace('"takes the units"', "`takes ${what}`");
    expect(await problemsOf({ [TEST]: computed })).to.equal("");
    const other = test.replace('"takes the units"', "`gives ${what}`");
    expect(await problemsOf({ [TEST]: other })).to.contain("no test for leaf");
  });

  it("reports a tree without a test file and a unit test without a tree", async () => {
    const problems = await problemsOf({
      "test/unit/spoke/Vault/sync.tree": tree.replace("deposit", "sync"),
      "test/unit/spoke/Vault/flush.test.ts": test,
    });
    expect(problems).to.contain("sync.tree: has no sync.test.ts beside it");
    expect(problems).to.contain("flush.test.ts: has no flush.tree beside it");
  });

  it("reports a line that is no branch, a leaf that stands twice and a tree without leaves", async () => {
    expect(await problemsOf({ [TREE]: `${tree}nonsense\n` })).to.contain(
      'not a branch of a tree: "nonsense"',
    );
    expect(await problemsOf({ [TREE]: `${tree}    └── it takes the units\n` })).to.contain(
      "stands twice",
    );
    expect(await problemsOf({ [TREE]: "Vault.deposit\n" })).to.contain("the tree has no leaf");
  });

  it("reports a function that changes state and has no tree, in a base contract too", async () => {
    const base = "contracts/spoke/Base.sol";
    const problems = await problemsOf({
      ...compiled("Vault", {
        source,
        abi: [changing("deposit"), changing("sweep"), changing("renounceOwnership")],
      }),
      [source]:
        'import {Base} from "./Base.sol";\ncontract Vault is Base {\n    function deposit() external {}\n}\n',
      [base]: "abstract contract Base {\n    function sweep() external {}\n}\n",
    });
    expect(problems).to.equal(`${source}: no tree starts with "Vault.sweep"`);
  });
});
