import { deploySequencerFeed } from "@causeway/devnet";
import { expect } from "chai";
import { auctionOf, startAuction, take } from "../../../helpers/auctions.js";
import { HUB_BTC, HUB_ETH, useHub } from "../../../helpers/hub.js";
import { credit, depositCash, setPrice } from "../../../helpers/hubActions.js";
import { ETH, FEED_MAX_AGE, USD } from "../../../helpers/hubRisk.js";
import { mined } from "../../../helpers/mined.js";
import { units8, usd, usdc } from "../../../helpers/money.js";

describe("AuctionHouse.close", () => {
  const hub = useHub();

  describe("when the account is not in liquidation", () => {
    it("reverts with AuctionHouse_NoAuction(account)", async () => {
      const { auctions, chain } = hub();
      const nobody = chain.signer(7).address;
      await expect(auctions.close(nobody))
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_NoAuction")
        .withArgs(nobody);
    });
  });

  describe("when equity is below the target", () => {
    it("reverts with AuctionHouse_NotCured(account, equity, target)", async () => {
      const { alice, bob } = await startAuction(hub());
      const { auctions, engine } = hub();
      const { initial } = await engine.marginOf(alice.address);
      await expect(auctions.connect(bob).close(alice.address))
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_NotCured")
        .withArgs(alice.address, (equity: bigint) => equity / usd(1) === 3_499n, initial);
    });
  });

  describe("when the only feed is out", () => {
    it("reverts with AuctionHouse_NotCured(account, equity, target)", async () => {
      const { alice } = await startAuction(hub());
      const { auctions, chain, engine } = hub();
      await chain.increaseTime(FEED_MAX_AGE + 1);
      await setPrice(hub(), USD, 1);
      await mined(hub().risk.refresh(7));
      // Counted twice, the ether would be far above any target.
      const margin = await engine.marginOf(alice.address);
      expect(margin.equity > usd(25_000)).to.equal(true);
      await expect(auctions.close(alice.address))
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_NotCured")
        .withArgs(
          alice.address,
          (equity: bigint) => equity / usd(1) === 3_499n,
          (target: bigint) => target > usd(3_500),
        );
      expect(await auctions.isCured(alice.address)).to.equal(false);
    });
  });

  describe("given a cure by price", () => {
    it("ends the auction and the liquidation", async () => {
      const { alice } = await startAuction(hub());
      const { auctions, engine } = hub();
      await setPrice(hub(), ETH, 2_600);
      const receipt = await mined(auctions.close(alice.address));
      const { equity, initial } = await engine.marginOf(alice.address);
      await expect(Promise.resolve(receipt))
        .to.emit(auctions, "Closed")
        .withArgs(alice.address, equity, initial);
      expect((await auctionOf(hub(), alice.address)).startedAt).to.equal(0n);
      expect((await engine.headerOf(alice.address)).inLiquidation).to.equal(false);
    });
  });

  describe("given a cure by repayment", () => {
    it("ends the auction, called by anyone", async () => {
      const { alice, bob } = await startAuction(hub());
      const { auctions } = hub();
      // C_IM is 4,525 at 23,500 of ether and 19.2%: 1,100 on top of 3,500 do, 1,000 do not.
      await depositCash(hub(), bob, alice.address, usdc(1_000));
      await expect(auctions.connect(bob).close(alice.address)).to.be.revertedWithCustomError(
        auctions,
        "AuctionHouse_NotCured",
      );
      await depositCash(hub(), bob, alice.address, usdc(100));
      await expect(auctions.connect(bob).close(alice.address)).to.emit(auctions, "Closed");
    });
  });

  describe("given a cure by collateral", () => {
    it("ends the auction", async () => {
      const { alice } = await startAuction(hub());
      const { auctions } = hub();
      await credit(hub(), alice.address, HUB_BTC, units8("0.1"));
      await expect(auctions.close(alice.address)).to.emit(auctions, "Closed");
    });
  });

  describe("given every stop and a sequencer that is down", () => {
    it("ends the auction all the same", async () => {
      const { alice } = await startAuction(hub());
      const { auctions, chain, oracle } = hub();
      await mined(auctions.stop(HUB_ETH, 3));
      const sequencer = await deploySequencerFeed(chain);
      await mined(oracle.setSequencerFeed(sequencer.address));
      await sequencer.down();
      await setPrice(hub(), ETH, 2_600);
      await expect(auctions.close(alice.address)).to.emit(auctions, "Closed");
    });
  });

  describe("given a second fall of the price", () => {
    it("may be liquidated again on new terms", async () => {
      const cast = await startAuction(hub());
      const { auctions } = hub();
      const { alice, bob, kate } = cast;
      await take(hub(), cast, { units: units8("0.5") });
      await credit(hub(), alice.address, HUB_BTC, units8("0.1"));
      await mined(auctions.close(alice.address));
      await setPrice(hub(), ETH, 1_550);
      await mined(auctions.connect(bob).liquidate(alice.address));
      const { kicker, offered, tipPaid } = await auctionOf(hub(), alice.address);
      expect({ kicker, offered, tipPaid }).to.deep.equal({
        kicker: bob.address,
        offered: 1n,
        tipPaid: false,
      });
      expect(kicker).to.not.equal(kate.address);
    });
  });
});
