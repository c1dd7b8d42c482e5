import { onHold } from "./gateway.js";
import { markSent, record } from "./state.js";
import type { Lane, Model, Party, User } from "./types.js";
import { users } from "./types.js";
import { redeposit } from "./vault.js";

/**
 * Write-offs, behind the governor's delay. He acts on truth: each is possible only within the recorded shortfall and only
 * where the shortfall is real.
 */
export interface WriteOff {
  label: string;
  act: (lane: Lane) => void;
}

export function writeOffs(lane: Lane, model: Model): WriteOff[] {
  const found = users.filter((who) => mayCancel(lane, who)).map(cancellation);
  if (!onHold(lane)) return found;
  for (const bearer of users) {
    for (const who of users) {
      found.push(...creditWriteOffs(lane, who, bearer, model));
      found.push(...charges(lane, who, bearer, model));
    }
    found.push(...lossCharges(lane, bearer));
  }
  for (const who of users) if (isUnpaid(lane.parties[who])) found.push(...redeposits(who, model));
  return found;
}

/** Authorised, delivered and not paid. */
const isUnpaid = (p: Party): boolean => Math.min(p.released, p.authorised) > p.paid;

/** Deposits that the hold keeps uncredited; he uses only what is really there. */
const isKeptOut = (p: Party): boolean => Math.min(p.seen, p.deposited) > p.credited;

const canBear = (p: Party): boolean => isKeptOut(p) || p.balance > 0;

/** What the hold keeps out is credited and taken at once; else the balance falls. */
function bear(lane: Lane, bearer: User): void {
  const p = lane.parties[bearer];
  if (!isKeptOut(p)) {
    p.balance -= 1;
    return;
  }
  p.credited += 1;
  p.grantedAt = p.seenAt;
  lane.bookedIn += 1;
}

/** LaneDesk.writeOff: `credited` falls where it is too high, and the bearer pays for it. */
function creditWriteOffs(lane: Lane, who: User, bearer: User, { rules }: Model): WriteOff[] {
  const p = lane.parties[who];
  if (p.short === 0 || p.credited <= Math.max(p.seen, p.deposited)) return [];
  if (rules.writeOffOwnBalanceOnly && bearer !== who) return [];
  const found: WriteOff[] = [];
  if (canBear(lane.parties[bearer])) {
    const label = `write-off: 1 credited of account ${who}, borne by ${bearer}`;
    found.push({
      label,
      act: (l) => {
        lowerCredited(l, who);
        bear(l, bearer);
      },
    });
  }
  if (rules.writeOffLowersCounters && isUnpaid(lane.parties[bearer])) {
    const label = `write-off: 1 credited of account ${who}, release of ${bearer}`;
    found.push({
      label,
      act: (l) => {
        lowerCredited(l, who);
        l.parties[bearer].authorised -= 1;
        l.parties[bearer].released -= 1;
      },
    });
  }
  return found;
}

function lowerCredited(lane: Lane, who: User): void {
  const p = lane.parties[who];
  p.credited -= 1;
  if (p.credited <= p.seen) p.short = 0;
  lane.shortDeposits = Math.max(0, lane.shortDeposits - 1);
}

/** LaneDesk.chargeRelease: a false payment becomes an authorised one, and the bearer pays for it. `credited` stays. */
function charges(lane: Lane, recipient: User, bearer: User, { rules }: Model): WriteOff[] {
  const { paid, authorised } = lane.parties[recipient];
  if (lane.shortReleases === 0 || paid <= authorised || !canBear(lane.parties[bearer])) return [];
  const label = `write-off: 1 paid falsely to ${recipient} is charged to ${bearer}`;
  return [
    {
      label,
      act: (l) => {
        l.parties[recipient].authorised += 1;
        markSent(l.parties[recipient]);
        l.shortReleases -= 1;
        if (rules.acceptedByNobody) return;
        bear(l, bearer);
        if (rules.chargeLowersCredited) l.parties[bearer].credited -= 1;
      },
    },
  ];
}

/** Released without authority and not paid: here `released` may fall, since no honest RELEASE says more than `authorised`. */
const mayCancel = (lane: Lane, recipient: User): boolean => {
  const { released, authorised, paid } = lane.parties[recipient];
  return released > Math.max(authorised, paid);
};

const cancellation = (recipient: User): WriteOff => ({
  label: `write-off: the vault lowers released of account ${recipient} by 1`,
  act: (l) => {
    l.parties[recipient].released -= 1;
    record(l);
  },
});

/** LaneDesk.chargeLoss: a lost token becomes a release to nobody. He charges none twice. */
function lossCharges(lane: Lane, bearer: User): WriteOff[] {
  const [nobody] = lane.parties;
  const charged = nobody.authorised - nobody.paid;
  if (lane.shortCustody === 0 || lane.lost <= charged || !canBear(lane.parties[bearer])) return [];
  const act = (l: Lane): void => {
    l.parties[0].authorised += 1;
    markSent(l.parties[0]);
    l.shortCustody -= 1;
    bear(l, bearer);
  };
  return [{ label: `write-off: 1 lost is charged to ${bearer}`, act }];
}

/** An unpaid release bears nothing itself: the vault makes it a deposit again, which the hold keeps out. */
const redeposits = (who: User, { rules }: Model): WriteOff[] =>
  rules.writeOffLowersCounters
    ? []
    : [
        {
          label: `write-off: the vault takes 1 released to ${who} back as a deposit`,
          act: (l) => {
            redeposit(l, who);
          },
        },
      ];
