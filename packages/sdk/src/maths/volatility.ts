import { ceilDiv, clamp, divUp, max, min } from "./integer.js";
import { WAD, variance, wad } from "./units.js";
import type { Seconds, Variance, Wad } from "./units.js";

/** Twin of `contracts/risk/VolatilityMath.sol`: risk.md 2.2. Everything rounds up, the safe side. */

/** `min(1, ⌈|P₁−P₀|/min(P₀,P₁)⌉)`: the simple return, never below |ln(P₁/P₀)|. */
export function returnUp(previousPrice: Wad, price: Wad): Wad {
  const low = min(previousPrice, price);
  return wad(min(WAD, divUp(max(previousPrice, price) - low, low)));
}

export interface VarianceSample {
  readonly variance: Variance;
  readonly previousPrice: Wad;
  readonly price: Wad;
  /** Time between the two prices. */
  readonly elapsed: Seconds;
  /** τ of this clock. */
  readonly timeConstant: Seconds;
}

/** `⌈(τ·var + r²)/(τ+dt)⌉`: the implicit-Euler moving average for irregular samples. */
export function ewmaVariance(sample: VarianceSample): Variance {
  const { timeConstant, elapsed } = sample;
  const r = returnUp(sample.previousPrice, sample.price);
  return variance(ceilDiv(timeConstant * sample.variance + r * r, timeConstant + elapsed));
}

export interface VarianceSources {
  readonly fast: Variance;
  readonly slow: Variance;
  /** Posted standard deviation per root second, zero if none. */
  readonly postedDeviation: Wad;
  readonly minVariance: Variance;
  readonly maxVariance: Variance;
}

/** `clamp(max(fast, slow, σ²), σmin², σmax²)`: a posted forecast can only raise. */
export function effectiveVariance(sources: VarianceSources): Variance {
  const posted = variance(sources.postedDeviation * sources.postedDeviation);
  const highest = max(sources.fast, sources.slow, posted);
  return clamp(highest, sources.minVariance, sources.maxVariance);
}
