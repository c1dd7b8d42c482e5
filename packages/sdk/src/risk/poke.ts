import { collateralValue, rampDown, rampUp, sizeCharge } from "../maths/haircut.js";
import { ceilDiv, fromBps, max, min } from "../maths/integer.js";
import { BPS, WAD, bps, seconds, wad } from "../maths/units.js";
import type { Seconds, Variance, Wad } from "../maths/units.js";
import type { LaneTerms } from "./lanes.js";
import type {
  AssetParameters,
  GlobalParameters,
  KeyParameters,
  UnderlyingParameters,
} from "./parameters.js";
import {
  SETTLEMENT,
  PENDING_BITS,
  atMostPar,
  depthOf,
  downToPpm,
  fromPercent,
  highPrice,
  upToNano,
  upToTenBps,
} from "./rows.js";
import type {
  AssetRow,
  AssetState,
  BothMargins,
  KeyRow,
  PendingNetting,
  UnderlyingRow,
} from "./rows.js";
import {
  nettingTermsAt,
  worstNettingTerms,
  pendingCharge,
  settled,
  settledSizes,
  sizeTermsAt,
  worstSizeTerms,
} from "./schedules.js";
import type { NettingTerms, Schedule, SizeSchedule, SizeTerms } from "./schedules.js";
import {
  accountIndependent,
  haircutBases,
  hedgeable,
  maintenanceTarget,
  scanTargets,
} from "./targets.js";
import type { HaircutBase } from "./targets.js";
import { NOTHING_POSTED, sampleVolatility, varianceAt } from "./volatility.js";
import type { PostedVolatility, Volatility } from "./volatility.js";

/** Twin of RiskEngine.poke: what is stored moves towards its targets, no faster than risk.md 2.5 allows. */

/** rUp: 100 bps an hour. */
export const RAMP_UP_PER_SECOND = wad(2_777_777_777_777n);
/** dtMax: elapsed time beyond this is not banked (P-R1). */
export const MAX_RAMP_TIME = seconds(900n);
/** rDown of initial margin: 500 bps an hour, down, so that it falls no faster. */
export const RAMP_DOWN_PER_SECOND = wad(13_888_888_888_888n);
/** ω: initial margin charges every holder at least the size charge of this share of a key's total. */
const OMEGA = bps(100n);

/** A stored value and when it was stored. */
interface Stored {
  readonly value: Wad;
  readonly since: Seconds;
}

const rampOf = (target: Wad, from: Stored, now: Seconds) => ({
  target,
  from: from.value,
  since: from.since,
  now,
});

/** Up by the capped ramp, down at once: la_MM and s_MM. The first poke stores the target. */
export const slowlyUp = (target: Wad, from: Stored | undefined, now: Seconds): Wad =>
  from === undefined
    ? target
    : rampUp(rampOf(target, from, now), RAMP_UP_PER_SECOND, MAX_RAMP_TIME);

/** Up at once, down by rDown: la_IM and s_IM. */
export const slowlyDown = (target: Wad, from: Stored | undefined, now: Seconds): Wad =>
  from === undefined ? target : rampDown(rampOf(target, from, now), RAMP_DOWN_PER_SECOND);

/** Up at once, down by the capped ramp of maintenance margin: px_MM, whose fall takes hedge offset away. */
export function cautiouslyDown(target: Wad, from: Stored | undefined, now: Seconds): Wad {
  if (from === undefined) return target;
  const since = max(from.since, seconds(now - MAX_RAMP_TIME));
  return rampDown(rampOf(target, { value: from.value, since }, now), RAMP_UP_PER_SECOND);
}

/** What a poke of a key reads and writes. */
export interface KeyState {
  /** Undefined before the first poke. */
  readonly key: KeyRow | undefined;
  readonly asset: AssetRow;
  /** Undefined before the first poke of a key of the asset. */
  readonly assetState: AssetState | undefined;
  readonly volatility: Volatility | undefined;
}

/** The same after a poke. */
export interface PokedKey extends KeyState {
  readonly key: KeyRow;
  readonly assetState: AssetState;
  readonly volatility: Volatility;
}

