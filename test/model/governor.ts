import { authorisedTotal, isShort, outflowHold } from "./gateway.js";
import { record, sum } from "./state.js";
import type { Lane, Model, User } from "./types.js";
import { users } from "./types.js";

/**
 * Write-offs, behind the governor's delay. He acts on truth: each is possible only within the recorded shortfall and only
 * where the shortfall is real.
 */
export interface WriteOff {
  label: string;
  act: (lane: Lane) => void;
}

export function writeOffs(lane: Lane, model: Model): WriteOff[] {
  const found: WriteOff[] = [];
  for (const who of users) {
    if (mayCancel(lane, who)) found.push(cancellation(who, model));
    if (mayWriteOffCredit(lane, who)) {
      for (const holder of users) found.push(...creditWriteOffs(lane, who, holder, model));
    }
    if (mayForgive(lane)) found.push(...forgivings(lane, who, model));
  }
  return found;
}

const mayWriteOffCredit = (lane: Lane, who: User): boolean => {
  const p = lane.parties[who];
  return isShort(p) && p.credited > p.deposited;
};

/** Lowers `credited` of the account that is short, and the balance of whoever holds the units now, or a release not paid. */
function creditWriteOffs(lane: Lane, who: User, holder: User, model: Model): WriteOff[] {
  const found: WriteOff[] = [];
  const own = holder === who || !model.rules.writeOffOwnBalanceOnly;
  if (lane.parties[holder].balance > 0 && own) {
    const label = `write-off: 1 credited of account ${who}, balance of ${holder}`;
    found.push({
      label,
      act: (l) => {
        l.parties[who].credited -= 1;
        l.parties[holder].balance -= 1;
      },
    });
  }
  if (isUnpaid(lane, holder)) {
    const label = `write-off: 1 credited of account ${who}, release of ${holder}`;
    found.push({
      label,
      act: (l) => {
        l.parties[who].credited -= 1;
        forgo(l, holder, model);
      },
    });
  }
  if (isUncredited(lane, holder) && own) {
    const label = `write-off: 1 credited of account ${who}, uncredited deposit of ${holder}`;
    found.push({
      label,
      act: (l) => {
        l.parties[who].credited -= 1;
        consume(l, holder);
      },
    });
  }
  return found;
}

const isUncredited = (lane: Lane, holder: User): boolean =>
  lane.parties[holder].seen > lane.parties[holder].credited;

/** Credits a unit the hold keeps out and charges it at once: the balance never sees it. */
function consume(lane: Lane, holder: User): void {
  lane.parties[holder].credited += 1;
  lane.parties[holder].grantedAt = lane.parties[holder].seenAt;
}

/** Authorised, delivered and not paid. */
const isUnpaid = (lane: Lane, recipient: User): boolean => {
  const p = lane.parties[recipient];
  return Math.min(p.released, p.authorised) - p.forgone > p.paid;
};

/** On the vault first, then on the hub: a counter of its own, because an old RELEASE would lift a lowered `released` again. */
function forgo(lane: Lane, recipient: User, model: Model): void {
  const p = lane.parties[recipient];
  if (model.rules.writeOffLowersCounters) {
    p.authorised -= 1;
    p.released -= 1;
  } else {
    p.forgone += 1;
  }
}

/** Released without authority and not paid: here `released` may fall, since no honest RELEASE says more than `authorised`. */
const mayCancel = (lane: Lane, recipient: User): boolean => {
  const p = lane.parties[recipient];
  return p.released > Math.max(p.authorised, p.paid + p.forgone);
};

const cancellation = (recipient: User, model: Model): WriteOff => ({
  label: `write-off: the vault lowers released of account ${recipient} by 1`,
  act: (l) => {
    l.parties[recipient].released -= 1;
    record(l, model);
  },
});

/** Only what was paid or lost: what is merely released is cancelled first. */
const mayForgive = (lane: Lane): boolean =>
  (lane.holds & outflowHold) !== 0 &&
  lane.shortfall > 0 &&
  realShortfall(lane) > 0 &&
  !users.some((who) => mayCancel(lane, who));

export const realShortfall = (lane: Lane): number =>
  Math.max(0, sum(lane, "released") - authorisedTotal(lane)) +
  lane.lost -
  lane.parties[0].deposited -
  lane.forgiven;

/** Charges what was paid falsely or lost to a balance or a release. `credited` stays: lowered, it could be granted again. */
function forgivings(lane: Lane, holder: User, model: Model): WriteOff[] {
  const found: WriteOff[] = [];
  const { balance, credited } = lane.parties[holder];
  const lowers = model.rules.forgivenLowersCredited;
  if (balance > 0 && (!lowers || credited > 0)) {
    found.push({
      label: `write-off: 1 paid falsely or lost is charged to the balance of ${holder}`,
      act: (l) => {
        l.parties[holder].balance -= 1;
        if (lowers) l.parties[holder].credited -= 1;
        forgive(l);
      },
    });
  }
  if (isUnpaid(lane, holder) && !lowers) {
    found.push({
      label: `write-off: 1 paid falsely or lost is charged to a release of ${holder}`,
      act: (l) => {
        forgo(l, holder, model);
        forgive(l);
      },
    });
  }
  if (isUncredited(lane, holder) && !lowers) {
    found.push({
      label: `write-off: 1 paid falsely or lost is charged to an uncredited deposit of ${holder}`,
      act: (l) => {
        consume(l, holder);
        forgive(l);
      },
    });
  }
  return found;
}

function forgive(lane: Lane): void {
  lane.forgiven += 1;
  lane.shortfall -= 1;
}
