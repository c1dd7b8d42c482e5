import * as maths from "../../maths/index.js";
import { wad } from "../../maths/units.js";
import { formulas } from "../formula.js";
import type { Args } from "../formula.js";

/** The keys of an account from parallel lists, which must be equally long. */
function heldKeys(a: Args): maths.HeldKey[] {
  const [haircuts, priceRisks, underlyings] = [a.list(1), a.list(2), a.list(3)];
  return a.list(0).map((value, i) => {
    const [haircut, priceRisk, underlying] = [haircuts[i], priceRisks[i], underlyings[i]];
    if (haircut === undefined || priceRisk === undefined || underlying === undefined) {
      throw new RangeError(
        `key ${i.toString()} has a value but no haircut, price risk or underlying`,
      );
    }
    return {
      value: wad(value),
      haircut: wad(haircut),
      priceRisk: wad(priceRisk),
      underlying: Number(underlying),
    };
  });
}

/** Cash, positions and margin: risk.md 1 and 3, markets.md 1. */
export const accountFormulas = formulas({
  debt_owed: {
    name: "debtOwed",
    takes: { shares: "shares", index: "index" },
    gives: ["uint"],
    twin: (a) => [maths.debtOwed(a.shares(0), a.ray(1))],
  },
  borrow_shares: {
    name: "borrowShares",
    takes: { amount: "value", index: "index" },
    gives: ["uint"],
    twin: (a) => [maths.borrowShares(a.wad(0), a.ray(1))],
  },
  repay_shares: {
    name: "repayShares",
    takes: { amount: "value", index: "index" },
    gives: ["uint"],
    twin: (a) => [maths.repayShares(a.wad(0), a.ray(1))],
  },
  cash_value: {
    name: "cashValue",
    takes: { cash: "signedValue", settlementPrice: "price" },
    gives: ["int"],
    twin: (a) => [maths.cashValue(a.wad(0), a.wad(1))],
  },
  utilisation: {
    name: "utilisation",
    takes: { debt: "value", poolCash: "signedValue" },
    gives: ["uint"],
    twin: (a) => [maths.utilisation(a.wad(0), a.wad(1))],
  },
  borrow_rate: {
    name: "borrowRate",
    takes: { utilisation: "ratio" },
    gives: ["uint"],
    twin: (a) => [maths.borrowRate(a.wad(0))],
  },
  accrue_index: {
    name: "accrueIndex",
    takes: { index: "index", rate: "ratio", elapsed: "duration" },
    gives: ["uint"],
    twin: (a) => [maths.accrueIndex(a.ray(0), a.wad(1), a.seconds(2))],
  },
  open_cost: {
    name: "openCost",
    takes: { size: "size", price: "price" },
    gives: ["int"],
    twin: (a) => [maths.openCost(a.wad(0), a.wad(1))],
  },
  pos_value: {
    name: "positionValue",
    takes: { size: "size", price: "price" },
    gives: ["int"],
    twin: (a) => [maths.positionValue(a.wad(0), a.wad(1))],
  },
  perp_pnl: {
    name: "perpPnl",
    takes: { size: "size", price: "price", cost: "signedValue" },
    gives: ["int"],
    twin: (a) => [maths.perpPnl(a.wad(0), a.wad(1), a.wad(2))],
  },
  funding_owed: {
    name: "fundingOwed",
    takes: { size: "size", fundingIndex: "fundingIndex", entryIndex: "fundingIndex" },
    gives: ["int"],
    twin: (a) => [maths.fundingOwed(a.wad(0), a.wad(1), a.wad(2))],
  },
  close_part: {
    name: "closePart",
    takes: { size: "size", cost: "signedValue", closed: "size", price: "price" },
    gives: ["int", "int", "int"],
    twin: (a) => {
      const { realised, remainingSize, remainingCost } = maths.closePart(
        a.wad(0),
        a.wad(1),
        a.wad(2),
        a.wad(3),
      );
      return [realised, remainingSize, remainingCost];
    },
  },
  scan: {
    name: "scanRange",
    takes: {
      base: "bps",
      z: "deviations",
      variance: "variance",
      perpTime: "duration",
      minRange: "ratio",
      maxRange: "ratio",
    },
    gives: ["uint"],
    twin: (a) => [
      maths.scanRange({
        base: a.bps(0),
        z: a.wad(1),
        variance: a.variance(2),
        perpTime: a.seconds(3),
        minRange: a.wad(4),
        maxRange: a.wad(5),
      }),
    ],
  },
  risk_leg: {
    name: "riskLeg",
    takes: { delta: "signedValue", range: "ratio" },
    gives: ["int"],
    twin: (a) => [maths.riskLeg(a.wad(0), a.wad(1))],
  },
  grid: {
    name: "scanRequirement",
    takes: { legs: "signedValues", rhos: "ratios" },
    gives: ["uint"],
    twin: (a) => [maths.scanRequirement(a.wads(0), a.wads(1))],
  },
  hedge_offset: {
    name: "hedgeOffset",
    takes: { legs: "signedValues", hedges: "values", rhos: "ratios", theta: "ratio" },
    gives: ["uint"],
    twin: (a) => [maths.hedgeOffset(a.wads(0), a.wads(1), a.wads(2), a.wad(3))],
  },
  basis: {
    name: "basisCharge",
    takes: { gross: "value", netAbs: "value", beta: "bps" },
    gives: ["uint"],
    twin: (a) => [maths.basisCharge(a.wad(0), a.wad(1), a.bps(2))],
  },
  conc: {
    name: "concentrationCharge",
    takes: { deltaAbs: "value", eta: "ratio", depth: "positiveValue", maxCharge: "ratio" },
    gives: ["uint"],
    twin: (a) => [maths.concentrationCharge(a.wad(0), a.wad(1), a.wad(2), a.wad(3))],
  },
  account: {
    name: "accountMargin",
    takes: {
      values: "values",
      haircuts: "ratios",
      priceRisks: "ratios",
      underlyings: "positions",
      cash: "signedValue",
      pnl: "signedValue",
      legs: "signedValues",
      rhos: "ratios",
      theta: "ratio",
      addOns: "value",
    },
    gives: ["int", "uint", "int"],
    twin: (a) => {
      const { equity, charges, margin } = maths.accountMargin({
        keys: heldKeys(a),
        cash: a.wad(4),
        pnl: a.wad(5),
        legs: a.wads(6),
        rhos: a.wads(7),
        theta: a.wad(8),
        addOns: a.wad(9),
      });
      return [equity, charges, margin];
    },
  },
});
