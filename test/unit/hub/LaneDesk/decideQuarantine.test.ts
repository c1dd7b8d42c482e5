import { expect } from "chai";
import { A_EID, A_ETH, hearEcho, useLanes } from "../../../helpers/lanes.js";
import { stage, stageOf } from "../../../helpers/laneBeats.js";
import { mined } from "../../../helpers/mined.js";

const TWO_DAYS = 172_800;
/** A guardian's confirmation by itself (seconds). */
const DURATION = 259_200;
const YEAR = 31_536_000;

describe("LaneDesk.decideQuarantine", () => {
  const lanes = useLanes();
  const gateway = () => lanes().gateway;
  const stranger = () => lanes().chain.signer(11);
  const confirmed = async () => (await gateway().termsOf(A_ETH)).quarantined;
  const wait = (seconds: number) => lanes().devnet.increaseTime(seconds);
  const decide = (last: boolean) => gateway().decideQuarantine(A_EID, last);
  const confirm = () => mined(gateway().confirmQuarantine(A_EID));
  const expectNothing = async () => {
    for (const last of [true, false])
      await expect(decide(last)).to.be.revertedWithCustomError(gateway(), "Guarded_NothingActive");
  };

  // Never sampled: the first echo ends a QUARANTINE without a step.
  beforeEach(() => wait(TWO_DAYS));

  describe("when the caller has no role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      await expect(gateway().connect(stranger()).decideQuarantine(A_EID, true))
        .to.be.revertedWithCustomError(lanes().hubVault, "AccessManagedUnauthorized")
        .withArgs(stranger().address);
    });
  });

  describe("when no confirmation stands", () => {
    it("reverts with Guarded_NothingActive() before one", expectNothing);

    it("reverts with Guarded_NothingActive() after 72 h", async () => {
      await confirm();
      await wait(DURATION);
      await expectNothing();
    });

    it("reverts with Guarded_NothingActive() after the stage fell", async () => {
      await confirm();
      await hearEcho(lanes(), lanes().a);
      await expectNothing();
    });
  });

  describe("when a confirmation stands", () => {
    beforeEach(confirm);

    it("makes it last until the stage falls", async () => {
      await expect(decide(true)).to.emit(gateway(), "QuarantineDecided").withArgs(A_EID, true);
      await wait(YEAR);
      expect(await confirmed()).to.equal(true);
      await hearEcho(lanes(), lanes().a);
      expect(await confirmed()).to.equal(false);
      await wait(TWO_DAYS);
      expect((await stageOf(lanes(), lanes().a)).stage).to.equal(stage.quarantine);
      expect(await confirmed()).to.equal(false);
    });

    it("leaves the next one its 72 h", async () => {
      await mined(decide(true));
      await wait(YEAR);
      await hearEcho(lanes(), lanes().a);
      await wait(TWO_DAYS);
      await confirm();
      expect(await confirmed()).to.equal(true);
      await wait(DURATION);
      expect(await confirmed()).to.equal(false);
    });

    it("ends it", async () => {
      await expect(decide(false)).to.emit(gateway(), "QuarantineDecided").withArgs(A_EID, false);
      expect(await confirmed()).to.equal(false);
      expect((await gateway().laneOf(A_EID)).clock.confirmed).to.equal(false);
      await expectNothing();
    });

    it("ends one that it made last", async () => {
      await mined(decide(true));
      await mined(decide(false));
      expect(await confirmed()).to.equal(false);
    });
  });
});
