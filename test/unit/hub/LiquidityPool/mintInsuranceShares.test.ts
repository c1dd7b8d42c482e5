import { expect } from "chai";
import { useHub } from "../../../helpers/hub.js";
import { mined } from "../../../helpers/mined.js";
import { usd, usdc } from "../../../helpers/money.js";
import { DAY, SHARE, VIRTUAL, invest, lend } from "../../../helpers/pools.js";

describe("LiquidityPool.mintInsuranceShares", () => {
  const hub = useHub();

  const earning = async (): Promise<void> => {
    await invest(hub(), hub().chain.signer(4), usdc(1_000_000));
    await lend(hub(), usdc(800_000));
  };

  describe("given no interest", () => {
    it("mints nothing", async () => {
      const { chain, insurance, pool } = hub();
      await invest(hub(), chain.signer(4), usdc(100));
      await expect(pool.mintInsuranceShares()).to.not.emit(pool, "InsuranceSharesMinted");
      expect(await pool.balanceOf(await insurance.getAddress())).to.equal(0n);
    });
  });

  describe("given interest", () => {
    it("mints a tenth of it at the price without it", async () => {
      await earning();
      const { chain, engine, insurance, pool } = hub();
      await chain.increaseTime(30 * DAY);
      const supply = await pool.totalSupply();
      const receipt = await mined(pool.mintInsuranceShares());
      const interest = await engine.interestAccrued();
      const value = await pool.netAssetValue();
      const part = interest / 10n;
      // s·(N − part + 1 unit) = part·(S + virtual), rounded down.
      const shares = (part * (supply + VIRTUAL)) / (value - part + 10n ** 12n);
      await expect(Promise.resolve(receipt))
        .to.emit(pool, "InsuranceSharesMinted")
        .withArgs(shares, interest);
      expect(await pool.balanceOf(await insurance.getAddress())).to.equal(shares);
      // 30 days of 6% on 800,000: 3,945 dollars and a little.
      expect(interest > usd(3_945) && interest < usd(3_960)).to.equal(true);
    });

    it("leaves the share price where it was", async () => {
      await earning();
      const { chain, pool } = hub();
      await chain.increaseTime(30 * DAY);
      const before = await pool.convertToAssets(SHARE * 10n ** 12n);
      await mined(pool.mintInsuranceShares());
      const after = await pool.convertToAssets(SHARE * 10n ** 12n);
      // One second of interest lies between them.
      expect(after >= before && after - before < before / 10n ** 8n).to.equal(true);
    });
  });

  describe("given it is called often", () => {
    it("mints as much as if called once", async () => {
      await earning();
      const { chain, insurance } = hub();
      const often = hub().pool;
      const start = chain.now();
      for (let day = 1; day <= 20; day++) {
        await chain.setNextTimestamp(start + day * DAY);
        await mined(often.mintInsuranceShares());
      }
      const value = await insurance.shareValue();
      const interest = await hub().engine.interestAccrued();
      // The fund's early shares earn with the rest, so a little above a tenth, and never below it by more than a unit.
      expect(
        value >= interest / 10n - 10n ** 12n && value < (interest * 1_005n) / 10_000n,
      ).to.equal(true);
    });
  });
});
