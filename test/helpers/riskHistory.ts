import fc from "fast-check";
import {
  bps,
  risk as twin,
  seconds,
  units,
  variance,
  wad,
  type Seconds,
} from "../../packages/sdk/src/index.js";
import { anyInt } from "../../packages/sdk/test/helpers/fuzz.js";
import { ETH, globalsOf, keyOf, assetOf, underlyingOf, type ListedKey } from "./riskDesk.js";

/** Random histories of all that moves the rows of one asset, its keys and its underlying, and the same in the SDK. */

/** Keys of a history: ether on two lanes. */
export const KEYS = [0, 5] as const;

/** What can happen. */
export type Step = { readonly wait: bigint } & (
  | { readonly kind: "price"; readonly answer: bigint }
  | { readonly kind: "terms"; readonly key: number; readonly terms: twin.LaneTerms }
  | { readonly kind: "volatility"; readonly deviation: bigint; readonly validFor: bigint }
  | { readonly kind: "depth"; readonly share: bigint }
  | { readonly kind: "correlation"; readonly share: bigint }
  | { readonly kind: "asset"; readonly changes: Partial<twin.AssetParameters> }
  | { readonly kind: "underlying"; readonly changes: Partial<twin.UnderlyingParameters> }
  | { readonly kind: "globals"; readonly changes: Partial<twin.GlobalParameters> }
  | { readonly kind: "key"; readonly key: number; readonly changes: Partial<twin.KeyParameters> }
  | { readonly kind: "poke"; readonly keys: readonly number[] }
  | { readonly kind: "pokeUnderlying" }
);

const int = (min: number, max: number): fc.Arbitrary<bigint> =>
  fc.integer({ min, max }).map(BigInt);
const bpsIn = (min: number, max: number) => int(min, max).map(bps);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });

/** Only the fields that were drawn. */
const drawn = <T extends object>(fields: {
  readonly [K in keyof T]: fc.Arbitrary<T[K] | undefined>;
}): fc.Arbitrary<Partial<T>> =>
  fc
    .record<Record<string, unknown>>(fields)
    .map(
      (all) =>
        Object.fromEntries(
          Object.entries(all).filter(([, value]) => value !== undefined),
        ) as Partial<T>,
    );

const key = fc.constantFrom(...KEYS);

/** An answer of the feed in eight decimals: mostly near the last one, at times anything, at times out of bounds. */
const answer = fc.oneof(
  {
    weight: 6,
    arbitrary: int(250_000_000_000 / 1_000, 350_000_000_000 / 1_000).map((x) => x * 1_000n),
  },
  { weight: 1, arbitrary: anyInt(0n, 10n ** 13n).map((x) => x + 10n ** 6n) },
  { weight: 1, arbitrary: fc.constant(10n ** 15n) },
);

const terms: fc.Arbitrary<twin.LaneTerms> = fc.record({
  latency: fc
    .oneof(int(0, 7_200), int(0, 100_000), anyInt(0n, 2n ** 32n - 1n))
    .map((time) => seconds(time)),
  recognisedFor: fc.constantFrom(0n, 1n, 9_000n, 65_534n, 65_535n).map((time) => seconds(time)),
  quarantined: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  units: anyInt(0n, 2n ** 96n - 1n).map(units),
  // A poke without a row before that writes none, which is no matter of numbers.
  heard: fc.constant(true),
});

const action = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("price" as const), answer }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("terms" as const), key, terms }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("volatility" as const),
      deviation: anyInt(0n, 10n ** 16n),
      validFor: int(0, 21_600),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("depth" as const), share: int(50, 200) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("correlation" as const), share: int(0, 100) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("asset" as const),
      changes: drawn<
        Pick<
          twin.AssetParameters,
          "eta" | "maxCharge" | "depth" | "variance" | "minVariance" | "maxVariance"
        >
      >({
        eta: maybe(bpsIn(0, 3_000)),
        maxCharge: maybe(bpsIn(0, 2_500)),
        depth: maybe(int(1, 100_000)),
        variance: maybe(int(60, 500).map((percent) => twin.varianceOfYear(percent))),
        minVariance: maybe(int(0, 60).map((percent) => twin.varianceOfYear(percent))),
        maxVariance: maybe(fc.constant(variance(10n ** 32n))),
      }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("underlying" as const),
      changes: drawn<
        Pick<twin.UnderlyingParameters, "rho" | "beta" | "eta" | "maxCharge" | "depth">
      >({
        rho: maybe(bpsIn(6_000, 7_000)),
        beta: maybe(bpsIn(21, 2_600)),
        eta: maybe(bpsIn(0, 10_000)),
        maxCharge: maybe(bpsIn(0, 5_110)),
        depth: maybe(fc.oneof(int(1, 1_000_000), int(1, 2 ** 24 - 1))),
      }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("globals" as const),
      changes: drawn<
        Pick<twin.GlobalParameters, "zMaintenance" | "thetaMaintenance" | "thetaInitial">
      >({
        zMaintenance: maybe(bpsIn(30_000, 50_000)),
        thetaMaintenance: maybe(bpsIn(6_000, 8_000)),
        thetaInitial: maybe(bpsIn(3_000, 6_000)),
      }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("key" as const),
      key,
      changes: drawn<Pick<twin.KeyParameters, "idiosyncratic" | "recognised">>({
        idiosyncratic: maybe(bpsIn(0, 300)),
        recognised: maybe(fc.boolean()),
      }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant("poke" as const), keys: fc.subarray([...KEYS]) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("pokeUnderlying" as const) }) },
);

