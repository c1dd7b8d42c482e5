import fc from "fast-check";
import {
  bps,
  maths,
  risk as twin,
  seconds,
  units,
  variance,
  wad,
  type Wad,
} from "../../packages/sdk/src/index.js";
import { anyInt } from "../../packages/sdk/test/helpers/fuzz.js";
import {
  HUB_LANE,
  addFeed,
  deployDesk,
  globalsOf,
  setKey,
  type ListedKey,
  type RiskDesk,
} from "./riskDesk.js";
import { mined } from "./mined.js";

/** A desk with random parameters and prices, and the same as the SDK computes it from them. */

const ASSETS = 8;
const KEYS = 48;
const MARKETS = 12;
const LANES = [HUB_LANE, 40_231, 40_245, 40_232];
/** Assets below this id underlie markets; those above hedge in one of them or in none. */
const UNDERLYINGS = 5;
const WAD = maths.integer.fromBps(bps(10_000n));
const PRICE_SCALE = 10n ** 10n;

type Assets = ReadonlyMap<number, twin.AssetParameters>;

interface PlannedKey {
  readonly key: number;
  readonly parameters: ListedKey;
}

/** What a world is made of, drawn at random. */
interface Plan {
  readonly assets: Assets;
  /** Answers of the feeds, in eight decimals. */
  readonly answers: ReadonlyMap<number, bigint>;
  /** Assets whose feed goes bad after its first answer. */
  readonly dead: readonly number[];
  readonly keys: readonly PlannedKey[];
  readonly underlyings: ReadonlyMap<number, twin.UnderlyingParameters>;
  readonly markets: ReadonlyMap<number, number>;
  readonly latencies: ReadonlyMap<number, bigint>;
}

/** A deployed world. */
export interface World extends RiskDesk {
  readonly rows: twin.RiskRows;
}

const int = (min: number, max: number): fc.Arbitrary<bigint> =>
  fc.integer({ min, max }).map(BigInt);
const bpsIn = (min: number, max: number) => int(min, max).map(bps);

const anyAsset = (id: number): fc.Arbitrary<twin.AssetParameters> =>
  fc
    .record({
      discount: int(0, 150),
      penalty: bpsIn(0, 150),
      base: int(50, 2_500),
      gap: int(200, 1_000),
      eta: bpsIn(0, 3_000),
      maxCharge: bpsIn(0, 2_500),
      minHaircut: int(0, 20),
      maxHaircut: int(20, 98),
      underlying: fc.integer({ min: 1, max: UNDERLYINGS - 1 }),
      depth: int(1, 1_000_000),
      sigma: int(1, 200),
    })
    .map(({ discount, base, gap, sigma, underlying, ...rest }) => {
      const baseMaintenance = bps(base + discount * 10n + rest.penalty);
      return {
        ...rest,
        baseDiscount: bps(discount * 10n),
        baseMaintenance,
        baseInitial: bps(baseMaintenance + gap),
        underlying: id < UNDERLYINGS ? id : underlying,
        variance: twin.varianceOfYear(sigma),
        minVariance: variance(0n),
        maxVariance: variance(10n ** 32n),
      };
    });

const anyUnderlying: fc.Arbitrary<twin.UnderlyingParameters> = fc
  .record({
    base: int(0, 1_000),
    more: int(200, 1_000),
    least: int(400, 1_000),
    leastMore: int(200, 1_000),
    scanMax: bpsIn(2_000, 10_000),
    rho: bpsIn(0, 7_000),
    beta: bpsIn(21, 500),
    eta: bpsIn(0, 3_000),
    maxCharge: bpsIn(0, 4_000),
    depth: int(1, 1_000_000),
  })
  .map(({ base, more, least, leastMore, ...rest }) => ({
    ...rest,
    scanBaseMaintenance: bps(base),
    scanBaseInitial: bps(base + more),
    scanMinMaintenance: bps(least),
    scanMinInitial: bps(least + leastMore),
  }));

