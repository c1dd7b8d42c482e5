import fc from "fast-check";
import {
  bps,
  maths,
  risk as twin,
  seconds,
  wad,
  type Seconds,
  type Wad,
} from "../../packages/sdk/src/index.js";
import { anyInt, anyRatio } from "../../packages/sdk/test/helpers/fuzz.js";

/** Random rows of every kind that a word can hold: any status, spread, age and recognition, at one moment. */

const ASSETS = 8;
const KEYS = 48;
const MARKETS = 12;
/** Assets below this id underlie markets. */
const UNDERLYINGS = 5;
const WAD = 10n ** 18n;
const NANO = 10n ** 9n;
const PPM = 10n ** 12n;
const WEEK = 604_800n;

const { clamp } = maths.integer;

const int = (min: number, max: number): fc.Arbitrary<bigint> =>
  fc.integer({ min, max }).map(BigInt);
const bpsIn = (min: number, max: number) => int(min, max).map(bps);

const tensOfBps = (most: number): fc.Arbitrary<bigint> =>
  fc.oneof(fc.constant(0n), int(0, most)).map((tens) => tens * 10n ** 15n);

/** Ages whose last second decides, and others. */
const anyAge = (edge: bigint, most: number): fc.Arbitrary<bigint> =>
  fc.oneof(fc.constantFrom(0n, edge - 1n, edge, edge + 1n), int(0, most));

/** Recognition around its end at an age, none, without end, or any. */
const anyRecognition = (age: bigint): fc.Arbitrary<bigint> =>
  fc.oneof(
    fc.constantFrom(0n, 0xffffn, 0xfffen, 1n),
    fc.constantFrom(-1n, 0n, 1n).map((more) => clamp(age + more, 0n, 0xffffn)),
    int(0, 0xffff),
  );

const anyKeyRow = (now: Seconds, oldest: number): fc.Arbitrary<twin.KeyRow> =>
  fc.integer({ min: 0, max: oldest }).chain((age) =>
    fc.record({
      maintenance: anyRatio,
      initial: anyRatio,
      discount: int(0, 1_000_000).map((ppm) => wad(ppm * PPM)),
      sizeFloor: int(0, 500_000_000).map((nano) => wad(nano * NANO)),
      pokedAt: fc.constant(seconds(now - BigInt(age))),
      recognisedFor: anyRecognition(BigInt(age)).map(seconds),
      asset: fc.integer({ min: 0, max: ASSETS - 1 }),
      decimals: int(0, 8),
      baseDiscount: int(0, 255).map((tens) => bps(tens * 10n)),
      penalty: bpsIn(0, 255),
    }),
  );

/** A cent to the bound of a row; of the settlement asset about a dollar. */
const anyRowPrice = (id: number): fc.Arbitrary<Wad> =>
  id === twin.SETTLEMENT
    ? fc
        .oneof(
          fc.constant(WAD),
          int(900_000, 1_100_000).map((ppm) => ppm * PPM),
        )
        .map(wad)
    : anyInt(0n, 2n ** 95n).map((x) => wad(x + 10n ** 16n));

const anyAssetRow = (id: number, now: Seconds): fc.Arbitrary<twin.AssetRow> =>
  fc.record({
    price: anyRowPrice(id),
    spread: fc.oneof(fc.constant(0n), int(1, 20_000), int(1, 2 ** 20 - 1)),
    observedAt: anyAge(WEEK, 3_000_000).map((age) => seconds(now - age)),
    refreshedAt: fc.constant(now),
    status: fc.oneof(
      fc.constant<twin.PriceStatus>("GOOD"),
      fc.constantFrom<twin.PriceStatus>(...twin.PRICE_STATUSES),
    ),
    sequencerDown: fc.boolean(),
    depth: int(1, 2 ** 24 - 1).map(twin.depthOf),
    eta: bpsIn(0, 16_383).map(maths.integer.fromBps),
    maxCharge: bpsIn(0, 10_000).map(maths.integer.fromBps),
    minHaircut: int(0, 20).map(twin.fromPercent),
    maxHaircut: int(20, 100).map(twin.fromPercent),
  });

/** What a change on its way can still cost: often nothing, and up to what a row holds. */
const anyPending: fc.Arbitrary<twin.PendingNetting> = fc.record({
  rho: tensOfBps(127).map(wad),
  beta: fc.oneof(fc.constant(0n), int(0, 255)).map((tens) => bps(tens * 10n)),
  charge: tensOfBps(511).map(wad),
});

const anyUnderlyingRow = (now: Seconds): fc.Arbitrary<twin.UnderlyingRow> =>
  fc.record({
    maintenance: anyRatio,
    initial: anyRatio,
    rho: bpsIn(0, 10_000).map(maths.integer.fromBps),
    beta: bpsIn(0, 10_000),
    eta: bpsIn(0, 10_000).map(maths.integer.fromBps),
    maxCharge: bpsIn(0, 10_000).map(maths.integer.fromBps),
    depth: fc.oneof(int(1, 1_000_000), int(1, 2 ** 24 - 1)).map(twin.depthOf),
    pending: anyPending,
    pokedAt: fc.constant(now),
  });

const mapOf = <T>(
  ids: readonly number[],
  each: (id: number) => fc.Arbitrary<T>,
): fc.Arbitrary<Map<number, T>> =>
  fc
    .tuple(...ids.map(each))
    .map((values) => new Map(values.flatMap((value, i) => [[ids[i] ?? 0, value] as const])));

const upTo = (count: number, first = 0): number[] =>
  Array.from({ length: count - first }, (_, i) => first + i);

/** Rows at a moment; keys were poked at most so long ago (seconds). Some keys have no row. */
export const anyRows = (now: Seconds, oldest: number): fc.Arbitrary<twin.RiskRows> =>
  fc
    .record({
      listed: fc.subarray(upTo(KEYS), { minLength: KEYS - 4 }),
      assets: mapOf(upTo(ASSETS), (id) => anyAssetRow(id, now)),
      keys: mapOf(upTo(KEYS), () => anyKeyRow(now, oldest)),
      priceRisks: mapOf(upTo(ASSETS), () =>
        fc.record({
          maintenance: anyRatio,
          initial: anyRatio,
          underlying: fc.integer({ min: 0, max: UNDERLYINGS - 1 }),
        }),
      ),
      underlyings: mapOf(upTo(UNDERLYINGS, 1), () => anyUnderlyingRow(now)),
      markets: mapOf(upTo(MARKETS), () =>
        fc.record({
          asset: fc.integer({ min: 1, max: ASSETS - 1 }),
          underlying: fc.integer({ min: 1, max: UNDERLYINGS - 1 }),
        }),
      ),
      theta: fc.record({
        maintenance: bpsIn(0, 10_000).map(maths.integer.fromBps),
        initial: bpsIn(0, 10_000).map(maths.integer.fromBps),
      }),
    })
    .map(({ listed, keys, ...rest }) => ({
      ...rest,
      keys: new Map([...keys].filter(([key]) => listed.includes(key))),
    }));
