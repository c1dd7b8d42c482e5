import type { Bps, Seconds, Variance } from "../maths/units.js";

/** Twin of `contracts/types/RiskParameters.sol`, field by field, so that a value can be handed to a setter as it is. */

/** Parameters of the whole model. */
export interface GlobalParameters {
  readonly zMaintenance: Bps;
  readonly zInitial: Bps;
  readonly localTime: Seconds;
  readonly perpTime: Seconds;
  readonly thetaMaintenance: Bps;
  readonly thetaInitial: Bps;
  readonly perpPenalty: Bps;
}

/** Parameters of one asset, whatever lane it is on. */
export interface AssetParameters {
  readonly baseMaintenance: Bps;
  readonly baseInitial: Bps;
  /** A multiple of ten. */
  readonly baseDiscount: Bps;
  readonly penalty: Bps;
  readonly eta: Bps;
  readonly maxCharge: Bps;
  /** Percent. */
  readonly minHaircut: bigint;
  /** Percent. */
  readonly maxHaircut: bigint;
  /** Asset whose markets hedge this one. */
  readonly underlying: number;
  /** The most that may be posted, and the depth of a new listing (thousands of USD). */
  readonly depth: bigint;
  /** What both clocks of volatility start with. */
  readonly variance: Variance;
  readonly minVariance: Variance;
  readonly maxVariance: Variance;
}

/** Parameters of one key: an asset on a lane. */
export interface KeyParameters {
  readonly asset: number;
  readonly decimals: number;
  readonly eid: number;
  readonly idiosyncratic: Bps;
  readonly recognised: boolean;
}

/** Parameters of the markets on one underlying. */
export interface UnderlyingParameters {
  readonly scanBaseMaintenance: Bps;
  readonly scanBaseInitial: Bps;
  readonly scanMinMaintenance: Bps;
  readonly scanMinInitial: Bps;
  readonly scanMax: Bps;
  readonly rho: Bps;
  readonly beta: Bps;
  readonly eta: Bps;
  readonly maxCharge: Bps;
  /** Thousands of USD. */
  readonly depth: bigint;
}
