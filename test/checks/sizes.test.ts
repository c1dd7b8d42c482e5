import { expect } from "chai";

import { sizes } from "../../scripts/checks/sizes.js";
import { compiled } from "../helpers/artifact.js";
import { bareFixture, removeFixtures } from "../helpers/fixture.js";

const source = "contracts/spoke/Vault.sol";

describe("check sizes", () => {
  after(removeFixtures);

  it("refuses the first size a chain refuses and prints the table", async () => {
    const root = bareFixture(compiled("Vault", { source, deployedBytes: 24_577 }));
    const { problems, notes } = await sizes.run(root);
    expect(problems.join("\n")).to.contain(`${source}: Vault has 24577 bytes`);
    expect(notes?.join("\n")).to.contain("Vault");
  });

  it("accepts one byte of room", async () => {
    const root = bareFixture(compiled("Vault", { source, deployedBytes: 24_575 }));
    expect((await sizes.run(root)).problems).to.deep.equal([]);
  });

  it("leaves out contracts of the tests and libraries without a function", async () => {
    const root = bareFixture({
      ...compiled("Harness", { source: "contracts/test/Harness.sol", deployedBytes: 30_000 }),
      ...compiled("Maths", { source: "contracts/risk/Maths.sol", abi: [], deployedBytes: 30_000 }),
    });
    expect(await sizes.run(root)).to.deep.equal({ problems: [], notes: [] });
  });
});
