import { deploySequencerFeed } from "@causeway/devnet";
import { WAD } from "@causeway/sdk";
import { expect } from "chai";
import { ALL, openPosition, orderOf, startAuction } from "../../../helpers/auctions.js";
import { expectedTake, factorAt, sceneOf, termsOf } from "../../../helpers/auctionTwin.js";
import { HUB_BTC, HUB_ETH, useHub, type Hub } from "../../../helpers/hub.js";
import { setPrice } from "../../../helpers/hubActions.js";
import { ETH, FEED_MAX_AGE } from "../../../helpers/hubRisk.js";
import { mined } from "../../../helpers/mined.js";
import { units8, usd } from "../../../helpers/money.js";

const NOTHING = [0n, 0n, 0n, 0n, 0n];

const quote = async (hub: Hub, account: string, key = HUB_ETH, units = ALL): Promise<bigint[]> => [
  ...(await hub.auctions.quoteTake(account, key, units)),
];

describe("AuctionHouse.quoteTake", () => {
  const hub = useHub();

  describe("when nothing can be bought", () => {
    it("is zero without an auction", async () => {
      const { alice } = await openPosition(hub());
      expect(await quote(hub(), alice.address)).to.deep.equal(NOTHING);
    });

    it("is zero for a key not held", async () => {
      const { alice } = await startAuction(hub());
      expect(await quote(hub(), alice.address, HUB_BTC)).to.deep.equal(NOTHING);
    });

    it("is zero for a key out of range", async () => {
      const { alice } = await startAuction(hub());
      for (const key of [64, 255]) {
        expect(await quote(hub(), alice.address, key)).to.deep.equal(NOTHING);
      }
    });

    it("is zero while takes of the key are stopped", async () => {
      const { alice } = await startAuction(hub());
      await mined(hub().auctions.stop(HUB_ETH, 3));
      expect(await quote(hub(), alice.address)).to.deep.equal(NOTHING);
    });

    it("is zero while the feed is out", async () => {
      const { alice } = await startAuction(hub());
      await hub().chain.increaseTime(FEED_MAX_AGE + 1);
      await mined(hub().risk.refresh(1n << BigInt(ETH)));
      expect(await quote(hub(), alice.address)).to.deep.equal(NOTHING);
    });

    it("is zero while the sequencer is down, as a take finds it: by a status of at most 60 seconds", async () => {
      const { alice } = await startAuction(hub());
      const { chain, devnet, oracle } = hub();
      const sequencer = await deploySequencerFeed(chain);
      await mined(oracle.setSequencerFeed(sequencer.address));
      await sequencer.down();
      expect(await quote(hub(), alice.address)).to.not.deep.equal(NOTHING);
      await devnet.increaseTime(61);
      expect(await quote(hub(), alice.address)).to.deep.equal(NOTHING);
    });
  });

  describe("given an auction", () => {
    it("agrees with the take of the same block", async () => {
      const cast = await startAuction(hub());
      const { auctions, chain } = hub();
      await chain.mine(5);
      const quoted = await quote(hub(), cast.alice.address);
      const blockTag = await chain.height();
      const [units, payment] = await auctions
        .connect(cast.bob)
        .take.staticCall(orderOf(cast), { blockTag });
      expect([units, payment]).to.deep.equal([quoted[0], quoted[3]]);
    });

    it("is what the SDK twin says", async () => {
      const { alice } = await startAuction(hub());
      const { auctions, chain } = hub();
      const scene = await sceneOf(hub(), alice.address, HUB_ETH);
      await chain.mine(8);
      const time = await chain.timestamp();
      const { startedAt } = await auctions.auctionOf(alice.address);
      const factor = factorAt(scene.terms, 0, time - Number(startedAt));
      const expected = expectedTake(scene, { factor, wanted: ALL, time, first: true });
      expect(await quote(hub(), alice.address)).to.deep.equal([
        expected.units,
        factor,
        expected.unitPrice,
        expected.payment,
        expected.penalty,
      ]);
    });
  });

  describe("given equity at or below zero", () => {
    it("quotes the whole balance without a penalty", async () => {
      const { alice } = await startAuction(hub(), 1_900);
      // 0.99 of 1,900 for each of 10 ether.
      expect(await quote(hub(), alice.address)).to.deep.equal([
        units8(10),
        usd("0.99"),
        usd(1_881),
        usd(18_810),
        0n,
      ]);
    });
  });

  describe("given an account cured by price", () => {
    it("quotes nothing but the price", async () => {
      const { alice } = await startAuction(hub());
      await setPrice(hub(), ETH, 2_600);
      await mined(hub().risk.refresh(1n << BigInt(ETH)));
      expect(await quote(hub(), alice.address)).to.deep.equal([
        0n,
        usd("0.99"),
        usd(2_574),
        0n,
        0n,
      ]);
    });
  });

  describe("given the longest time", () => {
    it("quotes the floor", async () => {
      const { alice } = await startAuction(hub());
      const { maxDiscount } = await termsOf(hub(), alice.address, HUB_ETH);
      await hub().chain.increaseTime(10 * 365 * 86_400);
      const [, factor] = await quote(hub(), alice.address);
      expect(factor).to.equal(WAD - maxDiscount);
    });
  });
});
