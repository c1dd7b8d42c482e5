import { expect } from "chai";
import {
  A_EID,
  A_ETH,
  A_USD,
  A_WETH,
  B_EID,
  B_ETH,
  credit,
  deposit,
  hearSync,
  syncAll,
  useLanes,
} from "../../../helpers/lanes.js";
import { beat, roundTrip, stage, stageOf } from "../../../helpers/laneBeats.js";
import { mined } from "../../../helpers/mined.js";

describe("LaneDesk.setQuarantine", () => {
  const lanes = useLanes();
  const gateway = () => lanes().gateway;
  const alice = () => lanes().chain.signer(1);
  const me = () => alice().address;
  const bob = () => lanes().chain.signer(2).address;
  const stranger = () => lanes().chain.signer(11);
  const put = (quarantined: boolean) => mined(gateway().setQuarantine(A_EID, quarantined));
  const now = async () => (await stageOf(lanes(), lanes().a)).stage;
  const balance = (key = A_ETH) => lanes().engine.balanceOf(me(), key);
  const hear = (value: bigint, sentAt: number) =>
    hearSync(lanes(), lanes().a, { sentAt, counters: [{ holder: me(), key: A_ETH, value }] });

  describe("when the caller has no role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      await expect(gateway().connect(stranger()).setQuarantine(A_EID, true))
        .to.be.revertedWithCustomError(lanes().hubVault, "AccessManagedUnauthorized")
        .withArgs(stranger().address);
    });
  });

  describe("when the governor puts a lane in QUARANTINE", () => {
    it("stays there however often it is heard", async () => {
      await roundTrip(lanes(), lanes().a);
      await expect(gateway().setQuarantine(A_EID, true))
        .to.emit(gateway(), "QuarantineSet")
        .withArgs(A_EID, true);
      for (let i = 0; i < 4; i++) {
        await lanes().devnet.increaseTime(300);
        await beat(lanes(), lanes().a);
      }
      expect(await stageOf(lanes(), lanes().a)).to.deep.equal({
        stage: stage.quarantine,
        floor: stage.normal,
        counted: 0n,
      });
    });

    it("grants nothing, on arrival or on request", async () => {
      await put(true);
      const heard = Promise.resolve(await hear(500n, 1));
      await expect(heard).to.emit(gateway(), "Seen").withArgs(me(), A_ETH, 500n, 0n);
      expect(await gateway().grant.staticCall(me(), A_ETH)).to.equal(0n);
      await mined(gateway().grant(me(), A_ETH));
      expect(await balance()).to.equal(0n);
    });

    it("sends home what is kept out", async () => {
      await put(true);
      await deposit(lanes().a, { key: A_ETH, units: 5_000n, account: me() });
      await syncAll(lanes(), lanes().a, [{ holder: me(), key: A_ETH }]);
      const value = await gateway().quoteRelease(A_ETH, 0n);
      const by = gateway().connect(alice());
      await expect(by.returnUncredited(me(), A_ETH, bob(), 0n, me(), { value }))
        .to.emit(gateway(), "Returned")
        .withArgs(me(), bob(), A_ETH, 5_000n);
      await lanes().devnet.relayer.pump();
      expect((await lanes().a.vault.payableOf(bob(), A_ETH)).paid).to.equal(5_000n);
      expect(await balance()).to.equal(0n);
    });

    it("authorises withdrawals", async () => {
      await credit(lanes(), lanes().a, { key: A_ETH, units: 1_000n, account: me() });
      await put(true);
      const value = await gateway().quoteRelease(A_ETH, 0n);
      const by = lanes().engine.connect(alice());
      await mined(by.withdrawCollateral(me(), A_ETH, 400n, bob(), me(), { value }));
      await lanes().devnet.relayer.pump();
      expect((await lanes().a.vault.payableOf(bob(), A_ETH)).paid).to.equal(400n);
    });

    it("takes recognition from the keys of the lane at once", async () => {
      const keys = (1n << BigInt(A_ETH)) | (1n << BigInt(A_USD)) | (1n << BigInt(A_WETH));
      await expect(gateway().setQuarantine(A_EID, true))
        .to.emit(lanes().risk, "RecognitionSuspended")
        .withArgs(keys);
      expect((await gateway().termsOf(A_ETH)).recognisedFor).to.equal(0n);
    });

    it("leaves the other lanes alone", async () => {
      await put(true);
      expect((await gateway().laneOf(B_EID)).stage).to.equal(stage.normal);
      await credit(lanes(), lanes().b, { key: B_ETH, units: 700n, account: me() });
      expect(await balance(B_ETH)).to.equal(700n);
    });
  });

  describe("when the governor takes that back", () => {
    it("grants again", async () => {
      await put(true);
      await hear(500n, 1);
      await put(false);
      await mined(gateway().grant(me(), A_ETH));
      expect(await balance()).to.equal(500n);
      await hear(600n, 2);
      expect(await balance()).to.equal(600n);
    });

    it("leaves the lane where its own delay has it", async () => {
      await roundTrip(lanes(), lanes().a);
      await put(true);
      await lanes().devnet.increaseTime(20_000);
      await beat(lanes(), lanes().a);
      await put(false);
      expect(await now()).to.equal(stage.reduceOnly);
    });

    it("ends the confirmation with the stage", async () => {
      await put(true);
      await mined(gateway().confirmQuarantine(A_EID));
      expect((await gateway().termsOf(A_ETH)).quarantined).to.equal(true);
      await put(false);
      await put(true);
      expect((await gateway().termsOf(A_ETH)).quarantined).to.equal(false);
    });
  });
});
