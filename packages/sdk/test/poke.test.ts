import { expect } from "chai";
import { WAD, bps, maths, risk, seconds, units, wad } from "../src/index.js";
import {
  EXAMPLE,
  START,
  ether,
  etherKey,
  etherRow,
  laneAt,
  later,
  percent,
  pokeInputs,
  pokedAt,
} from "./helpers/riskCases.js";

const HOUR = 3_600;
const { integer } = maths;

/** Not chai's `closeTo`, which the chain matchers replace by one for whole numbers. */
const expectNear = (actual: number, expected: number, tolerance: number): void => {
  expect(Math.abs(actual - expected) <= tolerance, `${actual} near ${expected}`).to.equal(true);
};

/** la of the worked example at a latency. */
const la = (latency: number) => {
  const { maintenance, initial } = risk.haircutBases({
    key: etherKey,
    asset: ether,
    globals: risk.globalDefaults,
    latency: seconds(BigInt(latency)),
  });
  return {
    maintenance: risk.accountIndependent(maintenance),
    initial: risk.accountIndependent(initial),
  };
};

describe("a poke of a key", () => {
  it("stores its targets the first time: the worked example of risk.md 2.6", () => {
    const { key, assetState } = pokedAt(1_200);
    // px 13.850% and 18.775%, L_MM 0.766% at 1,200 s, idio 0.5%.
    expectNear(Number(key.maintenance) / 1e16, 13.85 + 0.766 + 0.5, 0.001);
    expect(key.maintenance).to.equal(la(1_200).maintenance);
    expect(key.initial).to.equal(la(1_200).initial);
    expectNear(Number(assetState.maintenance) / 1e16, 13.85, 0.001);
    expectNear(Number(assetState.initial) / 1e16, 18.775, 0.001);
    // dBase 6% + L_MM 0.7664%, down to the ppm.
    expect(key.discount % 10n ** 12n).to.equal(0n);
    expectNear(Number(key.discount) / 1e16, 6.766, 0.001);
  });

  it("moves maintenance margin up by the ramp, of at most 15 minutes a poke, and initial margin at once", () => {
    const first = pokedAt(200);
    const at = (time: number) => risk.pokeKey(first, pokeInputs(23_000), later(time)).key;
    const up = (time: bigint): bigint => first.key.maintenance + 2_777_777_777_777n * time;
    expect(at(600).maintenance).to.equal(up(600n));
    expect(at(10 * HOUR).maintenance).to.equal(up(900n));
    expect(at(600).initial).to.equal(la(23_000).initial);
  });

  it("stops maintenance margin at base, idio and 500 bps", () => {
    let poked = pokedAt(200);
    for (let time = 900; time <= 10 * HOUR; time += 900)
      poked = risk.pokeKey(poked, pokeInputs(23_000), later(time));
    expect(poked.key.maintenance).to.equal(percent(12 + 0.5 + 5));
  });

  it("goes on to Hmax in a confirmed QUARANTINE, by the same ramp", () => {
    const first = pokedAt(200);
    const quarantined = pokeInputs(0, { lane: laneAt(90_000, { quarantined: true }) });
    const next = risk.pokeKey(first, quarantined, later(900)).key;
    expect(next.maintenance).to.equal(first.key.maintenance + 2_777_777_777_777n * 900n);
    let poked = first;
    for (let time = 900; time <= 100 * HOUR; time += 900)
      poked = risk.pokeKey(poked, quarantined, later(time));
    expect(poked.key.maintenance).to.equal(percent(95));
  });

  it("lets maintenance margin fall at once, and initial margin by 500 bps an hour", () => {
    const first = pokedAt(7_200);
    const next = risk.pokeKey(first, pokeInputs(200), later(600)).key;
    expect(next.maintenance).to.equal(la(200).maintenance);
    expect(next.initial).to.equal(first.key.initial - 13_888_888_888_888n * 600n);
    expect(risk.pokeKey(first, pokeInputs(200), later(20 * HOUR)).key.initial).to.equal(
      la(200).initial,
    );
  });

  it("lets the hedgeable part of maintenance margin rise at once and fall by the ramp", () => {
    const first = pokedAt(200);
    const calm = pokeInputs(200, { asset: { ...ether, baseMaintenance: bps(1_000n) } });
    const next = risk.pokeKey(first, calm, later(10 * HOUR)).assetState;
    expect(next.maintenance).to.equal(first.assetState.maintenance - 2_777_777_777_777n * 900n);
    const wild = pokeInputs(200, { asset: { ...ether, baseMaintenance: bps(1_500n) } });
    expect(risk.pokeKey(first, wild, START).assetState.maintenance).to.equal(
      first.assetState.maintenance + percent(3),
    );
  });

  it("adds the size charge to come to initial margin at once, and takes the terms of now over", () => {
    const first = pokedAt(200);
    const sizes = risk.restartSizes(
      risk.settledSizes(ether, START),
      { depth: 12_500n, eta: bps(1_500n), maxCharge: bps(2_000n) },
      START,
    );
    const soon = risk.pokeKey(first, pokeInputs(200, { sizes }), later(600));
    // 20% - floor(20% * root of a half), see schedules.test.ts.
    expect(soon.key.initial).to.equal(la(200).initial + 58_578_643_762_690_496n);
    expect(soon.key.maintenance).to.equal(la(200).maintenance);
    expect(soon.asset.depth).to.equal(25_000_000n * WAD);
    const then = risk.pokeKey(soon, pokeInputs(200, { sizes }), later(14 * HOUR));
    expect(then.asset.depth).to.equal(18_750_000n * WAD);
  });

  it("keeps the size charge of a hundredth of what all hold, at the higher price", () => {
    const held = units(10n ** 8n * 25n * 10n ** 8n);
    const inputs = pokeInputs(200, { lane: laneAt(200, { units: held }) });
    const state = { ...pokedAt(200), asset: { ...etherRow, spread: 10_000n } };
    // 2.5 billion at $1.01, one per cent of it: 25.25 million against a depth of 25 million.
    const charge = maths.sizeCharge(
      percent(15),
      wad(25_250_000n * WAD),
      wad(25_000_000n * WAD),
      percent(20),
    );
    expect(risk.pokeKey(state, inputs, START).key.sizeFloor).to.equal(risk.upToNano(charge));
  });

  it("cuts at one what a row cannot hold", () => {
    const inputs = pokeInputs(200, { key: { ...etherKey, idiosyncratic: bps(10_000n) } });
    const { key } = risk.pokeKey(
      { key: undefined, asset: etherRow, assetState: undefined, volatility: undefined },
      inputs,
      START,
    );
    expect([key.maintenance, key.initial]).to.deep.equal([WAD, WAD]);
  });

  it("recognises nothing of a key that the governor took out", () => {
    const inputs = pokeInputs(200, { key: { ...etherKey, recognised: false } });
    expect(risk.pokeKey(pokedAt(200), inputs, later(1)).key.recognisedFor).to.equal(0n);
  });

  it("samples the volatility of its asset and uses it", () => {
    const moved = { ...etherRow, price: wad((12n * WAD) / 10n), observedAt: later(600) };
    const { volatility, key } = risk.pokeKey(
      { ...pokedAt(200), asset: moved },
      pokeInputs(200),
      later(600),
    );
    expect(volatility.fast > EXAMPLE).to.equal(true);
    const bases = risk.haircutBases({
      key: etherKey,
      asset: ether,
      globals: risk.globalDefaults,
      latency: seconds(200n),
      variance: integer.min(volatility.fast, ether.maxVariance),
    });
    expect(key.initial).to.equal(integer.min(risk.accountIndependent(bases.initial), WAD));
  });
});

