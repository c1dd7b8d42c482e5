import * as gateway from "./gateway.js";
import { writeOffs } from "./governor.js";
import { copyLane, currentMessage, sum } from "./state.js";
import type { Lane, Message, Model, World } from "./types.js";
import { everyone, isHonest, users } from "./types.js";
import * as vault from "./vault.js";

/** A property that failed, and how. */
export interface Failure {
  id: string;
  text: string;
}

const failure = (id: string, text: string): Failure => ({ id, text });

/**
 * Plays the rest of the story that anyone can play from `world`, which it uses up (`second` is scratch): every counter's latest value arrives,
 * dated later than all before; the buckets refill; what was kept out is granted and claimed; a shortfall is covered.
 * Returns what is then wrong.
 */
export function settle(world: World, model: Model, second: World): Failure | undefined {
  for (const [index, lane] of world.lanes.entries()) {
    const failed = settleLane(lane, model, second.lanes[index] ?? lane);
    if (failed !== undefined) return { id: failed.id, text: `lane ${index}: ${failed.text}` };
  }
  return undefined;
}

function settleLane(lane: Lane, model: Model, second: Lane): Failure | undefined {
  deliverAll(lane, model);
  if (isHonest(model.config)) return checkSettled(lane, model);
  const failed = checkDetected(lane, model);
  if (failed !== undefined) return failed;
  if (needsWriteOff(lane, model)) {
    copyLane(lane, second);
    const stuck = writeOffAndCheck(second, model);
    if (stuck !== undefined) return stuck;
  }
  return coverAndCheck(lane, model);
}

/** With cover on its way the deposits decide, not the governor. */
const needsWriteOff = (lane: Lane, { config, watch }: Model): boolean =>
  gateway.onHold(lane) &&
  config.writeOffs > 0 &&
  lane.parties[0].deposited === 0 &&
  (watch === undefined || watch === "WRITE-OFF");

/** The governor alone can end a hold as well, whoever holds the units by now. */
function writeOffAndCheck(lane: Lane, model: Model): Failure | undefined {
  for (let next = writeOffs(lane, model)[0]; next !== undefined; next = writeOffs(lane, model)[0]) {
    next.act(lane);
  }
  deliverAll(lane, model);
  return gateway.onHold(lane)
    ? failure("WRITE-OFF", "on hold, and nothing is left that may be written off")
    : checkDetected(lane, model);
}

/** Two rounds: the second SYNC tells what the releases of the first did. */
function deliverAll(lane: Lane, model: Model): void {
  for (let round = 0; round < 2; round += 1) {
    lane.clock = laterThanAll(lane);
    emptyBuckets(lane);
    const message = currentMessage(lane, model);
    for (const who of everyone) gateway.receiveItem(lane.parties[who], who, message, model);
    gateway.receiveTotals(lane, message, model);
    catchUp(lane, model, message);
  }
}

function catchUp(lane: Lane, model: Model, message: Message): void {
  let before = -1;
  while (before !== progress(lane)) {
    before = progress(lane);
    emptyBuckets(lane);
    for (const who of users) {
      gateway.receiveSync(lane, who, message, model);
      vault.settleRelease(lane, who, model);
    }
  }
}

const progress = (lane: Lane): number => sum(lane, "credited") + 64 * sum(lane, "paid");

function laterThanAll(lane: Lane): number {
  let latest = Math.max(lane.clock, lane.totalsAt, lane.holdAt);
  for (const p of lane.parties) latest = Math.max(latest, p.seenAt, p.grantedAt);
  return latest + 1;
}

function emptyBuckets(lane: Lane): void {
  lane.inNet = 0;
  lane.inGross = 0;
  lane.outNet = 0;
  lane.outGross = 0;
}

/** INV-06: C = D where the cap allows, R = A, P = R, and nothing on hold. */
function checkSettled(lane: Lane, model: Model): Failure | undefined {
  if (gateway.onHold(lane))
    return failure("INV-06", "still on hold with every latest value delivered");
  const capped = sum(lane, "balance") >= model.config.cap;
  for (const who of users) {
    const p = lane.parties[who];
    if (p.credited !== p.deposited && !(capped && p.credited < p.deposited)) {
      return failure(
        "INV-06",
        `account ${who} has ${p.credited} credited of ${p.deposited} deposited`,
      );
    }
    if (p.released < p.authorised || p.paid !== p.released - p.forgone) {
      const end = `${p.authorised} authorised, ${p.released} released, ${p.paid} paid`;
      return failure("INV-06", `account ${who} ends with ${end}`);
    }
  }
  return undefined;
}

/** What the vault owes: balances on the hub, and releases authorised and not paid. */
function claims(lane: Lane): number {
  let total = sum(lane, "balance");
  for (const who of users) {
    const p = lane.parties[who];
    total += Math.max(0, p.authorised - p.forgone - p.paid);
  }
  return total;
}

/** The key is on hold if it is insolvent or a counter is untrue, and not on hold if all are true. */
function checkDetected(lane: Lane, model: Model): Failure | undefined {
  const wrong = whatIsWrong(lane, model);
  const held = gateway.onHold(lane);
  if (wrong !== undefined && !held) return failure("DETECTION", `${wrong}, and no hold`);
  if (held && wrong === undefined && lane.lost === 0 && !isReleasedUnauthorised(lane)) {
    return failure("NO-FALSE-HOLD", "every counter is true and the key is on hold");
  }
  return undefined;
}

/** What the gateway must notice; cover makes good an unauthorised release, not an untrue credit. */
function whatIsWrong(lane: Lane, { rules }: Model): string | undefined {
  const owed = claims(lane);
  if (owed > lane.tokens) return `${owed} owed, ${lane.tokens} in the vault`;
  if (users.some((who) => lane.parties[who].credited > lane.parties[who].deposited)) {
    return "more credited than deposited";
  }
  const covered = lane.parties[0].deposited > 0 || lane.forgiven > 0 || rules.comparePaid;
  return !covered && isReleasedUnauthorised(lane) ? "more released than authorised" : undefined;
}

const isReleasedUnauthorised = (lane: Lane): boolean =>
  users.some((who) => lane.parties[who].released > lane.parties[who].authorised);

/** Cover by deposits, open to anyone: for the account over-credited, and for account 0. */
function coverAndCheck(lane: Lane, model: Model): Failure | undefined {
  for (const who of users) {
    const p = lane.parties[who];
    while (p.deposited < p.credited) vault.coverDeposit(lane, who);
  }
  while (gateway.outflowShortfall(lane, coverMessage(lane, model)) > 0) vault.coverDeposit(lane, 0);
  deliverAll(lane, model);
  const failed = checkSettled(lane, model);
  return failed === undefined ? undefined : failure("RECOVERY", `after cover: ${failed.text}`);
}

/** The test the gateway will make once it has seen the cover. */
function coverMessage(lane: Lane, model: Model): Message {
  lane.parties[0].seen = lane.parties[0].deposited;
  return currentMessage(lane, model);
}
