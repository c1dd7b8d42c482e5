import { markSent, sum } from "./state.js";
import type { Lane, Message, Model, Party, User, Who } from "./types.js";

export const depositsHold = 1;
export const outflowHold = 2;

/** An account is short when a message strictly later than the one last granted shows less than what was credited. */
export const isShort = (p: Party): boolean => p.credited > p.seen && p.seenAt > p.grantedAt;

export const onHold = (lane: Lane): boolean =>
  lane.holds !== 0 || isShort(lane.parties[1]) || isShort(lane.parties[2]);

/** What the hub holds to be authorised, counted with write-offs, which have a counter of their own on both sides. */
export const authorisedTotal = (lane: Lane): number => sum(lane, "authorised");

/** A SYNC with the counter of one account, or of none (a heartbeat). Totals first: what shows a shortfall grants nothing. */
export function receiveSync(lane: Lane, who: Who | undefined, m: Message, model: Model): void {
  if (who !== undefined) receiveItem(lane.parties[who], who, m, model);
  receiveTotals(lane, m, model);
  if (who === 1 || who === 2) grant(lane, who, model);
}

/** The newest date wins; within one date the larger value, since a counter only grows within a block. */
export function receiveItem(p: Party, who: Who, m: Message, model: Model): void {
  const before = p.seen;
  readCounter(p, m.deposited[who], m, model);
  if (who === 0 && p.seen !== before && !model.rules.coverOutsideGuard) p.grantedAt = p.seenAt;
}

function readCounter(p: Party, value: number, m: Message, model: Model): void {
  if (model.rules.deltaMessages) {
    p.seen += Math.min(1, value);
    p.seenAt = Math.max(p.seenAt, m.sentAt);
  } else if (m.sentAt > p.seenAt || model.rules.olderOverwrites) {
    p.seen = value;
    p.seenAt = m.sentAt;
  } else if (m.sentAt === p.seenAt) {
    p.seen = Math.max(p.seen, value);
  }
}

/**
 * Totals older than the newest processed are ignored. Totals of the same date may begin a hold (they may be later within
 * the block) and never end one (they may be earlier); strictly newer totals do both.
 */
export function receiveTotals(lane: Lane, m: Message, model: Model): void {
  if (m.sentAt < lane.totalsAt && !model.rules.unguardedTotals) return;
  lane.totalsAt = Math.max(lane.totalsAt, m.sentAt);
  if (model.rules.unguardedTotals || m.sentAt > newestGrant(lane)) {
    setHold(lane, depositsHold, depositsShort(lane, m), { at: m.sentAt, model });
  }
  const shortfall = outflowShortfall(lane, m);
  if (setHold(lane, outflowHold, shortfall > 0, { at: m.sentAt, model }))
    lane.shortfall = shortfall;
}

const depositsShort = (lane: Lane, m: Message): boolean =>
  m.total < sum(lane, "credited") + lane.parties[0].seen;

/** Unauthorised releases and missing tokens, after cover and what was forgiven. Releases on their way never count against it. */
export const outflowShortfall = (lane: Lane, m: Message): number =>
  Math.max(0, m.outflow - authorisedTotal(lane)) + m.missing - lane.parties[0].seen - lane.forgiven;

/**
 * Newest date a term of the totals test came from. Account 0 is never granted, but its `seen` is such a term, so a change
 * of it counts like a grant.
 */
function newestGrant(lane: Lane): number {
  const [cover, one, two] = lane.parties;
  return Math.max(cover.grantedAt, one.grantedAt, two.grantedAt);
}

/** Begins or ends a hold; false when the message may not end it. */
function setHold(
  lane: Lane,
  bit: number,
  shows: boolean,
  { at, model }: { at: number; model: Model },
): boolean {
  if (shows) {
    lane.holds |= bit;
    lane.holdAt = Math.max(lane.holdAt, at);
    return true;
  }
  if ((lane.holds & bit) === 0) return false;
  if (at < lane.holdAt || (at === lane.holdAt && !model.rules.liftByEqualDate)) return false;
  lane.holds &= ~bit;
  if (bit === outflowHold) lane.shortfall = 0;
  return true;
}

function bucketRoom(lane: Lane, { config, rules }: Model): number {
  const net = config.bucket - lane.inNet;
  return rules.netOnlyBuckets ? net : Math.min(net, 3 * config.bucket - lane.inGross);
}

/** The cap bounds what the hub owes for the key: sum(credited) - sum(authorised), which is the sum of balances. */
const capRoom = (lane: Lane, { config }: Model): number => config.cap - sum(lane, "balance");

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
export function returnUncredited(lane: Lane, who: User, recipient: User, model: Model): void {
  const p = lane.parties[who];
  p.credited += 1;
  if (!model.rules.returnOutsideGuard) p.grantedAt = p.seenAt;
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
