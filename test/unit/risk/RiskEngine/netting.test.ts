import { expect } from "chai";
import { bps, type risk as twin } from "../../../../packages/sdk/src/index.js";
import { bookOf, position } from "../../../helpers/book.js";
import { mined } from "../../../helpers/mined.js";
import { usd } from "../../../helpers/money.js";
import {
  BTC,
  THIN,
  exampleUnderlyings,
  market,
  useExamples,
} from "../../../helpers/riskExamples.js";
import { underlyingRowAt } from "../../../helpers/rows.js";

const HOUR = 3_600;
/** How long whoever passes initial margin is safe (P-R3). */
const WARNING = 6_300;
/** What any liability adds to the charges. */
const RESERVE = usd(5);

describe("RiskEngine.margin, netting terms on their way", () => {
  const desk = useExamples();
  /** Ten million each way on two markets of one underlying: no scan, 1% of 20 million. */
  const pair = [
    position(market.btc, usd(10_000_000)),
    position(market.pair, -usd(10_000_000)),
  ] as const;

  const marginOf = async (positions: readonly twin.Position[], cash: string | number = 0) =>
    desk().risk.margin(bookOf(cash, [], positions));
  const poke = async (asset: number) => mined(desk().risk.pokeUnderlyings(1n << BigInt(asset)));

  /** The governor changes an underlying, and it is poked. */
  async function announce(
    asset: number,
    changes: Partial<twin.UnderlyingParameters>,
  ): Promise<void> {
    const before = exampleUnderlyings.get(asset);
    if (before === undefined) throw new Error(`no underlying ${asset.toString()}`);
    await mined(desk().parameters.setUnderlying(asset, { ...before, ...changes }));
    await poke(asset);
  }

  describe("given a change that is announced", () => {
    it("lets initial margin pay a higher beta at once, up to ten bps, and maintenance margin nothing", async () => {
      await announce(BTC, { beta: bps(221n) });
      const { maintenance, initial } = await marginOf(pair);
      expect(maintenance - RESERVE).to.equal(usd(200_000));
      // 1% and 130 bps of 20 million.
      expect(initial - RESERVE).to.equal(usd(460_000));
    });

    it("lets initial margin pay a lower rho and a higher concentration charge at once, up to ten bps", async () => {
      // Legs of 8% of a million and 4% of ten: common part |0.6 x 80,000 - 0.4 x 400,000|, the more of it the lower rho.
      const legs = [position(market.thin, usd(1_000_000)), position(market.calm, -usd(10_000_000))];
      const before = await marginOf(legs);
      await announce(THIN, { rho: bps(5_005n), maxCharge: bps(2_500n) });
      const after = await marginOf(legs);
      expect(after.maintenance).to.equal(before.maintenance);
      // Twice 0.1 of 80,000, and 5% of a million.
      expect(after.initial - before.initial).to.equal(usd(16_000 + 50_000));
    });

    it("charges nothing for what gets easier", async () => {
      const before = await marginOf(pair);
      await announce(BTC, { rho: bps(7_500n), beta: bps(50n), depth: 90_000n });
      const { pending } = await underlyingRowAt(desk(), BTC);
      expect(pending).to.deep.equal({ rho: 0n, beta: 0n, charge: 0n });
      expect((await marginOf(pair)).initial).to.equal(before.initial);
    });
  });

  describe("when an account passes initial margin two hours after a tenfold beta was announced", () => {
    it("is not liquidatable 1 h 45 m later, as it would be if nothing had been paid ahead", async () => {
      const { devnet, parameters } = desk();
      const unpaid = (await marginOf(pair)).initial;
      await announce(BTC, { beta: bps(1_000n) });
      const { setAt } = await parameters.nettingSchedule(BTC);
      await devnet.setTime(Number(setAt) + 2 * HOUR - 1);
      await poke(BTC);
      const cash = "2000005";
      const passing = await marginOf(pair, cash);
      expect(passing.initialEquity).to.equal(passing.initial);
      await devnet.setTime(Number(setAt) + 2 * HOUR + WARNING - 1);
      await poke(BTC);
      const { equity, maintenance } = await marginOf(pair, cash);
      // 900 bps over a day: 66 after 6,300 seconds, up.
      expect(maintenance - RESERVE).to.equal(usd(332_000));
      expect(equity).to.be.greaterThan(maintenance);
      expect(unpaid).to.be.lessThan(maintenance);
    });
  });
});
