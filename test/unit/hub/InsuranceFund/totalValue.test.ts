import { expect } from "chai";
import { startAuction, take, takenIn } from "../../../helpers/auctions.js";
import { useHub } from "../../../helpers/hub.js";
import { mined } from "../../../helpers/mined.js";
import { usdc } from "../../../helpers/money.js";
import { DAY, invest, lend } from "../../../helpers/pools.js";

describe("InsuranceFund.totalValue", () => {
  const hub = useHub();

  describe("given nothing earned", () => {
    it("is zero", async () => {
      await invest(hub(), hub().chain.signer(4), usdc(1_000));
      expect(await hub().insurance.totalValue()).to.equal(0n);
    });
  });

  describe("given a penalty paid", () => {
    it("is the insurance share of it, kept as cash", async () => {
      const { insurance } = hub();
      const cast = await startAuction(hub());
      const sale = takenIn(hub(), await take(hub(), cast));
      expect(await insurance.cash()).to.equal(sale.insuranceShare);
      expect(await insurance.totalValue()).to.equal(
        sale.insuranceShare + (await insurance.shareValue()),
      );
      // 70% of a penalty of 1% less the keeper's part.
      const penalty = (sale.payment + 99n) / 100n;
      expect(sale.insuranceShare).to.equal(((penalty - sale.keeperReward) * 7n) / 10n);
    });
  });

  describe("given interest on loans", () => {
    it("counts shares minted and not yet minted", async () => {
      const { chain, engine, insurance, pool } = hub();
      await invest(hub(), chain.signer(4), usdc(1_000_000));
      await lend(hub(), usdc(800_000));
      await chain.increaseTime(30 * DAY);
      const tenth = async (): Promise<bigint> => (await engine.interestAccrued()) / 10n;
      const early = await insurance.totalValue();
      // Within a unit below, never above.
      expect(early <= (await tenth()) && early > (await tenth()) - 10n ** 12n).to.equal(true);
      await mined(pool.mintInsuranceShares());
      await chain.increaseTime(30 * DAY);
      const late = await insurance.shareValue();
      expect(late > (await tenth())).to.equal(true);
      expect(late < ((await tenth()) * 1_005n) / 1_000n).to.equal(true);
    });
  });

  describe("given every function of the fund", () => {
    it("only reads", () => {
      hub().insurance.interface.forEachFunction((one) => {
        expect(one.stateMutability, one.name).to.equal("view");
      });
    });
  });
});
