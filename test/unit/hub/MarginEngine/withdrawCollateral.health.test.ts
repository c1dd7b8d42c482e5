import { expect } from "chai";
import { HUB_BTC, HUB_ETH, UNKNOWN_TO_RISK, useHub } from "../../../helpers/hub.js";
import {
  borrow,
  depositCash,
  depositKey,
  initialMarginAt,
  liquidated,
  supply,
  underwater,
} from "../../../helpers/hubActions.js";
import { mined } from "../../../helpers/mined.js";
import { units8, usdc } from "../../../helpers/money.js";

describe("MarginEngine.withdrawCollateral from an account in debt", () => {
  const hub = useHub();
  const cast = async () => {
    const { engine, chain } = hub();
    await supply(hub(), usdc(100_000));
    const alice = chain.signer(1);
    const take = (key: number, units: bigint) =>
      engine
        .connect(alice)
        .withdrawCollateral(alice.address, key, units, alice.address, alice.address);
    return { engine, alice, take };
  };

  describe("when initial margin would not hold", () => {
    it("reverts with MarginEngine_BelowInitialMargin(account, before, after)", async () => {
      const { engine, alice, take } = await cast();
      await borrow(hub(), alice, { key: HUB_ETH, units: units8(10) }, usdc(20_000));
      const rate = await engine.borrowRate();
      expect(rate).to.be.greaterThan(0n);
      const call = take(HUB_ETH, units8(8));
      await expect(call).to.be.revertedWithCustomError(engine, "MarginEngine_BelowInitialMargin");
      // Interest of the next second is in the numbers: they are those of the block the call would be in.
      const cash = await engine.cashOf(alice.address);
      const before = await initialMarginAt(hub(), alice.address, cash);
      await expect(
        engine
          .connect(alice)
          .withdrawCollateral.staticCall(
            alice.address,
            HUB_ETH,
            units8(8),
            alice.address,
            alice.address,
          ),
      )
        .to.be.revertedWithCustomError(engine, "MarginEngine_BelowInitialMargin")
        .withArgs(alice.address, before, (after: bigint) => after < 0n);
    });
  });

  describe("when initial margin holds", () => {
    it("lets it go and remembers the block as one of risk", async () => {
      const { engine, alice, take } = await cast();
      await borrow(hub(), alice, { key: HUB_ETH, units: units8(10) }, usdc(1_000));
      const { blockNumber } = await mined(take(HUB_ETH, units8(5)));
      expect(await engine.balanceOf(alice.address, HUB_ETH)).to.equal(units8(5));
      expect((await engine.headerOf(alice.address)).lastRiskBlock).to.equal(BigInt(blockNumber));
    });

    it("lets a whole key go while another carries the debt", async () => {
      const { engine, alice, take } = await cast();
      await depositKey(hub(), alice.address, HUB_BTC, units8(1));
      await borrow(hub(), alice, { key: HUB_ETH, units: units8(1) }, usdc(1_000));
      await mined(take(HUB_ETH, units8(1)));
      expect(await engine.heldKeys(alice.address)).to.equal(1n << BigInt(HUB_BTC));
    });
  });

  describe("when the account is below its initial margin already", () => {
    it("lets go what adds nothing to its margin, and calls that no risk", async () => {
      const { engine, alice, take } = await cast();
      await underwater(hub(), alice);
      await depositKey(hub(), alice.address, UNKNOWN_TO_RISK, 7n);
      const { lastRiskBlock } = await engine.headerOf(alice.address);
      await hub().devnet.increaseTime(61);
      await mined(take(UNKNOWN_TO_RISK, 7n));
      const margin = await engine.marginOf(alice.address);
      expect(margin.equity < margin.maintenance).to.equal(true);
      expect(await engine.balanceOf(alice.address, UNKNOWN_TO_RISK)).to.equal(0n);
      expect((await engine.headerOf(alice.address)).lastRiskBlock).to.equal(lastRiskBlock);
    });

    it("reverts with MarginEngine_BelowInitialMargin for what adds to its margin", async () => {
      const { engine, alice, take } = await cast();
      await underwater(hub(), alice);
      await depositKey(hub(), alice.address, HUB_BTC, 1_000n);
      await hub().devnet.increaseTime(61);
      await expect(take(HUB_BTC, 1_000n)).to.be.revertedWithCustomError(
        engine,
        "MarginEngine_BelowInitialMargin",
      );
    });
  });

  describe("when the account is in liquidation", () => {
    it("reverts with MarginEngine_InLiquidation(account)", async () => {
      const { engine, alice, take } = await cast();
      await liquidated(hub(), alice);
      await expect(take(HUB_ETH, 1n))
        .to.be.revertedWithCustomError(engine, "MarginEngine_InLiquidation")
        .withArgs(alice.address);
    });

    it("lets everything go once the debt is repaid", async () => {
      const { engine, alice, take } = await cast();
      await liquidated(hub(), alice);
      await depositCash(hub(), alice, alice.address, usdc(22_001));
      await mined(take(HUB_ETH, units8(10)));
      expect(await engine.heldKeys(alice.address)).to.equal(0n);
      await mined(hub().auctions.close(alice.address));
      expect((await engine.headerOf(alice.address)).inLiquidation).to.equal(false);
    });
  });
});
