import { max, min, saturatingSub } from "../maths/integer.js";
import { laneLatency, overdue, stage, updateRoundTrip } from "../maths/latency.js";
import type { StageIndex } from "../maths/latency.js";
import { milliseconds, seconds, units } from "../maths/units.js";
import type { Milliseconds, Seconds, Units } from "../maths/units.js";
import { WITHOUT_END } from "./rows.js";
import { packWord, readWord } from "./words.js";

/**
 * The clock of a lane as the gateway keeps it (system.md 3.1, risk.md 2.3 and 2.4). Nothing but the hub's clock and echoes of
 * it enters an age, a round trip or a stage.
 */

/** hb: longest regular silence. */
export const HEARTBEAT = seconds(900n);
/** Tmax: a lane is never taken to be slower, and before its first round trip it counts as this slow. */
export const MAX_LATENCY = seconds(7_200n);
/** Overdue from which a lane is FROZEN, REDUCE_ONLY, in QUARANTINE. */
export const STAGE_TIMES = {
  freeze: seconds(1_800n),
  reduce: seconds(7_200n),
  quarantine: seconds(86_400n),
} as const;
/** Least time between two messages that count towards a lower stage: a third of the heartbeat. */
export const COUNT_INTERVAL = seconds(300n);
/** Messages on time that take the stage one down. */
export const COUNTS_A_STAGE = 3;

const QUARANTINE = 4;
const REDUCE_ONLY = 3;
const LONGEST = seconds(2n ** 32n - 1n);

/** The clock of one lane. */
export interface LaneClock {
  /** Newest date of any message, by the vault's clock. */
  readonly newestSentAt: Seconds;
  /** When that message arrived, by the hub's. */
  readonly newestSeenAt: Seconds;
  /** Largest echo plus hold, never ahead of the hub's clock; when the lane opened, before the first. */
  readonly newestEcho: Seconds;
  readonly smoothed: Milliseconds;
  readonly variation: Milliseconds;
  /** Newest echo a round trip was sampled from; zero before the first. */
  readonly lastSampledEcho: Seconds;
  /** When a message last counted towards a lower stage. */
  readonly countedAt: Seconds;
  /** Tmin. */
  readonly minLatency: Seconds;
  /** A guardian hold was set. */
  readonly held: boolean;
  /** The resolved DVN configuration was below the floor at the last check. */
  readonly insecure: boolean;
  /** The governor put the lane in QUARANTINE. */
  readonly quarantined: boolean;
  /** A guardian confirmed the QUARANTINE, less than 72 h ago or for as long as it lasts by the governor's word. */
  readonly confirmed: boolean;
  /** The stage still in force from what messages met when they arrived. */
  readonly floor: StageIndex;
  /** Messages on time since the last step down. */
  readonly counted: number;
}

/** The part of a message's header that a clock hears. */
export interface HeardHeader {
  readonly sentAt: Seconds;
  readonly echo: Seconds;
  readonly hold: Seconds;
}

/** The clock of a lane that opens now. */
export const openedLane = (minLatency: Seconds, now: Seconds): LaneClock => ({
  newestSentAt: seconds(0n),
  newestSeenAt: seconds(0n),
  newestEcho: now,
  smoothed: milliseconds(0n),
  variation: milliseconds(0n),
  lastSampledEcho: seconds(0n),
  countedAt: seconds(0n),
  minLatency,
  held: false,
  insecure: false,
  quarantined: false,
  confirmed: false,
  floor: 0,
  counted: 0,
});

/** Tlane: Tmax before the first round trip. */
export function latencyOf(clock: LaneClock): Seconds {
  const { smoothed, variation, minLatency } = clock;
  // Not by the round trip itself: a vault whose clock runs fast makes every sample zero.
  if (clock.lastSampledEcho === 0n) return MAX_LATENCY;
  return laneLatency({ smoothed, variation }, minLatency, MAX_LATENCY);
}

/** How long the next message is overdue. */
export const overdueOf = (clock: LaneClock, now: Seconds): Seconds =>
  overdue(now, clock.newestEcho, HEARTBEAT, latencyOf(clock));