/** What a poke of a key asks others. */
export interface PokeInputs {
  readonly key: KeyParameters;
  readonly asset: AssetParameters;
  readonly globals: GlobalParameters;
  readonly sizes: SizeSchedule;
  readonly posted: PostedVolatility;
  readonly lane: LaneTerms;
}

const withSizes = (row: AssetRow, sizes: SizeTerms, asset: AssetParameters): AssetRow => ({
  ...row,
  depth: depthOf(sizes.depth),
  eta: fromBps(sizes.eta),
  maxCharge: fromBps(sizes.maxCharge),
  minHaircut: fromPercent(asset.minHaircut),
  maxHaircut: fromPercent(asset.maxHaircut),
});

function nextAssetState(
  old: AssetState | undefined,
  bases: BothMargins<HaircutBase>,
  underlying: number,
  now: Seconds,
): AssetState {
  const before = old && { value: old.maintenance, since: old.pokedAt };
  const maintenance = cautiouslyDown(hedgeable(bases.maintenance), before, now);
  // Initial margin follows at once both ways: less offset is dearer for the account, and more must be earned by px_MM too.
  const initial = hedgeable(bases.initial);
  // Written, and its ramp begun anew, only when it changes: that saves a slot at most pokes.
  if (old?.maintenance === maintenance && old.initial === initial) return old;
  return {
    maintenance,
    initial,
    underlying,
    resumedAt: old?.resumedAt ?? seconds(0n),
    pokedAt: now,
  };
}

/** Q of the share ω of all that is held of the key, at the higher price, up to 1e-9. */
function sizeFloorOf(row: AssetRow, key: KeyParameters, lane: LaneTerms): Wad {
  const price = key.asset === SETTLEMENT ? atMostPar(highPrice(row)) : highPrice(row);
  const total = collateralValue(lane.units, price, BigInt(key.decimals));
  const share = wad(ceilDiv(total * OMEGA, BPS));
  return upToNano(sizeCharge(row.eta, share, row.depth, row.maxCharge));
}

interface KeyTargets {
  readonly bases: BothMargins<HaircutBase>;
  readonly row: AssetRow;
  readonly pending: Wad;
}

function nextKeyRow(
  old: KeyRow | undefined,
  inputs: PokeInputs,
  { bases, row, pending }: KeyTargets,
  now: Seconds,
): KeyRow {
  const { key, asset, lane } = inputs;
  const target = {
    maintenance: maintenanceTarget(bases.maintenance, asset, lane.quarantined),
    initial: min(wad(accountIndependent(bases.initial) + pending), WAD),
  };
  const before = (value: Wad): Stored | undefined => old && { value, since: old.pokedAt };
  const discount = min(fromBps(asset.baseDiscount) + bases.maintenance.latency, WAD);
  return {
    maintenance: slowlyUp(target.maintenance, old && before(old.maintenance), now),
    initial: slowlyDown(target.initial, old && before(old.initial), now),
    discount: downToPpm(discount),
    sizeFloor: sizeFloorOf(row, key, lane),
    pokedAt: now,
    recognisedFor: key.recognised ? lane.recognisedFor : seconds(0n),
    asset: key.asset,
    decimals: BigInt(key.decimals),
    baseDiscount: asset.baseDiscount,
    penalty: asset.penalty,
  };
}

/** All that a poke of a key stores: a sample of its asset's volatility, then the asset's part, then the key's row. */
export function pokeKey(state: KeyState, inputs: PokeInputs, now: Seconds): PokedKey {
  const { key, asset, globals, sizes, posted, lane } = inputs;
  const volatility = sampleVolatility(state.volatility, asset.variance, state.asset);
  const variance = varianceAt(volatility, asset, posted, now);
  const bases = haircutBases({ key, asset, globals, latency: lane.latency, variance });
  const current = sizeTermsAt(sizes, now);
  const row = withSizes(state.asset, current, asset);
  const pending = pendingCharge(current, worstSizeTerms(sizes, now));
  return {
    volatility,
    asset: row,
    assetState: nextAssetState(state.assetState, bases, asset.underlying, now),
    key: nextKeyRow(state.key, inputs, { bases, row, pending }, now),
  };
}

