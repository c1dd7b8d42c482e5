import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { failureOf } from "../../../helpers/failure.js";
import { A_EID, A_ETH, HUB_EID, tokenOf, useLanes } from "../../../helpers/lanes.js";
import { deployGateway } from "../../../helpers/lanesDeploy.js";
import { mined } from "../../../helpers/mined.js";

describe("LaneGateway administration", () => {
  const lanes = useLanes();
  const gateway = () => lanes().gateway;
  const someone = () => lanes().chain.signer(11).address;

  describe("when listing a key", () => {
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

  describe("when linking the engine", () => {
    it("reverts with LaneGateway_ZeroAddress() for none", async () => {
      const early = await deployGateway(lanes().hub);
      for (const [engine, vault] of [
        [ZeroAddress, someone()],
        [someone(), ZeroAddress],
      ] as const) {
        await expect(early.bindEngine(engine, vault)).to.be.revertedWithCustomError(
          early,
          "LaneGateway_ZeroAddress",
        );
      }
    });

    it("reverts with LaneGateway_AlreadyBound(engine) the second time", async () => {
      await expect(gateway().bindEngine(someone(), someone()))
        .to.be.revertedWithCustomError(gateway(), "LaneGateway_AlreadyBound")
        .withArgs(await lanes().engine.getAddress());
    });

    it("emits EngineBound", async () => {
      const early = await deployGateway(lanes().hub);
      const vault = await lanes().hubVault.getAddress();
      await expect(early.bindEngine(someone(), vault))
        .to.emit(early, "EngineBound")
        .withArgs(someone(), vault);
      expect(await early.engine()).to.equal(someone());
      expect(await early.hubVault()).to.equal(vault);
      expect(await early.hubEid()).to.equal(HUB_EID);
    });
  });

  describe("when reading", () => {
    it("answers for a key that is not listed too", async () => {
      expect(await gateway().laneOfKey(63)).to.equal(0n);
      expect(await gateway().roomOf(255)).to.equal(0n);
      expect(await gateway().isHeld(63)).to.equal(false);
      expect(await gateway().tokenOf(A_ETH)).to.equal(await tokenOf(lanes().a, A_ETH).getAddress());
    });
  });

  describe("when native value is sent without a call", () => {
    it("reverts", async () => {
      const sender = lanes().chain.signer(1);
      for (const data of ["0x", "0x12345678"]) {
        const sent = sender.sendTransaction({ to: gateway(), value: 1n, data });
        expect(await failureOf(sent)).to.match(/revert/);
      }
    });
  });
});
