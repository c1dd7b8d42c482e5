import { bps, maths, risk, seconds, units, variance, wad } from "@causeway/sdk";
import type { Bps, Seconds, Wad } from "@causeway/sdk";
import type { Dice } from "./dice.js";

/** A market of the pure twin: parameters, schedules, lanes and rows, and how time passes for them. */

const { integer } = maths;

/** What stands for one asset. */
export interface Asset {
  readonly id: number;
  parameters: risk.AssetParameters;
  sizes: risk.SizeSchedule;
  posted: risk.PostedVolatility;
  row: risk.AssetRow;
  state: risk.AssetState | undefined;
  volatility: risk.Volatility | undefined;
}

/** What stands for one key; the hub's own have no lane. */
export interface Key {
  readonly id: number;
  readonly asset: Asset;
  readonly lane: Lane | undefined;
  parameters: risk.KeyParameters;
  standing: risk.KeyStanding;
  row: risk.KeyRow | undefined;
}

/** One lane. */
export interface Lane {
  readonly eid: number;
  clock: risk.LaneClock;
}

/** Markets on the asset of the same id. */
export interface Underlying {
  readonly asset: Asset;
  parameters: risk.UnderlyingParameters;
  netting: risk.Schedule<risk.NettingTerms>;
  row: risk.UnderlyingRow | undefined;
}

/** Everything. */
export interface World {
  now: Seconds;
  globals: risk.GlobalParameters;
  thetas: risk.Schedule<risk.Thetas>;
  storedThetas: risk.Thetas;
  readonly assets: readonly Asset[];
  readonly lanes: readonly Lane[];
  readonly keys: readonly Key[];
  readonly underlyings: readonly Underlying[];
}

/** When histories begin: long after 1970. */
const START = seconds(1_800_000_000n);
const CENT = 10n ** 16n;
const TIERS = ["eth", "btc", "stable", "largeAlt", "alt"] as const;

/** Highest qMax with which more never counts for less: la + 1.5 qMax stays below one at both margins (P-R5). */
export function fittingCharge(
  key: risk.KeyParameters,
  asset: risk.AssetParameters,
  globals: risk.GlobalParameters,
): Bps {
  const { initial, maintenance } = risk.haircutBases({
    key,
    asset,
    globals,
    latency: risk.MAX_LATENCY,
  });
  const most = integer.max(risk.accountIndependent(initial), risk.dynamicCap(maintenance));
  const room = integer.saturatingSub(maths.WAD, most);
  return bps((2n * room) / (3n * 10n ** 14n));
}

function assetParametersOf(dice: Dice, id: number, stable: boolean): risk.AssetParameters {
  const tier = risk.assetDefaults[stable ? "stable" : dice.pick(TIERS)];
  const baseMaintenance = bps(tier.baseMaintenance + dice.big(0, 300));
  return {
    ...tier,
    baseMaintenance,
    baseInitial: bps(baseMaintenance + dice.least(200, 700)),
    eta: bps(dice.big(0, 3_000)),
    maxCharge: bps(dice.big(0, 2_500)),
    // Half of the time the second market shares the first one's underlying, as a staking token does.
    underlying: id === 2 && dice.once(2) ? 1 : id,
    depth: dice.magnitude(1, 22),
    variance: risk.varianceOfYear(dice.least(1, 150)),
    minVariance: variance(0n),
  };
}

function assetOf(dice: Dice, id: number): Asset {
  const stable = id === risk.SETTLEMENT;
  const parameters = assetParametersOf(dice, id, stable);
  const price = stable ? wad(dice.big(97, 103) * CENT) : wad(dice.magnitude(0, 20) * CENT);
  const row = risk.assetRowOf(parameters, {
    price,
    spread: dice.once(3) ? dice.big(0, 20_000) : 0n,
    observedAt: START,
    refreshedAt: START,
    status: "GOOD",
    sequencerDown: false,
  });
  return {
    id,
    parameters,
    row,
    sizes: risk.settledSizes(parameters, START),
    posted: risk.NOTHING_POSTED,
    state: undefined,
    volatility: undefined,
  };
}

