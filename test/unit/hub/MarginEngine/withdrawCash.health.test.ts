import { deploySequencerFeed } from "@causeway/devnet";
import { expect } from "chai";
import { HUB_ETH, HUB_USD, useHub } from "../../../helpers/hub.js";
import { USD } from "../../../helpers/hubRisk.js";
import {
  as,
  borrow,
  depositKey,
  depositCash,
  initialMarginAt,
  liquidated,
  setPrice,
  supply,
} from "../../../helpers/hubActions.js";
import { mined } from "../../../helpers/mined.js";
import { units8, usd, usdc } from "../../../helpers/money.js";

describe("MarginEngine.withdrawCash below zero", () => {
  const hub = useHub();
  const cast = async () => {
    const { engine, chain } = hub();
    await supply(hub(), usdc(100_000));
    return { engine, alice: chain.signer(1) };
  };

  describe("when initial margin would not hold", () => {
    it("reverts with MarginEngine_BelowInitialMargin(account, before, after)", async () => {
      const { engine, alice } = await cast();
      await depositKey(hub(), alice.address, HUB_ETH, units8(10));
      const before = await initialMarginAt(hub(), alice.address, 0n);
      const after = await initialMarginAt(hub(), alice.address, -usd(25_000));
      expect(after).to.be.lessThan(0n);
      await expect(engine.connect(alice).withdrawCash(alice.address, usdc(25_000), alice.address))
        .to.be.revertedWithCustomError(engine, "MarginEngine_BelowInitialMargin")
        .withArgs(alice.address, before, after);
    });

    it("allows the last unit that holds and refuses the next", async () => {
      const { engine, alice } = await cast();
      await depositKey(hub(), alice.address, HUB_ETH, units8(10));
      // Margin falls a dollar for a dollar of debt: the room is what it is at one dollar of debt, and that dollar.
      const room = (await initialMarginAt(hub(), alice.address, -usd(1))) + usd(1);
      const most = room / 10n ** 12n;
      await mined(engine.connect(alice).withdrawCash(alice.address, most, alice.address));
      await expect(
        engine.connect(alice).withdrawCash(alice.address, 1, alice.address),
      ).to.be.revertedWithCustomError(engine, "MarginEngine_BelowInitialMargin");
    });
  });

  describe("when the settlement asset has no good price", () => {
    it("reverts with MarginEngine_Unpriced(account)", async () => {
      const { engine, alice } = await cast();
      await depositKey(hub(), alice.address, HUB_ETH, units8(10));
      // Below the sanity bound of 0.0001 dollars.
      await hub().feeds.get(USD)?.transmit(100n);
      await hub().devnet.increaseTime(61);
      await expect(engine.connect(alice).withdrawCash(alice.address, usdc(100), alice.address))
        .to.be.revertedWithCustomError(engine, "MarginEngine_Unpriced")
        .withArgs(alice.address);
    });
  });

  describe("when the sequencer is down or within its grace hour", () => {
    it("reverts with MarginEngine_SequencerDown(account)", async () => {
      const { engine, alice } = await cast();
      await depositKey(hub(), alice.address, HUB_ETH, units8(10));
      const feed = await deploySequencerFeed(hub().chain);
      await mined(hub().oracle.setSequencerFeed(feed.address));
      await hub().devnet.increaseTime(3_601);
      await feed.down();
      const attempt = () =>
        engine.connect(alice).withdrawCash(alice.address, usdc(100), alice.address);
      await expect(attempt())
        .to.be.revertedWithCustomError(engine, "MarginEngine_SequencerDown")
        .withArgs(alice.address);
      await feed.up();
      await hub().devnet.increaseTime(1_800);
      await expect(attempt()).to.be.revertedWithCustomError(engine, "MarginEngine_SequencerDown");
      await hub().devnet.increaseTime(1_800);
      await mined(attempt());
    });
  });

  describe("when the account is in liquidation", () => {
    it("reverts with MarginEngine_InLiquidation(account)", async () => {
      const { engine, alice } = await cast();
      await liquidated(hub(), alice);
      await expect(engine.connect(alice).withdrawCash(alice.address, 1, alice.address))
        .to.be.revertedWithCustomError(engine, "MarginEngine_InLiquidation")
        .withArgs(alice.address);
    });
  });

  describe("when a liquidation ended in this block", () => {
    it("reverts with MarginEngine_LiquidatedThisBlock(account, blockNumber)", async () => {
      const { engine, alice } = await cast();
      await liquidated(hub(), alice);
      await depositCash(hub(), alice, alice.address, usdc(15_000));
      const { blockNumber } = await mined(hub().auctions.close(alice.address));
      // A call on the newest block sees that block's number.
      await expect(engine.connect(alice).withdrawCash.staticCall(alice.address, 1, alice.address))
        .to.be.revertedWithCustomError(engine, "MarginEngine_LiquidatedThisBlock")
        .withArgs(alice.address, blockNumber);
      await mined(engine.connect(alice).withdrawCash(alice.address, 1, alice.address));
    });
  });

  describe("given a cached price of more than a minute", () => {
    it("refreshes it first", async () => {
      const { engine, alice } = await cast();
      await borrow(hub(), alice, { key: HUB_ETH, units: units8(10) }, usdc(20_000));
      await setPrice(hub(), 1, 2_000);
      await hub().devnet.increaseTime(61);
      await expect(
        engine.connect(alice).withdrawCash(alice.address, 1, alice.address),
      ).to.be.revertedWithCustomError(engine, "MarginEngine_BelowInitialMargin");
    });
  });

  describe("given a settlement asset that lost its peg", () => {
    it("counts no more room for it", async () => {
      const { engine, alice } = await cast();
      await depositKey(hub(), alice.address, HUB_USD, units8(1_000));
      const room = await initialMarginAt(hub(), alice.address, -usd(100));
      await setPrice(hub(), USD, 0.5);
      await mined(hub().risk.refresh(1));
      expect(await initialMarginAt(hub(), alice.address, -usd(100))).to.be.lessThan(room);
      await expect(
        engine
          .connect(await as(hub(), alice.address))
          .withdrawCash(alice.address, usdc(600), alice.address),
      ).to.be.revertedWithCustomError(engine, "MarginEngine_BelowInitialMargin");
    });
  });
});
