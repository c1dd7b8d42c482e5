import * as maths from "../../maths/index.js";
import { formulas } from "../formula.js";

/** Targets, takes, auctions and penalties: risk.md 4.1 to 4.8. */
export const liquidationFormulas = formulas({
  target: {
    name: "target",
    external: "targetEquity",
    takes: { initialCharges: "value", maintenanceCharges: "value", buffer: "ratio" },
    gives: ["uint"],
    twin: (a) => [maths.target(a.wad(0), a.wad(1), a.wad(2))],
  },
  shortfall: {
    name: "shortfall",
    takes: { target: "value", equity: "signedValue" },
    gives: ["uint"],
    twin: (a) => [maths.shortfall(a.wad(0), a.wad(1))],
  },
  target_haircut: {
    name: "targetHaircut",
    takes: {
      maintenanceHaircut: "ratio",
      initialHaircut: "ratio",
      initialBinds: "flag",
      buffer: "ratio",
    },
    gives: ["uint"],
    twin: (a) => [maths.targetHaircut(a.wad(0), a.wad(1), a.flag(2), a.wad(3))],
  },
  perp_fraction: {
    name: "perpFraction",
    takes: { missing: "value", perpTarget: "value", gross: "value", closeFee: "ratio" },
    gives: ["uint"],
    twin: (a) => [maths.perpFraction(a.wad(0), a.wad(1), a.wad(2), a.wad(3))],
  },
  lot_value: {
    name: "lotValue",
    takes: {
      missing: "value",
      targetHaircut: "ratio",
      factor: "ratio",
      penalty: "ratio",
      maxValue: "value",
    },
    gives: ["uint"],
    twin: (a) => [
      maths.lotValue({
        missing: a.wad(0),
        targetHaircut: a.wad(1),
        factor: a.wad(2),
        penalty: a.wad(3),
        maxValue: a.wad(4),
      }),
    ],
  },
  lot_amount: {
    name: "lotAmount",
    takes: { value: "value", price: "price", decimals: "decimals", maxAmount: "amount" },
    gives: ["uint"],
    twin: (a) => [maths.lotAmount(a.wad(0), a.wad(1), a.int(2), a.units(3))],
  },
  take_amount: {
    name: "takeAmount",
    takes: {
      wanted: "amount",
      held: "amount",
      needed: "amount",
      unitPrice: "price",
      decimals: "decimals",
      dust: "value",
    },
    gives: ["uint"],
    twin: (a) => [
      maths.takeAmount({
        wanted: a.units(0),
        held: a.units(1),
        needed: a.units(2),
        unitPrice: a.wad(3),
        decimals: a.int(4),
        dust: a.wad(5),
      }),
    ],
  },
  penalty_split: {
    name: "penaltySplit",
    takes: {
      proceeds: "value",
      penaltyRate: "ratio",
      equity: "signedValue",
      tip: "value",
      chip: "ratio",
      insuranceShare: "ratio",
    },
    gives: ["uint", "uint", "uint", "uint", "uint"],
    twin: (a) => {
      const split = maths.penaltySplit({
        proceeds: a.wad(0),
        penaltyRate: a.wad(1),
        equity: a.wad(2),
        tip: a.wad(3),
        chip: a.wad(4),
        insuranceShare: a.wad(5),
      });
      return [split.penalty, split.keeper, split.insurance, split.protocol, split.credited];
    },
  },
  max_discount: {
    name: "maxDiscount",
    takes: {
      base: "bps",
      latencyPremium: "ratio",
      haircut: "ratio",
      penalty: "ratio",
      gap: "ratio",
    },
    gives: ["uint"],
    twin: (a) => [
      maths.maxDiscount({
        base: a.bps(0),
        latencyPremium: a.wad(1),
        haircut: a.wad(2),
        penalty: a.wad(3),
        gap: a.wad(4),
      }),
    ],
  },
  start_factor: {
    name: "startFactor",
    takes: { base: "bps" },
    gives: ["uint"],
    twin: (a) => [maths.startFactor(a.bps(0))],
  },
  rpow: {
    name: "rpow",
    takes: { x: "ratio", n: "duration", base: "scale" },
    gives: ["uint"],
    twin: (a) => [maths.rpow(a.int(0), a.int(1), a.int(2))],
  },
  factor_exp: {
    name: "exponentialFactor",
    takes: {
      start: "ratio",
      cut: "ratio",
      speed: "count",
      step: "positiveDuration",
      elapsed: "duration",
      floor: "ratio",
    },
    gives: ["uint"],
    twin: (a) => {
      const [start, cut, speed, step, floor] = [
        a.wad(0),
        a.wad(1),
        a.int(2),
        a.seconds(3),
        a.wad(5),
      ];
      return [maths.exponentialFactor({ start, cut, speed, step, floor }, a.seconds(4))];
    },
  },
  factor_lin: {
    name: "linearFactor",
    takes: { start: "ratio", duration: "duration", elapsed: "duration", floor: "ratio" },
    gives: ["uint"],
    twin: (a) => {
      const curve = { start: a.wad(0), duration: a.seconds(1), floor: a.wad(3) };
      return [maths.linearFactor(curve, a.seconds(2))];
    },
  },
  factor_insolvent: {
    name: "insolventFactor",
    takes: { entry: "ratio", elapsed: "duration", length: "duration" },
    gives: ["uint"],
    twin: (a) => [maths.insolventFactor(a.wad(0), a.seconds(1), a.seconds(2))],
  },
  unit_price: {
    name: "unitPrice",
    takes: { price: "price", factor: "ratio" },
    gives: ["uint"],
    twin: (a) => [maths.unitPrice(a.wad(0), a.wad(1))],
  },
  payment: {
    name: "payment",
    takes: { amount: "amount", unitPrice: "price", decimals: "decimals" },
    gives: ["uint"],
    twin: (a) => [maths.payment(a.units(0), a.wad(1), a.int(2))],
  },
});
