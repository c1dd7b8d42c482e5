import { expect } from "chai";
import { mined } from "../../../helpers/mined.js";
import { usd } from "../../../helpers/money.js";
import {
  BTC,
  ETH,
  MAX_AGE,
  keyOf,
  useListedDesk,
  type ListedDesk,
} from "../../../helpers/riskDesk.js";
import { OUTSIDE, assetRowAt, transmit } from "../../../helpers/rows.js";

/** PriceStatus. */
const [GOOD, STALE, OUT_OF_BOUNDS] = [1n, 2n, 3n];
const ETHER = 1n << BigInt(ETH);

/** An outage that restarts sales: an auction's tail (seconds). */
const LEAST_OUTAGE = 900;

const resumedAt = async ({ risk }: ListedDesk) => (await risk.priceRiskOf(ETH)).resumedAt;

describe("RiskEngine.refresh", () => {
  const desk = useListedDesk();

  describe("when an asset has no feed", () => {
    it("reverts with RiskEngine_UnknownAsset(asset)", async () => {
      const { risk } = desk();
      for (const asset of [9, 63, 64, 255]) {
        await expect(risk.refresh(1n << BigInt(asset)))
          .to.be.revertedWithCustomError(risk, "RiskEngine_UnknownAsset")
          .withArgs(asset);
      }
    });
  });

  describe("given a good feed", () => {
    it("emits PriceRefreshed and keeps price, time of observation and time of refresh", async () => {
      const { risk, feeds, chain } = desk();
      await transmit(desk(), ETH, 290_000_000_000n);
      await desk().devnet.increaseTime(30);
      const round = await feeds.get(ETH)?.contract.latestRoundData();
      await expect(risk.refresh(ETHER))
        .to.emit(risk, "PriceRefreshed")
        .withArgs(ETH, usd(2_900), usd(2_900), round?.updatedAt, GOOD);
      const row = await assetRowAt(desk(), ETH);
      expect([row.price, row.observedAt, row.status]).to.deep.equal([
        usd(2_900),
        round?.updatedAt,
        "GOOD",
      ]);
      expect(row.refreshedAt).to.equal(await chain.timestamp());
    });

    it("refreshes every asset of the bitmap and no other", async () => {
      const { risk } = desk();
      for (const asset of [0, ETH, BTC]) await transmit(desk(), asset, 100_010_000n);
      await mined(risk.refresh(0b101n));
      expect((await assetRowAt(desk(), 0)).price).to.equal(usd("1.0001"));
      expect((await assetRowAt(desk(), ETH)).price).to.equal(usd(3_000));
      expect((await assetRowAt(desk(), BTC)).price).to.equal(usd("1.0001"));
    });

    it("keeps the parameters beside it", async () => {
      const { parameters, risk } = desk();
      await mined(parameters.setKey(0, keyOf()));
      await mined(risk.poke(1n));
      const before = await assetRowAt(desk(), ETH);
      await transmit(desk(), ETH, 290_000_000_000n);
      await mined(risk.refresh(ETHER));
      const { depth, eta, maxCharge, minHaircut, maxHaircut } = await assetRowAt(desk(), ETH);
      expect([depth, eta, maxCharge]).to.deep.equal([before.depth, before.eta, before.maxCharge]);
      expect([minHaircut, maxHaircut]).to.deep.equal([before.minHaircut, before.maxHaircut]);
    });
  });

  describe("when the price was refreshed in this block", () => {
    it("does not ask a good feed again", async () => {
      const { risk } = desk();
      await transmit(desk(), ETH, 290_000_000_000n);
      await mined(risk.refresh(ETHER));
      // Reading a feed needs 106,587 gas at least: with less left, only a call that reads none succeeds.
      await risk.refresh.staticCall(ETHER, { gasLimit: 90_000 });
      await desk().devnet.increaseTime(1);
      const { oracle } = desk();
      await expect(
        risk.refresh.staticCall(ETHER, { gasLimit: 90_000 }),
      ).to.be.revertedWithCustomError(oracle, "PriceOracle_GasTooLow");
    });

    it("asks a bad feed again", async () => {
      const { risk, oracle } = desk();
      await transmit(desk(), ETH, OUTSIDE);
      await mined(risk.refresh(ETHER));
      // As above: it reads one. A report may have come since, in the same block.
      await expect(
        risk.refresh.staticCall(ETHER, { gasLimit: 90_000 }),
      ).to.be.revertedWithCustomError(oracle, "PriceOracle_GasTooLow");
    });
  });

  describe("when the feed is not good", () => {
    it("keeps the last good price with its time, and says what the feed is", async () => {
      const { risk, devnet } = desk();
      const before = await assetRowAt(desk(), ETH);
      await transmit(desk(), ETH, OUTSIDE);
      await expect(risk.refresh(ETHER))
        .to.emit(risk, "PriceRefreshed")
        .withArgs(ETH, before.price, before.price, before.observedAt, OUT_OF_BOUNDS);
      await devnet.increaseTime(MAX_AGE + 1);
      await expect(risk.refresh(ETHER))
        .to.emit(risk, "PriceRefreshed")
        .withArgs(ETH, before.price, before.price, before.observedAt, STALE);
      const after = await assetRowAt(desk(), ETH);
      expect([after.price, after.observedAt]).to.deep.equal([before.price, before.observedAt]);
      expect(after.status).to.equal("STALE");
    });
  });

  describe("given a feed that was never out", () => {
    it("has no time of return, however long nobody asked", async () => {
      const { risk, devnet } = desk();
      expect(await resumedAt(desk())).to.equal(0);
      await devnet.increaseTime(MAX_AGE - 100);
      await transmit(desk(), ETH, 290_000_000_000n);
      await mined(risk.refresh(ETHER));
      expect(await resumedAt(desk())).to.equal(0);
    });
  });

  describe("when the feed is back after a silence of a tail beyond its limit", () => {
    it("emits FeedResumed and keeps the time of the observation that ended it", async () => {
      const { risk, devnet, feeds } = desk();
      await devnet.increaseTime(MAX_AGE + LEAST_OUTAGE + 1);
      await transmit(desk(), ETH, 290_000_000_000n);
      const round = await feeds.get(ETH)?.contract.latestRoundData();
      await devnet.increaseTime(500);
      await expect(risk.refresh(ETHER))
        .to.emit(risk, "FeedResumed")
        .withArgs(ETH, round?.updatedAt);
      expect(await resumedAt(desk())).to.equal(round?.updatedAt);
    });

    it("keeps the time of the refresh if one found it silent just before", async () => {
      const { risk, devnet, chain } = desk();
      await devnet.increaseTime(MAX_AGE + LEAST_OUTAGE + 1);
      await mined(risk.refresh(ETHER));
      await transmit(desk(), ETH, 290_000_000_000n);
      await expect(risk.refresh(ETHER)).to.emit(risk, "FeedResumed");
      expect(await resumedAt(desk())).to.equal(await chain.timestamp());
    });
  });

  describe("when the feed is back after a refresh that found it bad a tail ago", () => {
    it("emits FeedResumed and keeps the time of the refresh that finds it good", async () => {
      const { risk, devnet, chain } = desk();
      await transmit(desk(), ETH, OUTSIDE);
      await mined(risk.refresh(ETHER));
      await devnet.increaseTime(LEAST_OUTAGE);
      await transmit(desk(), ETH, 290_000_000_000n);
      await expect(risk.refresh(ETHER)).to.emit(risk, "FeedResumed");
      expect(await resumedAt(desk())).to.equal(await chain.timestamp());
    });
  });

  describe("when the feed is back from a shorter outage", () => {
    it("has no time of return after a silence", async () => {
      const { risk, devnet } = desk();
      const { observedAt } = await assetRowAt(desk(), ETH);
      await devnet.setTime(Number(observedAt) + MAX_AGE + LEAST_OUTAGE - 2);
      await transmit(desk(), ETH, 290_000_000_000n);
      await expect(risk.refresh(ETHER)).not.to.emit(risk, "FeedResumed");
      expect(await resumedAt(desk())).to.equal(0);
    });

    it("has no time of return after a refresh that found it bad, however often", async () => {
      const { risk, devnet } = desk();
      for (let i = 0; i < 4; ++i) {
        await transmit(desk(), ETH, OUTSIDE);
        await mined(risk.refresh(ETHER));
        await devnet.increaseTime(LEAST_OUTAGE - 10);
        await transmit(desk(), ETH, 290_000_000_000n);
        await mined(risk.refresh(ETHER));
        await devnet.increaseTime(60);
      }
      expect(await resumedAt(desk())).to.equal(0);
    });
  });
});
