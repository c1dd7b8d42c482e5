import { forgeries } from "./forger.js";
import * as gateway from "./gateway.js";
import { writeOffs } from "./governor.js";
import { canonicalise, copyWorld, newWorld, other, readEntry, record, wasSent } from "./state.js";
import type { Lane, Message, Model, Who, World } from "./types.js";
import { everyone, users } from "./types.js";
import * as vault from "./vault.js";

/** How the checks treat a step: a delivery may not change the outcome; a correction may lower counters. */
export type Kind = "act" | "delivery" | "correction" | "forgery";

export interface Step {
  kind: Kind;
  lane: number;
  /** Said only for traces: building it is not free. */
  label: () => string;
  next: World;
}

type Visit = (step: Step) => void;

const totals = (m: Message): string =>
  `date ${m.sentAt}, totals ${m.total} in, ${m.outflow} out, ${m.missing} missing`;

const syncOf = (who: Who, m: Message): string =>
  `SYNC(account ${who}: ${m.deposited[who]}; ${totals(m)}) arrives`;

/** Everything that can happen in `world` within the bounds, one atomic step each. */
export class Transitions {
  readonly #model: Model;
  readonly #scratch: World;
  #from: World;
  #visit: Visit;
  #lane = 0;

  constructor(model: Model) {
    this.#model = model;
    this.#scratch = newWorld(model);
    this.#from = this.#scratch;
    this.#visit = () => undefined;
  }

  /** `next` of a step is reused by the following one. */
  each(from: World, visit: Visit): void {
    this.#from = from;
    this.#visit = visit;
    from.lanes.forEach((lane, index) => {
      this.#lane = index;
      this.#vaultSteps(lane);
      this.#deliveries(lane);
      this.#userSteps(lane);
      this.#wrongSteps(lane);
      this.#reorgs(lane);
      this.#losses(lane);
      if (index === 0) this.#forgeries(lane);
      this.#writeOffs(lane);
    });
  }

