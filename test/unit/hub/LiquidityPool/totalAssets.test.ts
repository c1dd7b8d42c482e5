import { expect } from "chai";
import { useHub } from "../../../helpers/hub.js";
import { SCALE, usdc } from "../../../helpers/money.js";
import { DAY, invest, lend } from "../../../helpers/pools.js";

describe("LiquidityPool.totalAssets", () => {
  const hub = useHub();

  describe("given an empty pool", () => {
    it("is zero, and so is the net asset value", async () => {
      expect(await hub().pool.totalAssets()).to.equal(0n);
      expect(await hub().pool.netAssetValue()).to.equal(0n);
    });
  });

  describe("given pool cash and debt", () => {
    it("is their sum, rounded down to units", async () => {
      const { chain, engine, pool } = hub();
      await invest(hub(), chain.signer(4), usdc(1_000));
      await lend(hub(), usdc(700));
      await chain.increaseTime(DAY);
      const value = (await engine.poolCash()) + (await engine.totalDebt());
      expect(await pool.netAssetValue()).to.equal(value);
      expect(await pool.totalAssets()).to.equal(value / SCALE);
      expect(value % SCALE > 0n && value > usdc(1_000) * SCALE).to.equal(true);
    });
  });
});
