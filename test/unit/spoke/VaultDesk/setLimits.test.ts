import { expect } from "chai";
import { A_ETH, CAP, deposit, hearRelease, useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";

describe("VaultDesk.setLimits", () => {
  const lanes = useLanes();
  const spoke = () => lanes().a;
  const vault = () => spoke().vault;
  const stranger = () => spoke().chain.signer(11);
  const bob = () => spoke().chain.signer(2).address;

  describe("when the governor calls", () => {
    it("replaces cap and bucket and keeps the levels", async () => {
      await deposit(spoke(), { key: A_ETH, units: CAP / 10n, account: bob() });
      await mined(vault().setLimits(A_ETH, 86_400_000n, 1_000n));
      const counters = [{ holder: bob(), key: A_ETH, value: 5_000_000n }];
      await hearRelease(lanes(), spoke(), { sentAt: 1, counters });
      await expect(vault().setLimits(A_ETH, 86_400_000n, 0n))
        .to.emit(vault(), "LimitsSet")
        .withArgs(A_ETH, 86_400_000n, 0n);
      const { net } = await vault().limitsOf(A_ETH);
      // At most a few seconds at 100 units each leaked before the change, and nothing leaks from b = 0.
      expect(net > 4_990_000n && net <= 5_000_000n).to.equal(true);
      await lanes().devnet.increaseTime(86_400);
      expect((await vault().limitsOf(A_ETH)).net).to.equal(net);
    });

    it("reverts with Guarded_BadLimits(cap, bucketBps) out of range", async () => {
      await expect(vault().setLimits(A_ETH, CAP, 10_001n))
        .to.be.revertedWithCustomError(vault(), "Guarded_BadLimits")
        .withArgs(CAP, 10_001n);
    });

    it("reverts with VaultLedger_UnknownKey(key) for another key", async () => {
      await expect(vault().setLimits(50, 1n, 1n))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_UnknownKey")
        .withArgs(50);
    });
  });

  describe("when the caller has no role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const by = vault().connect(stranger());
      await expect(by.setLimits(A_ETH, 1n, 1n))
        .to.be.revertedWithCustomError(spoke().app, "AccessManagedUnauthorized")
        .withArgs(stranger().address);
    });
  });
});
