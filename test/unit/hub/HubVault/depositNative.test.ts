import { expect } from "chai";
import { HUB_KEY, useLanes } from "../../../helpers/lanes.js";

describe("HubVault.depositNative", () => {
  const lanes = useLanes();
  const vault = () => lanes().hubVault;

  describe("when the key is not the wrapped native token", () => {
    it("reverts with VaultLedger_NotNative(key)", async () => {
      await expect(vault().depositNative(HUB_KEY, lanes().admin.address, { value: 1n }))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_NotNative")
        .withArgs(HUB_KEY);
    });
  });
});
