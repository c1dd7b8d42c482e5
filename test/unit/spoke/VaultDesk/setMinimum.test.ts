import { expect } from "chai";
import { A_ETH, useLanes } from "../../../helpers/lanes.js";

describe("VaultDesk.setMinimum", () => {
  const lanes = useLanes();
  const spoke = () => lanes().a;
  const vault = () => spoke().vault;
  const stranger = () => spoke().chain.signer(11);
  const bob = () => spoke().chain.signer(2).address;

  describe("when the governor calls", () => {
    it("holds from the next deposit on", async () => {
      await expect(vault().setMinimum(A_ETH, 1_000n))
        .to.emit(vault(), "MinimumSet")
        .withArgs(A_ETH, 1_000n);
      await expect(vault().deposit(A_ETH, 999n * 10n ** 10n, bob()))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_BelowMinimum")
        .withArgs(A_ETH, 999n, 1_000n);
    });

    it("reverts with VaultLedger_UnknownKey(key) for another key", async () => {
      await expect(vault().setMinimum(50, 1n))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_UnknownKey")
        .withArgs(50);
    });
  });

  describe("when the caller has no role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const by = vault().connect(stranger());
      await expect(by.setMinimum(A_ETH, 1n))
        .to.be.revertedWithCustomError(spoke().app, "AccessManagedUnauthorized")
        .withArgs(stranger().address);
    });
  });
});