describe("a poke of an underlying", () => {
  const underlying = { ...risk.marketDefaults.eth, depth: 50_000n };
  const inputs = { underlying, asset: ether, globals: risk.globalDefaults };
  const first = risk.firstUnderlyingPoke(inputs, etherRow, START);

  it("ramps its scan ranges as haircuts", () => {
    const changed = { ...underlying, scanBaseMaintenance: bps(900n), scanBaseInitial: bps(1_100n) };
    const full = {
      ...inputs,
      underlying: changed,
      netting: risk.settled(underlying, START),
      posted: risk.NOTHING_POSTED,
    };
    const up = risk.pokeUnderlying(first, full, later(2 * HOUR)).row;
    expect(up.maintenance).to.equal(first.row.maintenance + 2_777_777_777_777n * 900n);
    expect(up.initial).to.equal(risk.scanTargets(changed, inputs.globals, EXAMPLE).initial);
    expect(up.initial > first.row.initial).to.equal(true);
    const back = { ...full, underlying };
    const down = risk.pokeUnderlying({ ...first, row: up }, back, later(2 * HOUR + 360)).row;
    expect(down.maintenance).to.equal(first.row.maintenance);
    expect(down.initial).to.equal(up.initial - 13_888_888_888_888n * 360n);
  });
});