const anyKey = (): fc.Arbitrary<ListedKey> =>
  fc.record({
    asset: fc.integer({ min: 0, max: ASSETS - 1 }),
    decimals: fc.integer({ min: 0, max: 8 }),
    eid: fc.constantFrom(...LANES),
    idiosyncratic: bpsIn(50, 300),
    totalUnits: anyInt(0n, 2n ** 60n).map(units),
    recognised: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
  });

/** The answer of a feed: a cent to ten million dollars; of the settlement asset about a dollar. */
const anyAnswer = (asset: number): fc.Arbitrary<bigint> =>
  asset === twin.SETTLEMENT
    ? fc.bigInt({ min: 95_000_000n, max: 105_000_000n })
    : anyInt(0n, 10n ** 13n).map((x) => x + 10n ** 6n);

const mapOf = <T>(
  count: number,
  first: number,
  each: (id: number) => fc.Arbitrary<T>,
): fc.Arbitrary<Map<number, T>> =>
  fc
    .tuple(...Array.from({ length: count }, (_, i) => each(first + i)))
    .map((values) => new Map(values.map((value, i) => [first + i, value])));

const anyPlan: fc.Arbitrary<Plan> = fc.record({
  assets: mapOf(ASSETS, 0, anyAsset),
  answers: mapOf(ASSETS, 0, anyAnswer),
  dead: fc.uniqueArray(fc.integer({ min: 0, max: ASSETS - 1 }), { maxLength: 2 }),
  keys: fc
    .array(anyKey(), { minLength: KEYS, maxLength: KEYS })
    .map((all) => all.map((parameters, key) => ({ key, parameters }))),
  underlyings: mapOf(UNDERLYINGS - 1, 1, () => anyUnderlying),
  markets: mapOf(MARKETS, 0, () => fc.integer({ min: 1, max: ASSETS - 1 })),
  latencies: fc
    .array(int(0, 90_000), { minLength: LANES.length, maxLength: LANES.length })
    .map((all) => new Map(LANES.map((eid, i) => [eid, all[i] ?? 0n]))),
});

function known<V>(map: ReadonlyMap<number, V>, id: number): V {
  const found = map.get(id);
  if (found === undefined) throw new RangeError(`the plan has no ${id.toString()}`);
  return found;
}

const inputsOf = (plan: Plan, key: ListedKey): twin.KeyInputs => ({
  key,
  asset: known(plan.assets, key.asset),
  globals: globalsOf(),
  latency: seconds(known(plan.latencies, key.eid)),
});

/** Keys that would break P-R5 on the slowest lane are listed without recognition: the setter refuses them otherwise. */
function fitted(plan: Plan, key: ListedKey): ListedKey {
  const { initial } = twin.haircutBases({ ...inputsOf(plan, key), latency: seconds(7_200n) });
  const size = (maths.integer.fromBps(known(plan.assets, key.asset).maxCharge) * 3n) / 2n;
  return twin.accountIndependent(initial) + size > WAD ? { ...key, recognised: false } : key;
}

async function deployPlan(plan: Plan, keys: readonly PlannedKey[]): Promise<RiskDesk> {
  const desk = await deployDesk();
  const { parameters, risk } = desk;
  await mined(parameters.setGlobals(globalsOf()));
  for (const [asset, listed] of plan.assets) {
    const feed = await addFeed(
      desk,
      asset,
      `asset ${asset.toString()}`,
      known(plan.answers, asset),
    );
    await mined(parameters.setAsset(asset, listed));
    await mined(risk.refresh(1n << BigInt(asset)));
    // Ten million dollars and one: above the sanity bound of every feed.
    if (plan.dead.includes(asset)) await feed.transmit(10n ** 15n);
  }
  for (const [asset, listed] of plan.underlyings) {
    await mined(parameters.setUnderlying(asset, listed));
  }
  for (const [market, asset] of plan.markets) {
    await mined(parameters.listMarket(market, asset));
    await mined(risk.takeMarket(market));
  }
  for (const { key, parameters: listed } of keys)
    await setKey(desk, key, listed, known(plan.latencies, listed.eid));
  await desk.devnet.increaseTime(60);
  await mined(risk.refresh((1n << BigInt(ASSETS)) - 1n));
  await mined(risk.poke((1n << BigInt(keys.length)) - 1n));
  return desk;
}

