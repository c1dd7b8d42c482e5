import { deploySequencerFeed } from "@causeway/devnet";
import { expect } from "chai";
import { mined } from "../../../helpers/mined.js";
import { ETH, USD, useListedDesk } from "../../../helpers/riskDesk.js";
import { assetRowAt } from "../../../helpers/rows.js";

const FOREVER = 2n ** 255n;
const GRACE = 3_600;
/** What a sequencer that is down shows: 2^40 - 1. */
const DOWN = 2n ** 40n - 1n;

describe("RiskEngine.checkSequencer", () => {
  const desk = useListedDesk();

  /** A sequencer that is up since an hour ago, and nobody has looked yet. */
  async function sequencer() {
    const { chain, devnet, oracle } = desk();
    const feed = await deploySequencerFeed(chain);
    await mined(oracle.setSequencerFeed(feed.address));
    await devnet.increaseTime(GRACE);
    return feed;
  }

  describe("given a hub without a sequencer", () => {
    it("is up from the beginning", async () => {
      const { risk } = desk();
      expect(await risk.checkSequencer.staticCall(0)).to.equal(0n);
    });
  });

  describe("given a sequencer found up", () => {
    it("believes that as long as the caller allows, and then asks again", async () => {
      const { chain, risk } = desk();
      const feed = await sequencer();
      await mined(risk.checkSequencer(0));
      const looked = await chain.timestamp();
      await feed.down();
      await chain.setNextTimestamp(looked + 60);
      await expect(risk.checkSequencer(60)).not.to.emit(risk, "SequencerChanged");
      await chain.setNextTimestamp(looked + 61);
      await expect(risk.checkSequencer(60)).to.emit(risk, "SequencerChanged").withArgs(DOWN);
    });

    it("asks again in the next block for a caller who allows no age", async () => {
      const { risk } = desk();
      const feed = await sequencer();
      await mined(risk.checkSequencer(0));
      await feed.down();
      await expect(risk.checkSequencer(0)).to.emit(risk, "SequencerChanged").withArgs(DOWN);
    });
  });

  describe("given a sequencer found down or within its grace hour", () => {
    it("asks again however old a status the caller allows", async () => {
      const { chain, risk } = desk();
      const feed = await sequencer();
      await feed.down();
      await mined(risk.checkSequencer(0));
      const back = chain.now() + 60;
      await chain.setNextTimestamp(back);
      await feed.up(back);
      await expect(risk.checkSequencer(FOREVER))
        .to.emit(risk, "SequencerChanged")
        .withArgs(back + GRACE);
      await feed.down();
      await expect(risk.checkSequencer(FOREVER)).to.emit(risk, "SequencerChanged").withArgs(DOWN);
    });
  });

  describe("when the status is the one already known", () => {
    it("emits nothing", async () => {
      const { risk } = desk();
      await sequencer();
      await mined(risk.checkSequencer(0));
      await expect(risk.checkSequencer(0)).not.to.emit(risk, "SequencerChanged");
    });
  });

  describe("when the settlement asset is refreshed", () => {
    it("asks with it, and with no other asset", async () => {
      const { risk } = desk();
      const feed = await sequencer();
      await feed.down();
      await expect(risk.refresh(1n << BigInt(ETH))).not.to.emit(risk, "SequencerChanged");
      await expect(risk.refresh(1n)).to.emit(risk, "SequencerChanged").withArgs(DOWN);
    });
  });

  describe("given a state other than the settlement asset's row shows", () => {
    it("corrects the row, for checks that read nothing else", async () => {
      const { chain, risk } = desk();
      const feed = await sequencer();
      await mined(risk.refresh(1n));
      const halted = async (): Promise<boolean> => (await assetRowAt(desk(), USD)).sequencerDown;
      expect(await halted()).to.equal(false);
      await feed.down();
      await mined(risk.checkSequencer(0));
      expect(await halted()).to.equal(true);
      const back = chain.now() + 60;
      await chain.setNextTimestamp(back);
      await feed.up(back);
      // A refresh within the grace hour keeps it; the first look after it takes it back.
      await mined(risk.refresh(1n));
      expect(await halted()).to.equal(true);
      await chain.setNextTimestamp(back + GRACE);
      await mined(risk.checkSequencer(0));
      expect(await halted()).to.equal(false);
    });
  });

  describe("given a view of the same", () => {
    it("answers what a look would find, and keeps nothing", async () => {
      const { risk } = desk();
      const feed = await sequencer();
      await mined(risk.checkSequencer(0));
      const since = await risk.sequencerResumedAt(FOREVER);
      await feed.down();
      expect(await risk.sequencerResumedAt(0)).to.equal(DOWN);
      expect(await risk.sequencerResumedAt(FOREVER)).to.equal(since);
    });
  });
});
