import { expect } from "chai";
import { A_EID, B_EID, useLanes } from "../../../helpers/lanes.js";
import { laneFault } from "../../../helpers/security.js";
import { mined } from "../../../helpers/mined.js";

describe("LaneDesk.setSecurityFloor", () => {
  const lanes = useLanes();
  const gateway = () => lanes().gateway;
  const stranger = () => lanes().chain.signer(11);

  describe("when the caller has no role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      await expect(gateway().connect(stranger()).setSecurityFloor(A_EID, 1, 1))
        .to.be.revertedWithCustomError(lanes().hubVault, "AccessManagedUnauthorized")
        .withArgs(stranger().address);
    });
  });

  describe("when the governor calls", () => {
    it("sets what the next check asks for", async () => {
      await expect(gateway().setSecurityFloor(A_EID, 3, 64))
        .to.emit(gateway(), "SecurityFloorSet")
        .withArgs(A_EID, 3, 64);
      const { fault, dvns, dvnFloor, confirmationFloor, insecure } =
        await gateway().securityOf(A_EID);
      expect([fault, dvns, dvnFloor, confirmationFloor, insecure]).to.deep.equal([
        laneFault.fewDvns,
        2n,
        3n,
        64n,
        false,
      ]);
      expect((await gateway().securityOf(B_EID)).fault).to.equal(laneFault.none);
      await mined(gateway().checkLane(A_EID));
      expect((await gateway().laneOf(A_EID)).held).to.equal(true);
    });

    it("brings the defaults back with zeros", async () => {
      await mined(gateway().setSecurityFloor(A_EID, 3, 64));
      await mined(gateway().setSecurityFloor(A_EID, 0, 0));
      const { dvnFloor, confirmationFloor } = await gateway().securityOf(A_EID);
      expect([dvnFloor, confirmationFloor]).to.deep.equal([2n, 1n]);
    });
  });
});
