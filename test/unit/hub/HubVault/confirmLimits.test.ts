import { expect } from "chai";
import { HUB_KEY, useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";

const NO_BUCKET = 65_535n;
const HOURS_72 = 259_200;

describe("HubVault.confirmLimits", () => {
  const lanes = useLanes();
  const vault = () => lanes().hubVault;
  const stranger = () => lanes().chain.signer(11);

  describe("when the caller has no role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const by = vault().connect(stranger());
      await expect(by.confirmLimits(HUB_KEY))
        .to.be.revertedWithCustomError(vault(), "AccessManagedUnauthorized")
        .withArgs(stranger().address);
    });
  });

  describe("when the governor calls", () => {
    it("makes a lowered cap permanent", async () => {
      await mined(vault().lowerLimits(HUB_KEY, 5n, NO_BUCKET));
      await mined(vault().confirmLimits(HUB_KEY));
      await lanes().devnet.increaseTime(HOURS_72);
      expect((await vault().roomOf(HUB_KEY))[0]).to.equal(5n);
    });
  });
});
