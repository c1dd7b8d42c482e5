import { markSent, sum } from "./state.js";
import type { Lane, Message, Model, Party, User, Who } from "./types.js";
import { everyone } from "./types.js";

export const onHold = (lane: Lane): boolean =>
  lane.shortDeposits + lane.shortCustody + lane.shortReleases > 0 ||
  lane.parties[1].short + lane.parties[2].short > 0;

/** A SYNC with the counter of one account, or of none (a heartbeat): counters are taken over and granted, then totals judged. */
export function receiveSync(lane: Lane, who: Who | undefined, m: Message, model: Model): void {
  const { newestAt } = lane;
  if (who !== undefined) receiveItem(lane, who, m, model);
  receiveTotals(lane, m, newestAt, model);
}

/** A SYNC with the counters of all. */
export function receiveAll(lane: Lane, m: Message, model: Model): void {
  const { newestAt } = lane;
  for (const who of everyone) receiveItem(lane, who, m, model);
  receiveTotals(lane, m, newestAt, model);
}

/** A counter without totals. The newest date wins; within one date the larger value, since a counter only grows within a block. */
export function receiveItem(lane: Lane, who: Who, m: Message, model: Model): void {
  lane.newestAt = Math.max(lane.newestAt, m.sentAt);
  const p = lane.parties[who];
  if (!readCounter(p, m.deposited[who], m, model)) return;
  if (who === 0) return;
  p.short = p.credited > p.seen && p.seenAt > p.grantedAt ? 1 : 0;
  grant(lane, who, model);
}

/** False when the message changes nothing. */
function readCounter(p: Party, value: number, m: Message, model: Model): boolean {
  if (model.rules.deltaMessages) {
    p.seen += Math.min(1, value);
    p.seenAt = Math.max(p.seenAt, m.sentAt);
    return true;
  }
  const older = m.sentAt < p.seenAt || (m.sentAt === p.seenAt && value <= p.seen);
  if (older && !(model.rules.olderOverwrites && m.sentAt < p.seenAt)) return false;
  p.seen = value;
  p.seenAt = m.sentAt;
  return true;
}

/**
 * CreditBook._judge. Deposits are compared only in a message newer than every other of the lane, so newer than every grant.
 * Tokens missing and payments never ordered count in any message, but only one in order lowers them.
 */
function receiveTotals(lane: Lane, m: Message, newestAt: number, model: Model): void {
  const { unguardedTotals, liftByEqualDate } = model.rules;
  lane.newestAt = Math.max(lane.newestAt, m.sentAt);
  const inOrder = m.sentAt > newestAt || (liftByEqualDate && m.sentAt === newestAt);
  const found = compare(lane, m);
  if (unguardedTotals || inOrder) lane.shortDeposits = found.deposits;
  lane.shortCustody = inOrder ? found.custody : Math.max(found.custody, lane.shortCustody);
  lane.shortReleases = inOrder ? found.releases : Math.max(found.releases, lane.shortReleases);
}

function compare(lane: Lane, m: Message): { deposits: number; custody: number; releases: number } {
  const cover = lane.parties[0].seen;
  return {
    deposits: Math.max(0, sum(lane, "credited") + cover - m.total),
    custody: Math.max(0, m.total - m.paid - m.custody),
    releases: Math.max(0, m.paid - sum(lane, "authorised") - cover),
  };
}

function bucketRoom(lane: Lane, { config, rules }: Model): number {
  const net = config.bucket - lane.inNet;
  return rules.netOnlyBuckets ? net : Math.min(net, 3 * config.bucket - lane.inGross);
}

/** The cap bounds what the hub owes for the key, which is the sum of balances, whatever was written off. */
const capRoom = (lane: Lane, { config }: Model): number =>
  config.cap - (sum(lane, "credited") - sum(lane, "authorised"));

export function grant(lane: Lane, who: User, model: Model): void {
  if (onHold(lane)) return;
  const p = lane.parties[who];
  const delta = Math.min(p.seen - p.credited, bucketRoom(lane, model), capRoom(lane, model));
  if (delta <= 0) return;
  p.credited += delta;
  p.balance += delta;
  p.grantedAt = p.seenAt;
  lane.inNet += delta;
  lane.inGross += delta;
}

export const mayWithdraw = (lane: Lane, who: User): boolean =>
  !onHold(lane) && lane.parties[who].balance > 0;

export function withdraw(lane: Lane, who: User, recipient: User): void {
  lane.parties[who].balance -= 1;
  authorise(lane, recipient);
}

function authorise(lane: Lane, recipient: User): void {
  lane.parties[recipient].authorised += 1;
  markSent(lane.parties[recipient]);
  lane.inNet = Math.max(0, lane.inNet - 1);
}

export const mayReturn = (lane: Lane, who: User, model: Model): boolean =>
  !onHold(lane) &&
  lane.parties[who].seen > lane.parties[who].credited &&
  bucketRoom(lane, model) > 0;

/** Credits and authorises one unit together; the date of the grant moves with it, or the totals test would misfire. */
export function returnUncredited(lane: Lane, who: User, recipient: User): void {
  const p = lane.parties[who];
  p.credited += 1;
  p.grantedAt = p.seenAt;
  lane.inNet += 1;
  lane.inGross += 1;
  authorise(lane, recipient);
}

/** A seizure is a transfer inside the engine. The wrong variant authorises the buyer and lowers the owner on an acknowledgement. */
export function seize(lane: Lane, from: User, to: User, model: Model): void {
  if (model.rules.seizureByMessage) {
    lane.parties[from].seizing += 1;
    authorise(lane, to);
    return;
  }
  lane.parties[from].balance -= 1;
  lane.parties[to].balance += 1;
}

/** The wrong variant "refund by time-out": the hub takes a release back that it has not heard of. */
export function refund(lane: Lane, who: User): void {
  lane.parties[who].authorised -= 1;
  lane.parties[who].balance += 1;
}
