import { ceilDiv, floorDiv, fromBps, max, min, saturatingSub, sqrtDown } from "../maths/integer.js";
import { bps, seconds, wad } from "../maths/units.js";
import type { Bps, Seconds, Wad } from "../maths/units.js";
import type { AssetParameters, GlobalParameters, UnderlyingParameters } from "./parameters.js";
import type { BothMargins } from "./rows.js";

/**
 * Inputs of a haircut or a charge that stand outside `la` (risk.md 2.5): a change is silent for {@link NOTICE} and then moves
 * in a line over {@link MOVE_TIME}, so that it never takes an account by surprise (P-R3).
 */

/** How long a change waits. */
export const NOTICE = seconds(7_200n);
/** How long it then takes. */
export const MOVE_TIME = seconds(86_400n);
/** Age from which a posted depth is stale. */
export const STALE_DEPTH = seconds(86_400n);
/** Least time between two posts of a depth or a correlation: sooner would restart the notice for ever. */
export const POST_INTERVAL = seconds(72_000n);

const moved = (setAt: Seconds, now: Seconds): bigint =>
  min<bigint>(MOVE_TIME, saturatingSub(now, setAt + NOTICE));

const between = (past: bigint, next: bigint, part: bigint): bigint =>
  past * (MOVE_TIME - part) + next * part;

/** The value at `now` of a change made at `setAt`, down: depth, ρ, θ. */
export const scheduledDown = (past: bigint, next: bigint, setAt: Seconds, now: Seconds): bigint =>
  floorDiv(between(past, next, moved(setAt, now)), MOVE_TIME);

/** The same, up: η, qMax, β. */
export const scheduledUp = (past: bigint, next: bigint, setAt: Seconds, now: Seconds): bigint =>
  ceilDiv(between(past, next, moved(setAt, now)), MOVE_TIME);

/** What the size charge of an asset depends on. */
export interface SizeTerms {
  /** D in thousands of USD. */
  readonly depth: bigint;
  readonly eta: Bps;
  readonly maxCharge: Bps;
}

/** A change of them under way. */
export interface SizeSchedule {
  readonly past: SizeTerms;
  readonly next: SizeTerms;
  readonly setAt: Seconds;
  /** When the depth was last posted. */
  readonly postedAt: Seconds;
}

/** What is left of a stale depth: all of it for the notice, then in a line down to half, never below one unit. Down. */
function faded(depth: bigint, postedAt: Seconds, now: Seconds): bigint {
  const part = moved(seconds(postedAt + STALE_DEPTH), now);
  return max(1n, depth - ceilDiv(depth * part, 2n * MOVE_TIME));
}

/** The terms that maintenance margin uses at `now`. */
export function sizeTermsAt(schedule: SizeSchedule, now: Seconds): SizeTerms {
  const { past, next, setAt, postedAt } = schedule;
  return {
    depth: faded(scheduledDown(past.depth, next.depth, setAt, now), postedAt, now),
    eta: bps(scheduledUp(past.eta, next.eta, setAt, now)),
    maxCharge: bps(scheduledUp(past.maxCharge, next.maxCharge, setAt, now)),
  };
}

/** Each term at the worse of now and what it is moving to: nothing that was announced by `now` charges more. */
export function worstSizeTerms(schedule: SizeSchedule, now: Seconds): SizeTerms {
  const { past, next, setAt, postedAt } = schedule;
  const { eta, maxCharge } = sizeTermsAt(schedule, now);
  const depth = min(scheduledDown(past.depth, next.depth, setAt, now), next.depth);
  const stale = now >= postedAt + STALE_DEPTH;
  return {
    depth: stale ? max(1n, depth / 2n) : depth,
    eta: max(eta, next.eta),
    maxCharge: max(maxCharge, next.maxCharge),
  };
}

const RADICAND_SCALE = 10n ** 28n;

/**
 * The most by which terms on their way can raise the size charge of any value: `sup over V of Q_worst(V) − Q_now(V)` =
 * `m' − min(m, ⌊m'·c/c'⌋)` with c = η/√D, m = qMax. Up: it is added to la_IM at once, so that whoever passes initial margin
 * has paid for the change before it moves.
 */
export function pendingCharge(current: SizeTerms, worst: SizeTerms): Wad {
  if (worst.eta === 0n) return wad(0n);
  // m'·c/c' in WAD; every factor is in bps or thousands of USD.
  const radicand = worst.maxCharge ** 2n * current.eta ** 2n * worst.depth * RADICAND_SCALE;
  const covered = sqrtDown(radicand / (worst.eta ** 2n * current.depth));
  return wad(fromBps(worst.maxCharge) - min<bigint>(fromBps(current.maxCharge), covered));
}

/** The size terms of a new listing: nothing is under way. */
export function settledSizes(
  terms: Pick<AssetParameters, "depth" | "eta" | "maxCharge">,
  now: Seconds,
): SizeSchedule {
  const { depth, eta, maxCharge } = terms;
  const same = { depth, eta, maxCharge };
  return { past: same, next: same, setAt: now, postedAt: now };
}

/**
 * The governor sets η, qMax and the highest depth: what was under way stops where it is. A depth above that comes down to it;
 * no depth is posted by this, so that staleness goes on. What changes nothing begins no notice.
 */
