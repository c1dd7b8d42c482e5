import { expect } from "chai";
import { A_EID, A_ETH, A_WETH, B_ETH, useLanes } from "../../../helpers/lanes.js";
import { dateOf, mined } from "../../../helpers/mined.js";

const HOURS_72 = 259_200;
const DAYS_7 = 604_800;

describe("LaneDesk.holdLane", () => {
  const lanes = useLanes();
  const gateway = () => lanes().gateway;
  const stranger = () => lanes().chain.signer(11);
  const held = (key = A_ETH) => gateway().isHeld(key);
  const hold = async () => dateOf(lanes().chain, await mined(gateway().holdLane(A_EID)));

  describe("when the caller has no role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const by = gateway().connect(stranger());
      await expect(by.holdLane(A_EID))
        .to.be.revertedWithCustomError(lanes().hubVault, "AccessManagedUnauthorized")
        .withArgs(stranger().address);
    });
  });

  describe("when a guardian calls", () => {
    it("holds it for 72 hours", async () => {
      const receipt = await mined(gateway().holdLane(A_EID));
      const until = (await dateOf(lanes().chain, receipt)) + HOURS_72;
      await expect(Promise.resolve(receipt)).to.emit(gateway(), "LaneHeld").withArgs(A_EID, until);
      await lanes().devnet.setTime(until - 1);
      expect(await held()).to.equal(true);
      await lanes().devnet.setTime(until);
      expect(await held()).to.equal(false);
    });

    it("leaves the other lanes alone", async () => {
      await hold();
      expect([await held(), await held(A_WETH), await held(B_ETH)]).to.deep.equal([
        true,
        true,
        false,
      ]);
    });

    it("does not shorten one that the governor confirmed", async () => {
      const at = await hold();
      await mined(gateway().decideLaneHold(A_EID, true));
      await lanes().devnet.setTime(at + DAYS_7);
      await hold();
      await lanes().devnet.increaseTime(HOURS_72);
      expect(await held()).to.equal(true);
    });

    it("reverts with Guarded_TooSoon(againAt) within 7 days", async () => {
      const at = await hold();
      await lanes().devnet.setTime(at + DAYS_7 - 20);
      await expect(gateway().holdLane(A_EID))
        .to.be.revertedWithCustomError(gateway(), "Guarded_TooSoon")
        .withArgs(at + DAYS_7);
    });

    it("may do it again after 7 days", async () => {
      const at = await hold();
      await lanes().devnet.setTime(at + DAYS_7);
      await hold();
      expect(await held()).to.equal(true);
    });
  });
});