/** The stage that the silence alone gives. */
export function liveStage(clock: LaneClock, now: Seconds): StageIndex {
  const { freeze, reduce, quarantine } = STAGE_TIMES;
  return stage(overdueOf(clock, now), freeze, reduce, quarantine);
}

/** The stage of a lane: the silence's, the one still in force, the governor's. */
export function stageOf(clock: LaneClock, now: Seconds): StageIndex {
  if (clock.quarantined) return QUARANTINE;
  const live = liveStage(clock, now);
  return live > clock.floor ? live : clock.floor;
}

/** When the next message was due; 0 while it is not late. */
export function stuckSince(clock: LaneClock, now: Seconds): Seconds {
  if (overdueOf(clock, now) === 0n) return seconds(0n);
  return seconds(clock.newestEcho + HEARTBEAT + latencyOf(clock));
}

/** A silence that a message ends stays in force until messages on time bring the stage down again. */
function escalated(clock: LaneClock, now: Seconds): LaneClock {
  if (clock.lastSampledEcho === 0n) return clock;
  const live = liveStage(clock, now);
  return live > clock.floor ? { ...clock, floor: live, counted: 0 } : clock;
}

/**
 * A round trip is sampled once per newest echo: later messages with the same one only say how long ago it was. One beyond
 * Tmax counts as Tmax.
 */
function sampled(clock: LaneClock, echo: Seconds, roundTrip: Seconds): LaneClock {
  if (echo <= clock.lastSampledEcho) return clock;
  const trip = updateRoundTrip(clock, min(roundTrip, MAX_LATENCY));
  return { ...clock, ...trip, lastSampledEcho: echo };
}

/** What the header says of the lane's age. */
function taken(clock: LaneClock, header: HeardHeader, now: Seconds): LaneClock {
  // A date is the vault's word, which an insecure lane may make up; an echo is the hub's own.
  const newer = header.sentAt > clock.newestSentAt && !clock.insecure;
  const dated = newer ? { ...clock, newestSentAt: header.sentAt, newestSeenAt: now } : clock;
  // An echo of an instant that has not come cannot be one.
  if (header.echo === 0n || header.echo > now) return dated;
  const heardAt = min(seconds(header.echo + header.hold), now);
  const aged = { ...dated, newestEcho: max(dated.newestEcho, heardAt) };
  return sampled(aged, header.echo, seconds(now - heardAt));
}

const STEP_DOWN: Readonly<Record<StageIndex, StageIndex>> = { 0: 0, 1: 0, 2: 1, 3: 2, 4: 3 };

/** A message on time counts, at most one in five minutes; three of them take the stage one down. */
function counted(clock: LaneClock, before: LaneClock, now: Seconds): LaneClock {
  const moved = clock.newestEcho > before.newestEcho;
  const due = now >= clock.countedAt + COUNT_INTERVAL;
  if (clock.floor === 0 || !moved || !due || overdueOf(clock, now) > 0n) return clock;
  const messages = clock.counted + 1;
  if (messages < COUNTS_A_STAGE) return { ...clock, counted: messages, countedAt: now };
  return { ...clock, floor: STEP_DOWN[clock.floor], counted: 0, countedAt: now };
}

/** A confirmation ends with the QUARANTINE it was for. */
const unconfirmed = (clock: LaneClock, now: Seconds): LaneClock =>
  clock.confirmed && stageOf(clock, now) < QUARANTINE ? { ...clock, confirmed: false } : clock;

/** The clock after a message that arrives now. */
export function hear(clock: LaneClock, header: HeardHeader, now: Seconds): LaneClock {
  const heard = taken(escalated(clock, now), header, now);
  return unconfirmed(counted(heard, clock, now), now);
}

/** The governor puts a lane in QUARANTINE or takes it out. */
export const setQuarantine = (clock: LaneClock, quarantined: boolean, now: Seconds): LaneClock =>
  unconfirmed({ ...clock, quarantined }, now);

/** A guardian lets a QUARANTINE move maintenance margin past the dynamic cap; undefined in a lower stage. */
export const confirmQuarantine = (clock: LaneClock, now: Seconds): LaneClock | undefined =>
  stageOf(clock, now) === QUARANTINE ? { ...clock, confirmed: true } : undefined;

