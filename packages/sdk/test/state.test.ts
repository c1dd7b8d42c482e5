import { expect } from "chai";
import { maths, risk, seconds, variance, wad } from "../src/index.js";
import { EXAMPLE, START, ether, etherRow, later } from "./helpers/riskCases.js";

const seed = EXAMPLE;
const row = (price: bigint, at: number, status: risk.PriceStatus = "GOOD") => ({
  price: wad(price),
  observedAt: later(at),
  status,
});

describe("the two clocks of volatility", () => {
  const started = risk.sampleVolatility(undefined, seed, row(3_000n, 0));

  it("start at the seed with the first good price", () => {
    expect(started).to.deep.equal({
      fast: seed,
      slow: seed,
      sampledAt: START,
      sampledPrice: 3_000n,
    });
  });

  it("wait for a good price, at the seed of the first poke", () => {
    const waiting = risk.sampleVolatility(undefined, seed, row(3_000n, 0, "STALE"));
    expect(waiting).to.deep.equal(risk.seededVolatility(seed));
    const other = variance(7n);
    expect(risk.sampleVolatility(waiting, other, row(3_000n, 0)).fast).to.equal(seed);
  });

  it("keep their seed whatever the parameters say later", () => {
    expect(risk.sampleVolatility(started, variance(7n), row(3_000n, 59))).to.equal(started);
  });

  it("take no sample within a minute, of an older round, or of a price that is not good", () => {
    for (const same of [row(2_000n, 59), row(2_000n, -500), row(2_000n, 600, "DISAGREE")])
      expect(risk.sampleVolatility(started, seed, same)).to.equal(started);
  });

  it("take a sample after a minute, by the times of the observations", () => {
    const after = risk.sampleVolatility(started, seed, row(3_300n, 600));
    const sample = {
      variance: seed,
      previousPrice: wad(3_000n),
      price: wad(3_300n),
      elapsed: seconds(600n),
    };
    expect(after).to.deep.equal({
      fast: maths.ewmaVariance({ ...sample, timeConstant: seconds(3_600n) }),
      slow: maths.ewmaVariance({ ...sample, timeConstant: seconds(864_000n) }),
      sampledAt: later(600),
      sampledPrice: 3_300n,
    });
    // (3,600 * 1.7824296e28 + 1e34) / 4,200: the fast clock, up.
    expect(after.fast).to.equal(2_396_230_348_952_380_952_380_952_380_953n);
  });

  it("store no more than 1e32", () => {
    const wild = { ...started, fast: variance(10n ** 33n) };
    expect(risk.sampleVolatility(wild, seed, row(3_000n, 60)).fast).to.equal(10n ** 32n);
  });
});

describe("a posted forecast", () => {
  const state = risk.sampleVolatility(undefined, variance(10n ** 28n), etherRow);
  const until = later(600);
  const effective = (deviation: bigint, now = START) =>
    risk.varianceAt(state, ether, { deviation: wad(deviation), until }, now);

  it("raises, and never lowers", () => {
    expect(effective(15n * 10n ** 13n)).to.equal(225n * 10n ** 26n);
    expect(effective(1n)).to.equal(10n ** 28n);
  });

  it("counts up to twice the deviation measured on chain", () => {
    expect(effective(10n ** 15n)).to.equal(4n * 10n ** 28n);
  });

  it("measures at least the lower limit of the asset", () => {
    const calm = { ...ether, minVariance: variance(9n * 10n ** 28n) };
    const posted = { deviation: wad(10n ** 15n), until };
    expect(risk.varianceAt(state, calm, posted, START)).to.equal(36n * 10n ** 28n);
  });

  it("ends when its time is over", () => {
    expect(effective(15n * 10n ** 13n, later(599))).to.equal(225n * 10n ** 26n);
    expect(effective(15n * 10n ** 13n, until)).to.equal(10n ** 28n);
  });
});
