import { expect } from "chai";
import { HUB_BTC, HUB_ETH, useHub } from "../../../helpers/hub.js";
import { mined } from "../../../helpers/mined.js";

describe("AuctionHouse.stopOf", () => {
  const hub = useHub();

  describe("given a key never stopped", () => {
    it("is level 0", async () => {
      await mined(hub().auctions.stop(HUB_ETH, 3));
      expect(await hub().auctions.stopOf(HUB_BTC)).to.deep.equal([0n, 0n]);
    });
  });

  describe("given a stop", () => {
    it("is its level until it ends", async () => {
      const { auctions, chain } = hub();
      await mined(auctions.stop(HUB_ETH, 2));
      const until = (await chain.timestamp()) + 21_600;
      await chain.setNextTimestamp(until - 1);
      await chain.step();
      expect(await auctions.stopOf(HUB_ETH)).to.deep.equal([2n, BigInt(until)]);
      await chain.setNextTimestamp(until);
      await chain.step();
      expect(await auctions.stopOf(HUB_ETH)).to.deep.equal([0n, BigInt(until)]);
    });
  });

  describe("given a key out of range", () => {
    it("is level 0", async () => {
      await mined(hub().auctions.stop(63, 3));
      expect(await hub().auctions.stopOf(127)).to.deep.equal([0n, 0n]);
      expect(await hub().auctions.stopOf(255)).to.deep.equal([0n, 0n]);
    });
  });
});
