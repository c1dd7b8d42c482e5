import { expect } from "chai";
import { A_EID, A_ETH, useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";

const YEAR = 31_536_000;

describe("LaneDesk.decideLaneHold", () => {
  const lanes = useLanes();
  const gateway = () => lanes().gateway;
  const stranger = () => lanes().chain.signer(11);
  const held = () => gateway().isHeld(A_ETH);

  describe("when the caller has no role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const by = gateway().connect(stranger());
      await expect(by.decideLaneHold(A_EID, true))
        .to.be.revertedWithCustomError(lanes().hubVault, "AccessManagedUnauthorized")
        .withArgs(stranger().address);
    });
  });

  describe("when the governor calls", () => {
    it("confirms a hold for good", async () => {
      await mined(gateway().holdLane(A_EID));
      await expect(gateway().decideLaneHold(A_EID, true))
        .to.emit(gateway(), "LaneHoldDecided")
        .withArgs(A_EID, true);
      await lanes().devnet.increaseTime(YEAR);
      expect(await held()).to.equal(true);
    });

    it("ends a hold", async () => {
      await mined(gateway().holdLane(A_EID));
      await expect(gateway().decideLaneHold(A_EID, false))
        .to.emit(gateway(), "LaneHoldDecided")
        .withArgs(A_EID, false);
      expect(await held()).to.equal(false);
    });

    it("ends a confirmed hold", async () => {
      await mined(gateway().holdLane(A_EID));
      await mined(gateway().decideLaneHold(A_EID, true));
      await mined(gateway().decideLaneHold(A_EID, false));
      expect(await held()).to.equal(false);
    });

    it("reverts with Guarded_NothingActive() without a hold", async () => {
      for (const confirmed of [true, false]) {
        await expect(gateway().decideLaneHold(A_EID, confirmed)).to.be.revertedWithCustomError(
          gateway(),
          "Guarded_NothingActive",
        );
      }
    });
  });
});
