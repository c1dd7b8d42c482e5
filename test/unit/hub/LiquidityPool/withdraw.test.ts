import { expect } from "chai";
import { useHub } from "../../../helpers/hub.js";
import { mined } from "../../../helpers/mined.js";
import { usdc } from "../../../helpers/money.js";
import { SHARE, claimOf } from "../../../helpers/pools.js";

describe("LiquidityPool.withdraw", () => {
  const hub = useHub();

  describe("when the caller is neither controller nor operator", () => {
    it("reverts with LiquidityPool_NotAuthorised(controller, caller)", async () => {
      const { chain, pool } = hub();
      const lucy = await claimOf(hub(), 40n * SHARE);
      const eve = chain.signer(7);
      await expect(pool.connect(eve).withdraw(1, eve.address, lucy.address))
        .to.be.revertedWithCustomError(pool, "LiquidityPool_NotAuthorised")
        .withArgs(lucy.address, eve.address);
    });
  });

  describe("when it is more than is claimable", () => {
    it("reverts with ERC4626ExceededMaxWithdraw(owner, amount, max)", async () => {
      const { pool } = hub();
      const lucy = await claimOf(hub(), 40n * SHARE);
      await expect(pool.connect(lucy).withdraw(usdc(40) + 1n, lucy.address, lucy.address))
        .to.be.revertedWithCustomError(pool, "ERC4626ExceededMaxWithdraw")
        .withArgs(lucy.address, usdc(40) + 1n, usdc(40));
    });
  });

  describe("given a claim", () => {
    it("pays the receiver", async () => {
      const { cash, chain, pool } = hub();
      const lucy = await claimOf(hub(), 40n * SHARE);
      const mary = chain.signer(5).address;
      await mined(pool.connect(lucy).withdraw(usdc(40), mary, lucy.address));
      expect(await cash.balanceOf(mary)).to.equal(usdc(40));
      expect(await pool.maxWithdraw(lucy.address)).to.equal(0n);
      expect(await pool.maxRedeem(lucy.address)).to.equal(0n);
    });

    it("tells", async () => {
      const { pool } = hub();
      const lucy = await claimOf(hub(), 40n * SHARE);
      await expect(pool.connect(lucy).withdraw(usdc(10), lucy.address, lucy.address))
        .to.emit(pool, "Withdraw")
        .withArgs(lucy.address, lucy.address, lucy.address, usdc(10), 10n * SHARE);
    });
  });

  describe("given a claim in parts", () => {
    it("pays all of it and no more", async () => {
      const { cash, pool } = hub();
      const lucy = await claimOf(hub(), 40n * SHARE + 333n);
      for (const part of [1n, 7n, usdc("13.333333")]) {
        await mined(pool.connect(lucy).withdraw(part, lucy.address, lucy.address));
      }
      const rest = await pool.maxWithdraw(lucy.address);
      await mined(pool.connect(lucy).withdraw(rest, lucy.address, lucy.address));
      expect(await cash.balanceOf(lucy.address)).to.equal(usdc(40));
      expect(await cash.balanceOf(await pool.getAddress())).to.equal(0n);
      expect(await pool.maxRedeem(lucy.address)).to.equal(0n);
    });
  });

  describe("given an operator", () => {
    it("pays where the operator says", async () => {
      const { cash, chain, pool } = hub();
      const lucy = await claimOf(hub(), 40n * SHARE);
      const bot = chain.signer(6);
      await mined(pool.connect(lucy).setOperator(bot.address, true));
      await mined(pool.connect(bot).withdraw(usdc(3), bot.address, lucy.address));
      expect(await cash.balanceOf(bot.address)).to.equal(usdc(3));
    });
  });

  describe("given nothing asked", () => {
    it("pays nothing", async () => {
      const { chain, pool } = hub();
      const mary = chain.signer(5);
      await expect(pool.connect(mary).withdraw(0, mary.address, mary.address))
        .to.emit(pool, "Withdraw")
        .withArgs(mary.address, mary.address, mary.address, 0, 0);
    });
  });
});
