import { expect } from "chai";
import fc from "fast-check";
import {
  WAD,
  effectiveVariance,
  ewmaVariance,
  integer,
  laneLatency,
  milliseconds,
  overdue,
  returnUp,
  seconds,
  stage,
  updateRoundTrip,
  variance,
  wad,
} from "../src/maths/index.js";
import { anyInt, anyPrice, check } from "./helpers/fuzz.js";

const { ceilDiv, max, min } = integer;
const anyVariance = anyInt(0n, 10n ** 32n).map(variance);
const anySeconds = anyInt(0n, 2n ** 32n).map(seconds);
const someSeconds = anyInt(0n, 2n ** 32n).map((t) => seconds(t + 1n));

describe("volatility", () => {
  it("the return is never below |ln(P₁/P₀)| where it is not capped at one", () => {
    const prices = fc.double({ min: 0.51, max: 1.99, noNaN: true });
    check(
      fc.property(prices, (ratio) => {
        const price = wad(BigInt(Math.round(ratio * 1e18)));
        const logarithm = Math.abs(Math.log(Number(price) / 1e18));
        // The logarithm of a double is good to some 1e-16.
        expect(Number(returnUp(WAD, price)) / 1e18 >= logarithm - 1e-15).to.equal(true);
      }),
    );
  });

  it("the return is the same both ways and at most one", () => {
    check(
      fc.property(anyPrice, anyPrice, (a, b) => {
        expect(returnUp(a, b)).to.equal(returnUp(b, a));
        expect(returnUp(a, b) <= WAD).to.equal(true);
      }),
    );
  });
});

describe("variance", () => {
  it("the average lies between the old variance and r²/dt", () => {
    const prices = fc.tuple(anyPrice, anyPrice);
    check(
      fc.property(anyVariance, prices, someSeconds, someSeconds, (v, [p0, p1], dt, tau) => {
        const r = returnUp(p0, p1);
        const sampled = ceilDiv(r * r, dt);
        const next = ewmaVariance({
          variance: v,
          previousPrice: p0,
          price: p1,
          elapsed: dt,
          timeConstant: tau,
        });
        expect(next >= min(v, (r * r) / dt) && next <= max(v, sampled)).to.equal(true);
      }),
    );
  });

  it("a posted forecast never lowers the variance", () => {
    const deviations = anyInt(0n, 10n ** 16n).map(wad);
    check(
      fc.property(anyVariance, anyVariance, deviations, (fast, slow, postedDeviation) => {
        const limits = { minVariance: variance(0n), maxVariance: variance(10n ** 32n) };
        const without = effectiveVariance({ fast, slow, postedDeviation: wad(0n), ...limits });
        const posted = effectiveVariance({ fast, slow, postedDeviation, ...limits });
        expect(posted >= without).to.equal(true);
      }),
    );
  });
});

describe("latency", () => {
  it("the smoothed round trip stays between the old one and the sample", () => {
    const states = anyInt(0n, 2n ** 40n).map((x) => milliseconds(x + 1n));
    check(
      fc.property(states, states, anySeconds, (smoothed, variation, sample) => {
        const next = updateRoundTrip({ smoothed, variation }, sample).smoothed;
        const ms = sample * 1000n;
        expect(next >= min(smoothed, ms) && next <= max(smoothed, ms)).to.equal(true);
      }),
    );
  });

  it("the latency of a lane is at least its smoothed round trip, within its limits", () => {
    const states = anyInt(0n, 2n ** 40n).map(milliseconds);
    check(
      fc.property(states, states, anySeconds, anySeconds, (smoothed, variation, a, b) => {
        const [low, high] = [min(a, b), max(a, b)];
        const latency = laneLatency({ smoothed, variation }, low, high);
        expect(latency >= low && latency <= high).to.equal(true);
        expect(latency === high || latency * 1000n >= smoothed).to.equal(true);
      }),
    );
  });

  it("being overdue saturates at zero and the stage does not fall with it", () => {
    const limits = [seconds(1800n), seconds(7200n), seconds(86_400n)] as const;
    check(
      fc.property(anySeconds, anySeconds, anySeconds, (now, heard, patience) => {
        const late = overdue(now, heard, patience, seconds(0n));
        expect(late >= 0n && late <= now).to.equal(true);
        expect(stage(late, ...limits)).to.be.at.most(stage(seconds(late + 1n), ...limits));
      }),
    );
  });
});
