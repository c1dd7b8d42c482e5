import { ZeroAddress } from "ethers";
import { expect } from "chai";
import { useHub } from "../../../helpers/hub.js";
import { mined } from "../../../helpers/mined.js";
import { usdc } from "../../../helpers/money.js";
import { SHARE, VIRTUAL, invest, request } from "../../../helpers/pools.js";

describe("LiquidityPool.requestRedeem", () => {
  const hub = useHub();

  describe("when nobody would claim", () => {
    it("reverts with LiquidityPool_ZeroAddress", async () => {
      const { chain, pool } = hub();
      const lucy = chain.signer(4);
      await invest(hub(), lucy, usdc(100));
      await expect(
        pool.connect(lucy).requestRedeem(SHARE, ZeroAddress, lucy.address),
      ).to.be.revertedWithCustomError(pool, "LiquidityPool_ZeroAddress");
    });
  });

  describe("when the shares are worth less than one unit", () => {
    it("reverts with LiquidityPool_Dust(assets, shares)", async () => {
      const { chain, pool } = hub();
      const lucy = chain.signer(4);
      await invest(hub(), lucy, usdc(100));
      for (const shares of [0n, VIRTUAL - 1n]) {
        await expect(pool.connect(lucy).requestRedeem(shares, lucy.address, lucy.address))
          .to.be.revertedWithCustomError(pool, "LiquidityPool_Dust")
          .withArgs(0, shares);
      }
    });
  });

  describe("when the caller is neither owner, operator nor allowed", () => {
    it("reverts with ERC20InsufficientAllowance(spender, allowance, needed)", async () => {
      const { chain, pool } = hub();
      const [lucy, eve] = [chain.signer(4), chain.signer(7)];
      await invest(hub(), lucy, usdc(100));
      await expect(pool.connect(eve).requestRedeem(SHARE, eve.address, lucy.address))
        .to.be.revertedWithCustomError(pool, "ERC20InsufficientAllowance")
        .withArgs(eve.address, 0, SHARE);
    });
  });

  describe("when the owner has too few shares", () => {
    it("reverts with ERC20InsufficientBalance(sender, balance, needed)", async () => {
      const { chain, pool } = hub();
      const lucy = chain.signer(4);
      await invest(hub(), lucy, usdc(100));
      await expect(request(hub(), lucy, 101n * SHARE))
        .to.be.revertedWithCustomError(pool, "ERC20InsufficientBalance")
        .withArgs(lucy.address, 100n * SHARE, 101n * SHARE);
    });
  });

  describe("given the owner", () => {
    it("escrows the shares in the queue", async () => {
      const { chain, pool } = hub();
      const lucy = chain.signer(4);
      await invest(hub(), lucy, usdc(100));
      await request(hub(), lucy, 40n * SHARE);
      await request(hub(), lucy, 5n * SHARE);
      expect(await pool.balanceOf(lucy.address)).to.equal(55n * SHARE);
      expect(await pool.balanceOf(await pool.getAddress())).to.equal(45n * SHARE);
      expect(await pool.totalSupply()).to.equal(100n * SHARE);
      expect(await pool.pendingRedeemRequest(0, lucy.address)).to.equal(45n * SHARE);
      expect(await pool.claimableRedeemRequest(0, lucy.address)).to.equal(0n);
      const { position, requests, shares } = await pool.queueHead();
      expect([position, requests, shares]).to.deep.equal([0n, 2n, 40n * SHARE]);
    });

    it("tells", async () => {
      const { chain, pool } = hub();
      const lucy = chain.signer(4);
      await invest(hub(), lucy, usdc(100));
      await expect(Promise.resolve(await request(hub(), lucy, SHARE)))
        .to.emit(pool, "RedeemRequest")
        .withArgs(lucy.address, lucy.address, 0, lucy.address, SHARE);
    });
  });

  describe("given an operator of the owner", () => {
    it("escrows the shares without an allowance", async () => {
      const { chain, pool } = hub();
      const [lucy, bot] = [chain.signer(4), chain.signer(6)];
      await invest(hub(), lucy, usdc(100));
      await mined(pool.connect(lucy).setOperator(bot.address, true));
      await mined(pool.connect(bot).requestRedeem(SHARE, lucy.address, lucy.address));
      expect(await pool.pendingRedeemRequest(0, lucy.address)).to.equal(SHARE);
    });
  });

  describe("given an allowance", () => {
    it("uses the allowance up", async () => {
      const { chain, pool } = hub();
      const [lucy, bot] = [chain.signer(4), chain.signer(6)];
      await invest(hub(), lucy, usdc(100));
      await mined(pool.connect(lucy).approve(bot.address, 3n * SHARE));
      await mined(pool.connect(bot).requestRedeem(2n * SHARE, bot.address, lucy.address));
      expect(await pool.allowance(lucy.address, bot.address)).to.equal(SHARE);
      expect(await pool.pendingRedeemRequest(0, bot.address)).to.equal(2n * SHARE);
    });
  });

  describe("given another controller", () => {
    it("waits for the controller", async () => {
      const { chain, pool } = hub();
      const [lucy, mary] = [chain.signer(4), chain.signer(5)];
      await invest(hub(), lucy, usdc(100));
      await mined(pool.connect(lucy).requestRedeem(SHARE, mary.address, lucy.address));
      expect(await pool.pendingRedeemRequest(0, mary.address)).to.equal(SHARE);
      expect(await pool.pendingRedeemRequest(0, lucy.address)).to.equal(0n);
      expect(await pool.pendingRedeemRequest(1, mary.address)).to.equal(0n);
    });
  });
});
