import { record } from "./state.js";
import type { Lane, Model, User, Who } from "./types.js";

/** CollateralVault: counters that only grow, and an outflow bucket with a net and a gross limit. */
export function deposit(lane: Lane, who: Who, model: Model): void {
  lane.parties[who].deposited += 1;
  lane.tokens += 1;
  lane.outNet = Math.max(0, lane.outNet - 1);
  record(lane, model);
}

/** released = max(released, value), so an old or repeated RELEASE changes nothing. */
export function receiveRelease(lane: Lane, who: User, value: number, model: Model): void {
  const party = lane.parties[who];
  party.released = model.rules.releaseOverwrites ? value : Math.max(party.released, value);
  pay(lane, who, model);
  record(lane, model);
}

export function pay(lane: Lane, who: User, model: Model): void {
  if (transfer(lane, who, model) > 0) record(lane, model);
}

/** Pays what bucket and custody allow; the rest stays claimable. */
function transfer(lane: Lane, who: User, model: Model): number {
  const party = lane.parties[who];
  const due = party.released - party.forgone - party.paid;
  const units = Math.max(0, Math.min(due, outflowRoom(lane, model), lane.tokens));
  party.paid += units;
  lane.tokens -= units;
  lane.outNet += units;
  lane.outGross += units;
  return units;
}

function outflowRoom(lane: Lane, { config, rules }: Model): number {
  const net = config.bucket - lane.outNet;
  return rules.netOnlyBuckets ? net : Math.min(net, 3 * config.bucket - lane.outGross);
}

/** Time passes for the buckets of both sides. */
export function refill(lane: Lane, { config }: Model): void {
  lane.refills += 1;
  lane.outNet = Math.max(0, lane.outNet - config.refill);
  lane.inNet = Math.max(0, lane.inNet - config.refill);
  lane.outGross = Math.max(0, lane.outGross - 3 * config.refill);
  lane.inGross = Math.max(0, lane.inGross - 3 * config.refill);
}

/** A reorg takes the newest deposit of an account off the chain; the new branch may start at an earlier date. */
export function revertDeposit(lane: Lane, who: User, dateBack: number, model: Model): void {
  lane.parties[who].deposited -= 1;
  lane.tokens -= 1;
  lane.clock -= dateBack;
  record(lane, model);
}

/** A reorg takes the deliveries for a recipient off the chain, and with them the payments. */
export function revertDeliveries(lane: Lane, who: User, model: Model): void {
  lane.tokens += lane.parties[who].paid;
  lane.parties[who].released = 0;
  lane.parties[who].paid = 0;
  record(lane, model);
}

/** A deposit whose SYNC is sent by hand, outside the history. */
export function coverDeposit(lane: Lane, who: Who): void {
  lane.parties[who].deposited += 1;
  lane.tokens += 1;
}

/** The latest RELEASE arrives, then a claim, without a record in the history. */
export function settleRelease(lane: Lane, who: User, model: Model): void {
  const party = lane.parties[who];
  party.released = Math.max(party.released, party.authorised);
  transfer(lane, who, model);
}
