import { expect } from "chai";
import { HUB_EID, useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";
import { laneFault } from "../../../helpers/security.js";

describe("VaultDesk.setSecurityFloor", () => {
  const lanes = useLanes();
  const spoke = () => lanes().a;
  const vault = () => spoke().vault;
  const stranger = () => spoke().chain.signer(11);
  const status = async () => {
    const { fault, dvnFloor, confirmationFloor, insecure } = await vault().securityOf(HUB_EID);
    return [fault, dvnFloor, confirmationFloor, insecure];
  };

  describe("when the governor calls", () => {
    it("sets the floor, and the next check applies it", async () => {
      await expect(vault().setSecurityFloor(HUB_EID, 3, 5))
        .to.emit(vault(), "SecurityFloorSet")
        .withArgs(HUB_EID, 3, 5);
      expect(await status()).to.deep.equal([laneFault.fewDvns, 3n, 5n, false]);
      await mined(vault().checkLane(HUB_EID));
      expect(await status()).to.deep.equal([laneFault.fewDvns, 3n, 5n, true]);
      await mined(vault().setSecurityFloor(HUB_EID, 2, 6));
      expect(await status()).to.deep.equal([laneFault.fewConfirmations, 2n, 6n, true]);
    });

    it("goes back to the default for zeros", async () => {
      await mined(vault().setSecurityFloor(HUB_EID, 0, 0));
      expect(await status()).to.deep.equal([laneFault.none, 2n, 1n, false]);
    });
  });

  describe("when the caller has no role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      await expect(vault().connect(stranger()).setSecurityFloor(HUB_EID, 1, 1))
        .to.be.revertedWithCustomError(spoke().app, "AccessManagedUnauthorized")
        .withArgs(stranger().address);
    });
  });
});
