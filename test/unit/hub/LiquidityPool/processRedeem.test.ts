import { expect } from "chai";
import { useHub, type Hub } from "../../../helpers/hub.js";
import { depositCash } from "../../../helpers/hubActions.js";
import { mined } from "../../../helpers/mined.js";
import { usd, usdc } from "../../../helpers/money.js";
import { DAY, SHARE, invest, lend, process, request } from "../../../helpers/pools.js";

/** Tokens in the pool contract against what its controllers may claim. */
async function setAside(hub: Hub, controllers: readonly string[]): Promise<[bigint, bigint]> {
  const tokens = await hub.cash.balanceOf(await hub.pool.getAddress());
  let claims = 0n;
  for (const controller of controllers) claims += await hub.pool.maxWithdraw(controller);
  return [tokens, claims];
}

describe("LiquidityPool.processRedeem", () => {
  const hub = useHub();

  describe("when the pool is worth nothing", () => {
    it("reverts with LiquidityPool_NoValue(netAssetValue)", async () => {
      const { pool } = hub();
      await expect(pool.processRedeem(1))
        .to.be.revertedWithCustomError(pool, "LiquidityPool_NoValue")
        .withArgs(0);
    });
  });

  describe("given requests less than a day old", () => {
    it("does nothing", async () => {
      const { chain, pool } = hub();
      const lucy = chain.signer(4);
      await invest(hub(), lucy, usdc(100));
      await request(hub(), lucy, SHARE);
      const { requestedAt } = await pool.queueHead();
      await chain.setNextTimestamp(Number(requestedAt) + DAY - 1);
      await mined(pool.processRedeem(5));
      expect(await pool.claimableRedeemRequest(0, lucy.address)).to.equal(0n);
      await chain.setNextTimestamp(Number(requestedAt) + DAY);
      await mined(pool.processRedeem(5));
      expect(await pool.claimableRedeemRequest(0, lucy.address)).to.equal(SHARE);
    });
  });

  describe("given a request of a day", () => {
    it("burns the shares and sets their assets aside", async () => {
      const { cash, chain, engine, pool } = hub();
      const lucy = chain.signer(4);
      await invest(hub(), lucy, usdc(100));
      await request(hub(), lucy, 40n * SHARE);
      await process(hub());
      expect(await pool.totalSupply()).to.equal(60n * SHARE);
      expect(await pool.balanceOf(await pool.getAddress())).to.equal(0n);
      expect(await pool.pendingRedeemRequest(0, lucy.address)).to.equal(0n);
      expect(await pool.claimableRedeemRequest(0, lucy.address)).to.equal(40n * SHARE);
      expect(await pool.maxWithdraw(lucy.address)).to.equal(usdc(40));
      expect(await cash.balanceOf(await pool.getAddress())).to.equal(usdc(40));
      expect(await engine.poolCash()).to.equal(usd(60));
      const { position, requests } = await pool.queueHead();
      expect([position, requests]).to.deep.equal([1n, 1n]);
    });

    it("tells", async () => {
      const { chain, engine, pool } = hub();
      const lucy = chain.signer(4);
      await invest(hub(), lucy, usdc(100));
      await request(hub(), lucy, 40n * SHARE);
      const receipt = await process(hub());
      await expect(Promise.resolve(receipt))
        .to.emit(pool, "RedeemProcessed")
        .withArgs(lucy.address, 0, 40n * SHARE, usdc(40));
      await expect(Promise.resolve(receipt))
        .to.emit(engine, "PoolPaid")
        .withArgs(await pool.getAddress(), usdc(40));
    });
  });

  describe("given interest since the request", () => {
    it("prices at the time of processing, insurance paid first", async () => {
      const { chain, insurance, pool } = hub();
      const lucy = chain.signer(4);
      await invest(hub(), lucy, usdc(1_000_000));
      await lend(hub(), usdc(800_000));
      await request(hub(), lucy, 1_000n * SHARE);
      await chain.increaseTime(365 * DAY);
      await mined(pool.processRedeem(1));
      const paid = await pool.maxWithdraw(lucy.address);
      // 6% on eight tenths, nine tenths of it for the shares: 4.4% with compounding.
      expect(paid > usdc(1_043) && paid < usdc(1_046)).to.equal(true);
      expect((await pool.balanceOf(await insurance.getAddress())) > 0n).to.equal(true);
      expect(paid).to.equal(
        (1_000n * (await pool.convertToAssets(SHARE * 1_000_000n))) / 1_000_000n,
      );
    });
  });

  describe("given several requests", () => {
    const three = async (): Promise<string[]> => {
      const people = [4, 5, 6].map((index) => hub().chain.signer(index));
      for (const who of people) await invest(hub(), who, usdc(100));
      for (const who of people) await request(hub(), who, 30n * SHARE);
      return people.map((who) => who.address);
    };
    const claimable = async (people: readonly string[]): Promise<bigint[]> =>
      Promise.all(people.map((who) => hub().pool.maxWithdraw(who)));

    it("fills them in order", async () => {
      const people = await three();
      await process(hub());
      expect(await claimable(people)).to.deep.equal([usdc(30), usdc(30), usdc(30)]);
    });

    it("stops at the count asked for", async () => {
      const people = await three();
      await process(hub(), 2n);
      expect(await claimable(people)).to.deep.equal([usdc(30), usdc(30), 0n]);
      await mined(hub().pool.processRedeem(0));
      expect((await hub().pool.queueHead()).position).to.equal(2n);
    });

    it("stops at the first that is too young", async () => {
      const { chain, pool } = hub();
      const [lucy, mary] = [chain.signer(4), chain.signer(5)];
      await invest(hub(), lucy, usdc(100));
      await invest(hub(), mary, usdc(100));
      await request(hub(), lucy, SHARE);
      await chain.increaseTime(DAY / 2);
      await request(hub(), mary, SHARE);
      await chain.increaseTime(DAY / 2);
      expect(await pool.processRedeem.staticCall(5)).to.equal(1n);
      await mined(pool.processRedeem(5));
      expect(await claimable([lucy.address, mary.address])).to.deep.equal([usdc(1), 0n]);
    });
  });

  describe("given less liquidity than the first request", () => {
    it("fills the request in part and keeps its place", async () => {
      const { chain, pool } = hub();
      const [lucy, mary] = [chain.signer(4), chain.signer(5)];
      await invest(hub(), lucy, usdc(1_000));
      await invest(hub(), mary, usdc(1_000));
      await lend(hub(), usdc(1_900));
      await request(hub(), lucy, 1_000n * SHARE);
      await request(hub(), mary, 10n * SHARE);
      await process(hub());
      // 100 dollars are there; a day of interest on 1,900 makes a share worth a little more than a dollar.
      expect(await pool.maxWithdraw(lucy.address)).to.equal(usdc(100));
      const filled = await pool.claimableRedeemRequest(0, lucy.address);
      expect(filled < 100n * SHARE && filled > 99n * SHARE).to.equal(true);
      expect(await pool.maxWithdraw(mary.address)).to.equal(0n);
      const { position, shares } = await pool.queueHead();
      expect([position, shares]).to.deep.equal([0n, 1_000n * SHARE - filled]);
    });

    it("fills the rest when liquidity returns", async () => {
      const { chain, pool } = hub();
      const lucy = chain.signer(4);
      await invest(hub(), lucy, usdc(1_000));
      const borrower = await lend(hub(), usdc(900));
      await request(hub(), lucy, 1_000n * SHARE);
      await process(hub());
      await depositCash(hub(), borrower, borrower.address, usdc(1_000));
      await mined(pool.processRedeem(1));
      expect(await pool.claimableRedeemRequest(0, lucy.address)).to.equal(1_000n * SHARE);
      expect((await pool.maxWithdraw(lucy.address)) > usdc(1_000)).to.equal(true);
      expect((await pool.queueHead()).position).to.equal(1n);
    });
  });

  describe("given no liquidity", () => {
    it("does nothing", async () => {
      const { chain, pool } = hub();
      const lucy = chain.signer(4);
      await invest(hub(), lucy, usdc(1_000));
      await lend(hub(), usdc(1_000));
      await request(hub(), lucy, SHARE);
      await process(hub());
      expect(await pool.pendingRedeemRequest(0, lucy.address)).to.equal(SHARE);
    });
  });

  describe("given claims of others", () => {
    it("keeps exactly the claimable tokens in the pool", async () => {
      const { chain, pool } = hub();
      const people = [4, 5, 6].map((index) => chain.signer(index));
      const names = people.map((who) => who.address);
      for (const who of people) await invest(hub(), who, usdc("333.333333"));
      await lend(hub(), usdc(500));
      for (const who of people) await request(hub(), who, 200n * SHARE + 7n);
      await process(hub());
      for (const who of people) {
        const [tokens, claims] = await setAside(hub(), names);
        expect(tokens).to.equal(claims);
        const half = (await pool.maxRedeem(who.address)) / 2n;
        await mined(pool.connect(who).redeem(half, who.address, who.address));
        const rest = await pool.maxWithdraw(who.address);
        await mined(pool.connect(who).withdraw(rest, who.address, who.address));
      }
      expect(await setAside(hub(), names)).to.deep.equal([0n, 0n]);
    });
  });
});
