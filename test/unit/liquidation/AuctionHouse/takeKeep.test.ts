import { expect } from "chai";
import {
  ANY_PRICE,
  KEEP,
  atAge,
  auctionOf,
  openPosition,
  orderOf,
  startAuction,
  take,
  takenIn,
} from "../../../helpers/auctions.js";
import { expectedTake, factorAt, sceneOf, termsOf } from "../../../helpers/auctionTwin.js";
import { HUB_BTC, HUB_ETH, useHub } from "../../../helpers/hub.js";
import { credit, depositCash, setPrice } from "../../../helpers/hubActions.js";
import { ETH } from "../../../helpers/hubRisk.js";
import { mined } from "../../../helpers/mined.js";
import { units8, usd, usdc } from "../../../helpers/money.js";

describe("AuctionHouse.take in KEEP", () => {
  const hub = useHub();

  describe("given an order for everything", () => {
    it("sells what restores the target at the price of the moment", async () => {
      const cast = await startAuction(hub());
      const { auctions } = hub();
      const scene = await sceneOf(hub(), cast.alice.address, HUB_ETH);
      const { startedAt } = await auctions.auctionOf(cast.alice.address);
      const time = Number(startedAt) + 125;
      const factor = factorAt(scene.terms, 0, 125);
      const expected = expectedTake(scene, { factor, wanted: units8(10), time, first: true });
      expect(expected.units < units8(10)).to.equal(true);
      await atAge(hub(), cast.alice.address, 125);
      await expect(auctions.connect(cast.bob).take(orderOf(cast)))
        .to.emit(auctions, "Taken")
        .withArgs(
          cast.alice.address,
          cast.bob.address,
          HUB_ETH,
          expected.units,
          factor,
          expected.unitPrice,
          expected.payment,
          expected.keeper,
          expected.insurance,
          expected.protocol,
          KEEP,
        );
    });

    it("moves units and cash to the wei", async () => {
      const cast = await startAuction(hub());
      const { engine } = hub();
      const { alice, bob, kate } = cast;
      await mined(engine.accrue());
      const owed = await engine.debtSharesOf(alice.address);
      const sale = takenIn(hub(), await take(hub(), cast, { maxUnitPrice: ANY_PRICE }));
      expect(await engine.balanceOf(bob.address, HUB_ETH)).to.equal(sale.units);
      expect(await engine.balanceOf(alice.address, HUB_ETH)).to.equal(units8(10) - sale.units);
      expect(await engine.cashOf(bob.address)).to.equal(usd(100_000) - sale.payment);
      expect(await engine.cashOf(kate.address)).to.equal(sale.keeperReward);
      expect(await engine.insuranceCash()).to.equal(sale.insuranceShare);
      expect(await engine.reserveCash()).to.equal(sale.reserveShare);
      const penalty = sale.keeperReward + sale.insuranceShare + sale.reserveShare;
      const repaid = ((sale.payment - penalty) * 10n ** 27n) / (await engine.borrowIndex());
      expect(await engine.debtSharesOf(alice.address)).to.equal(owed - repaid);
    });

    it("ends the auction", async () => {
      const cast = await startAuction(hub());
      const { auctions, engine } = hub();
      const receipt = await take(hub(), cast);
      const margin = await engine.marginOf(cast.alice.address);
      await expect(Promise.resolve(receipt))
        .to.emit(auctions, "Closed")
        .withArgs(cast.alice.address, margin.equity, margin.initial);
      expect(margin.equity >= margin.initial).to.equal(true);
      expect((await auctionOf(hub(), cast.alice.address)).startedAt).to.equal(0n);
      expect((await engine.headerOf(cast.alice.address)).inLiquidation).to.equal(false);
    });
  });

  describe("given an order for less than is needed", () => {
    it("sells what is wanted and leaves the auction open", async () => {
      const cast = await startAuction(hub());
      const { engine } = hub();
      const sale = takenIn(hub(), await take(hub(), cast, { units: units8(1) }));
      expect(sale.units).to.equal(units8(1));
      const { tipPaid, round } = await auctionOf(hub(), cast.alice.address);
      expect({ tipPaid, round }).to.deep.equal({ tipPaid: true, round: 0n });
      expect((await engine.headerOf(cast.alice.address)).inLiquidation).to.equal(true);
    });

    it("pays the tip once", async () => {
      const cast = await startAuction(hub());
      const first = takenIn(hub(), await take(hub(), cast, { units: units8("0.5") }));
      const second = takenIn(hub(), await take(hub(), cast, { units: units8("0.5") }));
      // 5 dollars and 5 bps, then 5 bps.
      expect(first.keeperReward).to.equal(usd(5) + first.payment / 2_000n);
      expect(second.keeperReward).to.equal(second.payment / 2_000n);
      expect(await hub().engine.cashOf(cast.kate.address)).to.equal(
        first.keeperReward + second.keeperReward,
      );
    });
  });

  describe("given an order that would leave less than the dust limit", () => {
    it("sells the whole balance", async () => {
      const { engine } = hub();
      const cast = await openPosition(hub());
      // A little bitcoin beside the ether: 0.003 are 180 dollars, of which 0.002 would leave 60.
      await credit(hub(), cast.alice.address, HUB_BTC, units8("0.003"));
      await setPrice(hub(), ETH, 2_330);
      await mined(hub().auctions.connect(cast.kate).liquidate(cast.alice.address));
      const sale = takenIn(
        hub(),
        await take(hub(), cast, { key: HUB_BTC, units: units8("0.002") }),
      );
      expect(sale.units).to.equal(units8("0.003"));
      expect(await engine.balanceOf(cast.alice.address, HUB_BTC)).to.equal(0n);
    });
  });

  describe("given an operator of the buyer", () => {
    it("buys for the buyer", async () => {
      const cast = await startAuction(hub());
      const { auctions, engine } = hub();
      await mined(engine.connect(cast.bob).setOperator(cast.bob.address, cast.kate.address, true));
      await mined(auctions.connect(cast.kate).take(orderOf(cast, { units: units8(1) })));
      expect(await engine.balanceOf(cast.bob.address, HUB_ETH)).to.equal(units8(1));
    });
  });

  describe("given a buyer with units of the key and a kicker who buys", () => {
    it("adds to what they have", async () => {
      const cast = await startAuction(hub());
      const { auctions, engine } = hub();
      const { kate } = cast;
      await credit(hub(), kate.address, HUB_ETH, units8(2));
      await depositCash(hub(), kate, kate.address, usdc(50_000));
      const order = orderOf(cast, { buyer: kate.address, units: units8(1) });
      const sale = takenIn(hub(), await mined(auctions.connect(kate).take(order)));
      expect(await engine.balanceOf(kate.address, HUB_ETH)).to.equal(units8(3));
      expect(await engine.cashOf(kate.address)).to.equal(
        usd(50_000) - sale.payment + sale.keeperReward,
      );
      expect((await termsOf(hub(), kate.address, HUB_ETH)).price).to.equal(usd(2_350));
    });
  });
});
