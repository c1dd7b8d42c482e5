import type { Lane, Message, Model, Party, User, World } from "./types.js";
import { everyone } from "./types.js";

/** Most live messages a lane may have; beyond it the run stops rather than forget one. */
export const historyLimit = 14;

const newParty = (): Party => ({
  deposited: 0,
  released: 0,
  paid: 0,
  seen: 0,
  seenAt: 0,
  credited: 0,
  grantedAt: 0,
  authorised: 0,
  sent: 0,
  short: 0,
  balance: 0,
  seizing: 0,
});

const newLane = (): Lane => ({
  clock: 1,
  parties: [newParty(), newParty(), newParty()],
  tokens: 0,
  lost: 0,
  outNet: 0,
  outGross: 0,
  inNet: 0,
  inGross: 0,
  newestAt: 0,
  shortDeposits: 0,
  shortCustody: 0,
  shortReleases: 0,
  bookedOut: 0,
  bookedIn: 0,
  refills: 0,
  history: [],
});

/** An empty world whose vaults may already have sent a heartbeat at date 1. */
export function newWorld(model: Model): World {
  const lanes = Array.from({ length: model.config.lanes }, newLane);
  for (const lane of lanes) record(lane);
  return { lanes, reorgs: 0, forgeries: 0, writeOffs: 0 };
}

export function copyWorld(from: World, to: World): void {
  to.reorgs = from.reorgs;
  to.forgeries = from.forgeries;
  to.writeOffs = from.writeOffs;
  from.lanes.forEach((lane, i) => {
    const target = to.lanes[i];
    if (target !== undefined) copyLane(lane, target);
  });
}

/** Field by field: this runs once a transition, and Object.assign is several times slower. */
export function copyLane(from: Lane, to: Lane): void {
  to.clock = from.clock;
  to.tokens = from.tokens;
  to.lost = from.lost;
  to.outNet = from.outNet;
  to.outGross = from.outGross;
  to.inNet = from.inNet;
  to.inGross = from.inGross;
  to.newestAt = from.newestAt;
  to.shortDeposits = from.shortDeposits;
  to.shortCustody = from.shortCustody;
  to.shortReleases = from.shortReleases;
  to.bookedOut = from.bookedOut;
  to.bookedIn = from.bookedIn;
  to.refills = from.refills;
  for (const who of everyone) copyParty(from.parties[who], to.parties[who]);
  const { history } = to;
  history.length = 0;
  for (const entry of from.history) history.push(entry);
}

function copyParty(from: Party, to: Party): void {
  to.deposited = from.deposited;
  to.released = from.released;
  to.paid = from.paid;
  to.seen = from.seen;
  to.seenAt = from.seenAt;
  to.credited = from.credited;
  to.grantedAt = from.grantedAt;
  to.authorised = from.authorised;
  to.sent = from.sent;
  to.short = from.short;
  to.balance = from.balance;
  to.seizing = from.seizing;
}

export function sum(lane: Lane, field: keyof Party): number {
  const [zero, one, two] = lane.parties;
  return zero[field] + one[field] + two[field];
}

/** The SYNC the vault would send now. */
export function currentMessage(lane: Lane): Message {
  const [zero, one, two] = lane.parties;
  return {
    sentAt: lane.clock,
    deposited: [zero.deposited, one.deposited, two.deposited],
    total: sum(lane, "deposited"),
    paid: sum(lane, "paid"),
    custody: lane.tokens,
  };
}

export function record(lane: Lane): void {
  const m = currentMessage(lane);
  const [zero, one, two] = m.deposited;
  if (zero > 7 || one > 7 || two > 7 || m.paid > 15 || m.custody > 15 || m.sentAt > 15) {
    throw new Error(`a message of ${JSON.stringify(m)} does not fit in an entry: lower the bounds`);
  }
  const deposits = (zero << 6) | (one << 3) | two;
  const entry = (m.sentAt << 17) | (deposits << 8) | (m.paid << 4) | m.custody;
  if (!lane.history.includes(entry)) lane.history.push(entry);
}

export function readEntry(entry: number): Message {
  const zero = (entry >> 14) & 7;
  const one = (entry >> 11) & 7;
  const two = (entry >> 8) & 7;
  return {
    sentAt: entry >> 17,
    deposited: [zero, one, two],
    total: zero + one + two,
    paid: (entry >> 4) & 15,
    custody: entry & 15,
  };
}

/**
 * True when no reader will ever act on the message again: its date is before all of the gateway's clocks for the key,
 * and these never fall; nor can its totals raise a shortfall, since `authorised` never falls. States that differ only
 * in such messages are the same state.
 */
function isSpent(lane: Lane, entry: number, model: Model): boolean {
  const sentAt = entry >> 17;
  const covers = model.config.cover > 0;
  return (
    sentAt < lane.newestAt &&
    showsNothing(lane, readEntry(entry)) &&
    isRead(lane.parties[1], sentAt, (entry >> 11) & 7) &&
    isRead(lane.parties[2], sentAt, (entry >> 8) & 7) &&
    (!covers || isRead(lane.parties[0], sentAt, (entry >> 14) & 7))
  );
}

const showsNothing = (lane: Lane, m: Message): boolean =>
  m.paid <= sum(lane, "authorised") && m.total <= m.paid + m.custody;

const isRead = (party: Party, sentAt: number, value: number): boolean =>
  sentAt < party.seenAt || (sentAt === party.seenAt && value <= party.seen);

function dropSpent(lane: Lane, model: Model): void {
  const { history } = lane;
  let kept = 0;
  for (const entry of history) {
    if (isSpent(lane, entry, model)) continue;
    history[kept] = entry;
    kept += 1;
  }
  history.length = kept;
}

/** Sorts the sent messages and drops the spent ones (kept when a variant acts on old messages). */
export function canonicalise(world: World, model: Model): void {
  const { deltaMessages, olderOverwrites, unguardedTotals } = model.rules;
  const keepsAll = deltaMessages || olderOverwrites || unguardedTotals;
  for (const lane of world.lanes) {
    const { history } = lane;
    if (!keepsAll) dropSpent(lane, model);
    if (history.length > historyLimit) {
      throw new Error(
        `${history.length} live messages, room for ${historyLimit}: lower the bounds`,
      );
    }
    if (history.length > 1) history.sort((a, b) => a - b);
  }
}

/** The value of a counter as a RELEASE message can carry it: every value ever authorised. */
export const wasSent = (party: Party, value: number): boolean => ((party.sent >> value) & 1) === 1;

export const markSent = (party: Party): void => {
  party.sent |= 1 << party.authorised;
};

export const other = (who: User): User => (who === 1 ? 2 : 1);
