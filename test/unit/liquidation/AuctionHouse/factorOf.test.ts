import { WAD } from "@causeway/sdk";
import { expect } from "chai";
import { startAuction } from "../../../helpers/auctions.js";
import { factorAt, termsOf } from "../../../helpers/auctionTwin.js";
import { HUB_BTC, HUB_ETH, useHub } from "../../../helpers/hub.js";
import { credit } from "../../../helpers/hubActions.js";
import { units8 } from "../../../helpers/money.js";

describe("AuctionHouse.factorOf", () => {
  const hub = useHub();

  describe("when the account is not in liquidation", () => {
    it("is zero", async () => {
      const { auctions, chain } = hub();
      expect(await auctions.factorOf(chain.signer(1).address, HUB_ETH)).to.equal(0n);
    });
  });

  describe("given an auction", () => {
    it("falls by steps to the floor and never rises", async () => {
      const { alice } = await startAuction(hub());
      const { auctions, chain } = hub();
      const terms = await termsOf(hub(), alice.address, HUB_ETH);
      const started = await chain.timestamp();
      let last = WAD as bigint;
      for (let age = 7; age < 900; age += 47) {
        await chain.setNextTimestamp(started + age);
        await chain.step();
        const factor = await auctions.factorOf(alice.address, HUB_ETH);
        expect(factor, `after ${age} s`).to.equal(factorAt(terms, 0, age));
        // INV-19.
        expect(factor <= last).to.equal(true);
        last = factor;
      }
      expect(last).to.equal(WAD - terms.maxDiscount);
    });
  });

  describe("given a key credited since the start", () => {
    it("falls on the account's clock", async () => {
      const { alice } = await startAuction(hub());
      const { auctions, chain } = hub();
      const started = await chain.timestamp();
      await credit(hub(), alice.address, HUB_BTC, units8("0.01"));
      await chain.setNextTimestamp(started + 60);
      await chain.step();
      const terms = await termsOf(hub(), alice.address, HUB_BTC);
      expect(await auctions.factorOf(alice.address, HUB_BTC)).to.equal(factorAt(terms, 0, 60));
    });
  });
});
