import { deploySequencerFeed } from "@causeway/devnet";
import { WAD, wad } from "@causeway/sdk";
import { expect } from "chai";
import { ExponentialCurve__factory } from "../../../../typechain-types/index.js";
import {
  atAge,
  auctionOf,
  openPosition,
  startAuction,
  take,
  takenIn,
  TAIL,
} from "../../../helpers/auctions.js";
import { expectedTake, factorAt, sceneOf, termsOf } from "../../../helpers/auctionTwin.js";
import { HUB_BTC, HUB_ETH, useHub, type Hub } from "../../../helpers/hub.js";
import { credit, setPrice } from "../../../helpers/hubActions.js";
import { BTC, ETH, FEED_MAX_AGE, USD, volatile } from "../../../helpers/hubRisk.js";
import { mined } from "../../../helpers/mined.js";
import { units8, usd } from "../../../helpers/money.js";

const GRACE = 3_600;

/** A take with the settlement asset off its peg ends the auction within a dust unit of the target. */
async function expectFittingSale(hub: Hub, peg: number): Promise<void> {
  const cast = await startAuction(hub);
  await setPrice(hub, USD, peg);
  await mined(hub.risk.refresh(1));
  await take(hub, cast);
  const { initialEquity, initial, maintenance } = await hub.engine.marginOf(cast.alice.address);
  const buffered = (maintenance * 3n) / 2n;
  const surplus = initialEquity - (initial < buffered ? initial : buffered);
  expect((await auctionOf(hub, cast.alice.address)).startedAt).to.equal(0n);
  expect(surplus >= 0n && surplus < usd(100), surplus.toString()).to.equal(true);
}

