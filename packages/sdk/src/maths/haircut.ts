import {
  clamp,
  divUp,
  fromBps,
  max,
  min,
  mulUp,
  saturatingSub,
  sqrtDown,
  sqrtUp,
} from "./integer.js";
import { WAD, wad } from "./units.js";
import type { Bps, Seconds, Units, Variance, Wad } from "./units.js";

/** Twin of `contracts/risk/HaircutMath.sol`: risk.md 1, 2.1 and 2.5. Values round down, charges up: against the account. */

/** `⌊amount·P/10^dec⌋`. */
export function collateralValue(amount: Units, price: Wad, decimals: bigint): Wad {
  return wad((amount * price) / 10n ** decimals);
}

/** px: `base + ⌈z·√⁺(var·Tloc)⌉`, price risk that a hedge can cover. */
export function priceRisk(base: Bps, z: Wad, variance: Variance, localTime: Seconds): Wad {
  return wad(fromBps(base) + mulUp(z, sqrtUp(variance * localTime)));
}

/** L: `⌈z·(√⁺(var·(Tloc+T)) − √₋(var·Tloc))⌉`; the second root goes down so that px + L is never short (P-H1). */
export function latencyPremium(
  z: Wad,
  variance: Variance,
  localTime: Seconds,
  laneTime: Seconds,
): Wad {
  const whole = sqrtUp(variance * (localTime + laneTime));
  return wad(mulUp(z, whole - sqrtDown(variance * localTime)));
}

/** Q: `min(qMax, ⌈η·√⁺(V/D)⌉)`, what selling this much would move the price. */
export function sizeCharge(eta: Wad, value: Wad, depth: Wad, maxCharge: Wad): Wad {
  return wad(min(maxCharge, mulUp(eta, sqrtUp(divUp(value, depth) * WAD))));
}

export interface HaircutParts {
  readonly priceRisk: Wad;
  readonly latencyPremium: Wad;
  /** Bridge, wrapper and de-peg risk of the key. */
  readonly idiosyncratic: Bps;
  readonly sizeCharge: Wad;
  readonly minHaircut: Wad;
  readonly maxHaircut: Wad;
}

/** H: `clamp(px + L + idio + Q, Hmin, Hmax)`. */
export function haircut(parts: HaircutParts): Wad {
  const sum =
    parts.priceRisk + parts.latencyPremium + fromBps(parts.idiosyncratic) + parts.sizeCharge;
  return clamp(wad(sum), parts.minHaircut, parts.maxHaircut);
}

/** `V − ⌈V·H⌉`. */
export function recognisedValue(value: Wad, haircut: Wad): Wad {
  return wad(value - mulUp(value, haircut));
}

export interface Ramp {
  /** Where the haircut is going. */
  readonly target: Wad;
  /** The haircut at the last poke. */
  readonly from: Wad;
  /** Time of the last poke. */
  readonly since: Seconds;
  readonly now: Seconds;
}

/** The maintenance haircut on its way up; the elapsed time is capped so that no allowance is banked (P-R1). */
export function rampUp(ramp: Ramp, rampUpPerSecond: Wad, maxElapsed: Seconds): Wad {
  if (ramp.target <= ramp.from) return ramp.target;
  const elapsed = min(ramp.now - ramp.since, maxElapsed);
  return wad(min(ramp.target, ramp.from + rampUpPerSecond * elapsed));
}

/** The initial haircut on its way down. */
export function rampDown(ramp: Ramp, rampDownPerSecond: Wad): Wad {
  if (ramp.target >= ramp.from) return ramp.target;
  const fall = rampDownPerSecond * (ramp.now - ramp.since);
  return wad(max(ramp.target, saturatingSub(ramp.from, fall)));
}
