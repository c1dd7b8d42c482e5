import { ZeroAddress } from "ethers";
import { expect } from "chai";
import { HUB_ETH, SOURCE_ETH, UNKNOWN_TO_RISK, useHub } from "../../../helpers/hub.js";
import {
  borrow,
  credit,
  depositCash,
  depositKey,
  setPrice,
  supply,
} from "../../../helpers/hubActions.js";
import { ETH } from "../../../helpers/hubRisk.js";
import { units8, usd, usdc } from "../../../helpers/money.js";

describe("MarginEngine views", () => {
  const hub = useHub();

  describe("given an account that never did anything", () => {
    it("shows nothing, and a margin of nothing", async () => {
      const { engine, chain } = hub();
      const nobody = chain.signer(15).address;
      expect(await engine.cashOf(nobody)).to.equal(0n);
      expect(await engine.debtOf(nobody)).to.equal(0n);
      expect(await engine.heldKeys(nobody)).to.equal(0n);
      const header = await engine.headerOf(nobody);
      expect([...header]).to.deep.equal([0n, 0n, 0n, 0n, 0n, false]);
      const { equity, initialEquity, initial, maintenance, unpriced } =
        await engine.marginOf(nobody);
      expect([equity, initialEquity, initial, maintenance]).to.deep.equal([0n, 0n, 0n, 0n]);
      expect(unpriced).to.equal(false);
    });
  });

  describe("given an account with keys on two lanes, unknown keys and debt", () => {
    it("answers in every state of the feeds", async () => {
      const { engine, chain, devnet } = hub();
      const alice = chain.signer(1);
      await supply(hub(), usdc(50_000));
      await depositKey(hub(), alice.address, SOURCE_ETH, units8(1));
      await depositKey(hub(), alice.address, UNKNOWN_TO_RISK, 5n);
      await credit(hub(), alice.address, 63, 2n ** 64n - 1n);
      await borrow(hub(), alice, { key: HUB_ETH, units: units8(9) }, usdc(20_000));
      expect((await engine.marginOf(alice.address)).equity).to.equal(
        usd(30_000) + (await engine.cashOf(alice.address)),
      );
      await setPrice(hub(), ETH, 0.01);
      await engine.freshMargin(alice.address);
      expect((await engine.marginOf(alice.address)).equity).to.be.lessThan(0n);
      await devnet.increaseTime(8 * 86_400);
      await engine.freshMargin(alice.address);
      const { unpriced } = await engine.marginOf(alice.address);
      expect(unpriced).to.equal(true);
    });
  });

  describe("given positive cash", () => {
    it("shows it as cash and no debt", async () => {
      const { engine, chain } = hub();
      const alice = chain.signer(1);
      await depositCash(hub(), alice, alice.address, usdc(3));
      expect(await engine.cashOf(alice.address)).to.equal(usd(3));
      expect(await engine.debtOf(alice.address)).to.equal(0n);
      expect((await engine.bookOf(alice.address)).cash).to.equal(usd(3));
    });
  });

  describe("given a hub just deployed", () => {
    it("names its token, its scale and its neighbours", async () => {
      const { engine, cash, pool, insurance, auctions } = hub();
      expect(await engine.asset()).to.equal(await cash.getAddress());
      expect(await engine.assetScale()).to.equal(10n ** 12n);
      expect(await engine.pool()).to.equal(await pool.getAddress());
      expect(await engine.insuranceFund()).to.equal(await insurance.getAddress());
      expect(await engine.auctionHouse()).to.equal(await auctions.getAddress());
      expect(await engine.riskEngine()).to.equal(await hub().risk.getAddress());
      expect(await engine.totalDebt()).to.equal(0n);
      expect(await engine.freeLiquidity()).to.equal(0n);
      expect(await engine.borrowRate()).to.equal(0n);
      expect(await engine.balanceOf(ZeroAddress, 255)).to.equal(0n);
    });
  });
});