describe("AuctionHouse.take on terms that move", () => {
  const hub = useHub();

  describe("given equity at or below zero", () => {
    it("sells the whole balance without a penalty", async () => {
      const cast = await startAuction(hub(), 1_900);
      const sale = takenIn(hub(), await take(hub(), cast));
      expect(sale.units).to.equal(units8(10));
      expect([sale.keeperReward, sale.insuranceShare, sale.reserveShare]).to.deep.equal([
        0n,
        0n,
        0n,
      ]);
      // All went to the debt: 0.99 of 19,000.
      expect(sale.payment).to.equal(usd(18_810));
      const { tipPaid, startedAt } = await auctionOf(hub(), cast.alice.address);
      expect({ tipPaid, open: startedAt !== 0n }).to.deep.equal({ tipPaid: true, open: true });
    });
  });

  describe("given a settlement asset below one dollar", () => {
    it("charges the dollar value in tokens", async () => {
      const cast = await startAuction(hub());
      await setPrice(hub(), USD, 0.8);
      await hub().chain.increaseTime(61);
      await mined(hub().risk.refresh(1));
      const { factor, unitPrice, payment } = takenIn(
        hub(),
        await take(hub(), cast, { units: units8(1) }),
      );
      // 2,350 times the factor, over 0.8.
      expect(unitPrice).to.equal((2_350n * factor * 10n) / 8n);
      expect(payment).to.equal(unitPrice);
    });

    it("sells no more than restores the target (INV-21)", async () => {
      await expectFittingSale(hub(), 0.8);
    });
  });

  describe("given a settlement asset above one dollar", () => {
    it("charges one token a dollar", async () => {
      const cast = await startAuction(hub());
      await setPrice(hub(), USD, 1.02);
      await mined(hub().risk.refresh(1));
      const { factor, payment } = takenIn(hub(), await take(hub(), cast, { units: units8(1) }));
      expect(payment).to.equal(2_350n * factor);
    });

    it("sells no more than restores the target (INV-21)", async () => {
      await expectFittingSale(hub(), 1.05);
    });
  });

  describe("given a key credited since the start", () => {
    it("sells it on its live terms", async () => {
      const cast = await startAuction(hub());
      await credit(hub(), cast.alice.address, HUB_BTC, units8("0.005"));
      await atAge(hub(), cast.alice.address, 800);
      const sale = takenIn(hub(), await take(hub(), cast, { key: HUB_BTC }));
      const { maxDiscount } = await termsOf(hub(), cast.bob.address, HUB_BTC);
      expect(sale.factor).to.equal(WAD - maxDiscount);
    });
  });

  describe("given a feed that came back within the round", () => {
    it("restarts the key on the terms of round 0", async () => {
      const cast = await startAuction(hub());
      const { auctions, chain, risk } = hub();
      const terms = await termsOf(hub(), cast.alice.address, HUB_ETH);
      await chain.increaseTime(TAIL);
      await mined(auctions.reset(cast.alice.address));
      await chain.increaseTime(FEED_MAX_AGE);
      await mined(risk.refresh(1n << BigInt(ETH)));
      await setPrice(hub(), ETH, 2_350);
      await setPrice(hub(), USD, 1);
      await mined(risk.refresh((1n << BigInt(ETH)) | (1n << BigInt(USD))));
      const { resumedAt } = await termsOf(hub(), cast.alice.address, HUB_ETH);
      await chain.setNextTimestamp(Number(resumedAt) + 60);
      const sale = takenIn(hub(), await take(hub(), cast, { units: units8(1) }));
      expect(sale.factor).to.equal(factorAt(terms, 0, 60));
    });
  });

  describe("given a haircut that fell since the start", () => {
    it("sells no deeper than what the haircut of now bears (INV-20)", async () => {
      const { parameters, risk } = hub();
      const ether = 1n << BigInt(HUB_ETH);
      const asset = volatile(ETH, 2_000, 2_300);
      await mined(parameters.setAsset(ETH, { ...asset, baseDiscount: 1_800 }));
      await mined(risk.poke(ether));
      const cast = await startAuction(hub(), 2_300);
      const fixed = await termsOf(hub(), cast.alice.address, HUB_ETH);
      await mined(parameters.setAsset(ETH, volatile(ETH, 1_300, 1_600)));
      await atAge(hub(), cast.alice.address, 880);
      await mined(risk.poke(ether));
      const { haircutMaintenance } = await termsOf(hub(), cast.alice.address, HUB_ETH);
      const sale = takenIn(hub(), await take(hub(), cast, { units: units8("0.1") }));
      // Less phi and gap, 150 bps.
      const bearable = haircutMaintenance - 15n * 10n ** 15n;
      expect(sale.factor).to.equal(WAD - bearable);
      expect(bearable < fixed.maxDiscount).to.equal(true);
    });
  });

  describe("given a stop of takes that ended within the round", () => {
    it("restarts the key on the terms of round 0", async () => {
      const cast = await startAuction(hub());
      const { auctions, chain } = hub();
      const terms = await termsOf(hub(), cast.alice.address, HUB_ETH);
      await chain.increaseTime(TAIL);
      await mined(auctions.reset(cast.alice.address));
      await mined(auctions.stop(HUB_ETH, 3));
      const { until } = await auctions.stopOf(HUB_ETH);
      await chain.setNextTimestamp(Number(until) + 36);
      const sale = takenIn(hub(), await take(hub(), cast, { units: units8(1) }));
      expect(sale.factor).to.equal(factorAt(terms, 0, 36));
    });
  });

  describe("given a sequencer that came back", () => {
    it("restarts the clock after the grace hour", async () => {
      const cast = await startAuction(hub());
      const { chain, oracle } = hub();
      const terms = await termsOf(hub(), cast.alice.address, HUB_ETH);
      const sequencer = await deploySequencerFeed(chain);
      await mined(oracle.setSequencerFeed(sequencer.address));
      await sequencer.down();
      const back = chain.now() + 600;
      await chain.setNextTimestamp(back);
      await sequencer.up(back);
      await chain.setNextTimestamp(back + GRACE + 24);
      const sale = takenIn(hub(), await take(hub(), cast, { units: units8(1) }));
      expect(sale.factor).to.equal(factorAt(terms, 0, 24));
    });
  });

  describe("given another curve selected since the start", () => {
    it("keeps the curve the auction started with", async () => {
      const cast = await startAuction(hub());
      const { admin, auctions } = hub();
      const terms = await termsOf(hub(), cast.alice.address, HUB_ETH);
      const steep = await new ExponentialCurve__factory(admin).deploy(WAD / 2n, 1);
      await mined(auctions.selectCurve(await steep.getAddress()));
      await atAge(hub(), cast.alice.address, 60);
      const sale = takenIn(hub(), await take(hub(), cast, { units: units8(1) }));
      expect(sale.factor).to.equal(factorAt(terms, 0, 60));
    });
  });

  describe("given a key of an unsold lane in outage beside it", () => {
    it("sizes the sale with that key at its last good price once", async () => {
      const { auctions, chain, risk } = hub();
      const cast = await openPosition(hub());
      const { alice, kate } = cast;
      await credit(hub(), alice.address, HUB_BTC, units8("0.01"));
      await chain.increaseTime(FEED_MAX_AGE);
      await setPrice(hub(), ETH, 2_200);
      await setPrice(hub(), USD, 1);
      await mined(auctions.connect(kate).liquidate(alice.address));
      expect((await termsOf(hub(), alice.address, HUB_BTC)).onSale).to.equal(false);
      const scene = await sceneOf(hub(), alice.address, HUB_ETH);
      // The margin counts the 600 dollars of bitcoin twice; the sale does not.
      const twice = { ...scene, equityAt: (time: number) => scene.equityAt(time) + usd(600) };
      const { startedAt } = await auctions.auctionOf(alice.address);
      const factor = factorAt(scene.terms, 0, 120);
      const time = Number(startedAt) + 120;
      const asked = { factor, wanted: units8(10), time, first: true };
      await atAge(hub(), alice.address, 120);
      const sale = takenIn(hub(), await take(hub(), cast));
      expect(sale.units).to.equal(expectedTake(scene, asked).units);
      expect(sale.units > expectedTake(twice, asked).units).to.equal(true);
      expect((await risk.assetRow(BTC)) > 0n).to.equal(true);
    });

    it("counts that key's charge once in the target", async () => {
      const { chain, engine, risk } = hub();
      const cast = await openPosition(hub());
      const { alice, kate } = cast;
      await credit(hub(), alice.address, HUB_BTC, units8("0.1"));
      await setPrice(hub(), ETH, 1_740);
      await mined(hub().auctions.connect(kate).liquidate(alice.address));
      await chain.increaseTime(FEED_MAX_AGE);
      await setPrice(hub(), ETH, 1_740);
      await setPrice(hub(), USD, 1);
      await mined(risk.refresh(7));
      await mined(risk.poke(1n << BigInt(HUB_ETH)));
      // 6,000 dollars of bitcoin are charged twice; the target must not be.
      const { haircutMaintenance } = await termsOf(hub(), alice.address, HUB_BTC);
      const { doubt, initialDoubt } = await engine.marginOf(alice.address);
      expect(doubt).to.equal(6_000n * haircutMaintenance);
      const scene = await sceneOf(hub(), alice.address, HUB_ETH);
      const { startedAt } = await auctionOf(hub(), alice.address);
      const time = Number(startedAt) + FEED_MAX_AGE + 300;
      await chain.setNextTimestamp(time);
      const sale = takenIn(hub(), await take(hub(), cast));
      const asked = { factor: wad(sale.factor), wanted: units8(10), time, first: true };
      expect(sale.units).to.equal(expectedTake(scene, asked).units);
      const twice = {
        ...scene,
        initial: scene.initial + initialDoubt,
        maintenance: scene.maintenance + doubt,
      };
      expect(sale.units < expectedTake(twice, asked).units).to.equal(true);
    });
  });
});
