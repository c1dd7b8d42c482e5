import { expect } from "chai";
import { HUB_KEY, useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";

describe("HubVault.setMinimum", () => {
  const lanes = useLanes();
  const vault = () => lanes().hubVault;
  const stranger = () => lanes().chain.signer(11);

  describe("when the caller has no role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const by = vault().connect(stranger());
      await expect(by.setMinimum(HUB_KEY, 1n))
        .to.be.revertedWithCustomError(vault(), "AccessManagedUnauthorized")
        .withArgs(stranger().address);
    });
  });

  describe("when the governor calls", () => {
    it("holds from the next deposit on", async () => {
      await mined(vault().setMinimum(HUB_KEY, 1_000n));
      await expect(vault().deposit(HUB_KEY, 999n * 10n ** 10n, stranger().address))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_BelowMinimum")
        .withArgs(HUB_KEY, 999n, 1_000n);
    });
  });
});
