import { historyLimit } from "./state.js";
import type { Lane, Model, Party, World } from "./types.js";
import { everyone } from "./types.js";

const worldBytes = 3;
const partyBytes = 12;
const laneFieldBytes = 15;
/** Three bytes an entry: date 4 bits, three deposits of 3 bits, paid 4 bits, custody 4 bits. */
const entryBytes = 3;
const laneBytes = 3 * partyBytes + laneFieldBytes + entryBytes * historyLimit;

export const stateWidth = (model: Model): number => worldBytes + model.config.lanes * laneBytes;

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
      out[at + entryBytes * i] = entry >> 16;
      out[at + entryBytes * i + 1] = (entry >> 8) & 255;
      out[at + entryBytes * i + 2] = entry & 255;
    }
    at += entryBytes * historyLimit;
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
  out[at + 9] = p.short;
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
  out[at + 7] = l.newestAt;
  out[at + 8] = l.shortDeposits;
  out[at + 9] = l.shortCustody;
  out[at + 10] = l.shortReleases;
  out[at + 11] = l.bookedOut;
  out[at + 12] = l.bookedIn;
  out[at + 13] = l.refills;
  out[at + 14] = l.history.length;
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
      const from = at + entryBytes * i;
      lane.history.push((byte(from) << 16) | (byte(from + 1) << 8) | byte(from + 2));
    }
    at += entryBytes * historyLimit;
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
  p.short = byte(at + 9);
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
  l.newestAt = byte(at + 7);
  l.shortDeposits = byte(at + 8);
  l.shortCustody = byte(at + 9);
  l.shortReleases = byte(at + 10);
  l.bookedOut = byte(at + 11);
  l.bookedIn = byte(at + 12);
  l.refills = byte(at + 13);
}