  #step(kind: Kind, label: () => string, act: (lane: Lane, world: World) => void): void {
    const next = this.#scratch;
    copyWorld(this.#from, next);
    const lane = next.lanes[this.#lane];
    if (lane === undefined) return;
    act(lane, next);
    canonicalise(next, this.#model);
    this.#visit({ kind, lane: this.#lane, label, next });
  }

  #vaultSteps(lane: Lane): void {
    const model = this.#model;
    const { config } = model;
    for (const who of everyone) {
      const most = who === 0 ? config.cover : config.deposits;
      if (lane.parties[who].deposited >= most) continue;
      this.#step(
        "act",
        () => `deposit 1 for account ${who}`,
        (l) => {
          vault.deposit(l, who, model);
        },
      );
    }
    if (lane.clock < config.clock) {
      this.#step(
        "act",
        () => `the vault's clock moves on to ${lane.clock + 1}`,
        (l) => {
          l.clock += 1;
          record(l, model);
        },
      );
    }
    if (lane.refills < config.refills) {
      this.#step(
        "act",
        () => "the buckets refill",
        (l) => {
          vault.refill(l, model);
        },
      );
    }
  }

  #deliveries(lane: Lane): void {
    const model = this.#model;
    if (model.config.syncs) {
      for (const entry of lane.history) this.#syncs(lane, readEntry(entry));
    }
    for (const who of users) {
      const party = lane.parties[who];
      for (let value = 1; value <= 7; value += 1) {
        if (!wasSent(party, value)) continue;
        this.#step(
          "delivery",
          () => `RELEASE(account ${who}: ${value}) arrives`,
          (l) => {
            vault.receiveRelease(l, who, value, model);
          },
        );
      }
      if (party.released - party.forgone > party.paid) {
        this.#step(
          "delivery",
          () => `claim for account ${who}`,
          (l) => {
            vault.pay(l, who, model);
          },
        );
      }
      if (party.seen > party.credited) {
        this.#step(
          "delivery",
          () => `grant account ${who}`,
          (l) => {
            gateway.grant(l, who, model);
          },
        );
      }
    }
  }

  #syncs(lane: Lane, m: Message): void {
    const model = this.#model;
    if (m.sentAt >= lane.totalsAt || model.rules.unguardedTotals) {
      this.#step(
        "delivery",
        () => `SYNC(heartbeat; ${totals(m)}) arrives`,
        (l) => {
          gateway.receiveSync(l, undefined, m, model);
        },
      );
    }
    for (const who of everyone) {
      if (who === 0 && model.config.cover === 0) continue;
      this.#step(
        "delivery",
        () => syncOf(who, m),
        (l) => {
          gateway.receiveSync(l, who, m, model);
        },
      );
    }
  }

  #userSteps(lane: Lane): void {
    const model = this.#model;
    const { config } = model;
    for (const who of users) {
      const recipients = config.crossRecipients ? users : [who];
      for (const to of recipients) {
        if (lane.parties[to].authorised >= 7) continue;
        if (gateway.mayWithdraw(lane, who)) {
          this.#step(
            "act",
            () => `account ${who} withdraws 1 to ${to}`,
            (l) => {
              gateway.withdraw(l, who, to);
            },
          );
        }
        if (config.returns && gateway.mayReturn(lane, who, model)) {
          this.#step(
            "act",
            () => `account ${who} returns 1 uncredited to ${to}`,
            (l) => {
              gateway.returnUncredited(l, who, to, model);
            },
          );
        }
      }
      if (config.seizures && lane.parties[who].balance > lane.parties[who].seizing) {
        this.#step(
          "act",
          () => `1 of account ${who} is seized for ${other(who)}`,
          (l) => {
            gateway.seize(l, who, other(who), model);
          },
        );
      }
    }
  }

  /** Steps that only a wrong variant has. */
  #wrongSteps(lane: Lane): void {
    if (!this.#model.rules.refundByTimeOut) return;
    for (const who of users) {
      if (lane.parties[who].authorised === 0) continue;
      this.#step(
        "correction",
        () => `time-out: 1 authorised for account ${who} is refunded`,
        (l) => {
          gateway.refund(l, who);
        },
      );
    }
  }

  #reorgs(lane: Lane): void {
    const model = this.#model;
    if (this.#from.reorgs >= model.config.reorgs) return;
    for (const who of users) {
      const backable = lane.tokens > 0 && lane.parties[who].deposited > 0;
      for (let back = 0; backable && back < Math.min(2, lane.clock); back += 1) {
        const label = (): string =>
          `reorg: 1 deposit of account ${who} is undone, clock ${back} back`;
        this.#step("correction", label, (l, w) => {
          w.reorgs += 1;
          vault.revertDeposit(l, who, back, model);
        });
      }
      if (lane.parties[who].released === 0) continue;
      this.#step(
        "correction",
        () => `reorg: deliveries for account ${who} are undone`,
        (l, w) => {
          w.reorgs += 1;
          vault.revertDeliveries(l, who, model);
        },
      );
    }
  }

  #losses(lane: Lane): void {
    const model = this.#model;
    if (lane.lost < model.config.losses && lane.tokens > 0) {
      this.#step(
        "correction",
        () => "the vault loses 1 token",
        (l) => {
          l.lost += 1;
          l.tokens -= 1;
          record(l, model);
        },
      );
    }
  }

  #forgeries(lane: Lane): void {
    if (this.#from.forgeries >= this.#model.config.forgeries) return;
    for (const forgery of forgeries(lane, this.#model)) {
      this.#step(
        "forgery",
        () => forgery.label,
        (l, w) => {
          w.forgeries += 1;
          forgery.act(l);
        },
      );
    }
  }

  #writeOffs(lane: Lane): void {
    const model = this.#model;
    if (this.#from.writeOffs >= model.config.writeOffs) return;
    for (const writeOff of writeOffs(lane, model)) {
      this.#step(
        "correction",
        () => writeOff.label,
        (l, w) => {
          w.writeOffs += 1;
          writeOff.act(l);
        },
      );
    }
  }
}
