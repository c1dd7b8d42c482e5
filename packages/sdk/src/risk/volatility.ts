import { min, sqrtDown, max } from "../maths/integer.js";
import { seconds, variance, wad } from "../maths/units.js";
import type { Seconds, Variance, Wad } from "../maths/units.js";
import { effectiveVariance, ewmaVariance } from "../maths/volatility.js";
import type { AssetParameters } from "./parameters.js";
import { isGood } from "./rows.js";
import type { AssetRow } from "./rows.js";

/** The two clocks of an asset's volatility as RiskEngine keeps them (risk.md 2.2). */

/** Least time between two samples. */
export const SAMPLE_INTERVAL = seconds(60n);
/** τ of the fast and the slow clock. */
export const TIME_CONSTANTS = { fast: seconds(3_600n), slow: seconds(864_000n) } as const;
/** Highest variance that is stored. */
const MOST_VARIANCE = variance(10n ** 32n);
/** A post counts up to this multiple of the deviation measured on chain. */
const POSTED_MULTIPLE = 2n;

/** State of both clocks. */
export interface Volatility {
  readonly fast: Variance;
  readonly slow: Variance;
  /** When the price of the last sample was observed; 0 before the first good one. */
  readonly sampledAt: Seconds;
  readonly sampledPrice: Wad;
}

/** A forecast that can only raise, and expires. */
export interface PostedVolatility {
  /** Standard deviation per root second. */
  readonly deviation: Wad;
  /** First instant at which it counts no more. */
  readonly until: Seconds;
}

/** No forecast. */
export const NOTHING_POSTED: PostedVolatility = { deviation: wad(0n), until: seconds(0n) };

/** Both clocks at the seed; a price is still to come. */
export const seededVolatility = (seed: Variance): Volatility => ({
  fast: seed,
  slow: seed,
  sampledAt: seconds(0n),
  sampledPrice: wad(0n),
});

/**
 * The clocks after a poke that found this row: the first poke puts them at the seed, the first good price starts them, and a
 * later one is a sample if it was observed a minute after the last.
 */
export function sampleVolatility(
  state: Volatility | undefined,
  seed: Variance,
  row: Pick<AssetRow, "price" | "observedAt" | "status">,
): Volatility {
  if (state === undefined) return sampleVolatility(seededVolatility(seed), seed, row);
  if (!isGood(row)) return state;
  const sampled = { sampledAt: row.observedAt, sampledPrice: row.price };
  if (state.sampledAt === 0n) return { ...state, ...sampled };
  if (row.observedAt < state.sampledAt + SAMPLE_INTERVAL) return state;
  const after = (clock: "fast" | "slow"): Variance =>
    min(
      MOST_VARIANCE,
      ewmaVariance({
        variance: state[clock],
        previousPrice: state.sampledPrice,
        price: row.price,
        elapsed: seconds(row.observedAt - state.sampledAt),
        timeConstant: TIME_CONSTANTS[clock],
      }),
    );
  return { fast: after("fast"), slow: after("slow"), ...sampled };
}

/** σ of a post as far as it counts: twice the deviation measured on chain, the root down. */
export function countedDeviation(
  posted: PostedVolatility,
  state: Volatility,
  minVariance: Variance,
  now: Seconds,
): Wad {
  if (now >= posted.until) return wad(0n);
  const measured = sqrtDown(max(state.fast, state.slow, minVariance));
  return min(posted.deviation, wad(POSTED_MULTIPLE * measured));
}

/** var_eff: what targets are computed from. */
export function varianceAt(
  state: Volatility,
  asset: Pick<AssetParameters, "minVariance" | "maxVariance">,
  posted: PostedVolatility,
  now: Seconds,
): Variance {
  return effectiveVariance({
    fast: state.fast,
    slow: state.slow,
    postedDeviation: countedDeviation(posted, state, asset.minVariance, now),
    minVariance: asset.minVariance,
    maxVariance: asset.maxVariance,
  });
}
