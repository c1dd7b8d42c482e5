import * as maths from "../../maths/index.js";
import { formulas } from "../formula.js";

/** Values, haircuts, volatility and latency: risk.md 1 and 2. */
export const collateralFormulas = formulas({
  coll_value: {
    name: "collateralValue",
    takes: { amount: "amount", price: "price", decimals: "decimals" },
    gives: ["uint"],
    twin: (a) => [maths.collateralValue(a.units(0), a.wad(1), a.int(2))],
  },
  ret_up: {
    name: "returnUp",
    takes: { previousPrice: "price", price: "price" },
    gives: ["uint"],
    twin: (a) => [maths.returnUp(a.wad(0), a.wad(1))],
  },
  ewma: {
    name: "ewmaVariance",
    takes: {
      variance: "variance",
      previousPrice: "price",
      price: "price",
      elapsed: "duration",
      timeConstant: "positiveDuration",
    },
    gives: ["uint"],
    twin: (a) => [
      maths.ewmaVariance({
        variance: a.variance(0),
        previousPrice: a.wad(1),
        price: a.wad(2),
        elapsed: a.seconds(3),
        timeConstant: a.seconds(4),
      }),
    ],
  },
  var_eff: {
    name: "effectiveVariance",
    takes: {
      fast: "variance",
      slow: "variance",
      postedDeviation: "deviation",
      minVariance: "variance",
      maxVariance: "variance",
    },
    gives: ["uint"],
    twin: (a) => [
      maths.effectiveVariance({
        fast: a.variance(0),
        slow: a.variance(1),
        postedDeviation: a.wad(2),
        minVariance: a.variance(3),
        maxVariance: a.variance(4),
      }),
    ],
  },
  rto_update: {
    name: "updateRoundTrip",
    takes: { smoothed: "milliseconds", variation: "milliseconds", sample: "duration" },
    gives: ["uint", "uint"],
    twin: (a) => {
      const state = { smoothed: a.milliseconds(0), variation: a.milliseconds(1) };
      const next = maths.updateRoundTrip(state, a.seconds(2));
      return [next.smoothed, next.variation];
    },
  },
  t_lane: {
    name: "laneLatency",
    takes: {
      smoothed: "milliseconds",
      variation: "milliseconds",
      minLatency: "duration",
      maxLatency: "duration",
    },
    gives: ["uint"],
    twin: (a) => {
      const state = { smoothed: a.milliseconds(0), variation: a.milliseconds(1) };
      return [maths.laneLatency(state, a.seconds(2), a.seconds(3))];
    },
  },
  overdue: {
    name: "overdue",
    takes: { now: "time", lastHeard: "time", heartbeat: "duration", latency: "duration" },
    gives: ["uint"],
    twin: (a) => [maths.overdue(a.seconds(0), a.seconds(1), a.seconds(2), a.seconds(3))],
  },
  stage: {
    name: "stage",
    takes: {
      overdueFor: "duration",
      freezeAfter: "duration",
      reduceAfter: "duration",
      quarantineAfter: "duration",
    },
    gives: ["uint"],
    twin: (a) => [BigInt(maths.stage(a.seconds(0), a.seconds(1), a.seconds(2), a.seconds(3)))],
  },
  h_px: {
    name: "priceRisk",
    takes: { base: "bps", z: "deviations", variance: "variance", localTime: "duration" },
    gives: ["uint"],
    twin: (a) => [maths.priceRisk(a.bps(0), a.wad(1), a.variance(2), a.seconds(3))],
  },
  h_lat: {
    name: "latencyPremium",
    takes: { z: "deviations", variance: "variance", localTime: "duration", laneTime: "duration" },
    gives: ["uint"],
    twin: (a) => [maths.latencyPremium(a.wad(0), a.variance(1), a.seconds(2), a.seconds(3))],
  },
  h_size: {
    name: "sizeCharge",
    takes: { eta: "ratio", value: "value", depth: "positiveValue", maxCharge: "ratio" },
    gives: ["uint"],
    twin: (a) => [maths.sizeCharge(a.wad(0), a.wad(1), a.wad(2), a.wad(3))],
  },
  haircut: {
    name: "haircut",
    takes: {
      priceRisk: "value",
      latencyPremium: "value",
      idiosyncratic: "bps",
      sizeCharge: "ratio",
      minHaircut: "ratio",
      maxHaircut: "ratio",
    },
    gives: ["uint"],
    twin: (a) => [
      maths.haircut({
        priceRisk: a.wad(0),
        latencyPremium: a.wad(1),
        idiosyncratic: a.bps(2),
        sizeCharge: a.wad(3),
        minHaircut: a.wad(4),
        maxHaircut: a.wad(5),
      }),
    ],
  },
  recognised: {
    name: "recognisedValue",
    takes: { value: "value", haircut: "ratio" },
    gives: ["uint"],
    twin: (a) => [maths.recognisedValue(a.wad(0), a.wad(1))],
  },
  ramp_up: {
    name: "rampUp",
    takes: {
      target: "ratio",
      from: "ratio",
      since: "time",
      now: "time",
      rampUpPerSecond: "ratePerSecond",
      maxElapsed: "duration",
    },
    gives: ["uint"],
    twin: (a) => {
      const ramp = { target: a.wad(0), from: a.wad(1), since: a.seconds(2), now: a.seconds(3) };
      return [maths.rampUp(ramp, a.wad(4), a.seconds(5))];
    },
  },
  ramp_down: {
    name: "rampDown",
    takes: {
      target: "ratio",
      from: "ratio",
      since: "time",
      now: "time",
      rampDownPerSecond: "ratePerSecond",
    },
    gives: ["uint"],
    twin: (a) => {
      const ramp = { target: a.wad(0), from: a.wad(1), since: a.seconds(2), now: a.seconds(3) };
      return [maths.rampDown(ramp, a.wad(4))];
    },
  },
});
