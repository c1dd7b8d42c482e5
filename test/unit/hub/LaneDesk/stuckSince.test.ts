import { expect } from "chai";
import { A_EID, useLanes } from "../../../helpers/lanes.js";
import { beat, dueOf, roundTrip, stage, stageOf } from "../../../helpers/laneBeats.js";

describe("LaneDesk.stuckSince", () => {
  const lanes = useLanes();
  const since = async () => Number(await lanes().gateway.stuckSince(A_EID));

  beforeEach(() => roundTrip(lanes(), lanes().a));

  describe("when the lane is on time", () => {
    it("answers 0", async () => {
      expect(await since()).to.equal(0);
      await lanes().devnet.setTime(await dueOf(lanes(), lanes().a));
      expect(await since()).to.equal(0);
    });
  });

  describe("when the lane is late", () => {
    it("answers when the next message was due", async () => {
      const due = await dueOf(lanes(), lanes().a);
      for (const late of [1, 5_000, 100_000]) {
        await lanes().devnet.setTime(due + late);
        expect(await since()).to.equal(due);
      }
    });

    it("answers 0 again once the lane is heard, whatever stage is still in force", async () => {
      await lanes().devnet.increaseTime(20_000);
      await beat(lanes(), lanes().a);
      expect((await stageOf(lanes(), lanes().a)).stage).to.equal(stage.reduceOnly);
      expect(await since()).to.equal(0);
    });
  });
});
