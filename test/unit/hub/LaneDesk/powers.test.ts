import { expect } from "chai";
import { A_EID, A_ETH, useLanes } from "../../../helpers/lanes.js";
import { stateVariables } from "../../../helpers/layout.js";
import { mined } from "../../../helpers/mined.js";
import { LaneDesk__factory } from "../../../../typechain-types/index.js";

describe("LaneDesk powers", () => {
  const lanes = useLanes();
  const gateway = () => lanes().gateway;
  const held = (key = A_ETH) => gateway().isHeld(key);

  describe("when the desk is called at its own address", () => {
    it("changes nothing of the gateway", async () => {
      const { admin, hub } = lanes();
      const desk = await new LaneDesk__factory(admin).deploy(hub.manager);
      await mined(desk.holdLane(A_EID));
      expect(await held()).to.equal(false);
      await expect(desk.holdKey(A_ETH))
        .to.be.revertedWithCustomError(desk, "LaneBook_UnknownKey")
        .withArgs(A_ETH);
    });
  });

  describe("given the gateway and its desk", () => {
    it("lays their storage out alike", () => {
      const desk = stateVariables("LaneDesk");
      const whole = stateVariables("LaneGateway");
      expect(desk.length).to.be.greaterThan(11);
      expect(whole.slice(0, desk.length)).to.deep.equal(desk);
    });
  });
});