/** Waits from seconds to days, so that notices, ramps and staleness are all met. */
const wait = fc.oneof(int(1, 120), int(1, 1_800), int(1, 10_000), int(1, 100_000));

/** A history. */
export const anyHistory = (steps: number): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.tuple(wait, action).map(([seconds_, what]) => ({ wait: seconds_, ...what })),
    { minLength: steps, maxLength: steps },
  );

/** All that the SDK keeps of a history. */
export interface Model {
  globals: twin.GlobalParameters;
  thetas: twin.Schedule<twin.Thetas>;
  asset: twin.AssetParameters;
  sizes: twin.SizeSchedule;
  posted: twin.PostedVolatility;
  underlying: twin.UnderlyingParameters;
  netting: twin.Schedule<twin.NettingTerms>;
  rhoPostedAt: Seconds;
  readonly terms: Map<number, twin.LaneTerms>;
  readonly keys: Map<number, twin.KeyParameters>;
  readonly rows: Map<number, twin.KeyRow>;
  assetRow: twin.AssetRow;
  assetState: twin.AssetState | undefined;
  volatility: twin.Volatility | undefined;
  underlyingRow: twin.UnderlyingRow | undefined;
}

/** Parameters of a history's keys at its start. */
export const startKeys: ReadonlyMap<number, ListedKey> = new Map(
  KEYS.map((id) => [id, keyOf({ eid: 100 + id })]),
);

/** The model when asset and underlying were listed (unix seconds). */
export function startModel(
  listedAt: { readonly globals: Seconds; readonly asset: Seconds; readonly underlying: Seconds },
  assetRow: twin.AssetRow,
): Model {
  const [globals, asset, underlying] = [
    globalsOf(),
    assetOf("eth", { underlying: ETH }),
    underlyingOf(),
  ];
  const { rho, beta, eta, maxCharge, depth } = underlying;
  return {
    globals,
    thetas: twin.settled(twin.thetasOf(globals), listedAt.globals),
    asset,
    sizes: twin.settledSizes(asset, listedAt.asset),
    posted: twin.NOTHING_POSTED,
    underlying,
    netting: twin.settled({ rho, beta, eta, maxCharge, depth }, listedAt.underlying),
    rhoPostedAt: listedAt.underlying,
    terms: new Map(KEYS.map((id) => [id, twin.hubTerms()])),
    keys: new Map(startKeys),
    rows: new Map(),
    assetRow,
    assetState: undefined,
    volatility: undefined,
    underlyingRow: undefined,
  };
}

/** The terms the governor's setUnderlying makes for: what the steward posted stays within the bounds of a new rho. */
export function setNetting(model: Model, given: twin.UnderlyingParameters, now: Seconds): void {
  const { next } = model.netting;
  const half = bps((given.rho + 1n) / 2n);
  const kept = next.rho < half ? half : next.rho > given.rho ? given.rho : next.rho;
  const rho = next.rho === model.underlying.rho ? given.rho : kept;
  const terms_ = {
    rho,
    beta: given.beta,
    eta: given.eta,
    maxCharge: given.maxCharge,
    depth: given.depth,
  };
  model.underlying = given;
  const same = Object.entries(terms_).every(([name, value]) => Reflect.get(next, name) === value);
  if (!same) model.netting = twin.restartNetting(model.netting, terms_, now);
}

/** The same for setGlobals. */
export function setThetas(model: Model, given: twin.GlobalParameters, now: Seconds): void {
  const next = twin.thetasOf(given);
  const { maintenance, initial } = model.thetas.next;
  model.globals = given;
  if (next.maintenance !== maintenance || next.initial !== initial)
    model.thetas = twin.restartThetas(model.thetas, next, now);
}

/** A poke of a key in the model. */
export function pokeModel(model: Model, id: number, now: Seconds): void {
  const [parameters, lane] = [model.keys.get(id), model.terms.get(id)];
  if (parameters === undefined || lane === undefined) throw new Error(`no key ${id.toString()}`);
  const poked = twin.pokeKey(
    {
      key: model.rows.get(id),
      asset: model.assetRow,
      assetState: model.assetState,
      volatility: model.volatility,
    },
    {
      key: parameters,
      asset: model.asset,
      globals: model.globals,
      sizes: model.sizes,
      posted: model.posted,
      lane,
    },
    now,
  );
  model.rows.set(id, poked.key);
  model.assetRow = poked.asset;
  model.assetState = poked.assetState;
  model.volatility = poked.volatility;
}

/** A poke of the underlying in the model. */
export function pokeModelUnderlying(model: Model, now: Seconds): void {
  const { underlying, asset, globals, netting, posted } = model;
  const poked = twin.pokeUnderlying(
    { row: model.underlyingRow, asset: model.assetRow, volatility: model.volatility },
    { underlying, asset, globals, netting, posted },
    now,
  );
  model.underlyingRow = poked.row;
  model.volatility = poked.volatility;
}

/** A forecast in the model. */
export const postedAt = (
  deviation: bigint,
  validFor: bigint,
  now: Seconds,
): twin.PostedVolatility => ({
  deviation: wad(deviation),
  until: seconds(now + validFor),
});
