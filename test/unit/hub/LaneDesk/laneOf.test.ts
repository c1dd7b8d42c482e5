import { expect } from "chai";
import { A_EID, HUB_EID, hearSync, useLanes } from "../../../helpers/lanes.js";
import { dueOf, roundTrip, stage } from "../../../helpers/laneBeats.js";
import { dateOf, mined } from "../../../helpers/mined.js";

const HOURS_72 = 259_200;
/** A lane nobody opened (eid). */
const NOWHERE = 40_999;

describe("LaneDesk.laneOf", () => {
  const lanes = useLanes();
  const gateway = () => lanes().gateway;
  const lane = (eid = A_EID) => gateway().laneOf(eid);

  describe("given the hub itself", () => {
    it("is never late", async () => {
      await lanes().devnet.increaseTime(HOURS_72);
      const { stage: at, latency, overdue, held } = await lane(HUB_EID);
      expect([at, latency, overdue, held]).to.deep.equal([0n, 0n, 0n, false]);
      expect(await gateway().stuckSince(HUB_EID)).to.equal(0n);
    });

    it("shows a guardian's hold", async () => {
      await mined(gateway().holdLane(HUB_EID));
      expect((await lane(HUB_EID)).held).to.equal(true);
    });
  });

  describe("given a lane", () => {
    it("shows what is kept of it", async () => {
      await mined(gateway().setMinLatency(A_EID, 65));
      await lanes().devnet.increaseTime(1_000);
      const echo = (await lanes().chain.timestamp()) - 40;
      const seenAt = await dateOf(
        lanes().chain,
        await hearSync(lanes(), lanes().a, { sentAt: 1_234, echo, hold: 10 }),
      );
      const sample = BigInt(seenAt - echo - 10);
      const { clock } = await lane();
      expect([clock.newestSentAt, clock.newestSeenAt]).to.deep.equal([1_234n, BigInt(seenAt)]);
      expect([clock.newestEcho, clock.lastSampledEcho]).to.deep.equal([
        BigInt(echo + 10),
        BigInt(echo),
      ]);
      expect([clock.smoothed, clock.variation]).to.deep.equal([sample * 1_000n, sample * 500n]);
      const { countedAt, minLatency, floor, counted } = clock;
      expect([countedAt, minLatency, floor, counted]).to.deep.equal([0n, 65n, 0n, 0n]);
      const { held, insecure, quarantined, confirmed } = clock;
      expect([held, insecure, quarantined, confirmed]).to.deep.equal([false, false, false, false]);
    });

    it("shows a guardian's hold until it ends", async () => {
      await mined(gateway().holdLane(A_EID));
      expect((await lane()).held).to.equal(true);
      await lanes().devnet.increaseTime(HOURS_72);
      const { held, clock } = await lane();
      // The mark stays until somebody decides; only the guard's clock says that the hold is over.
      expect([held, clock.held]).to.deep.equal([false, true]);
    });

    it("shows how late it is", async () => {
      await roundTrip(lanes(), lanes().a);
      await lanes().devnet.setTime((await dueOf(lanes(), lanes().a)) + 777);
      const { stage: at, overdue } = await lane();
      expect([at, overdue]).to.deep.equal([stage.delayed, 777n]);
    });
  });

  describe("given a lane never opened", () => {
    it("is in QUARANTINE", async () => {
      expect((await lane(NOWHERE)).stage).to.equal(stage.quarantine);
    });
  });
});
