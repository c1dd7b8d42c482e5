import { expect } from "chai";
import { A_ETH, useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";

const YEAR = 31_536_000;

describe("LaneDesk.decideKeyHold", () => {
  const lanes = useLanes();
  const gateway = () => lanes().gateway;
  const stranger = () => lanes().chain.signer(11);
  const held = () => gateway().isHeld(A_ETH);

  describe("when the caller has no role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const by = gateway().connect(stranger());
      await expect(by.decideKeyHold(A_ETH, true))
        .to.be.revertedWithCustomError(lanes().hubVault, "AccessManagedUnauthorized")
        .withArgs(stranger().address);
    });
  });

  describe("when the governor calls", () => {
    it("confirms a hold for good", async () => {
      await mined(gateway().holdKey(A_ETH));
      await expect(gateway().decideKeyHold(A_ETH, true))
        .to.emit(gateway(), "KeyHoldDecided")
        .withArgs(A_ETH, true);
      await lanes().devnet.increaseTime(YEAR);
      expect(await held()).to.equal(true);
    });

    it("ends a hold", async () => {
      await mined(gateway().holdKey(A_ETH));
      await expect(gateway().decideKeyHold(A_ETH, false))
        .to.emit(gateway(), "KeyHoldDecided")
        .withArgs(A_ETH, false);
      expect(await held()).to.equal(false);
    });

    it("ends a confirmed hold", async () => {
      await mined(gateway().holdKey(A_ETH));
      await mined(gateway().decideKeyHold(A_ETH, true));
      await mined(gateway().decideKeyHold(A_ETH, false));
      expect(await held()).to.equal(false);
    });

    it("reverts with Guarded_NothingActive() without a hold", async () => {
      for (const confirmed of [true, false]) {
        await expect(gateway().decideKeyHold(A_ETH, confirmed)).to.be.revertedWithCustomError(
          gateway(),
          "Guarded_NothingActive",
        );
      }
    });
  });
});
