import { expect } from "chai";
import { startAuction, take } from "../../../helpers/auctions.js";
import { useHub } from "../../../helpers/hub.js";

describe("AuctionHouse.isCured", () => {
  const hub = useHub();

  describe("given an account below its target", () => {
    it("is false", async () => {
      const { alice } = await startAuction(hub());
      expect(await hub().auctions.isCured(alice.address)).to.equal(false);
    });
  });

  describe("given an account at its target", () => {
    it("is true", async () => {
      const cast = await startAuction(hub());
      await take(hub(), cast);
      expect(await hub().auctions.isCured(cast.alice.address)).to.equal(true);
    });
  });

  describe("given an account that holds nothing", () => {
    it("is true", async () => {
      const { auctions, chain } = hub();
      expect(await auctions.isCured(chain.signer(7).address)).to.equal(true);
    });
  });
});
