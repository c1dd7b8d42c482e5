import { expect } from "chai";
import { useHub } from "../../../helpers/hub.js";
import { as } from "../../../helpers/hubActions.js";
import { mined } from "../../../helpers/mined.js";
import { SCALE, usd, usdc } from "../../../helpers/money.js";
import {
  SHARE,
  VIRTUAL,
  invest,
  lend,
  priceParts,
  process,
  ready,
  request,
} from "../../../helpers/pools.js";

describe("LiquidityPool.deposit", () => {
  const hub = useHub();

  describe("when nothing is deposited", () => {
    it("reverts with LiquidityPool_Dust(assets, shares)", async () => {
      const { chain, pool } = hub();
      const lucy = chain.signer(4);
      await expect(pool.connect(lucy).deposit(0, lucy.address))
        .to.be.revertedWithCustomError(pool, "LiquidityPool_Dust")
        .withArgs(0, 0);
    });
  });

  describe("when the caller has not approved it", () => {
    it("reverts with ERC20InsufficientAllowance(spender, allowance, needed)", async () => {
      const { cash, chain, pool } = hub();
      const lucy = chain.signer(4);
      await ready(hub(), lucy, usdc(5));
      await expect(pool.connect(lucy).deposit(usdc(6), lucy.address))
        .to.be.revertedWithCustomError(cash, "ERC20InsufficientAllowance")
        .withArgs(await pool.getAddress(), usdc(5), usdc(6));
    });
  });

  describe("when the amount is above the most the engine can count", () => {
    it("reverts with ERC4626ExceededMaxDeposit(receiver, assets, max)", async () => {
      const { chain, pool } = hub();
      const lucy = chain.signer(4);
      const most = (2n ** 127n - 1n) / SCALE;
      await expect(pool.connect(lucy).deposit(most + 1n, lucy.address))
        .to.be.revertedWithCustomError(pool, "ERC4626ExceededMaxDeposit")
        .withArgs(lucy.address, most + 1n, most);
    });
  });

  describe("when the pool has shares but is worth nothing", () => {
    it("reverts with LiquidityPool_NoValue(netAssetValue)", async () => {
      const { chain, engine, pool } = hub();
      const lucy = chain.signer(4);
      await invest(hub(), lucy, usdc(100));
      await ready(hub(), lucy, usdc(100));
      // As a loss of everything would leave it.
      await mined(engine.connect(await as(hub(), pool)).poolPaid(lucy.address, usdc(100)));
      for (const act of ["deposit", "mint"] as const) {
        await expect(pool.connect(lucy)[act](usdc(1), lucy.address))
          .to.be.revertedWithCustomError(pool, "LiquidityPool_NoValue")
          .withArgs(0);
      }
      expect(await pool.maxDeposit(lucy.address)).to.equal(0n);
      expect(await pool.maxMint(lucy.address)).to.equal(0n);
    });
  });

  describe("given the first deposit", () => {
    it("mints at the first price and books the tokens with the engine", async () => {
      const { cash, chain, engine, pool } = hub();
      const lucy = chain.signer(4);
      await invest(hub(), lucy, usdc(1_000));
      expect(await pool.balanceOf(lucy.address)).to.equal(1_000n * SHARE);
      expect(await cash.balanceOf(await engine.getAddress())).to.equal(usdc(1_000));
      expect(await cash.balanceOf(await pool.getAddress())).to.equal(0n);
      expect(await engine.poolCash()).to.equal(usd(1_000));
      expect(await pool.totalAssets()).to.equal(usdc(1_000));
    });

    it("tells", async () => {
      const { chain, engine, pool } = hub();
      const lucy = chain.signer(4);
      await ready(hub(), lucy, usdc(1_000));
      const receipt = await mined(pool.connect(lucy).deposit(usdc(1_000), lucy.address));
      await expect(Promise.resolve(receipt))
        .to.emit(pool, "Deposit")
        .withArgs(lucy.address, lucy.address, usdc(1_000), 1_000n * SHARE);
      await expect(Promise.resolve(receipt)).to.emit(engine, "PoolSupplied").withArgs(usdc(1_000));
    });
  });

  describe("given interest", () => {
    it("mints fewer shares and the insurance fund's first", async () => {
      const { chain, insurance, pool } = hub();
      const [lucy, mary] = [chain.signer(4), chain.signer(5)];
      await invest(hub(), lucy, usdc(1_000_000));
      await lend(hub(), usdc(800_000));
      await ready(hub(), mary, usdc(1_000));
      await chain.increaseTime(365 * 86_400);
      const before = await priceParts(hub());
      await mined(pool.connect(mary).deposit(usdc(1_000), mary.address));
      const minted = await pool.balanceOf(mary.address);
      expect(minted < 1_000n * SHARE).to.equal(true);
      // A second of interest later, at most; the price falls by less than a millionth in it.
      const atThePrice = (usdc(1_000) * before.shares) / before.assets;
      expect(minted <= atThePrice && minted > (atThePrice * 999_999n) / 1_000_000n).to.equal(true);
      // A tenth of 6% of 800,000 with compounding: about 4,947 dollars.
      const value = await insurance.shareValue();
      expect(value > usd(4_900) && value < usd(5_000)).to.equal(true);
      expect((await pool.balanceOf(await insurance.getAddress())) > 0n).to.equal(true);
    });
  });

  describe("given another receiver", () => {
    it("mints to the receiver", async () => {
      const { chain, pool } = hub();
      const [lucy, mary] = [chain.signer(4), chain.signer(5)];
      await ready(hub(), lucy, usdc(7));
      await mined(pool.connect(lucy).deposit(usdc(7), mary.address));
      expect(await pool.balanceOf(mary.address)).to.equal(7n * SHARE);
      expect(await pool.balanceOf(lucy.address)).to.equal(0n);
    });
  });

  describe("given tokens sent to the pool and the engine by hand", () => {
    it("prices shares as if they were not there", async () => {
      const { cash, chain, engine, pool } = hub();
      const lucy = chain.signer(4);
      await invest(hub(), lucy, usdc(100));
      await mined(cash.mint(await pool.getAddress(), usdc(1_000_000)));
      await mined(cash.mint(await engine.getAddress(), usdc(1_000_000)));
      expect(await pool.convertToAssets(SHARE)).to.equal(usdc(1));
      await invest(hub(), lucy, usdc(100));
      expect(await pool.balanceOf(lucy.address)).to.equal(200n * SHARE);
    });
  });

  describe("given an attacker who deposits one unit and donates", () => {
    it("leaves the attacker with a loss and the victim whole", async () => {
      const { cash, chain, engine, pool } = hub();
      const [eve, lucy] = [chain.signer(7), chain.signer(4)];
      await invest(hub(), eve, 1n);
      await mined(cash.mint(await engine.getAddress(), usdc(1_000)));
      // The one way into pool cash that needs no share: the interest of a loan, which is worth less than a unit here.
      await invest(hub(), lucy, usdc(1_000));
      await request(hub(), eve, await pool.balanceOf(eve.address));
      await request(hub(), lucy, await pool.balanceOf(lucy.address));
      await process(hub());
      expect((await pool.maxWithdraw(eve.address)) <= 1n).to.equal(true);
      expect(await pool.maxWithdraw(lucy.address)).to.equal(usdc(1_000));
    });
  });

  describe("given a deposit and a redemption of all of it", () => {
    it("never pays out more than was paid in", async () => {
      const { chain, pool } = hub();
      const [lucy, mary] = [chain.signer(4), chain.signer(5)];
      await invest(hub(), lucy, usdc("123456.789012"));
      for (const assets of [1n, 7n, usdc("0.333333"), usdc("99999.999999")]) {
        await invest(hub(), mary, assets);
        await request(hub(), mary, await pool.balanceOf(mary.address));
        await process(hub());
        const paid = await pool.maxWithdraw(mary.address);
        expect(paid <= assets).to.equal(true);
        await mined(pool.connect(mary).withdraw(paid, mary.address, mary.address));
      }
      expect((await pool.convertToAssets(SHARE)) >= usdc(1)).to.equal(true);
      expect(VIRTUAL * usdc(1)).to.equal(SHARE);
    });
  });
});
