import { deploySequencerFeed, type SequencerFeed } from "@causeway/devnet";
import { expect } from "chai";
import { hostileFeed, misdeeds } from "../../../helpers/hostileFeed.js";
import { mined } from "../../../helpers/mined.js";
import { useDesk } from "../../../helpers/riskDesk.js";

const FOREVER = 2n ** 256n - 1n;
const GRACE = 3_600;

describe("PriceOracle.sequencerResumedAt", () => {
  const desk = useDesk();
  const installed = async (): Promise<SequencerFeed> => {
    const { oracle, chain } = desk();
    const feed = await deploySequencerFeed(chain);
    await mined(oracle.setSequencerFeed(feed.address));
    return feed;
  };

  describe("given no sequencer feed", () => {
    it("is 0, and the sequencer counts as up", async () => {
      const { oracle } = desk();
      expect(await oracle.sequencerResumedAt()).to.equal(0);
      expect(await oracle.isSequencerUp()).to.equal(true);
    });
  });

  describe("when the sequencer is down", () => {
    it("is the highest number, and the sequencer is not up", async () => {
      const { oracle, devnet } = desk();
      const feed = await installed();
      await devnet.increaseTime(2 * GRACE);
      expect(await oracle.isSequencerUp()).to.equal(true);
      await feed.down();
      expect(await oracle.sequencerResumedAt()).to.equal(FOREVER);
      expect(await oracle.isSequencerUp()).to.equal(false);
    });
  });

  describe("when it is up again", () => {
    it("is the end of the grace hour, at which it counts as up and not a second before", async () => {
      const { oracle, devnet } = desk();
      const feed = await installed();
      await devnet.increaseTime(2 * GRACE);
      await feed.down();
      await devnet.increaseTime(500);
      await feed.up();
      const { startedAt } = await feed.contract.latestRoundData();
      expect(await oracle.sequencerResumedAt()).to.equal(startedAt + BigInt(GRACE));
      await devnet.setTime(Number(startedAt) + GRACE - 1);
      expect(await oracle.isSequencerUp()).to.equal(false);
      await devnet.increaseTime(1);
      expect(await oracle.isSequencerUp()).to.equal(true);
    });
  });

  describe("when its feed cannot be read or answers nonsense", () => {
    it("counts as down", async () => {
      const { oracle, chain } = desk();
      const feed = await hostileFeed(desk());
      await mined(feed.setRound(0, 1, 1));
      await mined(oracle.setSequencerFeed(feed));
      expect(await oracle.isSequencerUp()).to.equal(true);
      for (const startedAt of [0, chain.now() + 10_000]) {
        await mined(feed.setRound(0, startedAt, 1));
        expect(await oracle.sequencerResumedAt()).to.equal(FOREVER);
      }
      await mined(feed.setRound(0, 1, 1));
      await mined(feed.misbehave(misdeeds.reverts));
      expect(await oracle.sequencerResumedAt()).to.equal(FOREVER);
    });
  });
});
