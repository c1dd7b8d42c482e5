import { expect } from "chai";
import { termsOf } from "../../../helpers/auctionTwin.js";
import { HUB_BTC, HUB_ETH, useHub } from "../../../helpers/hub.js";
import {
  as,
  borrow,
  depositKey,
  liquidated,
  setPrice,
  supply,
  underwater,
} from "../../../helpers/hubActions.js";
import { ETH } from "../../../helpers/hubRisk.js";
import { mined } from "../../../helpers/mined.js";
import { units8, usdc } from "../../../helpers/money.js";

describe("MarginEngine.beginLiquidation", () => {
  const hub = useHub();
  const cast = async () => {
    const { engine, chain, auctions } = hub();
    await supply(hub(), usdc(100_000));
    const house = engine.connect(await as(hub(), auctions));
    return { engine, house, alice: chain.signer(1) };
  };

  describe("when the caller is not the auction house", () => {
    it("reverts with MarginEngine_NotSystem(caller)", async () => {
      const { engine, alice } = await cast();
      for (const caller of [alice, hub().admin]) {
        await expect(engine.connect(caller).beginLiquidation(alice.address))
          .to.be.revertedWithCustomError(engine, "MarginEngine_NotSystem")
          .withArgs(caller.address);
      }
    });
  });

  describe("when the account is in liquidation already", () => {
    it("reverts with MarginEngine_InLiquidation(account)", async () => {
      const { engine, house, alice } = await cast();
      await liquidated(hub(), alice);
      await expect(house.beginLiquidation(alice.address))
        .to.be.revertedWithCustomError(engine, "MarginEngine_InLiquidation")
        .withArgs(alice.address);
    });
  });

  describe("when the account took risk in this block", () => {
    it("reverts with MarginEngine_RiskTakenThisBlock(account, blockNumber)", async () => {
      const { engine, house, alice } = await cast();
      const { blockNumber } = await borrow(
        hub(),
        alice,
        { key: HUB_ETH, units: units8(10) },
        usdc(22_000),
      );
      // A call on the newest block sees that block's number.
      await expect(house.beginLiquidation.staticCall(alice.address))
        .to.be.revertedWithCustomError(engine, "MarginEngine_RiskTakenThisBlock")
        .withArgs(alice.address, blockNumber);
    });
  });

  describe("when the account meets its maintenance margin", () => {
    it("reverts with MarginEngine_Healthy(account, equity, maintenance)", async () => {
      const { engine, house, alice } = await cast();
      await borrow(hub(), alice, { key: HUB_ETH, units: units8(10) }, usdc(22_000));
      await hub().chain.mine();
      const { equity, maintenance } = await engine.marginOf(alice.address);
      expect(equity).to.be.greaterThan(maintenance);
      await expect(house.beginLiquidation.staticCall(alice.address))
        .to.be.revertedWithCustomError(engine, "MarginEngine_Healthy")
        .withArgs(alice.address, equity, maintenance);
    });

    it("is healthy without debt, whatever the price", async () => {
      const { engine, house, alice } = await cast();
      await depositKey(hub(), alice.address, HUB_ETH, units8(1));
      await setPrice(hub(), ETH, 1);
      await expect(house.beginLiquidation(alice.address)).to.be.revertedWithCustomError(
        engine,
        "MarginEngine_Healthy",
      );
    });
  });

  describe("given a broken maintenance margin", () => {
    it("marks the account and remembers the block", async () => {
      const { engine, house, alice } = await cast();
      await underwater(hub(), alice);
      const { blockNumber } = await mined(house.beginLiquidation(alice.address));
      const { inLiquidation, liquidationBlock } = await engine.headerOf(alice.address);
      expect(inLiquidation).to.equal(true);
      expect(liquidationBlock).to.equal(BigInt(blockNumber));
    });

    it("returns the margin and the discounts of each held key, at prices of this block", async () => {
      const { engine, house, alice } = await cast();
      await depositKey(hub(), alice.address, HUB_BTC, 1_000n);
      await underwater(hub(), alice);
      const [margin, offers] = await house.beginLiquidation.staticCall(alice.address);
      await mined(hub().risk.refresh(7));
      expect(margin.maintenance).to.equal((await engine.marginOf(alice.address)).maintenance);
      const entries = await Promise.all(
        [HUB_ETH, HUB_BTC].map(async (key) => {
          const { maxDiscount, baseDiscount } = await termsOf(hub(), alice.address, key);
          return (maxDiscount / 10n ** 12n + (baseDiscount << 19n)) << BigInt(32 * key);
        }),
      );
      const word = entries.reduce((sum, entry) => sum + entry);
      expect(offers).to.deep.equal([word, 0n, 0n, 0n, 0n, 0n, 0n, 0n]);
    });

    it("counts the interest of the time since the debt was taken", async () => {
      const { engine, house, alice } = await cast();
      await borrow(hub(), alice, { key: HUB_ETH, units: units8(10) }, usdc(22_000));
      await expect(house.beginLiquidation(alice.address)).to.be.revertedWithCustomError(
        engine,
        "MarginEngine_Healthy",
      );
      // 22% of 100,000 lent: 1.65% a year, and maintenance margin is at about 25,400: nine years of it.
      await hub().devnet.increaseTime(10 * 31_536_000);
      await setPrice(hub(), ETH, 3_000);
      await hub().feeds.get(0)?.transmit(100_000_000n);
      await mined(house.beginLiquidation(alice.address));
    });
  });
});
