import { WAD } from "@causeway/sdk";
import { expect } from "chai";
import {
  TAIL,
  atAge,
  auctionOf,
  openPosition,
  orderOf,
  startAuction,
  take,
  takenIn,
} from "../../helpers/auctions.js";
import { discountIn, termsOf } from "../../helpers/auctionTwin.js";
import { HUB_BTC, HUB_ETH, useHub, type Hub } from "../../helpers/hub.js";
import { credit, depositCash, setPrice, subAccount } from "../../helpers/hubActions.js";
import { BTC, ETH, FEED_MAX_AGE, USD, allAssets } from "../../helpers/hubRisk.js";
import { mined } from "../../helpers/mined.js";
import { units8, usd, usdc } from "../../helpers/money.js";

/** Equity of all of an owner's accounts together (WAD). */
async function wealth(hub: Hub, accounts: readonly string[]): Promise<bigint> {
  const margins = await Promise.all(accounts.map((account) => hub.engine.marginOf(account)));
  return margins.reduce((sum, { equity }) => sum + equity, 0n);
}

describe("games with an auction", () => {
  const hub = useHub();

  it("buying one's own collateral from a sub-account, kicked by oneself, gains nothing (INV-17)", async () => {
    const { auctions } = hub();
    const cast = await openPosition(hub());
    const { alice } = cast;
    const other = subAccount(alice.address, 1);
    await depositCash(hub(), alice, other, usdc(50_000));
    await setPrice(hub(), ETH, 2_350);
    await mined(hub().risk.refresh(7));
    const before = await wealth(hub(), [alice.address, other]);
    await mined(auctions.connect(alice).liquidate(alice.address));
    await atAge(hub(), alice.address, 600);
    const order = orderOf(cast, { buyer: other });
    const sale = takenIn(hub(), await mined(auctions.connect(alice).take(order)));
    const after = await wealth(hub(), [alice.address, other]);
    // What the sub-account gains on the price, the account loses; the penalty but for the keeper's part is gone.
    const gone = sale.insuranceShare + sale.reserveShare;
    expect(gone > 0n && after <= before - gone).to.equal(true);
  });

  it("farming kicks earns less than the penalty of what is bought", async () => {
    const cast = await startAuction(hub());
    const sale = takenIn(hub(), await take(hub(), cast, { units: units8("0.05") }));
    // 1% of about 116 dollars is all there is, below the tip of 5 dollars.
    expect(sale.keeperReward).to.equal((sale.payment + 99n) / 100n);
    expect(sale.insuranceShare + sale.reserveShare).to.equal(0n);
    const next = takenIn(hub(), await take(hub(), cast, { units: units8("0.05") }));
    expect(next.keeperReward).to.equal(next.payment / 2_000n);
  });

  it("kicking without a sale earns nothing", async () => {
    const { alice, bob, kate } = await startAuction(hub());
    await depositCash(hub(), bob, alice.address, usdc(2_000));
    await mined(hub().auctions.close(alice.address));
    expect(await hub().engine.cashOf(kate.address)).to.equal(0n);
  });

  it("a reset before a take meets the buyer's limit", async () => {
    const cast = await startAuction(hub());
    const { auctions } = hub();
    await atAge(hub(), cast.alice.address, TAIL - 1);
    await hub().chain.step();
    const low = await auctions.priceOf(cast.alice.address, HUB_ETH);
    await mined(auctions.reset(cast.alice.address));
    await expect(
      auctions.connect(cast.bob).take(orderOf(cast, { maxUnitPrice: low })),
    ).to.be.revertedWithCustomError(auctions, "AuctionHouse_PriceAboveLimit");
  });

  it("resets during an outage leave the key on the terms of round 0", async () => {
    const { auctions, chain, risk } = hub();
    const cast = await openPosition(hub());
    const { alice, kate } = cast;
    // Bitcoin stays good and lets the rounds go by while the ether feed is out.
    await credit(hub(), alice.address, HUB_BTC, units8("0.002"));
    await setPrice(hub(), ETH, 2_340);
    await mined(auctions.connect(kate).liquidate(alice.address));
    for (let half = 0; half < 2; half++) {
      await chain.increaseTime(FEED_MAX_AGE / 2);
      await setPrice(hub(), BTC, 60_000);
      await setPrice(hub(), USD, 1);
      await mined(risk.refresh(allAssets));
    }
    for (let round = 0; round < 3; round++) {
      await mined(auctions.reset(alice.address));
      await chain.increaseTime(TAIL);
    }
    expect((await auctionOf(hub(), alice.address)).round).to.equal(3n);
    await setPrice(hub(), ETH, 2_340);
    await mined(risk.refresh(1n << BigInt(ETH)));
    const { maxDiscount, resumedAt } = await termsOf(hub(), alice.address, HUB_ETH);
    await chain.setNextTimestamp(Number(resumedAt) + TAIL - 2);
    await chain.step();
    expect(await auctions.factorOf(alice.address, HUB_ETH)).to.equal(
      WAD - discountIn(maxDiscount, 0),
    );
    // And nobody can skip the tail of the key that came back.
    await expect(auctions.reset(alice.address)).to.be.revertedWithCustomError(
      auctions,
      "AuctionHouse_TailNotOver",
    );
  });

  it("a price that rises in mid-auction raises the price of the take", async () => {
    const cast = await startAuction(hub());
    const { auctions } = hub();
    await setPrice(hub(), ETH, 2_400);
    const { factor, unitPrice } = takenIn(hub(), await take(hub(), cast, { units: units8("0.5") }));
    expect(unitPrice).to.equal(2_400n * factor);
    expect(await auctions.isCured(cast.alice.address)).to.equal(false);
  });

  it("a buyer who stands below margin itself may only pay with cash it has", async () => {
    const { auctions, chain, engine } = hub();
    const cast = await startAuction(hub());
    const poor = chain.signer(5);
    await credit(hub(), poor.address, HUB_ETH, units8(10));
    await mined(engine.connect(poor).withdrawCash(poor.address, usdc(18_000), poor.address));
    await setPrice(hub(), ETH, 2_100);
    await mined(auctions.liquidate(poor.address));
    await expect(auctions.connect(poor).take(orderOf(cast, { buyer: poor.address })))
      .to.be.revertedWithCustomError(engine, "MarginEngine_InsufficientCash")
      .withArgs(poor.address, 0, (asked: bigint) => asked > 0n);
  });

  it("many small takes through every round end in the cure or the last unit", async () => {
    const cast = await startAuction(hub());
    const { auctions, engine } = hub();
    let takes = 0;
    while ((await auctions.auctionOf(cast.alice.address)).startedAt !== 0n) {
      await take(hub(), cast, { units: units8("0.3") });
      takes++;
      if (takes % 4 !== 0 || (await auctions.auctionOf(cast.alice.address)).startedAt === 0n)
        continue;
      await atAge(hub(), cast.alice.address, TAIL);
      await mined(auctions.reset(cast.alice.address));
    }
    expect(takes).to.be.greaterThan(5);
    const { equity, initial } = await engine.marginOf(cast.alice.address);
    expect(equity >= initial).to.equal(true);
  });

  it("a take in the last round's depth goes below the round-0 floor, at most to half (risk.md 4.4)", async () => {
    const cast = await startAuction(hub(), 2_000);
    const { auctions } = hub();
    const { maxDiscount } = await termsOf(hub(), cast.alice.address, HUB_ETH);
    for (let round = 0; round < 3; round++) {
      await atAge(hub(), cast.alice.address, TAIL);
      await mined(auctions.reset(cast.alice.address));
    }
    await atAge(hub(), cast.alice.address, TAIL);
    const sale = takenIn(hub(), await take(hub(), cast));
    expect(sale.factor).to.equal(WAD - discountIn(maxDiscount, 3));
    expect(sale.factor < WAD - maxDiscount && sale.factor >= WAD / 2n).to.equal(true);
    expect(sale.payment > usd(0)).to.equal(true);
  });

  it("leaves no native or settlement token in the auction house", async () => {
    const cast = await startAuction(hub());
    const { auctions, cash, chain } = hub();
    await take(hub(), cast);
    const house = await auctions.getAddress();
    expect(await chain.provider.getBalance(house)).to.equal(0n);
    expect(await cash.balanceOf(house)).to.equal(0n);
  });
});
