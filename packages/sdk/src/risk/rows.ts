import {
  collateralValue,
  latencyPremium,
  priceRisk as priceRiskOf,
  sizeCharge,
} from "../maths/haircut.js";
import { ceilDiv, fromBps, min } from "../maths/integer.js";
import { scanRange } from "../maths/margin.js";
import { BPS, WAD, bps, seconds, wad } from "../maths/units.js";
import type { Bps, Seconds, Wad } from "../maths/units.js";
import type {
  AssetParameters,
  GlobalParameters,
  KeyParameters,
  UnderlyingParameters,
} from "./parameters.js";

/** Twin of `contracts/risk/RowMath.sol` and of the packed rows: what a margin check reads, from the parameters. */

/** Asset id of the settlement asset. */
export const SETTLEMENT = 0;

/** ω: initial margin charges every holder at least the size charge of this share of a key's total. */
const OMEGA = bps(100n);

const DISCOUNT_UNIT = 10n ** 6n;
const SIZE_FLOOR_UNIT = 10n ** 9n;
const WAD_PER_PERCENT = 10n ** 16n;
const WAD_PER_DEPTH_UNIT = 1_000n * WAD;

/** A key's row. */
export interface KeyRow {
  readonly asset: number;
  readonly decimals: bigint;
  /** la_MM. */
  readonly maintenance: Wad;
  /** la_IM; undefined without initial-margin recognition. */
  readonly initial: Wad | undefined;
  /** dBase + L_MM, down to 1e-12. */
  readonly discount: Wad;
  /** Least size charge at initial margin, up to 1e-9. */
  readonly sizeFloor: Wad;
  readonly baseDiscount: Bps;
  readonly pokedAt: Seconds;
}

/** An asset's row. */
export interface AssetRow {
  /** Last good price. */
  readonly price: Wad;
  readonly observedAt: Seconds;
  readonly refreshedAt: Seconds;
  /** Whether the feed was good when last asked. */
  readonly good: boolean;
  readonly depth: Wad;
  readonly eta: Wad;
  readonly maxCharge: Wad;
  readonly minHaircut: Wad;
  readonly maxHaircut: Wad;
  readonly penalty: Bps;
}

/** An underlying's row. */
export interface UnderlyingRow {
  /** s at maintenance margin. */
  readonly maintenance: Wad;
  /** s at initial margin. */
  readonly initial: Wad;
  readonly rho: Wad;
  readonly beta: Bps;
  readonly eta: Wad;
  readonly maxCharge: Wad;
  readonly depth: Wad;
  readonly pokedAt: Seconds;
}

/** The price risk of an asset that a hedge covers, and where the hedge is. */
export interface PriceRisk {
  /** px_MM, at most one. */
  readonly maintenance: Wad;
  /** px_IM, at most one. */
  readonly initial: Wad;
  readonly underlying: number;
}

/** All that a key's row is computed from. */
export interface KeyInputs {
  readonly key: KeyParameters;
  readonly asset: AssetParameters;
  readonly globals: GlobalParameters;
  /** T_j of its lane. */
  readonly latency: Seconds;
}

/** What a haircut is made of before size. */
export interface HaircutBase {
  readonly base: Wad;
  readonly volatility: Wad;
  readonly latency: Wad;
  readonly idiosyncratic: Wad;
}

/** A value at both margin levels. */
export interface BothMargins<T> {
  readonly maintenance: T;
  readonly initial: T;
}

function basesAt(inputs: KeyInputs, base: Bps, zBps: Bps): HaircutBase {
  const { asset, globals, key, latency } = inputs;
  const z = fromBps(zBps);
  const px = priceRiskOf(base, z, asset.variance, globals.localTime);
  return {
    base: fromBps(base),
    volatility: wad(px - fromBps(base)),
    latency: latencyPremium(z, asset.variance, globals.localTime, latency),
    idiosyncratic: fromBps(key.idiosyncratic),
  };
}

/** What a key's haircuts are made of before size. */
export function haircutBases(inputs: KeyInputs): BothMargins<HaircutBase> {
  const { asset, globals } = inputs;
  return {
    maintenance: basesAt(inputs, asset.baseMaintenance, globals.zMaintenance),
    initial: basesAt(inputs, asset.baseInitial, globals.zInitial),
  };
}

/** la = px + L + idio. */
export const accountIndependent = (parts: HaircutBase): Wad =>
  wad(parts.base + parts.volatility + parts.latency + parts.idiosyncratic);

/** px of an asset at both margins; no lane and no key in it. */
export function priceRiskOfAsset(inputs: KeyInputs): PriceRisk {
  const { maintenance, initial } = haircutBases(inputs);
  const px = (parts: HaircutBase): Wad => min(wad(parts.base + parts.volatility), WAD);
  return {
    maintenance: px(maintenance),
    initial: px(initial),
    underlying: inputs.asset.underlying,
  };
}

/** Q of the share ω of all that is held of the key, up to 1e-9. */
function sizeFloorOf(row: AssetRow, key: KeyParameters): Wad {
  const price = key.asset === SETTLEMENT ? min(row.price, WAD) : row.price;
  const total = collateralValue(key.totalUnits, price, BigInt(key.decimals));
  const share = wad(ceilDiv(total * OMEGA, BPS));
  const charge = sizeCharge(row.eta, share, row.depth, row.maxCharge);
  return wad(ceilDiv(charge, SIZE_FLOOR_UNIT) * SIZE_FLOOR_UNIT);
}

