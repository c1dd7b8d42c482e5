import { expect } from "chai";
import { A_ETH, useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";

const DAYS_7 = 604_800;

describe("LaneDesk.confirmLimits", () => {
  const lanes = useLanes();
  const gateway = () => lanes().gateway;
  const stranger = () => lanes().chain.signer(11);
  const limits = async () => {
    const { cap } = await gateway().inflowOf(A_ETH);
    const { bucketBps } = await gateway().sumsOf(A_ETH);
    return [cap, bucketBps];
  };

  describe("when the governor calls", () => {
    it("makes them permanent", async () => {
      await mined(gateway().lowerLimits(A_ETH, 7n, 9n));
      await mined(gateway().confirmLimits(A_ETH));
      await lanes().devnet.increaseTime(DAYS_7);
      expect(await limits()).to.deep.equal([7n, 9n]);
    });

    it("reverts with Guarded_NothingActive() if none are lowered", async () => {
      await expect(gateway().confirmLimits(A_ETH)).to.be.revertedWithCustomError(
        gateway(),
        "Guarded_NothingActive",
      );
    });
  });

  describe("when the caller has no role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const by = gateway().connect(stranger());
      await expect(by.confirmLimits(A_ETH))
        .to.be.revertedWithCustomError(lanes().hubVault, "AccessManagedUnauthorized")
        .withArgs(stranger().address);
    });
  });
});
