import { deploySequencerFeed } from "@causeway/devnet";
import { expect } from "chai";
import { atAge, openPosition, orderOf, startAuction } from "../../../helpers/auctions.js";
import { HUB_BTC, HUB_ETH, useHub } from "../../../helpers/hub.js";
import { depositCash, setPrice, subAccount } from "../../../helpers/hubActions.js";
import { ETH, FEED_MAX_AGE, USD } from "../../../helpers/hubRisk.js";
import { mined } from "../../../helpers/mined.js";
import { units8, usd, usdc } from "../../../helpers/money.js";

describe("AuctionHouse.take", () => {
  const hub = useHub();

  describe("when the mode is neither KEEP nor RELEASE", () => {
    it("reverts with AuctionHouse_WrongMode(mode)", async () => {
      const cast = await startAuction(hub());
      const { auctions } = hub();
      await expect(auctions.connect(cast.bob).take(orderOf(cast, { mode: 2 })))
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_WrongMode")
        .withArgs(2);
    });
  });

  describe("when value is sent in KEEP", () => {
    it("reverts with AuctionHouse_ValueInKeep(value)", async () => {
      const cast = await startAuction(hub());
      const { auctions } = hub();
      await expect(auctions.connect(cast.bob).take(orderOf(cast), { value: 7n }))
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_ValueInKeep")
        .withArgs(7);
    });
  });

  describe("when the caller neither owns nor operates the buyer", () => {
    it("reverts with AuctionHouse_UnauthorisedBuyer(buyer, caller)", async () => {
      const cast = await startAuction(hub());
      const { auctions } = hub();
      await expect(auctions.connect(cast.kate).take(orderOf(cast)))
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_UnauthorisedBuyer")
        .withArgs(cast.bob.address, cast.kate.address);
    });
  });

  describe("when the account is not in liquidation", () => {
    it("reverts with AuctionHouse_NoAuction(account)", async () => {
      const cast = await openPosition(hub());
      const { auctions } = hub();
      await expect(auctions.connect(cast.bob).take(orderOf(cast)))
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_NoAuction")
        .withArgs(cast.alice.address);
    });
  });

  describe("when takes of the key are stopped", () => {
    it("reverts with AuctionHouse_Stopped(key, level, until)", async () => {
      const cast = await startAuction(hub());
      const { auctions } = hub();
      await mined(auctions.stop(HUB_ETH, 3));
      const { until } = await auctions.stopOf(HUB_ETH);
      await expect(auctions.connect(cast.bob).take(orderOf(cast)))
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_Stopped")
        .withArgs(HUB_ETH, 3, until);
    });
  });

  describe("when the sequencer is down", () => {
    it("reverts with AuctionHouse_SequencerDown once its last status is over 60 seconds old", async () => {
      const cast = await startAuction(hub());
      const { auctions, chain, oracle } = hub();
      const looked = await chain.timestamp();
      const sequencer = await deploySequencerFeed(chain);
      await mined(oracle.setSequencerFeed(sequencer.address));
      await sequencer.down();
      await chain.setNextTimestamp(looked + 60);
      await mined(auctions.connect(cast.bob).take(orderOf(cast, { units: units8(1) })));
      await chain.setNextTimestamp(looked + 61);
      await expect(auctions.connect(cast.bob).take(orderOf(cast))).to.be.revertedWithCustomError(
        auctions,
        "AuctionHouse_SequencerDown",
      );
    });
  });

  describe("when the key is not listed", () => {
    it("reverts with RiskEngine_UnknownKey(key)", async () => {
      const cast = await startAuction(hub());
      const { auctions, risk } = hub();
      await expect(auctions.connect(cast.bob).take(orderOf(cast, { key: 64 })))
        .to.be.revertedWithCustomError(risk, "RiskEngine_UnknownKey")
        .withArgs(64);
    });
  });

  describe("when the account holds none of the key", () => {
    it("reverts with AuctionHouse_NotOnSale(account, key, held)", async () => {
      const cast = await startAuction(hub());
      const { auctions } = hub();
      await expect(auctions.connect(cast.bob).take(orderOf(cast, { key: HUB_BTC })))
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_NotOnSale")
        .withArgs(cast.alice.address, HUB_BTC, 0);
    });
  });

  describe("when the feed of the key is out", () => {
    it("reverts with AuctionHouse_NotOnSale(account, key, held)", async () => {
      const cast = await startAuction(hub());
      const { auctions, chain, feeds } = hub();
      const observed = await feeds.get(ETH)?.contract.latestRoundData();
      await chain.setNextTimestamp(Number(observed?.updatedAt) + FEED_MAX_AGE - 100);
      await setPrice(hub(), USD, 1);
      await chain.setNextTimestamp(Number(observed?.updatedAt) + FEED_MAX_AGE + 1);
      await expect(auctions.connect(cast.bob).take(orderOf(cast)))
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_NotOnSale")
        .withArgs(cast.alice.address, HUB_ETH, units8(10));
    });
  });

  describe("when the price is above the limit", () => {
    it("reverts with AuctionHouse_PriceAboveLimit(account, key, factor, unitPrice, maxUnitPrice)", async () => {
      const cast = await startAuction(hub());
      const { auctions } = hub();
      await atAge(hub(), cast.alice.address, 11);
      // 0.99 of 2,350 in the first step.
      const price = usd("2326.5");
      await expect(auctions.connect(cast.bob).take(orderOf(cast, { maxUnitPrice: price - 1n })))
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_PriceAboveLimit")
        .withArgs(cast.alice.address, HUB_ETH, usd("0.99"), price, price - 1n);
      await atAge(hub(), cast.alice.address, 11);
      await mined(auctions.connect(cast.bob).take(orderOf(cast, { maxUnitPrice: price })));
    });
  });

  describe("when the account was cured by price", () => {
    it("reverts with AuctionHouse_NothingNeeded(account, equity, target)", async () => {
      const cast = await startAuction(hub());
      const { auctions } = hub();
      await setPrice(hub(), ETH, 2_600);
      const revert = expect(auctions.connect(cast.bob).take(orderOf(cast)));
      await revert.to.be.revertedWithCustomError(auctions, "AuctionHouse_NothingNeeded").withArgs(
        cast.alice.address,
        // 26,000 less the debt and its interest.
        (equity: bigint) => equity / 10n ** 18n === 5_999n,
        (target: bigint) => target < usd(5_999),
      );
      // The take left no trace, so anyone may close.
      await mined(auctions.close(cast.alice.address));
    });
  });

  describe("when less than the minimum is wanted", () => {
    it("reverts with AuctionHouse_TakeTooSmall(units, value, minimum)", async () => {
      const cast = await startAuction(hub());
      const { auctions } = hub();
      await atAge(hub(), cast.alice.address, 1);
      // 0.042 ether at 2,326.5.
      await expect(auctions.connect(cast.bob).take(orderOf(cast, { units: units8("0.042") })))
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_TakeTooSmall")
        .withArgs(units8("0.042"), usd("97.713"), usd(100));
      // 0.043 ether are 100.0395.
      await atAge(hub(), cast.alice.address, 2);
      await mined(auctions.connect(cast.bob).take(orderOf(cast, { units: units8("0.043") })));
    });
  });

  describe("when nothing is wanted", () => {
    it("reverts with AuctionHouse_TakeTooSmall(units, value, minimum)", async () => {
      const cast = await startAuction(hub());
      const { auctions } = hub();
      await expect(auctions.connect(cast.bob).take(orderOf(cast, { units: 0n })))
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_TakeTooSmall")
        .withArgs(0, 0, usd(100));
    });
  });

  describe("when the buyer is the account itself", () => {
    it("reverts with MarginEngine_SelfPurchase(account)", async () => {
      const cast = await startAuction(hub());
      const { auctions, engine } = hub();
      await expect(auctions.connect(cast.alice).take(orderOf(cast, { buyer: cast.alice.address })))
        .to.be.revertedWithCustomError(engine, "MarginEngine_SelfPurchase")
        .withArgs(cast.alice.address);
    });
  });

  describe("when the buyer has too little cash", () => {
    it("reverts with MarginEngine_InsufficientCash(account, have, asked)", async () => {
      const cast = await startAuction(hub());
      const { auctions, engine } = hub();
      const poor = subAccount(cast.bob.address, 1);
      await depositCash(hub(), cast.bob, poor, usdc(2_000));
      await atAge(hub(), cast.alice.address, 11);
      await expect(
        auctions.connect(cast.bob).take(orderOf(cast, { buyer: poor, units: units8(1) })),
      )
        .to.be.revertedWithCustomError(engine, "MarginEngine_InsufficientCash")
        .withArgs(poor, usd(2_000), usd("2326.5"));
    });
  });
});
