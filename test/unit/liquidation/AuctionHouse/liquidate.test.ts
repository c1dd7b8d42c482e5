import { deploySequencerFeed } from "@causeway/devnet";
import { expect } from "chai";
import { auctionOf, openPosition, startAuction } from "../../../helpers/auctions.js";
import { termsOf } from "../../../helpers/auctionTwin.js";
import { HUB_BTC, HUB_ETH, SOURCE_EID, useHub } from "../../../helpers/hub.js";
import { credit, setPrice } from "../../../helpers/hubActions.js";
import { CAP } from "../../../helpers/hubLanes.js";
import { BTC, ETH, listRisk } from "../../../helpers/hubRisk.js";
import { mined } from "../../../helpers/mined.js";
import { units8, usdc } from "../../../helpers/money.js";

/** A key beyond the first word of eight (id). */
const LATE_KEY = 9;

describe("AuctionHouse.liquidate", () => {
  const hub = useHub();

  describe("when the account is in liquidation already", () => {
    it("reverts with AuctionHouse_AlreadyInLiquidation(account)", async () => {
      const { alice, bob } = await startAuction(hub());
      const { auctions } = hub();
      await expect(auctions.connect(bob).liquidate(alice.address))
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_AlreadyInLiquidation")
        .withArgs(alice.address);
    });
  });

  describe("when the sequencer is down", () => {
    it("reverts with AuctionHouse_SequencerDown", async () => {
      const { auctions, chain, oracle } = hub();
      const { alice } = await openPosition(hub());
      const sequencer = await deploySequencerFeed(chain);
      await mined(oracle.setSequencerFeed(sequencer.address));
      await sequencer.down();
      await setPrice(hub(), ETH, 2_350);
      await expect(auctions.liquidate(alice.address)).to.be.revertedWithCustomError(
        auctions,
        "AuctionHouse_SequencerDown",
      );
    });
  });

  describe("when the sequencer is within its grace hour", () => {
    it("reverts with AuctionHouse_SequencerDown", async () => {
      const { auctions, chain, oracle } = hub();
      const { alice } = await openPosition(hub());
      const sequencer = await deploySequencerFeed(chain);
      await mined(oracle.setSequencerFeed(sequencer.address));
      await sequencer.down();
      const back = chain.now() + 60;
      await chain.setNextTimestamp(back);
      await sequencer.up(back);
      await setPrice(hub(), ETH, 2_350);
      await chain.setNextTimestamp(back + 3_599);
      await expect(auctions.liquidate(alice.address)).to.be.revertedWithCustomError(
        auctions,
        "AuctionHouse_SequencerDown",
      );
      await chain.setNextTimestamp(back + 3_600);
      await mined(auctions.liquidate(alice.address));
    });
  });

  describe("when maintenance margin holds", () => {
    it("reverts with MarginEngine_Healthy(account, equity, maintenance)", async () => {
      const { auctions, engine } = hub();
      const { alice } = await openPosition(hub());
      const { maintenance } = await engine.marginOf(alice.address);
      await expect(auctions.liquidate(alice.address))
        .to.be.revertedWithCustomError(engine, "MarginEngine_Healthy")
        // 10 ether at 3,000 less 20,000 of debt, on which a few seconds of interest stand.
        .withArgs(
          alice.address,
          (equity: bigint) => equity / 10n ** 18n === 9_999n,
          (requirement: bigint) => requirement === maintenance,
        );
    });
  });

  describe("when the only key is stopped", () => {
    it("reverts with AuctionHouse_Stopped(key, level, until)", async () => {
      const { auctions } = hub();
      const { alice } = await openPosition(hub());
      await setPrice(hub(), ETH, 900);
      await mined(auctions.stop(HUB_ETH, 1));
      const { until } = await auctions.stopOf(HUB_ETH);
      await expect(auctions.liquidate(alice.address))
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_Stopped")
        .withArgs(HUB_ETH, 1, until);
    });
  });

  describe("when the account would be healthy with its stopped keys at twice their price", () => {
    it("reverts with AuctionHouse_Stopped(key, level, until)", async () => {
      const { auctions } = hub();
      const { alice } = await openPosition(hub());
      // A tenth of a bitcoin, 6,000 dollars, beside the ether: 2,000 less a haircut each side of the line.
      await credit(hub(), alice.address, HUB_BTC, units8("0.1"));
      await setPrice(hub(), ETH, 1_750);
      await mined(auctions.stop(HUB_ETH, 1));
      const { until } = await auctions.stopOf(HUB_ETH);
      await expect(auctions.liquidate(alice.address))
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_Stopped")
        .withArgs(HUB_ETH, 1, until);
    });
  });

  describe("given dust of a stopped key", () => {
    it("starts the auction all the same", async () => {
      const { auctions } = hub();
      const { alice } = await openPosition(hub());
      await credit(hub(), alice.address, HUB_BTC, units8("0.0001"));
      await setPrice(hub(), ETH, 2_350);
      await mined(auctions.stop(HUB_BTC, 3));
      await expect(auctions.liquidate(alice.address)).to.emit(auctions, "Liquidated");
    });
  });

  describe("given a stop that has ended", () => {
    it("starts the auction", async () => {
      const { auctions, chain } = hub();
      const { alice } = await openPosition(hub());
      await mined(auctions.stop(HUB_ETH, 3));
      await setPrice(hub(), ETH, 2_350);
      const { until } = await auctions.stopOf(HUB_ETH);
      await chain.setNextTimestamp(Number(until) - 1);
      await expect(auctions.liquidate(alice.address)).to.be.revertedWithCustomError(
        auctions,
        "AuctionHouse_Stopped",
      );
      await chain.setNextTimestamp(Number(until));
      await expect(auctions.liquidate(alice.address)).to.emit(auctions, "Liquidated");
    });
  });

  describe("given maintenance margin broken", () => {
    it("starts round 0 with the caller as kicker", async () => {
      const { alice, kate } = await startAuction(hub());
      expect(await auctionOf(hub(), alice.address)).to.deep.equal({
        kicker: kate.address,
        startedAt: BigInt(await hub().chain.timestamp()),
        round: 0n,
        curve: 0n,
        offered: 1n,
        tipPaid: false,
      });
    });

    it("tells equity, requirement and curve", async () => {
      const { auctions, engine } = hub();
      const { alice, kate } = await openPosition(hub());
      await setPrice(hub(), ETH, 2_350);
      const receipt = await mined(auctions.connect(kate).liquidate(alice.address));
      const margin = await engine.marginOf(alice.address);
      await expect(Promise.resolve(receipt))
        .to.emit(auctions, "Liquidated")
        .withArgs(alice.address, kate.address, margin.equity, margin.maintenance, 0);
      // INV-18: below maintenance at the prices of the block.
      expect(margin.equity < margin.maintenance).to.equal(true);
    });

    it("fixes the terms of every key, a word at a time", async () => {
      const { auctions, gateway } = hub();
      const { alice, kate } = await openPosition(hub());
      await credit(hub(), alice.address, HUB_BTC, units8("0.001"));
      await mined(gateway.listKey(LATE_KEY, SOURCE_EID, kate.address, CAP, 0));
      await listRisk(hub(), { key: LATE_KEY, asset: ETH, eid: SOURCE_EID });
      await credit(hub(), alice.address, LATE_KEY, units8("0.01"));
      await setPrice(hub(), ETH, 2_340);
      await setPrice(hub(), BTC, 60_000);
      const receipt = await mined(auctions.connect(kate).liquidate(alice.address));
      const entryOf = async (key: number): Promise<bigint> => {
        const { maxDiscount, baseDiscount } = await termsOf(hub(), alice.address, key);
        // dMax in ppm, 19 bits, below dBase in bps.
        return maxDiscount / 10n ** 12n + (baseDiscount << 19n);
      };
      const first = (await entryOf(HUB_ETH)) + ((await entryOf(HUB_BTC)) << 32n);
      await expect(Promise.resolve(receipt))
        .to.emit(auctions, "Offered")
        .withArgs(alice.address, 0, first);
      await expect(Promise.resolve(receipt))
        .to.emit(auctions, "Offered")
        .withArgs(alice.address, 1, (await entryOf(LATE_KEY)) << 32n);
      expect((await auctionOf(hub(), alice.address)).offered).to.equal(3n);
    });

    it("forbids the account new risk", async () => {
      const { engine } = hub();
      const { alice } = await startAuction(hub());
      await expect(engine.connect(alice).withdrawCash(alice.address, usdc(100), alice.address))
        .to.be.revertedWithCustomError(engine, "MarginEngine_InLiquidation")
        .withArgs(alice.address);
    });
  });
});
