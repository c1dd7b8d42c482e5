import { expect } from "chai";
import { A_EID, A_ETH, hearEcho, useLanes } from "../../../helpers/lanes.js";
import { heartbeats, roundTrip, stage, stageOf } from "../../../helpers/laneBeats.js";
import { dateOf, mined } from "../../../helpers/mined.js";

const TWO_DAYS = 172_800;
/** What a guardian does lasts 72 h and is not repeated within 7 days (seconds). */
const DURATION = 259_200;
const COOLDOWN = 604_800;

describe("LaneDesk.confirmQuarantine", () => {
  const lanes = useLanes();
  const gateway = () => lanes().gateway;
  const stranger = () => lanes().chain.signer(11);
  const confirmed = async () => (await gateway().termsOf(A_ETH)).quarantined;
  const silence = () => lanes().devnet.increaseTime(TWO_DAYS);

  describe("when the caller has no role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      await expect(gateway().connect(stranger()).confirmQuarantine(A_EID))
        .to.be.revertedWithCustomError(lanes().hubVault, "AccessManagedUnauthorized")
        .withArgs(stranger().address);
    });
  });

  describe("when the lane is in a lower stage", () => {
    it("reverts with LaneDesk_NotQuarantined(eid, stage, bound)", async () => {
      await roundTrip(lanes(), lanes().a);
      await lanes().devnet.increaseTime(20_000);
      await expect(gateway().confirmQuarantine(A_EID))
        .to.be.revertedWithCustomError(gateway(), "LaneDesk_NotQuarantined")
        .withArgs(A_EID, stage.reduceOnly, stage.quarantine);
    });
  });

  describe("when the lane is in QUARANTINE", () => {
    it("lets maintenance margin follow until the stage falls", async () => {
      await roundTrip(lanes(), lanes().a);
      await silence();
      expect(await confirmed()).to.equal(false);
      const from = await lanes().chain.height();
      const at = await dateOf(lanes().chain, await mined(gateway().confirmQuarantine(A_EID)));
      const said = await gateway().queryFilter(gateway().filters.QuarantineConfirmed(A_EID), from);
      expect(said.map(({ args }) => args.until)).to.deep.equal([BigInt(at + DURATION)]);
      expect(await confirmed()).to.equal(true);
      await heartbeats(lanes(), lanes().a, 2);
      expect(await confirmed()).to.equal(true);
      await lanes().devnet.increaseTime(300);
      await heartbeats(lanes(), lanes().a, 1);
      expect((await stageOf(lanes(), lanes().a)).stage).to.equal(stage.reduceOnly);
      expect(await confirmed()).to.equal(false);
      expect((await gateway().laneOf(A_EID)).clock.confirmed).to.equal(false);
    });

    it("ends by itself after 72 h", async () => {
      await roundTrip(lanes(), lanes().a);
      await silence();
      const at = await dateOf(lanes().chain, await mined(gateway().confirmQuarantine(A_EID)));
      await lanes().devnet.setTime(at + DURATION - 1);
      expect(await confirmed()).to.equal(true);
      await lanes().devnet.setTime(at + DURATION);
      expect(await confirmed()).to.equal(false);
      const { stage: now, clock } = await gateway().laneOf(A_EID);
      expect([now, clock.confirmed]).to.deep.equal([stage.quarantine, false]);
    });

    it("reverts with Guarded_TooSoon(again) within 7 days", async () => {
      await roundTrip(lanes(), lanes().a);
      await silence();
      const at = await dateOf(lanes().chain, await mined(gateway().confirmQuarantine(A_EID)));
      const again = at + COOLDOWN;
      await lanes().devnet.setTime(again - 2);
      await expect(gateway().confirmQuarantine(A_EID))
        .to.be.revertedWithCustomError(gateway(), "Guarded_TooSoon")
        .withArgs(again);
      await lanes().devnet.setTime(again);
      await mined(gateway().confirmQuarantine(A_EID));
      expect(await confirmed()).to.equal(true);
    });

    it("is needed again for the next QUARANTINE", async () => {
      // Never sampled: the first echo ends this one without a step.
      await silence();
      await mined(gateway().confirmQuarantine(A_EID));
      await hearEcho(lanes(), lanes().a);
      await silence();
      expect((await stageOf(lanes(), lanes().a)).stage).to.equal(stage.quarantine);
      expect(await confirmed()).to.equal(false);
    });
  });
});
