import { expect } from "chai";
import type { ContractTransactionResponse } from "ethers";
import { A_ETH, BUCKET_BPS, CAP, useLanes } from "../../../helpers/lanes.js";
import { dateOf, mined } from "../../../helpers/mined.js";

const HOURS_72 = 259_200;
const DAYS_7 = 604_800;

describe("LaneDesk.lowerLimits", () => {
  const lanes = useLanes();
  const gateway = () => lanes().gateway;
  const stranger = () => lanes().chain.signer(11);
  const limits = async () => {
    const { cap } = await gateway().inflowOf(A_ETH);
    const { bucketBps } = await gateway().sumsOf(A_ETH);
    return [cap, bucketBps];
  };
  const date = async (call: Promise<ContractTransactionResponse>) =>
    dateOf(lanes().chain, await mined(call));

  describe("when the guardian calls", () => {
    it("lowers them for 72 hours", async () => {
      const receipt = await mined(gateway().lowerLimits(A_ETH, 7n, 9n));
      const at = await dateOf(lanes().chain, receipt);
      await expect(Promise.resolve(receipt))
        .to.emit(gateway(), "LimitsLowered")
        .withArgs(A_ETH, 7n, 9n, at + HOURS_72);
      await lanes().devnet.setTime(at + HOURS_72 - 1);
      expect(await limits()).to.deep.equal([7n, 9n]);
      await lanes().devnet.setTime(at + HOURS_72);
      expect(await limits()).to.deep.equal([CAP, BUCKET_BPS]);
    });

    it("reverts with Guarded_NotLower(key, cap, currentCap, bucketBps, currentBucketBps) if either rises", async () => {
      for (const [cap, bps] of [
        [CAP + 1n, 0n],
        [0n, BUCKET_BPS + 1n],
      ] as const) {
        await expect(gateway().lowerLimits(A_ETH, cap, bps))
          .to.be.revertedWithCustomError(gateway(), "Guarded_NotLower")
          .withArgs(A_ETH, cap, CAP, bps, BUCKET_BPS);
      }
    });

    it("reverts with Guarded_TooSoon(againAt) within 7 days", async () => {
      const at = await date(gateway().lowerLimits(A_ETH, 7n, 9n));
      await expect(gateway().lowerLimits(A_ETH, 6n, 9n))
        .to.be.revertedWithCustomError(gateway(), "Guarded_TooSoon")
        .withArgs(at + DAYS_7);
    });
  });

  describe("when the caller has no role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const by = gateway().connect(stranger());
      await expect(by.lowerLimits(A_ETH, 1n, 1n))
        .to.be.revertedWithCustomError(lanes().hubVault, "AccessManagedUnauthorized")
        .withArgs(stranger().address);
    });
  });
});
