import { deploySequencerFeed } from "@causeway/devnet";
import { expect } from "chai";
import {
  ALL,
  TAIL,
  atAge,
  auctionOf,
  openPosition,
  startAuction,
} from "../../../helpers/auctions.js";
import { factorAt, termsOf, type Round } from "../../../helpers/auctionTwin.js";
import { HUB_BTC, HUB_ETH, useHub, type Hub } from "../../../helpers/hub.js";
import { credit, setPrice } from "../../../helpers/hubActions.js";
import { ETH, FEED_MAX_AGE, USD } from "../../../helpers/hubRisk.js";
import { mined } from "../../../helpers/mined.js";
import { units8, usd } from "../../../helpers/money.js";

/** Resets at the first moment allowed. */
async function nextRound(hub: Hub, account: string): Promise<void> {
  await atAge(hub, account, TAIL);
  await mined(hub.auctions.reset(account));
}

describe("AuctionHouse.reset", () => {
  const hub = useHub();

  describe("when the account is not in liquidation", () => {
    it("reverts with AuctionHouse_NoAuction(account)", async () => {
      const { auctions, chain } = hub();
      const nobody = chain.signer(7).address;
      await expect(auctions.reset(nobody))
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_NoAuction")
        .withArgs(nobody);
    });
  });

  describe("when the sequencer is down", () => {
    it("reverts with AuctionHouse_SequencerDown", async () => {
      const { alice } = await startAuction(hub());
      const { auctions, chain, oracle } = hub();
      const sequencer = await deploySequencerFeed(chain);
      await mined(oracle.setSequencerFeed(sequencer.address));
      await sequencer.down();
      await atAge(hub(), alice.address, TAIL);
      await expect(auctions.reset(alice.address)).to.be.revertedWithCustomError(
        auctions,
        "AuctionHouse_SequencerDown",
      );
    });
  });

  describe("when the account was cured by price", () => {
    it("reverts with AuctionHouse_NothingNeeded(account, equity, target)", async () => {
      const { alice } = await startAuction(hub());
      const { auctions } = hub();
      await setPrice(hub(), ETH, 2_600);
      await atAge(hub(), alice.address, TAIL);
      await expect(auctions.reset(alice.address))
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_NothingNeeded")
        .withArgs(
          alice.address,
          (equity: bigint) => equity / usd(1) === 5_999n,
          (target: bigint) => target < usd(5_999),
        );
    });
  });

  describe("when the tail is not over", () => {
    it("reverts with AuctionHouse_TailNotOver(account, resettableAt)", async () => {
      const { alice } = await startAuction(hub());
      const { auctions } = hub();
      const { startedAt } = await auctions.auctionOf(alice.address);
      await atAge(hub(), alice.address, TAIL - 1);
      await expect(auctions.reset(alice.address))
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_TailNotOver")
        .withArgs(alice.address, startedAt + BigInt(TAIL));
    });
  });

  describe("when no key is on sale", () => {
    it("reverts with AuctionHouse_TailNotOver(account, resettableAt)", async () => {
      const { alice } = await startAuction(hub());
      const { auctions, chain } = hub();
      await chain.increaseTime(FEED_MAX_AGE + 1);
      await setPrice(hub(), USD, 1);
      await expect(auctions.reset(alice.address))
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_TailNotOver")
        .withArgs(alice.address, 0);
    });
  });

  describe("when a key came back less than a tail ago", () => {
    it("reverts with AuctionHouse_TailNotOver(account, resettableAt)", async () => {
      const { alice } = await startAuction(hub());
      const { auctions, chain, risk } = hub();
      await chain.increaseTime(FEED_MAX_AGE - TAIL);
      await setPrice(hub(), USD, 1);
      await mined(risk.refresh(1n << BigInt(USD)));
      await chain.increaseTime(2 * TAIL);
      await mined(risk.refresh(1n << BigInt(ETH)));
      await setPrice(hub(), ETH, 2_350);
      await mined(risk.refresh(1n << BigInt(ETH)));
      const { resumedAt } = await termsOf(hub(), alice.address, HUB_ETH);
      await expect(auctions.reset(alice.address))
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_TailNotOver")
        .withArgs(alice.address, resumedAt + BigInt(TAIL));
      await chain.setNextTimestamp(Number(resumedAt) + TAIL);
      await mined(auctions.reset(alice.address));
    });
  });

  describe("when resets of the only key are stopped", () => {
    it("reverts with AuctionHouse_Stopped(key, level, until)", async () => {
      const { alice } = await startAuction(hub());
      const { auctions } = hub();
      await mined(auctions.stop(HUB_ETH, 2));
      const { until } = await auctions.stopOf(HUB_ETH);
      await atAge(hub(), alice.address, TAIL);
      await expect(auctions.reset(alice.address))
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_Stopped")
        .withArgs(HUB_ETH, 2, until);
    });
  });

  describe("given dust of a key whose feed is out", () => {
    it("starts the next round all the same", async () => {
      const { auctions, chain } = hub();
      const { alice, kate } = await openPosition(hub());
      await credit(hub(), alice.address, HUB_BTC, units8("0.0002"));
      await chain.increaseTime(FEED_MAX_AGE);
      await setPrice(hub(), ETH, 2_350);
      await setPrice(hub(), USD, 1);
      await mined(auctions.connect(kate).liquidate(alice.address));
      await nextRound(hub(), alice.address);
      expect((await auctionOf(hub(), alice.address)).round).to.equal(1n);
    });
  });

  describe("given the tail over", () => {
    it("starts the next round now", async () => {
      const { alice, kate } = await startAuction(hub());
      const { auctions } = hub();
      await atAge(hub(), alice.address, TAIL);
      await expect(auctions.reset(alice.address))
        .to.emit(auctions, "Reset")
        .withArgs(alice.address, 1);
      expect(await auctionOf(hub(), alice.address)).to.deep.equal({
        kicker: kate.address,
        startedAt: BigInt(await hub().chain.timestamp()),
        round: 1n,
        curve: 0n,
        offered: 1n,
        tipPaid: false,
      });
    });

    it("sells with wider floors and faster from the start factor on", async () => {
      const { alice } = await startAuction(hub());
      const { auctions, chain } = hub();
      const terms = await termsOf(hub(), alice.address, HUB_ETH);
      const rounds: readonly Round[] = [0, 1, 2, 3];
      for (const round of rounds) {
        for (const age of [0, 12, 120, TAIL]) {
          const { startedAt } = await auctions.auctionOf(alice.address);
          if (age > 0) {
            await chain.setNextTimestamp(Number(startedAt) + age);
            await chain.step();
          }
          const { factor } = await auctions.quoteTake(alice.address, HUB_ETH, ALL);
          expect(factor, `round ${round}, ${age} s`).to.equal(factorAt(terms, round, age));
        }
        await mined(auctions.reset(alice.address));
      }
    });
  });

  describe("given the last round", () => {
    it("starts the last round again", async () => {
      const { alice } = await startAuction(hub());
      const { auctions } = hub();
      for (let round = 0; round < 3; round++) await nextRound(hub(), alice.address);
      await atAge(hub(), alice.address, TAIL);
      await expect(auctions.reset(alice.address))
        .to.emit(auctions, "Reset")
        .withArgs(alice.address, 3);
      expect((await auctionOf(hub(), alice.address)).round).to.equal(3n);
    });
  });
});
