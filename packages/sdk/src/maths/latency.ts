import { abs, ceilDiv, clamp, max, saturatingSub } from "./integer.js";
import { milliseconds, seconds } from "./units.js";
import type { Milliseconds, Seconds } from "./units.js";

/** Twin of `contracts/risk/LatencyMath.sol`: risk.md 2.3 and 2.4. Round trips round up, the safe side. */

const MS_PER_SECOND = 1000n;
const MIN_VARIATION_MS = 1000n;

export interface RoundTrip {
  /** Zero before the first sample. */
  readonly smoothed: Milliseconds;
  readonly variation: Milliseconds;
}

/** The smoothed round trip and its variation after a sample. */
export function updateRoundTrip(state: RoundTrip, sample: Seconds): RoundTrip {
  const sampleMs = sample * MS_PER_SECOND;
  if (state.smoothed === 0n) {
    return { smoothed: milliseconds(sampleMs), variation: milliseconds(ceilDiv(sampleMs, 2n)) };
  }
  const deviation = abs(state.smoothed - sampleMs);
  return {
    smoothed: milliseconds(ceilDiv(7n * state.smoothed + sampleMs, 8n)),
    variation: milliseconds(ceilDiv(3n * state.variation + deviation, 4n)),
  };
}

/** Tlane: `clamp(⌈(srtt + max(1000, 4·rttvar))/1000⌉, Tmin, Tmax)`. */
export function laneLatency(state: RoundTrip, minLatency: Seconds, maxLatency: Seconds): Seconds {
  const margin = max(MIN_VARIATION_MS, 4n * state.variation);
  return clamp(seconds(ceilDiv(state.smoothed + margin, MS_PER_SECOND)), minLatency, maxLatency);
}

/** `max(0, age − (heartbeat + Tlane))`; clock arithmetic saturates. */
export function overdue(
  now: Seconds,
  lastHeard: Seconds,
  heartbeat: Seconds,
  latency: Seconds,
): Seconds {
  return seconds(saturatingSub(saturatingSub(now, lastHeard), heartbeat + latency));
}

/** Recognition stages of a lane in rising order of lateness (risk.md 2.4). */
export const STAGES = ["NORMAL", "DELAYED", "FROZEN", "REDUCE_ONLY", "QUARANTINE"] as const;
export type StageIndex = 0 | 1 | 2 | 3 | 4;

/** Index into {@link STAGES}. */
export function stage(
  overdueFor: Seconds,
  freezeAfter: Seconds,
  reduceAfter: Seconds,
  quarantineAfter: Seconds,
): StageIndex {
  if (overdueFor === 0n) return 0;
  if (overdueFor < freezeAfter) return 1;
  if (overdueFor < reduceAfter) return 2;
  return overdueFor < quarantineAfter ? 3 : 4;
}
