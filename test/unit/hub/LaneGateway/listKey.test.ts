import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { A_EID, A_ETH, useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";

describe("LaneGateway.listKey", () => {
  const lanes = useLanes();
  const gateway = () => lanes().gateway;
  const someone = () => lanes().chain.signer(11).address;

  describe("when the governor calls", () => {
    it("lists the key with its lane, token and limits", async () => {
      const receipt = mined(gateway().listKey(50, A_EID, someone(), 1_000n, 2_500n));
      await expect(receipt).to.emit(gateway(), "KeyListed").withArgs(50, A_EID, someone());
      await expect(receipt).to.emit(gateway(), "LimitsSet").withArgs(50, 1_000n, 2_500n);
      expect(await gateway().laneOfKey(50)).to.equal(A_EID);
      expect(await gateway().tokenOf(50)).to.equal(someone());
      expect(await gateway().roomOf(50)).to.equal(250n);
    });

    const refuse = async (key: number, eid: number) => {
      await expect(gateway().listKey(key, eid, someone(), 1n, 1n))
        .to.be.revertedWithCustomError(gateway(), "LaneGateway_CannotList")
        .withArgs(key, eid);
    };

    it("reverts with LaneGateway_CannotList(key, eid) above key 63", async () => {
      await refuse(64, A_EID);
    });

    it("reverts with LaneGateway_CannotList(key, eid) for a key in use", async () => {
      await refuse(A_ETH, A_EID);
    });

    it("reverts with LaneGateway_CannotList(key, eid) for no lane", async () => {
      await refuse(50, 0);
    });

    it("reverts with LaneGateway_ZeroAddress() for no token", async () => {
      await expect(gateway().listKey(50, A_EID, ZeroAddress, 1n, 1n)).to.be.revertedWithCustomError(
        gateway(),
        "LaneGateway_ZeroAddress",
      );
    });

    it("reverts with Guarded_BadLimits(cap, bucketBps) out of range", async () => {
      for (const [cap, bps] of [
        [2n ** 63n, 1n],
        [1n, 10_001n],
      ] as const) {
        await expect(gateway().listKey(50, A_EID, someone(), cap, bps))
          .to.be.revertedWithCustomError(gateway(), "Guarded_BadLimits")
          .withArgs(cap, bps);
      }
    });
  });

  describe("when the caller has no role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const stranger = lanes().chain.signer(11);
      const by = gateway().connect(stranger);
      await expect(by.listKey(50, A_EID, someone(), 1n, 1n))
        .to.be.revertedWithCustomError(lanes().hubVault, "AccessManagedUnauthorized")
        .withArgs(stranger.address);
    });
  });
});
