import { readFileSync } from "node:fs";
import path from "node:path";

import { expect } from "chai";

import { storage, writeStorageSnapshot } from "../../scripts/checks/storage.js";
import { compiled } from "../helpers/artifact.js";
import { bareFixture, removeFixtures } from "../helpers/fixture.js";

const source = "contracts/spoke/Vault.sol";

/** A vault with one struct of two members and one number behind it, in the given slot. */
function vault(slotOfTotal: string): Record<string, string> {
  const member = (label: string, offset: number) => ({
    label,
    slot: "0",
    offset,
    type: "t_uint64",
  });
  const storageLayout = {
    storage: [
      { label: "_head", slot: "0", offset: 0, type: "t_struct" },
      { label: "total", slot: slotOfTotal, offset: 0, type: "t_uint64" },
    ],
    types: {
      t_uint64: { label: "uint64" },
      t_struct: { label: "struct Vault.Head", members: [member("paid", 0), member("seen", 8)] },
    },
  };
  return compiled("Vault", { source, storageLayout });
}

const recorded = {
  Vault: [
    "0+0 _head: struct Vault.Head",
    "1+0 total: uint64",
    "struct Vault.Head 0+0 paid: uint64",
    "struct Vault.Head 0+8 seen: uint64",
  ],
};

describe("check storage", () => {
  after(removeFixtures);

  it("shows where a variable was and where it is now", async () => {
    const root = bareFixture({ ...vault("2"), "snapshots/storage.json": JSON.stringify(recorded) });
    const { problems } = await storage.run(root);
    expect(problems.slice(0, 2)).to.deep.equal([
      "Vault: recorded, now gone: 1+0 total: uint64",
      "Vault: new, not recorded: 2+0 total: uint64",
    ]);
  });

  it("asks for a snapshot of a new contract", async () => {
    const { problems } = await storage.run(bareFixture(vault("1")));
    expect(problems).to.contain("Vault: new, not recorded: 0+0 _head: struct Vault.Head");
  });

  it("reports a recorded contract that is gone", async () => {
    const gone = { ...recorded, Gone: ["0+0 total: uint64"] };
    const root = bareFixture({ ...vault("1"), "snapshots/storage.json": JSON.stringify(gone) });
    const { problems } = await storage.run(root);
    expect(problems[0]).to.equal("Gone: recorded, now gone: 0+0 total: uint64");
  });

  it("passes a layout after its snapshot was written", async () => {
    const root = bareFixture(vault("1"));
    writeStorageSnapshot(root);
    const written: unknown = JSON.parse(
      readFileSync(path.join(root, "snapshots/storage.json"), "utf8"),
    );
    expect(written).to.deep.equal(recorded);
    expect(await storage.run(root)).to.deep.equal({ problems: [] });
  });
});
