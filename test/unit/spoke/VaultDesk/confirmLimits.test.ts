import { expect } from "chai";
import { A_ETH, useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";

const HOURS_72 = 259_200;

describe("VaultDesk.confirmLimits", () => {
  const lanes = useLanes();
  const spoke = () => lanes().a;
  const vault = () => spoke().vault;
  const stranger = () => spoke().chain.signer(11);
  const limits = async () => {
    const { cap, bucketBps } = await vault().limitsOf(A_ETH);
    return [cap, bucketBps];
  };

  describe("when the governor calls", () => {
    it("makes them permanent", async () => {
      await mined(vault().lowerLimits(A_ETH, 5n, 100n));
      await expect(vault().confirmLimits(A_ETH))
        .to.emit(vault(), "LimitsConfirmed")
        .withArgs(A_ETH);
      await lanes().devnet.increaseTime(HOURS_72);
      expect(await limits()).to.deep.equal([5n, 100n]);
    });

    it("reverts with Guarded_NothingActive() if none are lowered", async () => {
      await expect(vault().confirmLimits(A_ETH)).to.be.revertedWithCustomError(
        vault(),
        "Guarded_NothingActive",
      );
    });

    it("reverts with Guarded_NothingActive() after they came back", async () => {
      await mined(vault().lowerLimits(A_ETH, 5n, 100n));
      await lanes().devnet.increaseTime(HOURS_72);
      await expect(vault().confirmLimits(A_ETH)).to.be.revertedWithCustomError(
        vault(),
        "Guarded_NothingActive",
      );
    });
  });

  describe("when the caller has no role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const by = vault().connect(stranger());
      await expect(by.confirmLimits(A_ETH))
        .to.be.revertedWithCustomError(spoke().app, "AccessManagedUnauthorized")
        .withArgs(stranger().address);
    });
  });
});
