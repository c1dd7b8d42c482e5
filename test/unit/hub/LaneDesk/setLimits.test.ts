import { expect } from "chai";
import { A_ETH, SLOW, hearSync, useLanes } from "../../../helpers/lanes.js";
import { dateOf, mined } from "../../../helpers/mined.js";

describe("LaneDesk.setLimits", () => {
  const lanes = useLanes();
  const gateway = () => lanes().gateway;
  const stranger = () => lanes().chain.signer(11);

  describe("when the governor calls", () => {
    it("replaces cap and bucket and keeps the levels", async () => {
      await mined(gateway().setLimits(A_ETH, SLOW.cap, SLOW.bucketBps));
      const counters = [{ holder: stranger().address, key: A_ETH, value: 5_000_000n }];
      const at = await dateOf(
        lanes().chain,
        await hearSync(lanes(), lanes().a, { sentAt: 1, counters }),
      );
      const change = await mined(gateway().setLimits(A_ETH, SLOW.cap, 0n));
      const elapsed = BigInt((await dateOf(lanes().chain, change)) - at);
      await lanes().devnet.increaseTime(86_400);
      const { net, gross } = await gateway().inflowOf(A_ETH);
      expect([net, gross]).to.deep.equal([
        5_000_000n - 100n * elapsed,
        5_000_000n - 300n * elapsed,
      ]);
    });

    it("reverts with Guarded_BadLimits(cap, bucketBps) out of range", async () => {
      for (const [cap, bps] of [
        [2n ** 63n, 1n],
        [1n, 10_001n],
      ] as const) {
        await expect(gateway().setLimits(A_ETH, cap, bps))
          .to.be.revertedWithCustomError(gateway(), "Guarded_BadLimits")
          .withArgs(cap, bps);
      }
    });

    it("reverts with LaneBook_UnknownKey(key) for a key that is not listed", async () => {
      for (const call of [gateway().setLimits(50, 1n, 1n), gateway().lowerLimits(50, 0n, 0n)]) {
        await expect(call)
          .to.be.revertedWithCustomError(gateway(), "LaneBook_UnknownKey")
          .withArgs(50);
      }
    });
  });

  describe("when the caller has no role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const by = gateway().connect(stranger());
      await expect(by.setLimits(A_ETH, 1n, 1n))
        .to.be.revertedWithCustomError(lanes().hubVault, "AccessManagedUnauthorized")
        .withArgs(stranger().address);
    });
  });
});
