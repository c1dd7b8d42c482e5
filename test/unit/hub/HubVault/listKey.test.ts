import { expect } from "chai";
import { PermitToken__factory } from "../../../../typechain-types/index.js";
import { HUB_KEY, useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";

describe("HubVault.listKey", () => {
  const lanes = useLanes();
  const vault = () => lanes().hubVault;
  const stranger = () => lanes().chain.signer(11);
  const newToken = async () => {
    const token = await new PermitToken__factory(lanes().admin).deploy("NEW", 18);
    return token.getAddress();
  };

  describe("when the caller has no role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const by = vault().connect(stranger());
      await expect(by.listKey(9, stranger().address, 8, 1n, 1n))
        .to.be.revertedWithCustomError(vault(), "AccessManagedUnauthorized")
        .withArgs(stranger().address);
    });
  });

  describe("when the governor calls", () => {
    it("lists the token without a bucket", async () => {
      const token = await newToken();
      await mined(vault().listKey(9, token, 6, 5n, 1_000n));
      expect(await vault().listingOf(9)).to.deep.equal([token, 18n, 6n, 5n]);
      expect(await vault().roomOf(9)).to.deep.equal([1_000n, 2n ** 256n - 1n]);
    });

    it("reverts with VaultLedger_CannotList(key, token) for a key in use", async () => {
      const token = await newToken();
      await expect(vault().listKey(HUB_KEY, token, 8, 1n, 1n))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_CannotList")
        .withArgs(HUB_KEY, token);
    });
  });
});
