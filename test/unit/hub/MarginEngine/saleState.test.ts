import { expect } from "chai";
import { HUB_BTC, HUB_ETH, useHub } from "../../../helpers/hub.js";
import { as, depositKey, liquidated, setPrice, supply } from "../../../helpers/hubActions.js";
import { BTC, ETH } from "../../../helpers/hubRisk.js";
import { units8, usd, usdc } from "../../../helpers/money.js";

describe("MarginEngine.saleState", () => {
  const hub = useHub();

  describe("when the caller is not the auction house", () => {
    it("reverts with MarginEngine_NotSystem(caller)", async () => {
      const { engine, admin } = hub();
      await expect(engine.connect(admin).saleState(admin.address, 0))
        .to.be.revertedWithCustomError(engine, "MarginEngine_NotSystem")
        .withArgs(admin.address);
    });
  });

  describe("when the account is not in liquidation", () => {
    it("reverts with MarginEngine_NotInLiquidation(account)", async () => {
      const { engine, auctions, chain } = hub();
      const alice = chain.signer(1).address;
      await expect(engine.connect(await as(hub(), auctions)).saleState(alice, 0))
        .to.be.revertedWithCustomError(engine, "MarginEngine_NotInLiquidation")
        .withArgs(alice);
    });
  });

  describe("given an account in liquidation", () => {
    it("refreshes the key on sale, and the rest only after a minute", async () => {
      const { engine, auctions, chain } = hub();
      await supply(hub(), usdc(100_000));
      const alice = chain.signer(1);
      await depositKey(hub(), alice.address, HUB_BTC, units8("0.001"));
      await liquidated(hub(), alice);
      await setPrice(hub(), ETH, 2_400);
      await setPrice(hub(), BTC, 50_000);
      const house = engine.connect(await as(hub(), auctions));
      const assets = async () => {
        const [margin, terms, , held] = await house.saleState.staticCall(alice.address, HUB_ETH);
        expect(terms.key).to.equal(BigInt(HUB_ETH));
        expect(held).to.equal(units8(10));
        expect(terms.price).to.equal(usd(2_400));
        return margin.equity + (await engine.debtOf(alice.address));
      };
      // 10 ETH at 2,400 and 0.001 BTC at the cached 60,000; after a minute at 50,000.
      expect(await assets()).to.equal(usd(24_060));
      await hub().devnet.increaseTime(61);
      expect(await assets()).to.equal(usd(24_050));
    });
  });
});
