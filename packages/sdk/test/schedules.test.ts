import { expect } from "chai";
import fc from "fast-check";
import { bps, maths, risk, seconds, wad } from "../src/index.js";
import { anyInt, check } from "./helpers/fuzz.js";
import { START, later, percent } from "./helpers/riskCases.js";

const HOUR = 3_600;
const terms: risk.SizeTerms = { depth: 25_000n, eta: bps(1_500n), maxCharge: bps(2_000n) };

const anyTerms: fc.Arbitrary<risk.SizeTerms> = fc.record({
  depth: anyInt(0n, 2n ** 24n - 2n).map((x) => x + 1n),
  eta: fc.bigInt({ min: 0n, max: 10_000n }).map(bps),
  maxCharge: fc.bigInt({ min: 0n, max: 10_000n }).map(bps),
});

describe("scheduled values", () => {
  it("wait two hours, then move in a line for a day, each rounded against the account", () => {
    const at = (hours: number): [bigint, bigint] => [
      risk.scheduledDown(1_000n, 500n, START, later(hours * HOUR)),
      risk.scheduledUp(1_000n, 2_001n, START, later(hours * HOUR)),
    ];
    expect(at(0)).to.deep.equal([1_000n, 1_000n]);
    expect(at(2)).to.deep.equal([1_000n, 1_000n]);
    // A second later 1,000 - 500/86,400 down, and 1,000 + 1,001/86,400 up.
    expect(at(2 + 1 / HOUR)).to.deep.equal([999n, 1_001n]);
    // Half way: 750, and 1,500.5 up.
    expect(at(14)).to.deep.equal([750n, 1_501n]);
    expect(at(26)).to.deep.equal([500n, 2_001n]);
    expect(at(1_000)).to.deep.equal([500n, 2_001n]);
  });

  it("another change starts from where the first one is", () => {
    const first = risk.restartSizes(
      risk.settledSizes(terms, START),
      { ...terms, depth: 5_000n },
      START,
    );
    const half = later(14 * HOUR);
    const second = risk.postDepth(first, 10_000n, half);
    expect(second.past.depth).to.equal(15_000n);
    expect(risk.sizeTermsAt(second, half).depth).to.equal(15_000n);
    expect(second.next).to.deep.equal({ ...terms, depth: 10_000n });
  });
});

describe("a posted depth", () => {
  const posted = risk.settledSizes(terms, START);
  const depthAt = (hours: number): bigint => risk.sizeTermsAt(posted, later(hours * HOUR)).depth;
  const worstAt = (hours: number): bigint => risk.worstSizeTerms(posted, later(hours * HOUR)).depth;

  it("is halved for initial margin after a day, and fades for maintenance margin from 26 to 50 hours", () => {
    expect([depthAt(23.9), worstAt(23.9)]).to.deep.equal([25_000n, 25_000n]);
    expect([depthAt(24), worstAt(24)]).to.deep.equal([25_000n, 12_500n]);
    expect(depthAt(26)).to.equal(25_000n);
    expect(depthAt(38)).to.equal(18_750n);
    expect([depthAt(50), worstAt(50)]).to.deep.equal([12_500n, 12_500n]);
    expect(depthAt(10_000)).to.equal(12_500n);
  });

  it("never fades to nothing", () => {
    const one = risk.settledSizes({ ...terms, depth: 1n }, START);
    expect(risk.sizeTermsAt(one, later(100 * HOUR)).depth).to.equal(1n);
    expect(risk.worstSizeTerms(one, later(100 * HOUR)).depth).to.equal(1n);
  });

  it("comes back with the next post, by the schedule", () => {
    const again = risk.postDepth(posted, 25_000n, later(50 * HOUR));
    expect(risk.sizeTermsAt(again, later(50 * HOUR)).depth).to.equal(12_500n);
    expect(risk.sizeTermsAt(again, later(64 * HOUR)).depth).to.equal(18_750n);
  });

  it("may be posted every 20 hours, from half to twice the last, up to the governor's cap", () => {
    expect(risk.depthLimits(posted, 40_001n)).to.deep.equal({
      from: later(20 * HOUR),
      least: 12_500n,
      most: 40_001n,
    });
    expect(risk.depthLimits(posted, 60_000n).most).to.equal(50_000n);
  });
});

