import { expect } from "chai";
import { A_ETH, A_WETH, B_ETH, useLanes } from "../../../helpers/lanes.js";
import { dateOf, mined } from "../../../helpers/mined.js";

const HOURS_72 = 259_200;
const DAYS_7 = 604_800;

describe("LaneDesk.holdKey", () => {
  const lanes = useLanes();
  const gateway = () => lanes().gateway;
  const stranger = () => lanes().chain.signer(11);
  const held = (key = A_ETH) => gateway().isHeld(key);
  const hold = async () => dateOf(lanes().chain, await mined(gateway().holdKey(A_ETH)));

  describe("when the caller has no role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const by = gateway().connect(stranger());
      await expect(by.holdKey(A_ETH))
        .to.be.revertedWithCustomError(lanes().hubVault, "AccessManagedUnauthorized")
        .withArgs(stranger().address);
    });
  });

  describe("when a guardian calls", () => {
    it("holds it for 72 hours", async () => {
      const receipt = await mined(gateway().holdKey(A_ETH));
      const until = (await dateOf(lanes().chain, receipt)) + HOURS_72;
      await expect(Promise.resolve(receipt)).to.emit(gateway(), "KeyHeld").withArgs(A_ETH, until);
      await lanes().devnet.setTime(until - 1);
      expect(await held()).to.equal(true);
      await lanes().devnet.setTime(until);
      expect(await held()).to.equal(false);
    });

    it("leaves the other keys alone", async () => {
      await hold();
      expect([await held(), await held(A_WETH), await held(B_ETH)]).to.deep.equal([
        true,
        false,
        false,
      ]);
    });

    it("does not shorten one that the governor confirmed", async () => {
      const at = await hold();
      await mined(gateway().decideKeyHold(A_ETH, true));
      await lanes().devnet.setTime(at + DAYS_7);
      await hold();
      await lanes().devnet.increaseTime(HOURS_72);
      expect(await held()).to.equal(true);
    });

    it("reverts with Guarded_TooSoon(againAt) within 7 days", async () => {
      const at = await hold();
      await lanes().devnet.setTime(at + DAYS_7 - 20);
      await expect(gateway().holdKey(A_ETH))
        .to.be.revertedWithCustomError(gateway(), "Guarded_TooSoon")
        .withArgs(at + DAYS_7);
    });

    it("may do it again after 7 days", async () => {
      const at = await hold();
      await lanes().devnet.setTime(at + DAYS_7);
      await hold();
      expect(await held()).to.equal(true);
    });

    it("reverts with LaneBook_UnknownKey(key) for a key that is not listed", async () => {
      await expect(gateway().holdKey(50))
        .to.be.revertedWithCustomError(gateway(), "LaneBook_UnknownKey")
        .withArgs(50);
    });
  });
});
