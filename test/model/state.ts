import type { Lane, Message, Model, Party, User, World } from "./types.js";
import { everyone } from "./types.js";

const worldBytes = 3;
const partyBytes = 12;
const laneFieldBytes = 14;
/** Most live messages a lane may have; beyond it the run stops rather than forget one. */
export const historyLimit = 14;
const laneBytes = 3 * partyBytes + laneFieldBytes + 2 * historyLimit;

export const stateWidth = (model: Model): number => worldBytes + model.config.lanes * laneBytes;

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
  forgone: 0,
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
  totalsAt: 0,
  holds: 0,
  holdAt: 0,
  shortfall: 0,
  forgiven: 0,
  refills: 0,
  history: [],
});

/** An empty world whose vaults may already have sent a heartbeat at date 1. */
export function newWorld(model: Model): World {
  const lanes = Array.from({ length: model.config.lanes }, newLane);
  for (const lane of lanes) record(lane, model);
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
  to.totalsAt = from.totalsAt;
  to.holds = from.holds;
  to.holdAt = from.holdAt;
  to.shortfall = from.shortfall;
  to.forgiven = from.forgiven;
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
  to.forgone = from.forgone;
  to.balance = from.balance;
  to.seizing = from.seizing;
}

export function sum(lane: Lane, field: keyof Party): number {
  const [zero, one, two] = lane.parties;
  return zero[field] + one[field] + two[field];
}

/** The SYNC the vault would send now. */
export function currentMessage(lane: Lane, model: Model): Message {
  const [zero, one, two] = lane.parties;
  return {
    sentAt: lane.clock,
    deposited: [zero.deposited, one.deposited, two.deposited],
    total: sum(lane, "deposited"),
    outflow: sum(lane, model.rules.comparePaid ? "paid" : "released"),
    missing: Math.max(0, sum(lane, "deposited") - sum(lane, "paid") - lane.tokens),
  };
}

/** Two bytes an entry: date 4 bits, three deposits of 2 bits, outflow 4 bits, missing 2 bits. */
export function record(lane: Lane, model: Model): void {
  const m = currentMessage(lane, model);
  const [zero, one, two] = m.deposited;
  if (zero > 3 || one > 3 || two > 3 || m.outflow > 15 || m.missing > 3 || m.sentAt > 15) {
    throw new Error(`a message of ${JSON.stringify(m)} does not fit in an entry: lower the bounds`);
  }
  const deposits = (zero << 4) | (one << 2) | two;
  const entry = (m.sentAt << 12) | (deposits << 6) | (m.outflow << 2) | m.missing;
  if (!lane.history.includes(entry)) lane.history.push(entry);
}

export function readEntry(entry: number): Message {
  const zero = (entry >> 10) & 3;
  const one = (entry >> 8) & 3;
  const two = (entry >> 6) & 3;
  return {
    sentAt: entry >> 12,
    deposited: [zero, one, two],
    total: zero + one + two,
    outflow: (entry >> 2) & 15,
    missing: entry & 3,
  };
}

/**
 * True when no reader will ever act on the message again: its date is before all of the gateway's clocks for the key,
 * and these never fall. States that differ only in such messages are the same state.
 */
function isSpent(lane: Lane, entry: number, model: Model): boolean {
  const sentAt = entry >> 12;
  const covers = model.config.cover > 0;
  return (
    sentAt < lane.totalsAt &&
    isRead(lane.parties[1], sentAt, (entry >> 8) & 3) &&
    isRead(lane.parties[2], sentAt, (entry >> 6) & 3) &&
    (!covers || isRead(lane.parties[0], sentAt, (entry >> 10) & 3))
  );
}

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

