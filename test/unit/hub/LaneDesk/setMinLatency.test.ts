import { expect } from "chai";
import { A_EID, A_ETH, useLanes } from "../../../helpers/lanes.js";
import { dueOf, roundTrip, stage, stageOf } from "../../../helpers/laneBeats.js";
import { mined } from "../../../helpers/mined.js";

const TMAX = 7_200;
const DAY = 86_400;

describe("LaneDesk.setMinLatency", () => {
  const lanes = useLanes();
  const gateway = () => lanes().gateway;
  const stranger = () => lanes().chain.signer(11);
  const latency = async () => (await gateway().laneOf(A_EID)).latency;

  describe("when the caller has no role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      await expect(gateway().connect(stranger()).setMinLatency(A_EID, 1))
        .to.be.revertedWithCustomError(lanes().hubVault, "AccessManagedUnauthorized")
        .withArgs(stranger().address);
    });
  });

  describe("when the latency is beyond the longest there is", () => {
    it("reverts with LaneDesk_LatencyTooLong(eid, latency, maximum)", async () => {
      await mined(gateway().setMinLatency(A_EID, TMAX));
      await expect(gateway().setMinLatency(A_EID, TMAX + 1))
        .to.be.revertedWithCustomError(gateway(), "LaneDesk_LatencyTooLong")
        .withArgs(A_EID, TMAX + 1, TMAX);
    });
  });

  describe("when the governor calls", () => {
    it("bounds the measured latency from below", async () => {
      await roundTrip(lanes(), lanes().a);
      const measured = await latency();
      await expect(gateway().setMinLatency(A_EID, 2_000))
        .to.emit(gateway(), "MinLatencySet")
        .withArgs(A_EID, 2_000);
      expect(await latency()).to.equal(2_000n);
      await mined(gateway().setMinLatency(A_EID, 1));
      expect(await latency()).to.equal(measured);
    });

    it("changes nothing else of the lane", async () => {
      await roundTrip(lanes(), lanes().a);
      await mined(gateway().holdLane(A_EID));
      const { clock } = await gateway().laneOf(A_EID);
      await mined(gateway().setMinLatency(A_EID, 65));
      const after = (await gateway().laneOf(A_EID)).clock;
      // The eighth field is the latency itself.
      expect([...after]).to.deep.equal([...clock].with(7, 65n));
    });

    it("ends the confirmation of a QUARANTINE that it ends", async () => {
      await roundTrip(lanes(), lanes().a);
      await lanes().devnet.setTime((await dueOf(lanes(), lanes().a)) + DAY);
      await mined(gateway().confirmQuarantine(A_EID));
      await mined(gateway().setMinLatency(A_EID, TMAX));
      expect((await stageOf(lanes(), lanes().a)).stage).to.equal(stage.reduceOnly);
      await mined(gateway().setMinLatency(A_EID, 0));
      expect((await stageOf(lanes(), lanes().a)).stage).to.equal(stage.quarantine);
      expect((await gateway().termsOf(A_ETH)).quarantined).to.equal(false);
    });
  });
});
