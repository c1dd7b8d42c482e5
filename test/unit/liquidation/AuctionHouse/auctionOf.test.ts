import { ZeroAddress } from "ethers";
import { expect } from "chai";
import { auctionOf, startAuction } from "../../../helpers/auctions.js";
import { useHub } from "../../../helpers/hub.js";

describe("AuctionHouse.auctionOf", () => {
  const hub = useHub();

  describe("given no auction", () => {
    it("is all zero", async () => {
      expect(await auctionOf(hub(), hub().chain.signer(1).address)).to.deep.equal({
        kicker: ZeroAddress,
        startedAt: 0n,
        round: 0n,
        curve: 0n,
        offered: 0n,
        tipPaid: false,
      });
    });
  });

  describe("given an auction", () => {
    it("tells kicker, round, time, curve and what was offered", async () => {
      const { alice, kate } = await startAuction(hub());
      const { kicker, startedAt } = await hub().auctions.auctionOf(alice.address);
      expect(kicker).to.equal(kate.address);
      expect(Number(startedAt)).to.equal(await hub().chain.timestamp());
    });
  });
});
