import * as maths from "../../maths/index.js";
import { wad } from "../../maths/units.js";
import { formulas } from "../formula.js";
import type { Args } from "../formula.js";

/** Winners from parallel lists, which must be equally long. */
function winners(a: Args): maths.Winner[] {
  const equities = a.list(1);
  return a.list(0).map((notional, i) => {
    const equity = equities[i];
    if (equity === undefined) throw new RangeError(`winner ${i.toString()} has no equity`);
    return { notional: wad(notional), equity: wad(equity) };
  });
}

/** Losses and markets: risk.md 4.9 and 5, markets.md 2 and 3. */
export const marketFormulas = formulas({
  waterfall: {
    name: "lossWaterfall",
    takes: {
      deficit: "value",
      perpPart: "value",
      insurance: "value",
      insuranceCap: "value",
      reserve: "value",
      adlCapacity: "value",
    },
    gives: ["uint", "uint", "uint", "uint"],
    twin: (a) => {
      const shares = maths.lossWaterfall({
        deficit: a.wad(0),
        perpPart: a.wad(1),
        insurance: a.wad(2),
        insuranceCap: a.wad(3),
        reserve: a.wad(4),
        adlCapacity: a.wad(5),
      });
      return [shares.fromInsurance, shares.fromReserve, shares.fromAdl, shares.socialised];
    },
  },
  adl: {
    name: "adlCharges",
    takes: { amount: "value", profits: "values" },
    gives: ["uint[]", "uint"],
    twin: (a) => {
      const { charges, surplus } = maths.adlCharges(a.wad(0), a.wads(1));
      return [charges, surplus];
    },
  },
  socialise: {
    name: "socialisedIndex",
    takes: { index: "index", assets: "positiveValue", loss: "value" },
    gives: ["uint"],
    twin: (a) => [maths.socialisedIndex(a.ray(0), a.wad(1), a.wad(2))],
  },
  bucket: {
    name: "throttle",
    takes: {
      available: "value",
      cap: "value",
      ratePerSecond: "value",
      elapsed: "duration",
      wanted: "value",
      critical: "flag",
    },
    gives: ["uint", "uint"],
    twin: (a) => {
      const [available, cap, ratePerSecond] = [a.wad(0), a.wad(1), a.wad(2)];
      const bucket = { available, cap, ratePerSecond, elapsed: a.seconds(3) };
      const { granted, left } = maths.throttle(bucket, a.wad(4), a.flag(5));
      return [granted, left];
    },
  },
  waterfill: {
    name: "waterfill",
    takes: { notionals: "values", equities: "signedValues", amount: "value" },
    gives: ["uint", "uint[]"],
    twin: (a) => {
      const { level, quantities } = maths.waterfill(winners(a), a.wad(2));
      return [level, quantities];
    },
  },
  fill_price: {
    name: "fillPrice",
    takes: { price: "price", skew: "size", size: "size", skewScale: "scale" },
    gives: ["int"],
    twin: (a) => [maths.fillPrice(a.wad(0), a.wad(1), a.wad(2), a.wad(3))],
  },
  trade_fee: {
    name: "tradeFee",
    takes: { skew: "size", size: "size", price: "price", maker: "bps", taker: "bps" },
    gives: ["uint"],
    twin: (a) => [
      maths.tradeFee(a.wad(0), a.wad(1), a.wad(2), { maker: a.bps(3), taker: a.bps(4) }),
    ],
  },
  funding_step: {
    name: "fundingStep",
    takes: {
      rate: "dailyRate",
      skew: "size",
      skewScale: "scale",
      maxVelocity: "velocity",
      maxRate: "maxDailyRate",
      price: "price",
      elapsed: "duration",
    },
    gives: ["int", "int"],
    twin: (a) => {
      const { rate, indexIncrease } = maths.fundingStep({
        rate: a.wad(0),
        skew: a.wad(1),
        skewScale: a.wad(2),
        maxVelocity: a.wad(3),
        maxRate: a.wad(4),
        price: a.wad(5),
        elapsed: a.seconds(6),
      });
      return [rate, indexIncrease];
    },
  },
  market_pnl: {
    name: "marketPnl",
    takes: {
      skew: "size",
      price: "price",
      skewScale: "scale",
      costSum: "signedValue",
      fundingIndex: "fundingIndex",
      entryFundingSum: "signedValue",
    },
    gives: ["int"],
    twin: (a) => [
      maths.marketPnl({
        skew: a.wad(0),
        price: a.wad(1),
        skewScale: a.wad(2),
        costSum: a.wad(3),
        fundingIndex: a.wad(4),
        entryFundingSum: a.wad(5),
      }),
    ],
  },
  pool_nav: {
    name: "poolNav",
    takes: {
      poolCash: "signedValue",
      debt: "value",
      marketPnls: "signedValues",
      provision: "value",
      claims: "value",
    },
    gives: ["int"],
    twin: (a) => [
      maths.poolNav({
        poolCash: a.wad(0),
        debt: a.wad(1),
        marketPnls: a.wads(2),
        provision: a.wad(3),
        claims: a.wad(4),
      }),
    ],
  },
});
