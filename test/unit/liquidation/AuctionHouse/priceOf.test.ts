import { maths } from "@causeway/sdk";
import { expect } from "chai";
import { startAuction } from "../../../helpers/auctions.js";
import { HUB_ETH, useHub } from "../../../helpers/hub.js";
import { setPrice } from "../../../helpers/hubActions.js";
import { USD } from "../../../helpers/hubRisk.js";
import { mined } from "../../../helpers/mined.js";
import { usd } from "../../../helpers/money.js";

describe("AuctionHouse.priceOf", () => {
  const hub = useHub();

  describe("when the account is not in liquidation", () => {
    it("is zero", async () => {
      const { auctions, chain } = hub();
      expect(await auctions.priceOf(chain.signer(1).address, HUB_ETH)).to.equal(0n);
    });
  });

  describe("given an auction", () => {
    it("is the oracle price times the factor", async () => {
      const { alice } = await startAuction(hub());
      await hub().chain.mine(3);
      const factor = await hub().auctions.factorOf(alice.address, HUB_ETH);
      expect(await hub().auctions.priceOf(alice.address, HUB_ETH)).to.equal(2_350n * factor);
    });
  });

  describe("given a settlement asset below one dollar", () => {
    it("is that in settlement assets, rounded up", async () => {
      const { alice } = await startAuction(hub());
      await setPrice(hub(), USD, 0.97);
      await mined(hub().risk.refresh(1n << BigInt(USD)));
      const factor = await hub().auctions.factorOf(alice.address, HUB_ETH);
      expect(await hub().auctions.priceOf(alice.address, HUB_ETH)).to.equal(
        maths.integer.divUp(2_350n * factor, usd("0.97")),
      );
    });
  });
});
