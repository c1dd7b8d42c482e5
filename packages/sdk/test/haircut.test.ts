import { expect } from "chai";
import fc from "fast-check";
import {
  WAD,
  bps,
  haircut,
  integer,
  latencyPremium,
  priceRisk,
  rampDown,
  rampUp,
  recognisedValue,
  seconds,
  sizeCharge,
  variance,
  wad,
} from "../src/maths/index.js";
import type { Ramp, Seconds, Wad } from "../src/maths/index.js";
import { anyInt, anyRatio, check, ratioOfBps } from "./helpers/fuzz.js";

const { abs, max, min, mulUp, sqrtDown, sqrtUp } = integer;

const anyVariance = anyInt(0n, 10n ** 32n).map(variance);
const anyTime = anyInt(0n, 2n ** 32n).map(seconds);
const twoTimes = fc.tuple(anyTime, anyTime);
const anyZ = anyInt(0n, 10n ** 19n).map(wad);
const time = (low: number, high: number): fc.Arbitrary<Seconds> =>
  fc.bigInt({ min: BigInt(low), max: BigInt(high) }).map(seconds);

describe("price risk and latency premium", () => {
  it("px + L is never below base + z·σ·√(Tloc+T) (P-H1)", () => {
    check(
      fc.property(anyZ, anyVariance, anyTime, anyTime, (z, v, local, lane) => {
        const sum = priceRisk(bps(0n), z, v, local) + latencyPremium(z, v, local, lane);
        // Both sides squared, so that the exact root is not needed.
        expect((sum * WAD) ** 2n >= z ** 2n * v * (local + lane)).to.equal(true);
      }),
    );
  });

  it("L does not fall as the lane gets later", () => {
    check(
      fc.property(anyZ, anyVariance, anyTime, twoTimes, (z, v, local, [a, b]) => {
        const early = latencyPremium(z, v, local, min(a, b));
        expect(early <= latencyPremium(z, v, local, max(a, b))).to.equal(true);
      }),
    );
  });

  it("L is at most z·σ·√T, but for the two roundings of its roots", () => {
    check(
      fc.property(anyZ, anyVariance, anyTime, anyTime, (z, v, local, lane) => {
        const bound = mulUp(z, sqrtUp(v * lane) + 2n);
        expect(latencyPremium(z, v, local, lane) <= bound).to.equal(true);
      }),
    );
  });

  it("L of collateral on the hub is one rounding step", () => {
    check(
      fc.property(anyZ, anyVariance, anyTime, (z, v, local) => {
        expect(latencyPremium(z, v, local, seconds(0n)) <= mulUp(z, 1n)).to.equal(true);
      }),
    );
  });
});

const DEPTH = wad(25n * 10n ** 24n);

interface Charges {
  readonly la: Wad;
  readonly eta: Wad;
  readonly qMax: Wad;
}

function recognisedAt(value: Wad, { la, eta, qMax }: Charges): Wad {
  const rest = {
    latencyPremium: wad(0n),
    idiosyncratic: bps(0n),
    minHaircut: wad(0n),
    maxHaircut: WAD,
  };
  const charge = sizeCharge(eta, value, DEPTH, qMax);
  return recognisedValue(value, haircut({ priceRisk: la, sizeCharge: charge, ...rest }));
}

/** What rounding V/D up by one step, then root and products, can cost a value: below 1e-9 of it, wei at most sizes. */
function roundingOf(value: Wad): bigint {
  const ratio = (value * WAD) / DEPTH;
  const step = sqrtUp((ratio + 1n) * WAD) - sqrtDown(ratio * WAD);
  return (value * (step + 4n)) / WAD + 2n;
}

describe("recognised value", () => {
  it("does not fall with the amount where 1 − la − 1.5·qMax ≥ 0 (P-R5)", () => {
    const value = fc.bigInt({ min: 10n ** 18n, max: 10n ** 27n });
    check(
      fc.property(
        fc.tuple(value, value),
        ratioOfBps(0, 2000),
        anyRatio,
        anyRatio,
        (pair, qMax, eta, part) => {
          const room = WAD - (qMax * 3n) / 2n;
          const charges = { la: wad((room * part) / WAD), eta, qMax };
          const [small, large] = [wad(min(...pair)), wad(max(...pair))];
          const [less, more] = [recognisedAt(small, charges), recognisedAt(large, charges)];
          expect(less <= more + roundingOf(large)).to.equal(true);
        },
      ),
    );
  });

  it("is between zero and the value", () => {
    check(
      fc.property(anyInt(0n, 2n ** 128n - 1n), anyRatio, (value, h) => {
        const recognised = recognisedValue(wad(value), h);
        expect(recognised >= 0n && recognised <= value).to.equal(true);
      }),
    );
  });
});

const ramps: fc.Arbitrary<Ramp> = fc
  .tuple(anyRatio, anyRatio, time(0, 2 ** 32), time(0, 1_000_000))
  .map(([target, from, since, waited]) => ({ target, from, since, now: seconds(since + waited) }));

describe("ramps", () => {
  const rUp = wad(2_777_777_777_777n);
  const dtMax = seconds(900n);
  const rDown = wad(13_888_888_888_888n);
  const between = (x: bigint, a: bigint, b: bigint): boolean => x >= min(a, b) && x <= max(a, b);

  it("one poke raises the maintenance haircut by at most rUp·dtMax, 25 bps (P-R1)", () => {
    expect(rUp * dtMax <= 25n * 10n ** 14n).to.equal(true);
    check(
      fc.property(ramps, (ramp) => {
        expect(rampUp(ramp, rUp, dtMax) - ramp.from <= rUp * dtMax).to.equal(true);
      }),
    );
  });

  it("many pokes raise it by at most rUp a second plus 25 bps (P-R2)", () => {
    const waits = fc.array(time(0, 3600), { minLength: 1, maxLength: 20 });
    check(
      fc.property(ramps, waits, ({ target, from, since }, pauses) => {
        let [h, t] = [from, since];
        for (const pause of pauses) {
          const now = seconds(t + pause);
          h = rampUp({ target, from: h, since: t, now }, rUp, dtMax);
          t = now;
        }
        const allowed = rUp * (t - since) + rUp * dtMax;
        expect(h - from <= allowed).to.equal(true);
      }),
      200,
    );
  });

  it("both stay between where they were and where they go", () => {
    check(
      fc.property(ramps, (ramp) => {
        expect(between(rampUp(ramp, rUp, dtMax), ramp.from, ramp.target)).to.equal(true);
        expect(between(rampDown(ramp, rDown), ramp.from, ramp.target)).to.equal(true);
      }),
    );
  });

  it("the initial haircut falls by at most rDown a second", () => {
    check(
      fc.property(ramps, (ramp) => {
        const change = rampDown(ramp, rDown) - ramp.from;
        expect(change >= 0n || abs(change) <= rDown * (ramp.now - ramp.since)).to.equal(true);
      }),
    );
  });
});
