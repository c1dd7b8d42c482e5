import { deploySequencerFeed } from "@causeway/devnet";
import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { hostileFeed } from "../../../helpers/hostileFeed.js";
import { mined } from "../../../helpers/mined.js";
import { useDesk } from "../../../helpers/riskDesk.js";

describe("PriceOracle.setSequencerFeed", () => {
  const desk = useDesk();

  describe("when the caller lacks the role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const { oracle, chain } = desk();
      const stranger = chain.signer(1);
      await expect(oracle.connect(stranger).setSequencerFeed(ZeroAddress))
        .to.be.revertedWithCustomError(oracle, "AccessManagedUnauthorized")
        .withArgs(stranger.address);
    });
  });

  describe("when the address is no sequencer feed", () => {
    it("reverts with PriceOracle_NotASequencerFeed(source)", async () => {
      const { oracle, admin } = desk();
      // A price feed answers, but neither 0 nor 1.
      const prices = await hostileFeed(desk());
      for (const source of [admin.address, await prices.getAddress()]) {
        await expect(oracle.setSequencerFeed(source))
          .to.be.revertedWithCustomError(oracle, "PriceOracle_NotASequencerFeed")
          .withArgs(source);
      }
    });
  });

  describe("given Chainlink's sequencer feed", () => {
    it("emits SequencerFeedSet and keeps it", async () => {
      const { oracle, chain } = desk();
      const feed = await deploySequencerFeed(chain);
      await expect(oracle.setSequencerFeed(feed.address))
        .to.emit(oracle, "SequencerFeedSet")
        .withArgs(feed.address);
      expect(await oracle.sequencerFeed()).to.equal(feed.address);
    });
  });

  describe("given the zero address", () => {
    it("removes the feed, for a hub without a sequencer", async () => {
      const { oracle, chain } = desk();
      await mined(oracle.setSequencerFeed((await deploySequencerFeed(chain)).address));
      await mined(oracle.setSequencerFeed(ZeroAddress));
      expect(await oracle.isSequencerUp()).to.equal(true);
      expect(await oracle.sequencerResumedAt()).to.equal(0);
    });
  });
});