/** What a poke of an underlying reads and writes. */
export interface UnderlyingState {
  /** Undefined before the first poke. */
  readonly row: UnderlyingRow | undefined;
  /** Row of the underlying's own asset. */
  readonly asset: AssetRow;
  readonly volatility: Volatility | undefined;
}

/** The same after a poke. */
export interface PokedUnderlying extends UnderlyingState {
  readonly row: UnderlyingRow;
  readonly volatility: Volatility;
}

/** What a poke of an underlying asks others. */
export interface UnderlyingInputs {
  readonly underlying: UnderlyingParameters;
  readonly asset: AssetParameters;
  readonly globals: GlobalParameters;
  readonly netting: Schedule<NettingTerms>;
  readonly posted: PostedVolatility;
}

function nextRanges(
  old: UnderlyingRow | undefined,
  inputs: UnderlyingInputs,
  variance: Variance,
  now: Seconds,
): BothMargins<Wad> {
  const target = scanTargets(inputs.underlying, inputs.globals, variance);
  const before = (value: Wad): Stored | undefined => old && { value, since: old.pokedAt };
  return {
    maintenance: slowlyUp(target.maintenance, old && before(old.maintenance), now),
    initial: slowlyDown(target.initial, old && before(old.initial), now),
  };
}

/** What initial margin pays at once for a change that is announced, each up to ten bps. */
function pendingNetting(netting: Schedule<NettingTerms>, now: Seconds): PendingNetting {
  const current = nettingTermsAt(netting, now);
  const worst = worstNettingTerms(netting, now);
  const beta = upToTenBps(fromBps(bps(worst.beta - current.beta)), PENDING_BITS.beta);
  return {
    rho: upToTenBps(fromBps(bps(current.rho - worst.rho)), PENDING_BITS.rho),
    beta: bps(beta / fromBps(bps(1n))),
    charge: upToTenBps(pendingCharge(current, worst), PENDING_BITS.charge),
  };
}

/** All that a poke of an underlying stores. */
export function pokeUnderlying(
  state: UnderlyingState,
  inputs: UnderlyingInputs,
  now: Seconds,
): PokedUnderlying {
  const { asset, posted, netting } = inputs;
  const volatility = sampleVolatility(state.volatility, asset.variance, state.asset);
  const variance = varianceAt(volatility, asset, posted, now);
  const { rho, beta, eta, maxCharge, depth } = nettingTermsAt(netting, now);
  return {
    asset: state.asset,
    volatility,
    row: {
      ...nextRanges(state.row, inputs, variance, now),
      rho: fromBps(rho),
      beta,
      eta: fromBps(eta),
      maxCharge: fromBps(maxCharge),
      depth: depthOf(depth),
      pending: pendingNetting(netting, now),
      pokedAt: now,
    },
  };
}

/** The row of a listed asset with an observation; its size terms are those of a listing until a poke. */
export const assetRowOf = (
  parameters: AssetParameters,
  observation: Omit<AssetRow, "depth" | "eta" | "maxCharge" | "minHaircut" | "maxHaircut">,
): AssetRow =>
  withSizes(
    {
      ...observation,
      depth: wad(0n),
      eta: wad(0n),
      maxCharge: wad(0n),
      minHaircut: wad(0n),
      maxHaircut: wad(0n),
    },
    parameters,
    parameters,
  );

/** A poke of a key that was never poked: nothing ramps, nothing is scheduled, nothing is posted. */
export const firstPoke = (
  inputs: Pick<PokeInputs, "key" | "asset" | "globals" | "lane">,
  row: AssetRow,
  now: Seconds,
): PokedKey =>
  pokeKey(
    { key: undefined, asset: row, assetState: undefined, volatility: undefined },
    { ...inputs, sizes: settledSizes(inputs.asset, now), posted: NOTHING_POSTED },
    now,
  );

/** The same of an underlying. */
export const firstUnderlyingPoke = (
  inputs: Pick<UnderlyingInputs, "underlying" | "asset" | "globals">,
  row: AssetRow,
  now: Seconds,
): PokedUnderlying =>
  pokeUnderlying(
    { row: undefined, asset: row, volatility: undefined },
    { ...inputs, netting: settled(inputs.underlying, now), posted: NOTHING_POSTED },
    now,
  );
