import { expect } from "chai";
import type { TakeSettlementStruct } from "../../../../typechain-types/contracts/hub/MarginEngine.js";
import { HUB_ETH, useHub } from "../../../helpers/hub.js";
import {
  as,
  books,
  depositCash,
  liquidated,
  subAccount,
  supply,
} from "../../../helpers/hubActions.js";
import { mined } from "../../../helpers/mined.js";
import { units8, usd, usdc } from "../../../helpers/money.js";

describe("MarginEngine.settleTake", () => {
  const hub = useHub();

  /** Alice in liquidation with ten ether and 22,000 dollars of debt; Bob with 10,000 dollars of cash. */
  const cast = async () => {
    const { engine, auctions, chain } = hub();
    await supply(hub(), usdc(100_000));
    const [alice, bob, kicker] = [chain.signer(1), chain.signer(2), chain.signer(3)];
    await liquidated(hub(), alice);
    await depositCash(hub(), bob, bob.address, usdc(10_000));
    const house = engine.connect(await as(hub(), auctions));
    const order = {
      account: alice.address,
      buyer: bob.address,
      key: HUB_ETH,
      units: units8(2),
      payment: usd(4_900) + 7n,
      keeper: kicker.address,
      keeperReward: usd(7) + 1n,
      insuranceShare: usd(30) + 3n,
      reserveShare: usd(13) + 2n,
    } satisfies TakeSettlementStruct;
    return { engine, house, alice, bob, kicker, order };
  };

  const balanced = async (accounts: readonly string[]) => {
    const { tokens, booked } = await books(hub(), accounts);
    expect(booked).to.equal(tokens);
  };

  describe("when the caller is not the auction house", () => {
    it("reverts with MarginEngine_NotSystem(caller)", async () => {
      const { engine, bob, order } = await cast();
      await expect(engine.connect(bob).settleTake(order))
        .to.be.revertedWithCustomError(engine, "MarginEngine_NotSystem")
        .withArgs(bob.address);
    });
  });

  describe("when the account is not in liquidation", () => {
    it("reverts with MarginEngine_NotInLiquidation(account)", async () => {
      const { engine, house, bob, alice, order } = await cast();
      await expect(house.settleTake({ ...order, account: bob.address, buyer: alice.address }))
        .to.be.revertedWithCustomError(engine, "MarginEngine_NotInLiquidation")
        .withArgs(bob.address);
    });
  });

  describe("when the buyer is the account itself", () => {
    it("reverts with MarginEngine_SelfPurchase(account)", async () => {
      const { engine, house, alice, order } = await cast();
      await expect(house.settleTake({ ...order, buyer: alice.address }))
        .to.be.revertedWithCustomError(engine, "MarginEngine_SelfPurchase")
        .withArgs(alice.address);
    });
  });

  describe("when the account holds fewer units", () => {
    it("reverts with MarginEngine_InsufficientBalance(account, key, have, asked)", async () => {
      const { engine, house, alice, order } = await cast();
      await expect(house.settleTake({ ...order, units: units8(10) + 1n }))
        .to.be.revertedWithCustomError(engine, "MarginEngine_InsufficientBalance")
        .withArgs(alice.address, HUB_ETH, units8(10), units8(10) + 1n);
    });
  });

  describe("when the buyer has less positive cash", () => {
    it("reverts with MarginEngine_InsufficientCash(account, have, asked)", async () => {
      const { engine, house, bob, order } = await cast();
      await expect(house.settleTake({ ...order, payment: usd(10_000) + 1n }))
        .to.be.revertedWithCustomError(engine, "MarginEngine_InsufficientCash")
        .withArgs(bob.address, usd(10_000), usd(10_000) + 1n);
    });
  });

  describe("given a purchase", () => {
    it("moves units and cash to the wei", async () => {
      const { engine, house, alice, bob, kicker, order } = await cast();
      const poolBefore = await engine.poolCash();
      await mined(house.settleTake(order));
      expect(await engine.balanceOf(alice.address, HUB_ETH)).to.equal(units8(8));
      expect(await engine.balanceOf(bob.address, HUB_ETH)).to.equal(units8(2));
      expect(await engine.cashOf(bob.address)).to.equal(usd(5_100) - 7n);
      expect(await engine.cashOf(kicker.address)).to.equal(usd(7) + 1n);
      expect(await engine.insuranceCash()).to.equal(usd(30) + 3n);
      expect(await engine.reserveCash()).to.equal(usd(13) + 2n);
      // The rest, 4,900 + 7 - 50 - 6 wei, repays the pool.
      expect((await engine.poolCash()) - poolBefore).to.equal(usd(4_850) + 1n);
      await balanced([alice.address, bob.address, kicker.address]);
    });

    it("returns the cash afterwards", async () => {
      const { engine, house, alice, order } = await cast();
      const cash = await house.settleTake.staticCall(order);
      await mined(house.settleTake(order));
      const now = await engine.cashOf(alice.address);
      // A second of interest lies between the two.
      expect(cash - now).to.be.within(0n, usd("0.01"));
    });

    it("forgets a key sold whole, and shows it with the buyer", async () => {
      const { engine, house, alice, bob, order } = await cast();
      await mined(house.settleTake({ ...order, units: units8(10) }));
      expect(await engine.heldKeys(alice.address)).to.equal(0n);
      expect(await engine.heldKeys(bob.address)).to.equal(1n << BigInt(HUB_ETH));
    });

    it("pays a keeper who owes by repaying", async () => {
      const { engine, house, alice, order } = await cast();
      const keeper = alice.address;
      const before = await engine.poolCash();
      await mined(house.settleTake({ ...order, keeper }));
      // The account is its own keeper: everything but the two funds repays its debt.
      const funds = order.insuranceShare + order.reserveShare;
      expect((await engine.poolCash()) - before).to.equal(order.payment - funds);
    });

    it("pays a keeper who is the buyer", async () => {
      const { engine, house, bob, order } = await cast();
      await mined(house.settleTake({ ...order, keeper: bob.address }));
      expect(await engine.cashOf(bob.address)).to.equal(
        usd(10_000) - order.payment + order.keeperReward,
      );
    });

    it("gives what is beyond the debt to the account as positive cash", async () => {
      const { engine, house, alice, bob, kicker, order } = await cast();
      await depositCash(hub(), bob, bob.address, usdc(20_000));
      await mined(house.settleTake({ ...order, units: units8(10), payment: usd(23_000) }));
      expect(await engine.debtSharesOf(alice.address)).to.equal(0n);
      expect(await engine.cashOf(alice.address)).to.be.greaterThan(usd(940));
      await balanced([alice.address, bob.address, kicker.address]);
    });

    it("lets a sub-account of the same owner buy", async () => {
      const { engine, house, alice, order } = await cast();
      const buyer = subAccount(alice.address, 1);
      await depositCash(hub(), alice, buyer, usdc(6_000));
      await mined(house.settleTake({ ...order, buyer }));
      expect(await engine.balanceOf(buyer, HUB_ETH)).to.equal(units8(2));
      expect(await engine.cashOf(buyer)).to.equal(usd(6_000) - order.payment);
    });
  });
});
