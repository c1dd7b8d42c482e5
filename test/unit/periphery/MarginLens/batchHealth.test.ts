import { getAddress, toBeHex } from "ethers";
import { expect } from "chai";
import { HUB_BTC, HUB_ETH, HUB_USD, SOURCE_ETH } from "../../../helpers/hub.js";
import { borrow, liquidated, supply } from "../../../helpers/hubActions.js";
import { REVERTS, become, useLens } from "../../../helpers/lens.js";
import { units8, usdc } from "../../../helpers/money.js";
import { setAccounts } from "../../../helpers/slots.js";

const ACCOUNTS = 1_000;
const GAS = 50_000_000n;

describe("MarginLens.batchHealth", () => {
  const seen = useLens();
  const health = async (accounts: readonly string[]) => [
    ...(await seen().lens.batchHealth([...accounts])),
  ];

  describe("given no accounts", () => {
    it("answers none", async () => {
      expect(await health([])).to.deep.equal([]);
    });
  });

  describe("given a healthy account, one in liquidation and a stranger", () => {
    it("answers as the engine does, in their order", async () => {
      const { chain, engine } = seen();
      const [alice, bob, stranger] = [chain.signer(1), chain.signer(2), chain.signer(3)];
      await supply(seen(), usdc(50_000));
      await borrow(seen(), bob, { key: HUB_ETH, units: units8(20) }, usdc(10_000));
      await liquidated(seen(), alice);
      const accounts = [alice.address, bob.address, stranger.address];
      const reports = await health(accounts);
      expect(reports.map(({ inLiquidation }) => inLiquidation)).to.deep.equal([true, false, false]);
      for (const [place, account] of accounts.entries()) {
        const margin = await engine.marginOf(account);
        const report = reports[place];
        expect([
          report?.answered,
          report?.equity,
          report?.initialMargin,
          report?.maintenanceMargin,
        ]).to.deep.equal([
          true,
          margin.equity,
          margin.initialEquity - margin.initial,
          margin.equity - margin.maintenance,
        ]);
      }
      expect(reports.map((report) => report.maintenanceMargin < 0n)).to.deep.equal([
        true,
        false,
        false,
      ]);
    });
  });

  describe("given a risk engine that reverts", () => {
    it("still shows who is in liquidation", async () => {
      const alice = seen().chain.signer(1);
      await supply(seen(), usdc(50_000));
      await liquidated(seen(), alice);
      await become(seen(), seen().risk, REVERTS);
      const [report] = await health([alice.address]);
      expect([...(report ?? [])]).to.deep.equal([false, true, 0n, 0n, 0n]);
    });
  });

  describe("given a thousand accounts with four keys and a loan", () => {
    it("fits in 50,000,000 gas", async () => {
      await supply(seen(), usdc(50_000));
      const accounts = Array.from({ length: ACCOUNTS }, (_, place) =>
        getAddress(toBeHex(0xacc0_0000 + place * 256, 20)),
      );
      const balances = new Map([
        [HUB_ETH, units8(2)],
        [HUB_BTC, units8(1)],
        [HUB_USD, units8(500)],
        [SOURCE_ETH, units8(3)],
      ]);
      const shares = 5_000n * 10n ** 18n;
      await setAccounts(seen().chain, seen().engine, accounts, { balances, shares });
      const reports = await seen().lens.batchHealth(accounts, { gasLimit: GAS });
      expect(reports.length).to.equal(ACCOUNTS);
      const margin = await seen().engine.marginOf(accounts[0] ?? "");
      // 5 ether at $3,000, a bitcoin at $60,000, 500 dollars, less 5,000 of debt at an index of one.
      expect(margin.equity).to.equal((15_000n + 60_000n + 500n - 5_000n) * 10n ** 18n);
      for (const { answered, equity } of reports)
        expect([answered, equity]).to.deep.equal([true, margin.equity]);
    });
  });
});