const observationOf = (price: Wad, dead: boolean): twin.Observation => ({
  price,
  spread: 0n,
  observedAt: seconds(0n),
  refreshedAt: seconds(0n),
  status: dead ? "OUT_OF_BOUNDS" : "GOOD",
  sequencerDown: false,
});

/** The rows of a plan as the SDK computes them, nothing of it read from the contracts. */
function rowsOf(plan: Plan, keys: readonly PlannedKey[]): twin.RiskRows {
  const never = seconds(0n);
  const assets = new Map(
    [...plan.assets].map(([id, parameters]) => {
      const price = wad(known(plan.answers, id) * PRICE_SCALE);
      return [id, twin.assetRowOf(parameters, observationOf(price, plan.dead.includes(id)))];
    }),
  );
  const poked = keys.map(({ parameters }) => {
    const inputs = inputsOf(plan, parameters);
    const lane = { ...twin.hubTerms(parameters.totalUnits), latency: inputs.latency };
    return {
      inputs,
      ...twin.firstPoke({ ...inputs, lane }, known(assets, inputs.key.asset), never),
    };
  });
  return {
    assets,
    keys: new Map(poked.map((state, i) => [keys[i]?.key ?? i, state.key])),
    priceRisks: new Map(poked.map(({ inputs, assetState }) => [inputs.key.asset, assetState])),
    underlyings: new Map(
      [...plan.underlyings].map(([id, parameters]) => [
        id,
        twin.firstUnderlyingPoke(
          { underlying: parameters, asset: known(plan.assets, id), globals: globalsOf() },
          known(assets, id),
          never,
        ).row,
      ]),
    ),
    markets: new Map(
      [...plan.markets].map(([market, asset]) => [
        market,
        { asset, underlying: known(plan.assets, asset).underlying },
      ]),
    ),
    theta: {
      maintenance: maths.integer.fromBps(globalsOf().thetaMaintenance),
      initial: maths.integer.fromBps(globalsOf().thetaInitial),
    },
  };
}

/** Deploys the world that a seed gives. */
export async function deployWorld(seed: number): Promise<World> {
  const [plan] = fc.sample(anyPlan, { numRuns: 1, seed });
  if (plan === undefined) throw new Error("no plan was drawn");
  const keys = plan.keys.map(({ key, parameters }) => ({
    key,
    parameters: fitted(plan, parameters),
  }));
  const desk = await deployPlan(plan, keys);
  return { ...desk, rows: rowsOf(plan, keys) };
}

const anyPosition = (market: number, rows: twin.RiskRows): fc.Arbitrary<twin.Position> => {
  const asset = rows.markets.get(market)?.asset ?? 0;
  const price = rows.assets.get(asset)?.price ?? 0n;
  return fc
    .record({
      size: anyInt(-(2n ** 90n), 2n ** 90n),
      entry: int(5_000, 15_000),
      funding: anyInt(-(2n ** 80n), 2n ** 80n),
    })
    .map(({ size, entry, funding }) => ({
      market,
      size: wad(size),
      cost: wad((size * price * entry) / (WAD * 10_000n)),
      funding: wad(funding),
    }));
};

/** Books of every size over a world's keys and markets. */
export function anyBook(rows: twin.RiskRows): fc.Arbitrary<twin.Book> {
  const balance = fc.tuple(
    fc.integer({ min: 0, max: KEYS - 1 }),
    anyInt(0n, 2n ** 64n - 1n).map(units),
  );
  const positions = fc
    .subarray([...rows.markets.keys()])
    .chain((markets) => fc.tuple(...markets.map((market) => anyPosition(market, rows))));
  return fc.record({
    cash: anyInt(-(2n ** 100n), 2n ** 100n).map(wad),
    balances: fc
      .uniqueArray(balance, { maxLength: KEYS, selector: ([key]) => key })
      .map((all) => new Map(all)),
    positions: fc.oneof(fc.constant([]), positions),
  });
}