describe("pendingCharge", () => {
  it("is nothing while nothing is under way", () => {
    check(
      fc.property(anyTerms, (any) => {
        const current = risk.settledSizes(any, START);
        const [now, worst] = [
          risk.sizeTermsAt(current, START),
          risk.worstSizeTerms(current, START),
        ];
        expect(risk.pendingCharge(now, worst)).to.equal(0n);
      }),
    );
  });

  it("of a depth to be halved is qMax less its share at the root of a half", () => {
    // 20% - floor(20% * 0.70710678118654752440...).
    const half = { ...terms, depth: 12_500n };
    expect(risk.pendingCharge(terms, half)).to.equal(58_578_643_762_690_496n);
  });

  it("of a higher qMax alone is the difference", () => {
    expect(risk.pendingCharge(terms, { ...terms, maxCharge: bps(2_500n) })).to.equal(percent(5));
  });

  it("covers the size charge of every value at every moment of a change", () => {
    const cases = fc.tuple(
      anyTerms,
      anyTerms,
      fc.integer({ min: 0, max: 60 * HOUR }),
      anyInt(0n, 2n ** 127n),
    );
    const charge = (value: bigint, { depth, eta, maxCharge }: risk.SizeTerms): bigint =>
      maths.sizeCharge(
        maths.integer.fromBps(eta),
        wad(value),
        risk.depthOf(depth),
        maths.integer.fromBps(maxCharge),
      );
    check(
      fc.property(
        cases,
        fc.integer({ min: 0, max: 60 * HOUR }),
        ([past, next, age, value], wait) => {
          const set = risk.restartSizes(risk.settledSizes(past, START), next, START);
          const now = later(age);
          const current = risk.sizeTermsAt(set, now);
          const pending = risk.pendingCharge(current, risk.worstSizeTerms(set, now));
          // A depth that is fresh now does not fade before its notice of two hours is over.
          const then = seconds(now + BigInt(age < 24 * HOUR ? Math.min(wait, 2 * HOUR) : wait));
          const after = charge(value, risk.sizeTermsAt(set, then));
          // Both charges are rounded up, by less than 1e-9 each.
          expect(after <= charge(value, current) + pending + 2n * 10n ** 9n).to.equal(true);
        },
      ),
      1_000,
    );
  });
});

describe("netting terms and θ", () => {
  const netting: risk.NettingTerms = {
    rho: bps(7_000n),
    beta: bps(100n),
    eta: bps(1_000n),
    maxCharge: bps(2_000n),
    depth: 50_000n,
  };
  const half = later(14 * HOUR);

  it("move by the same schedule: ρ and depth down, the others up", () => {
    const next = {
      rho: bps(6_001n),
      beta: bps(201n),
      eta: bps(999n),
      maxCharge: bps(2_001n),
      depth: 49_999n,
    };
    const changed = risk.restartNetting(risk.settled(netting, START), next, START);
    expect(risk.nettingTermsAt(changed, later(2 * HOUR))).to.deep.equal(netting);
    expect(risk.nettingTermsAt(changed, half)).to.deep.equal({
      rho: 6_500n,
      beta: 151n,
      eta: 1_000n,
      maxCharge: 2_001n,
      depth: 49_999n,
    });
    expect(risk.nettingTermsAt(changed, later(26 * HOUR))).to.deep.equal(next);
  });

  it("let a steward post ρ between half of the governor's and all of it, by 1,000 bps from the one in force", () => {
    const changed = risk.restartNetting(
      risk.settled(netting, START),
      { ...netting, rho: bps(6_000n) },
      START,
    );
    const limits = (cap: bigint) =>
      risk.correlationLimits(changed, { cap: bps(cap), postedAt: START }, half);
    const from = later(20 * HOUR);
    expect(limits(7_000n)).to.deep.equal({ from, least: 5_500n, most: 7_000n });
    expect(limits(11_001n)).to.deep.equal({ from, least: 5_501n, most: 7_500n });
  });

  it("θ moves down", () => {
    const thetas = risk.thetasOf(risk.globalDefaults);
    const next = { maintenance: bps(7_001n), initial: bps(4_001n) };
    const changed = risk.restartThetas(risk.settled(thetas, START), next, START);
    expect(risk.thetasAt(changed, half)).to.deep.equal({ maintenance: 7_500n, initial: 4_500n });
  });
});
