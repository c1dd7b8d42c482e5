import { expect } from "chai";
import { A_ETH, BUCKET_BPS, CAP, deposit, useLanes } from "../../../helpers/lanes.js";
import { dateOf, mined } from "../../../helpers/mined.js";

const HOURS_72 = 259_200;
const DAYS_7 = 604_800;

describe("VaultDesk.lowerLimits", () => {
  const lanes = useLanes();
  const spoke = () => lanes().a;
  const vault = () => spoke().vault;
  const stranger = () => spoke().chain.signer(11);
  const bob = () => spoke().chain.signer(2).address;
  const limits = async () => {
    const { cap, bucketBps } = await vault().limitsOf(A_ETH);
    return [cap, bucketBps];
  };

  describe("when a guardian calls", () => {
    it("lowers them at once for 72 hours", async () => {
      const receipt = await mined(vault().lowerLimits(A_ETH, 5n, 100n));
      const at = await dateOf(spoke().chain, receipt);
      await expect(Promise.resolve(receipt))
        .to.emit(vault(), "LimitsLowered")
        .withArgs(A_ETH, 5n, 100n, at + HOURS_72);
      expect(await limits()).to.deep.equal([5n, 100n]);
      await lanes().devnet.setTime(at + HOURS_72 - 1);
      expect(await limits()).to.deep.equal([5n, 100n]);
      await lanes().devnet.setTime(at + HOURS_72);
      expect(await limits()).to.deep.equal([CAP, BUCKET_BPS]);
      await deposit(spoke(), { key: A_ETH, units: 1_000n, account: bob() });
    });

    it("reverts with Guarded_NotLower(key, cap, currentCap, bucketBps, currentBucketBps) if either rises", async () => {
      for (const [cap, bps] of [
        [CAP + 1n, BUCKET_BPS],
        [CAP, BUCKET_BPS + 1n],
      ] as const) {
        await expect(vault().lowerLimits(A_ETH, cap, bps))
          .to.be.revertedWithCustomError(vault(), "Guarded_NotLower")
          .withArgs(A_ETH, cap, CAP, bps, BUCKET_BPS);
      }
    });

    it("reverts with Guarded_TooSoon(againAt) within 7 days", async () => {
      const at = await dateOf(spoke().chain, await mined(vault().lowerLimits(A_ETH, 5n, 100n)));
      await lanes().devnet.setTime(at + DAYS_7 - 10);
      await expect(vault().lowerLimits(A_ETH, 4n, 100n))
        .to.be.revertedWithCustomError(vault(), "Guarded_TooSoon")
        .withArgs(at + DAYS_7);
    });

    it("may be repeated after 7 days", async () => {
      const at = await dateOf(spoke().chain, await mined(vault().lowerLimits(A_ETH, 5n, 100n)));
      await lanes().devnet.setTime(at + DAYS_7);
      await mined(vault().lowerLimits(A_ETH, 4n, 100n));
      expect(await limits()).to.deep.equal([4n, 100n]);
    });
  });

  describe("when the caller has no role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const by = vault().connect(stranger());
      await expect(by.lowerLimits(A_ETH, 1n, 1n))
        .to.be.revertedWithCustomError(spoke().app, "AccessManagedUnauthorized")
        .withArgs(stranger().address);
    });
  });
});
