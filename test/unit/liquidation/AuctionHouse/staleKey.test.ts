import { expect } from "chai";
import {
  TAIL,
  auctionOf,
  openPosition,
  startAuction,
  take,
  type Cast,
} from "../../../helpers/auctions.js";
import { HUB_BTC, HUB_ETH, useHub } from "../../../helpers/hub.js";
import { credit, depositCash, setPrice } from "../../../helpers/hubActions.js";
import { BTC, ETH, FEED_MAX_AGE, USD } from "../../../helpers/hubRisk.js";
import { mined } from "../../../helpers/mined.js";
import { units8, usd, usdc } from "../../../helpers/money.js";

/** $100 of bitcoin at $60,000, and $6,000 of it (units). */
const HUNDRED = 166_667n;
const QUARTER = units8("0.1");
const WEEK = 604_800;

describe("AuctionHouse, given a stale key", () => {
  const hub = useHub();

  /** The bitcoin feed falls silent for longer than its limit, the others go on. */
  const silence = async (ether: number): Promise<void> => {
    await hub().chain.increaseTime(FEED_MAX_AGE + 1);
    await setPrice(hub(), ETH, ether);
    await setPrice(hub(), USD, 1);
    await mined(hub().risk.refresh(7));
  };
  const statusOf = async (asset: number): Promise<bigint> =>
    ((await hub().risk.assetRow(asset)) >> 180n) & 0x7fn;

  /** Alice's ten ether and 20,000 of debt, with that much bitcoin when its feed falls silent. */
  const stale = async (units: bigint, ether: number): Promise<Cast> => {
    const cast = await openPosition(hub());
    await credit(hub(), cast.alice.address, HUB_BTC, units);
    await silence(ether);
    expect(await statusOf(BTC)).to.equal(2n);
    return cast;
  };

  // Who gave it makes no difference to the books; both ways are tried because system.md 4.1 names both.
  for (const [whose, given] of [
    ["given a stale key of $100 of the account's own", "before"],
    ["given a stale key of $100 that a stranger gave", "after"],
  ] as const) {
    const withIt = async (ether: number): Promise<Cast> => {
      if (given === "before") return stale(HUNDRED, ether);
      const cast = await openPosition(hub());
      await silence(ether);
      await credit(hub(), cast.alice.address, HUB_BTC, HUNDRED);
      return cast;
    };

    describe(whose, () => {
      it("does not shield the account from liquidation", async () => {
        // 22,900 of ether and 200 for the bitcoin less 20,000 are 3,100; C_MM is above 14% of 22,900, 3,206.
        const { alice, kate } = await withIt(2_290);
        const { auctions } = hub();
        await expect(auctions.connect(kate).liquidate(alice.address)).to.emit(
          auctions,
          "Liquidated",
        );
      });

      it("does not keep the owner from new risk its other keys carry", async () => {
        const { alice } = await withIt(3_000);
        const { engine } = hub();
        const before = await engine.cashOf(alice.address);
        await mined(engine.connect(alice).withdrawCash(alice.address, usdc(500), alice.address));
        expect(await engine.cashOf(alice.address)).to.be.at.most(before - usd(500));
      });
    });
  }

  describe("given a stranger's gift of it to an account in liquidation", () => {
    const given = async (): Promise<Cast> => {
      const cast = await startAuction(hub());
      await silence(2_350);
      await credit(hub(), cast.alice.address, HUB_BTC, HUNDRED);
      return cast;
    };

    it("neither stops a take nor the end of the auction", async () => {
      const cast = await given();
      const { auctions } = hub();
      await expect(take(hub(), cast, { key: HUB_BTC })).to.be.revertedWithCustomError(
        auctions,
        "AuctionHouse_NotOnSale",
      );
      await take(hub(), cast, { units: units8("0.5") });
      const receipt = take(hub(), cast);
      await expect(receipt).to.emit(auctions, "Closed");
      expect((await auctionOf(hub(), cast.alice.address)).startedAt).to.equal(0n);
    });

    it("does not hold the auction in its round", async () => {
      const { alice } = await given();
      const { auctions, chain } = hub();
      await chain.increaseTime(TAIL);
      await mined(auctions.reset(alice.address));
      expect((await auctionOf(hub(), alice.address)).round).to.equal(1n);
    });

    it("does not keep a repayment from ending it", async () => {
      const { alice, bob } = await given();
      const { auctions } = hub();
      await depositCash(hub(), bob, alice.address, usdc(20_000));
      await expect(auctions.close(alice.address)).to.emit(auctions, "Closed");
    });
  });

  describe("given the only key stale and of $100", () => {
    it("does not end the liquidation", async () => {
      const { auctions, engine } = hub();
      const cast = await startAuction(hub(), 1_000);
      // Everything but the gift is sold for less than the debt; what is left owes more than 200.
      await hub().chain.increaseTime(TAIL);
      await take(hub(), cast);
      expect(await engine.balanceOf(cast.alice.address, HUB_ETH)).to.equal(0n);
      await credit(hub(), cast.alice.address, HUB_BTC, HUNDRED);
      await silence(1_000);
      const { equity, doubted } = await engine.marginOf(cast.alice.address);
      expect(equity - doubted).to.be.lessThan(-usd(200));
      expect(await auctions.isCured(cast.alice.address)).to.equal(false);
      expect((await engine.headerOf(cast.alice.address)).inLiquidation).to.equal(true);
    });
  });

  describe("given a stale key worth a quarter of the account", () => {
    // 16,500 of ether and 6,000 of bitcoin against 20,000 of debt: once 2,500, less than 13% of 22,500; twice 8,500.
    it("counts it twice before anybody is liquidated", async () => {
      const { alice, kate } = await stale(QUARTER, 1_650);
      const { auctions, engine } = hub();
      await expect(auctions.connect(kate).liquidate(alice.address)).to.be.revertedWithCustomError(
        engine,
        "MarginEngine_Healthy",
      );
    });

    it("counts it as nothing from seven days after its last good price on", async () => {
      const { alice, kate } = await stale(QUARTER, 1_650);
      const { auctions, chain, engine, risk } = hub();
      const observedAt = Number(((await risk.assetRow(BTC)) >> 116n) & 0xffffffffn);
      await chain.setNextTimestamp(observedAt + WEEK - 30);
      await setPrice(hub(), ETH, 1_650);
      await setPrice(hub(), USD, 1);
      await chain.setNextTimestamp(observedAt + WEEK - 1);
      await expect(auctions.connect(kate).liquidate(alice.address)).to.be.revertedWithCustomError(
        engine,
        "MarginEngine_Healthy",
      );
      await chain.setNextTimestamp(observedAt + WEEK);
      await expect(auctions.connect(kate).liquidate(alice.address)).to.emit(auctions, "Liquidated");
    });
  });
});
