import { latencyPremium, priceRisk } from "../maths/haircut.js";
import { fromBps, min } from "../maths/integer.js";
import { scanRange } from "../maths/margin.js";
import { WAD, bps, wad } from "../maths/units.js";
import type { Bps, Seconds, Variance, Wad } from "../maths/units.js";
import type {
  AssetParameters,
  GlobalParameters,
  KeyParameters,
  UnderlyingParameters,
} from "./parameters.js";
import { fromPercent } from "./rows.js";
import type { BothMargins } from "./rows.js";

/** Where haircuts and scan ranges are going: risk.md 2.1 and section 3, before any ramp. */

/** How far la_MM may go above its base and idiosyncratic part while a lane is not in a confirmed quarantine. */
export const DYNAMIC_CAP = bps(500n);

/** All that a key's haircut is made of before size. */
export interface KeyInputs {
  readonly key: KeyParameters;
  readonly asset: AssetParameters;
  readonly globals: GlobalParameters;
  /** T_j of its lane. */
  readonly latency: Seconds;
  /** var_eff; the seed of the asset if it is left out. */
  readonly variance?: Variance;
}

/** What a haircut is made of before size. */
export interface HaircutBase {
  readonly base: Wad;
  readonly volatility: Wad;
  readonly latency: Wad;
  readonly idiosyncratic: Wad;
}

function basesAt(inputs: KeyInputs, base: Bps, zBps: Bps): HaircutBase {
  const { asset, globals, key, latency } = inputs;
  const z = fromBps(zBps);
  const variance = inputs.variance ?? asset.variance;
  const px = priceRisk(base, z, variance, globals.localTime);
  return {
    base: fromBps(base),
    volatility: wad(px - fromBps(base)),
    latency: latencyPremium(z, variance, globals.localTime, latency),
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

/** px, at most one. */
export const hedgeable = (parts: HaircutBase): Wad => min(wad(parts.base + parts.volatility), WAD);

/** The highest la_MM can go outside a confirmed quarantine: base + idio + 500 bps. */
export const dynamicCap = (parts: HaircutBase): Wad =>
  wad(parts.base + parts.idiosyncratic + fromBps(DYNAMIC_CAP));

/** Target of la_MM: Hmax in a confirmed quarantine, else la_MM up to the dynamic cap. */
export function maintenanceTarget(
  parts: HaircutBase,
  asset: AssetParameters,
  quarantined: boolean,
): Wad {
  if (quarantined) return fromPercent(asset.maxHaircut);
  return min(accountIndependent(parts), dynamicCap(parts), WAD);
}

/** Targets of s at both margins. */
export function scanTargets(
  underlying: UnderlyingParameters,
  globals: GlobalParameters,
  variance: Variance,
): BothMargins<Wad> {
  const at = (base: Bps, least: Bps, z: Bps): Wad =>
    scanRange({
      base,
      z: fromBps(z),
      variance,
      perpTime: globals.perpTime,
      minRange: fromBps(least),
      maxRange: fromBps(underlying.scanMax),
    });
  return {
    maintenance: at(
      underlying.scanBaseMaintenance,
      underlying.scanMinMaintenance,
      globals.zMaintenance,
    ),
    initial: at(underlying.scanBaseInitial, underlying.scanMinInitial, globals.zInitial),
  };
}
