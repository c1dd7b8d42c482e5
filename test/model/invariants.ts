import { onHold, outflowHold } from "./gateway.js";
import { realShortfall } from "./governor.js";
import { sum } from "./state.js";
import type { Failure } from "./settle.js";
import type { Lane, Model, Party, World } from "./types.js";
import { isHonest, users } from "./types.js";
import type { Step } from "./transitions.js";

type LaneCheck = (lane: Lane, model: Model) => string | undefined;

/** C <= D and R <= A absent reorg and forgery, P <= R always. */
function ordered(lane: Lane, { config }: Model): string | undefined {
  for (const who of users) {
    const p = lane.parties[who];
    if (p.paid > p.released) return `account ${who} was paid ${p.paid} of ${p.released} released`;
    if (config.forgeries > 0) continue;
    if (p.released > p.authorised) {
      return `account ${who} has ${p.released} released, ${p.authorised} authorised`;
    }
    if (config.reorgs === 0 && p.credited > p.deposited) {
      return `account ${who} has ${p.credited} credited, ${p.deposited} deposited`;
    }
  }
  return undefined;
}

/** Write-offs stand in counters of their own, so the equation counts them. */
function balanced(lane: Lane, { rules }: Model): string | undefined {
  const forgiven = rules.forgivenLowersCredited ? 0 : lane.forgiven;
  const owed = sum(lane, "credited") - sum(lane, "authorised") + sum(lane, "forgone") - forgiven;
  const held = sum(lane, "balance") - sum(lane, "seizing");
  return held === owed ? undefined : `balances sum to ${held}, credited less authorised is ${owed}`;
}

function accounted(lane: Lane): string | undefined {
  const owed = sum(lane, "deposited") - sum(lane, "paid") - lane.lost;
  return lane.tokens === owed
    ? undefined
    : `${lane.tokens} tokens in the vault, ${owed} accounted for`;
}

/** Recipient by recipient: a sum would let one paid too much hide one not paid. */
function payable(lane: Lane, { config }: Model): string | undefined {
  if (!isHonest(config)) return undefined;
  let due = 0;
  for (const who of users) {
    const p = lane.parties[who];
    due += Math.max(0, p.authorised - p.forgone - p.paid);
  }
  return lane.tokens >= due
    ? undefined
    : `${due} authorised and not paid, ${lane.tokens} in the vault`;
}

/** Promise 1 since the start: capacity plus what the refills so far gave, net and gross, both ways. */
function bounded(lane: Lane, { config }: Model): string | undefined {
  const net = config.bucket + lane.refills * config.refill;
  const paid = sum(lane, "paid");
  const credited = sum(lane, "credited") - lane.forgiven;
  if (paid > 3 * net) return `${paid} paid, the gross promise is ${3 * net}`;
  if (paid - sum(lane, "deposited") > net) return `net outflow beyond the promise of ${net}`;
  if (credited > 3 * net) return `${credited} credited, the gross promise is ${3 * net}`;
  const inflow = sum(lane, "balance");
  return inflow > net ? `${inflow} credited net, the promise is ${net}` : undefined;
}

/** security.md does not number it, but a false hold would break INV-06 for everyone on the key. */
const unheld = (lane: Lane, { config }: Model): string | undefined =>
  isHonest(config) && onHold(lane) ? "an honest run is on hold" : undefined;

const withinCap = (lane: Lane, { config }: Model): string | undefined =>
  sum(lane, "balance") > config.cap ? `balances above the cap of ${config.cap}` : undefined;

const checks: readonly (readonly [string, LaneCheck])[] = [
  ["INV-01", ordered],
  ["INV-02", balanced],
  ["INV-03", accounted],
  ["INV-04", payable],
  ["INV-08", bounded],
  ["NO-FALSE-HOLD", unheld],
  ["CAP", withinCap],
];

/** True for a property of states and steps alone, false where the rest of the story has to be played. */
export const isSafety = (id: string): boolean => checks.some(([known]) => known === id);

/** What is wrong in a state. */
export function checkState(world: World, model: Model): Failure | undefined {
  for (const [index, lane] of world.lanes.entries()) {
    for (const [id, check] of checks) {
      const text = check(lane, model);
      if (text !== undefined) return { id, text: `lane ${index}: ${text}` };
    }
  }
  return undefined;
}

const growing: readonly (keyof Party)[] = [
  "deposited",
  "credited",
  "authorised",
  "released",
  "paid",
  "forgone",
  "seenAt",
  "grantedAt",
];

/** INV-01: counters never fall except by a correction; what was seen falls only when a message was untrue. */
function checkGrowth(before: Party, after: Party, honest: boolean): string | undefined {
  for (const field of growing) {
    if (after[field] < before[field])
      return `${field} fell from ${before[field]} to ${after[field]}`;
  }
  return honest && after.seen < before.seen
    ? `seen fell from ${before.seen} to ${after.seen}`
    : undefined;
}

const sameParty = (a: Party, b: Party): boolean =>
  a.balance === b.balance &&
  a.credited === b.credited &&
  a.authorised === b.authorised &&
  a.paid === b.paid;

/** What is wrong in a step. A step on one lane is none of the other's; a forgery moves nobody who holds nothing there. */
export function checkStep(before: World, step: Step, model: Model): Failure | undefined {
  for (const [index, lane] of before.lanes.entries()) {
    const after = step.next.lanes[index];
    if (after === undefined) continue;
    const failed =
      index === step.lane ? checkLaneStep(lane, after, step, model) : isolated(lane, after);
    if (failed !== undefined) return { id: failed.id, text: `lane ${index}: ${failed.text}` };
  }
  return undefined;
}

/** Where no SYNC is forged a hold tells the truth, and without cover or write-off it stays true. */
function endedEarly(before: Lane, after: Lane, { config }: Model): boolean {
  if (config.forgedSync || config.reorgs > 0) return false;
  const ended = (before.holds & outflowHold) !== 0 && (after.holds & outflowHold) === 0;
  return ended && after.parties[0].deposited === 0 && realShortfall(after) > 0;
}

function checkLaneStep(before: Lane, after: Lane, step: Step, model: Model): Failure | undefined {
  if (step.kind === "correction") return undefined;
  if (endedEarly(before, after, model)) {
    return { id: "DETECTION", text: `a hold ended with ${realShortfall(after)} still short` };
  }
  let moved = 0;
  for (const who of [0, ...users] as const) {
    const [was, is] = [before.parties[who], after.parties[who]];
    const text = checkGrowth(was, is, isHonest(model.config));
    if (text !== undefined) return { id: "INV-01", text: `account ${who}: ${text}` };
    if (!sameParty(was, is)) moved += 1;
  }
  return step.kind === "forgery" && moved > 1
    ? { id: "INV-08", text: "one forged record moved two accounts" }
    : undefined;
}

function isolated(before: Lane, after: Lane): Failure | undefined {
  const same = users.every((who) => sameParty(before.parties[who], after.parties[who]));
  return same && before.holds === after.holds && before.tokens === after.tokens
    ? undefined
    : { id: "INV-08", text: "moved by a step on the other lane" };
}