export function restartSizes(
  schedule: SizeSchedule,
  { depth: most, eta, maxCharge }: SizeTerms,
  now: Seconds,
): SizeSchedule {
  const { past, next, setAt, postedAt } = schedule;
  const depth = min(most, next.depth);
  if (depth === next.depth && eta === next.eta && maxCharge === next.maxCharge) return schedule;
  return {
    past: {
      depth: scheduledDown(past.depth, next.depth, setAt, now),
      eta: bps(scheduledUp(past.eta, next.eta, setAt, now)),
      maxCharge: bps(scheduledUp(past.maxCharge, next.maxCharge, setAt, now)),
    },
    next: { depth, eta, maxCharge },
    setAt: now,
    postedAt,
  };
}

/** The steward posts a depth: from what staleness left of the last one. */
export const postDepth = (schedule: SizeSchedule, depth: bigint, now: Seconds): SizeSchedule => ({
  past: sizeTermsAt(schedule, now),
  next: { ...schedule.next, depth },
  setAt: now,
  postedAt: now,
});

/** What a steward may post. */
export interface PostLimits {
  readonly from: Seconds;
  readonly least: bigint;
  readonly most: bigint;
}

/** Depths a steward may post: half to twice the last one, at most the governor's cap. */
export function depthLimits(schedule: SizeSchedule, cap: bigint): PostLimits {
  const last = schedule.next.depth;
  return {
    from: seconds(schedule.postedAt + POST_INTERVAL),
    least: ceilDiv(last, 2n),
    most: min(cap, 2n * last),
  };
}

/** How far from what is in force a change may take ρ and β: what a row can hold as pending. */
export const NETTING_STEPS = { rho: bps(1_000n), beta: bps(2_550n) } as const;

/** Highest qMax of a market, for the same reason. */
export const MAX_MARKET_CHARGE = bps(5_110n);

/** What basis, netting and concentration charges of an underlying depend on. */
export type NettingTerms = Pick<
  UnderlyingParameters,
  "rho" | "beta" | "eta" | "maxCharge" | "depth"
>;

/** A change of terms under way. */
export interface Schedule<T> {
  readonly past: T;
  readonly next: T;
  readonly setAt: Seconds;
}

/** Terms that are not moving. */
export const settled = <T>(terms: T, now: Seconds): Schedule<T> => ({
  past: terms,
  next: terms,
  setAt: now,
});

/** Terms of an underlying at `now`. */
export function nettingTermsAt(schedule: Schedule<NettingTerms>, now: Seconds): NettingTerms {
  const { past, next, setAt } = schedule;
  return {
    rho: bps(scheduledDown(past.rho, next.rho, setAt, now)),
    beta: bps(scheduledUp(past.beta, next.beta, setAt, now)),
    eta: bps(scheduledUp(past.eta, next.eta, setAt, now)),
    maxCharge: bps(scheduledUp(past.maxCharge, next.maxCharge, setAt, now)),
    depth: scheduledDown(past.depth, next.depth, setAt, now),
  };
}

/** Each term at the worse of now and what it is moving to: ρ and depth the lower, the others the higher. */
export function worstNettingTerms(schedule: Schedule<NettingTerms>, now: Seconds): NettingTerms {
  const { next } = schedule;
  const current = nettingTermsAt(schedule, now);
  return {
    rho: min(current.rho, next.rho),
    beta: max(current.beta, next.beta),
    eta: max(current.eta, next.eta),
    maxCharge: max(current.maxCharge, next.maxCharge),
    depth: min(current.depth, next.depth),
  };
}

/** The governor or, for ρ alone, the steward changes an underlying. */
export const restartNetting = (
  schedule: Schedule<NettingTerms>,
  next: NettingTerms,
  now: Seconds,
): Schedule<NettingTerms> => ({ past: nettingTermsAt(schedule, now), next, setAt: now });

/** ρ a steward may post: half of the governor's to all of it, and no further than a step from the one in force. */
export function correlationLimits(
  schedule: Schedule<NettingTerms>,
  { cap, postedAt }: { readonly cap: Bps; readonly postedAt: Seconds },
  now: Seconds,
): PostLimits {
  const { rho } = nettingTermsAt(schedule, now);
  return {
    from: seconds(postedAt + POST_INTERVAL),
    least: max(ceilDiv(cap, 2n), saturatingSub(rho, NETTING_STEPS.rho)),
    most: min<bigint>(cap, rho + NETTING_STEPS.rho),
  };
}

/** θ at both margins. */
export type Thetas = BothMargins<Bps>;

/** θ of the parameters of the model. */
export const thetasOf = (globals: GlobalParameters): Thetas => ({
  maintenance: globals.thetaMaintenance,
  initial: globals.thetaInitial,
});

/** θ at `now`, down. */
export function thetasAt({ past, next, setAt }: Schedule<Thetas>, now: Seconds): Thetas {
  return {
    maintenance: bps(scheduledDown(past.maintenance, next.maintenance, setAt, now)),
    initial: bps(scheduledDown(past.initial, next.initial, setAt, now)),
  };
}

/** The governor changes θ. */
export const restartThetas = (
  schedule: Schedule<Thetas>,
  next: Thetas,
  now: Seconds,
): Schedule<Thetas> => ({ past: thetasAt(schedule, now), next, setAt: now });