/** A key's parameters that the setter would take on its asset. */
function keyParametersOf(dice: Dice, asset: Asset, eid: number): risk.KeyParameters {
  const parameters = {
    asset: asset.id,
    decimals: dice.int(0, 8),
    eid,
    idiosyncratic: bps(dice.big(50, 300)),
    recognised: !dice.once(20),
  };
  return parameters;
}

function keyOf(dice: Dice, id: number, world: Omit<World, "keys" | "underlyings">): Key {
  const asset = world.assets[dice.int(0, world.assets.length - 1)];
  if (asset === undefined) throw new RangeError("a world has assets");
  const lane = world.lanes[dice.int(0, world.lanes.length)];
  const parameters = keyParametersOf(dice, asset, lane?.eid ?? 0);
  const most = fittingCharge(parameters, asset.parameters, world.globals);
  const maxCharge = integer.min(asset.parameters.maxCharge, most);
  asset.parameters = { ...asset.parameters, maxCharge };
  asset.sizes = risk.settledSizes(asset.parameters, START);
  const standing = { held: false, units: units(dice.magnitude(0, 60)) };
  return { id, asset, lane, parameters, standing, row: undefined };
}

function underlyingOf(dice: Dice, asset: Asset): Underlying {
  const tier = risk.marketDefaults[dice.pick(["eth", "btc", "largeAlt", "alt"])];
  const parameters = { ...tier, depth: dice.magnitude(4, 22) };
  return { asset, parameters, netting: risk.settled(parameters, START), row: undefined };
}

/** A market at its start. */
export function worldOf(dice: Dice): World {
  const zMaintenance = bps(dice.big(30_000, 50_000));
  const globals = {
    ...risk.globalDefaults,
    zMaintenance,
    zInitial: bps(zMaintenance + dice.least(0, 30_000)),
  };
  const assets = [0, 1, 2].map((id) => assetOf(dice, id));
  const lanes = [1, 2].map((eid) => ({
    eid,
    clock: risk.openedLane(seconds(dice.big(1, 1_200)), START),
  }));
  const thetas = risk.thetasOf(globals);
  const base = {
    now: START,
    globals,
    thetas: risk.settled(thetas, START),
    storedThetas: thetas,
    assets,
    lanes,
  };
  const keys = [0, 1, 2].map((id) => keyOf(dice, id, base));
  const underlyings = assets.slice(1).map((asset) => underlyingOf(dice, asset));
  return { ...base, keys, underlyings };
}

/** The lane terms of a key now. */
export const termsOf = (world: World, { lane, standing }: Key): risk.LaneTerms =>
  lane === undefined
    ? risk.hubTerms(standing.units)
    : risk.laneTerms(lane.clock, standing, world.now);

const mapOf = <T, V>(
  items: readonly T[],
  id: (item: T) => number,
  value: (item: T) => V | undefined,
): Map<number, V> =>
  new Map(
    items.flatMap((item) => {
      const found = value(item);
      return found === undefined ? [] : [[id(item), found] as const];
    }),
  );

const fromBps = (ratio: Bps): Wad => integer.fromBps(ratio);

/** What a margin check reads now. */
export function rowsOf(world: World): risk.RiskRows {
  return {
    keys: mapOf(
      world.keys,
      ({ id }) => id,
      ({ row }) => row,
    ),
    assets: mapOf(
      world.assets,
      ({ id }) => id,
      ({ row }) => row,
    ),
    priceRisks: mapOf(
      world.assets,
      ({ id }) => id,
      ({ state }) => state,
    ),
    underlyings: mapOf(
      world.underlyings,
      ({ asset }) => asset.id,
      ({ row }) => row,
    ),
    // A market has the id of its asset.
    markets: mapOf(
      world.underlyings,
      ({ asset }) => asset.id,
      ({ asset }) => ({ asset: asset.id, underlying: asset.parameters.underlying }),
    ),
    theta: {
      maintenance: fromBps(world.storedThetas.maintenance),
      initial: fromBps(world.storedThetas.initial),
    },
  };
}