export function encode(world: World, out: Uint8Array): void {
  out[0] = world.reorgs;
  out[1] = world.forgeries;
  out[2] = world.writeOffs;
  let at = worldBytes;
  for (const lane of world.lanes) {
    for (const who of everyone) at = putParty(lane.parties[who], out, at);
    at = putLane(lane, out, at);
    for (let i = 0; i < historyLimit; i += 1) {
      const entry = lane.history[i] ?? 0;
      out[at + 2 * i] = entry >> 8;
      out[at + 2 * i + 1] = entry & 255;
    }
    at += 2 * historyLimit;
  }
}

function putParty(p: Party, out: Uint8Array, at: number): number {
  out[at + 0] = p.deposited;
  out[at + 1] = p.released;
  out[at + 2] = p.paid;
  out[at + 3] = p.seen;
  out[at + 4] = p.seenAt;
  out[at + 5] = p.credited;
  out[at + 6] = p.grantedAt;
  out[at + 7] = p.authorised;
  out[at + 8] = p.sent;
  out[at + 9] = p.forgone;
  out[at + 10] = p.balance;
  out[at + 11] = p.seizing;
  return at + partyBytes;
}

function putLane(l: Lane, out: Uint8Array, at: number): number {
  out[at + 0] = l.clock;
  out[at + 1] = l.tokens;
  out[at + 2] = l.lost;
  out[at + 3] = l.outNet;
  out[at + 4] = l.outGross;
  out[at + 5] = l.inNet;
  out[at + 6] = l.inGross;
  out[at + 7] = l.totalsAt;
  out[at + 8] = l.holds;
  out[at + 9] = l.holdAt;
  out[at + 10] = l.shortfall;
  out[at + 11] = l.forgiven;
  out[at + 12] = l.refills;
  out[at + 13] = l.history.length;
  return at + laneFieldBytes;
}

export function decode(bytes: Uint8Array, into: World): void {
  const byte = (at: number): number => bytes[at] ?? 0;
  into.reorgs = byte(0);
  into.forgeries = byte(1);
  into.writeOffs = byte(2);
  let at = worldBytes;
  for (const lane of into.lanes) {
    for (const who of everyone) {
      takeParty(lane.parties[who], byte, at);
      at += partyBytes;
    }
    takeLane(lane, byte, at);
    const length = byte(at + laneFieldBytes - 1);
    at += laneFieldBytes;
    lane.history.length = 0;
    for (let i = 0; i < length; i += 1) {
      lane.history.push((byte(at + 2 * i) << 8) | byte(at + 2 * i + 1));
    }
    at += 2 * historyLimit;
  }
}

type Byte = (at: number) => number;

function takeParty(p: Party, byte: Byte, at: number): void {
  p.deposited = byte(at + 0);
  p.released = byte(at + 1);
  p.paid = byte(at + 2);
  p.seen = byte(at + 3);
  p.seenAt = byte(at + 4);
  p.credited = byte(at + 5);
  p.grantedAt = byte(at + 6);
  p.authorised = byte(at + 7);
  p.sent = byte(at + 8);
  p.forgone = byte(at + 9);
  p.balance = byte(at + 10);
  p.seizing = byte(at + 11);
}

function takeLane(l: Lane, byte: Byte, at: number): void {
  l.clock = byte(at + 0);
  l.tokens = byte(at + 1);
  l.lost = byte(at + 2);
  l.outNet = byte(at + 3);
  l.outGross = byte(at + 4);
  l.inNet = byte(at + 5);
  l.inGross = byte(at + 6);
  l.totalsAt = byte(at + 7);
  l.holds = byte(at + 8);
  l.holdAt = byte(at + 9);
  l.shortfall = byte(at + 10);
  l.forgiven = byte(at + 11);
  l.refills = byte(at + 12);
}

/** The value of a counter as a RELEASE message can carry it: every value ever authorised. */
export const wasSent = (party: Party, value: number): boolean => ((party.sent >> value) & 1) === 1;

export const markSent = (party: Party): void => {
  party.sent |= 1 << party.authorised;
};

export const other = (who: User): User => (who === 1 ? 2 : 1);
