import { expect } from "chai";
import { useHub } from "../../../helpers/hub.js";
import { as, borrow, supply } from "../../../helpers/hubActions.js";
import { units8, usd, usdc } from "../../../helpers/money.js";

describe("MarginEngine.poolPaid", () => {
  const hub = useHub();

  describe("when the caller is not the pool", () => {
    it("reverts with MarginEngine_NotSystem(caller)", async () => {
      const { engine, admin } = hub();
      await expect(engine.connect(admin).poolPaid(admin.address, 1))
        .to.be.revertedWithCustomError(engine, "MarginEngine_NotSystem")
        .withArgs(admin.address);
    });
  });

  describe("when it is more than the free liquidity", () => {
    it("reverts with MarginEngine_NoLiquidity(asked, room)", async () => {
      const { engine, pool, chain } = hub();
      await supply(hub(), usdc(20_000));
      const alice = chain.signer(1);
      await borrow(hub(), alice, { key: 0, units: units8(10) }, usdc(5_000));
      await expect(
        engine.connect(await as(hub(), pool)).poolPaid(alice.address, usdc("15000.000001")),
      )
        .to.be.revertedWithCustomError(engine, "MarginEngine_NoLiquidity")
        .withArgs(usd("15000.000001"), usd(15_000));
    });
  });

  describe("given free liquidity", () => {
    it("pays the tokens out of pool cash", async () => {
      const { engine, cash, pool, chain } = hub();
      const bob = chain.signer(2).address;
      await supply(hub(), usdc(20_000));
      await expect(engine.connect(await as(hub(), pool)).poolPaid(bob, usdc(20_000)))
        .to.emit(engine, "PoolPaid")
        .withArgs(bob, usdc(20_000));
      expect(await cash.balanceOf(bob)).to.equal(usdc(20_000));
      expect(await engine.poolCash()).to.equal(0n);
      expect(await engine.interestAccrued()).to.equal(0n);
    });
  });
});
