import { expect } from "chai";
import { FAST_LANE, useDesk } from "../../../helpers/riskDesk.js";

describe("RiskParameters.setLaneLatency", () => {
  const desk = useDesk();

  describe("when the caller lacks the role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const { parameters, chain } = desk();
      const stranger = chain.signer(1);
      await expect(parameters.connect(stranger).setLaneLatency(FAST_LANE, 200))
        .to.be.revertedWithCustomError(parameters, "AccessManagedUnauthorized")
        .withArgs(stranger.address);
    });
  });

  describe("given a latency", () => {
    it("emits LaneLatencySet and keeps it", async () => {
      const { parameters } = desk();
      await expect(parameters.setLaneLatency(FAST_LANE, 200))
        .to.emit(parameters, "LaneLatencySet")
        .withArgs(FAST_LANE, 200);
      expect(await parameters.laneLatency(FAST_LANE)).to.equal(200);
    });
  });
});
