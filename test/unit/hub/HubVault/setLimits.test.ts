import { expect } from "chai";
import { CAP, HUB_KEY, useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";

const NO_BUCKET = 65_535n;

describe("HubVault.setLimits", () => {
  const lanes = useLanes();
  const vault = () => lanes().hubVault;
  const stranger = () => lanes().chain.signer(11);

  describe("when the caller has no role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const by = vault().connect(stranger());
      await expect(by.setLimits(HUB_KEY, 1n, NO_BUCKET))
        .to.be.revertedWithCustomError(vault(), "AccessManagedUnauthorized")
        .withArgs(stranger().address);
    });
  });

  describe("when the governor calls", () => {
    it("replaces the cap", async () => {
      await mined(vault().setLimits(HUB_KEY, 5n, NO_BUCKET));
      expect((await vault().roomOf(HUB_KEY))[0]).to.equal(5n);
    });

    it("reverts with Guarded_BadLimits(cap, bucketBps) for a bucket", async () => {
      await expect(vault().setLimits(HUB_KEY, CAP, 1n))
        .to.be.revertedWithCustomError(vault(), "Guarded_BadLimits")
        .withArgs(CAP, 1n);
    });
  });
});