/** The row of a key, poked at `time`. */
export function keyRowOf(inputs: KeyInputs, asset: AssetRow, time: Seconds): KeyRow {
  const { maintenance, initial } = haircutBases(inputs);
  const { key } = inputs;
  const discount = min(wad(fromBps(inputs.asset.baseDiscount) + maintenance.latency), WAD);
  return {
    asset: key.asset,
    decimals: BigInt(key.decimals),
    maintenance: min(accountIndependent(maintenance), WAD),
    initial: key.recognised ? min(accountIndependent(initial), WAD) : undefined,
    discount: wad((discount / DISCOUNT_UNIT) * DISCOUNT_UNIT),
    sizeFloor: sizeFloorOf(asset, key),
    baseDiscount: inputs.asset.baseDiscount,
    pokedAt: time,
  };
}

/** The row of an underlying, poked at `time`. */
export function underlyingRowOf(
  parameters: UnderlyingParameters,
  asset: AssetParameters,
  globals: GlobalParameters,
  time: Seconds,
): UnderlyingRow {
  const common = {
    variance: asset.variance,
    perpTime: globals.perpTime,
    maxRange: fromBps(parameters.scanMax),
  };
  return {
    maintenance: scanRange({
      ...common,
      base: parameters.scanBaseMaintenance,
      z: fromBps(globals.zMaintenance),
      minRange: fromBps(parameters.scanMinMaintenance),
    }),
    initial: scanRange({
      ...common,
      base: parameters.scanBaseInitial,
      z: fromBps(globals.zInitial),
      minRange: fromBps(parameters.scanMinInitial),
    }),
    rho: fromBps(parameters.rho),
    beta: parameters.beta,
    eta: fromBps(parameters.eta),
    maxCharge: fromBps(parameters.maxCharge),
    depth: wad(parameters.depth * WAD_PER_DEPTH_UNIT),
    pokedAt: time,
  };
}

/** An asset's row with its parameters and an observation. */
export function assetRowOf(
  parameters: AssetParameters,
  observation: Pick<AssetRow, "price" | "observedAt" | "refreshedAt" | "good">,
): AssetRow {
  return {
    ...observation,
    depth: wad(parameters.depth * WAD_PER_DEPTH_UNIT),
    eta: fromBps(parameters.eta),
    maxCharge: fromBps(parameters.maxCharge),
    minHaircut: wad(parameters.minHaircut * WAD_PER_PERCENT),
    maxHaircut: wad(parameters.maxHaircut * WAD_PER_PERCENT),
    penalty: parameters.penalty,
  };
}

/** `width` bits of a packed word from bit `from` on. */
const field = (word: bigint, from: bigint, width: bigint): bigint =>
  (word >> from) & ((1n << width) - 1n);

const NOT_RECOGNISED = (1n << 64n) - 1n;
const STATUS_GOOD = 1n;

/** A key's row as RiskEngine.keyRow answers it; undefined if it was never poked. */
export function unpackKeyRow(word: bigint): KeyRow | undefined {
  if (word === 0n) return undefined;
  const initial = field(word, 64n, 64n);
  return {
    maintenance: wad(field(word, 0n, 64n)),
    initial: initial === NOT_RECOGNISED ? undefined : wad(initial),
    discount: wad(field(word, 128n, 40n) * DISCOUNT_UNIT),
    sizeFloor: wad(field(word, 168n, 32n) * SIZE_FLOOR_UNIT),
    pokedAt: seconds(field(word, 200n, 32n)),
    asset: Number(field(word, 232n, 8n)),
    decimals: field(word, 240n, 8n),
    baseDiscount: bps(field(word, 248n, 8n) * 10n),
  };
}

/** An asset's row as RiskEngine.assetRow answers it. */
export function unpackAssetRow(word: bigint): AssetRow {
  return {
    price: wad(field(word, 0n, 96n)),
    observedAt: seconds(field(word, 96n, 32n)),
    refreshedAt: seconds(field(word, 128n, 32n)),
    good: field(word, 160n, 8n) === STATUS_GOOD,
    depth: wad(field(word, 168n, 32n) * WAD_PER_DEPTH_UNIT),
    eta: fromBps(bps(field(word, 200n, 16n))),
    maxCharge: fromBps(bps(field(word, 216n, 16n))),
    minHaircut: wad(field(word, 232n, 8n) * WAD_PER_PERCENT),
    maxHaircut: wad(field(word, 240n, 8n) * WAD_PER_PERCENT),
    penalty: bps(field(word, 248n, 8n)),
  };
}

/** An underlying's row as RiskEngine.underlyingRow answers it; undefined if it was never poked. */
export function unpackUnderlyingRow(word: bigint): UnderlyingRow | undefined {
  if (word === 0n) return undefined;
  return {
    maintenance: wad(field(word, 0n, 64n)),
    initial: wad(field(word, 64n, 64n)),
    rho: fromBps(bps(field(word, 128n, 16n))),
    beta: bps(field(word, 144n, 16n)),
    eta: fromBps(bps(field(word, 160n, 16n))),
    maxCharge: fromBps(bps(field(word, 176n, 16n))),
    depth: wad(field(word, 192n, 32n) * WAD_PER_DEPTH_UNIT),
    pokedAt: seconds(field(word, 224n, 32n)),
  };
}