/** What a poke asks the gateway about a key. */
export interface LaneTerms {
  /** T_j: Tlane and what the lane is overdue; 0 for the hub's own keys. */
  readonly latency: Seconds;
  /** How long from now the key counts for initial margin; see KeyRow. */
  readonly recognisedFor: Seconds;
  /** Whether its lane is in a confirmed QUARANTINE. */
  readonly quarantined: boolean;
  /** What all accounts hold of the key. */
  readonly units: Units;
  /** Whether a round trip of the lane was ever sampled. Until then a poke writes no first row of a key. */
  readonly heard: boolean;
}

/** What the gateway knows of a key beside its lane's clock. */
export interface KeyStanding {
  /** Held by a guardian or short. */
  readonly held: boolean;
  /** Credited less authorised. */
  readonly units: Units;
}

/** The terms of a key of the hub itself. */
export const hubTerms = (held: Units = units(0n)): LaneTerms => ({
  latency: seconds(0n),
  recognisedFor: WITHOUT_END,
  quarantined: false,
  units: held,
  heard: true,
});

function recognisedFor(clock: LaneClock, key: KeyStanding, now: Seconds): Seconds {
  const stopped = key.held || clock.held || clock.insecure;
  if (stopped || stageOf(clock, now) >= REDUCE_ONLY) return seconds(0n);
  // The instant at which silence alone makes the lane REDUCE_ONLY; in a lower stage it is still to come.
  const reducedAt = clock.newestEcho + HEARTBEAT + latencyOf(clock) + STAGE_TIMES.reduce;
  return min(seconds(saturatingSub(reducedAt, now)), seconds(WITHOUT_END - 1n));
}

/** The terms of a key on a lane. */
export const laneTerms = (clock: LaneClock, key: KeyStanding, now: Seconds): LaneTerms => ({
  latency: min(seconds(latencyOf(clock) + overdueOf(clock, now)), LONGEST),
  recognisedFor: recognisedFor(clock, key, now),
  quarantined: clock.confirmed && stageOf(clock, now) === QUARANTINE,
  units: key.units,
  heard: clock.lastSampledEcho !== 0n,
});

const FLAG_BITS = 1n;

const floorOf = (bits: bigint): StageIndex => {
  const floor = ([0, 1, 2, 3, 4] as const)[Number(bits)];
  if (floor === undefined) throw new RangeError(`no stage ${bits.toString()}`);
  return floor;
};

/** A lane's clock from its slot. */
export function decodeClock(word: bigint): LaneClock {
  const next = readWord(word);
  const flag = (): boolean => next(FLAG_BITS) === 1n;
  return {
    newestSentAt: seconds(next(32n)),
    newestSeenAt: seconds(next(32n)),
    newestEcho: seconds(next(32n)),
    smoothed: milliseconds(next(32n)),
    variation: milliseconds(next(32n)),
    lastSampledEcho: seconds(next(32n)),
    countedAt: seconds(next(32n)),
    minLatency: seconds(next(16n)),
    held: flag(),
    insecure: flag(),
    quarantined: flag(),
    confirmed: flag(),
    floor: floorOf(next(3n)),
    counted: Number(next(2n)),
  };
}

const bit = (flag: boolean): readonly [bigint, bigint] => [flag ? 1n : 0n, FLAG_BITS];

/** The slot of a lane's clock. */
export const encodeClock = (clock: LaneClock): bigint =>
  packWord([
    [clock.newestSentAt, 32n],
    [clock.newestSeenAt, 32n],
    [clock.newestEcho, 32n],
    [clock.smoothed, 32n],
    [clock.variation, 32n],
    [clock.lastSampledEcho, 32n],
    [clock.countedAt, 32n],
    [clock.minLatency, 16n],
    bit(clock.held),
    bit(clock.insecure),
    bit(clock.quarantined),
    bit(clock.confirmed),
    [BigInt(clock.floor), 3n],
    [BigInt(clock.counted), 2n],
  ]);
