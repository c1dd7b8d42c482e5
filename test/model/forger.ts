import * as gateway from "./gateway.js";
import type { Lane, Message, Model, Who } from "./types.js";
import { everyone, users } from "./types.js";
import * as vault from "./vault.js";

/** One message of an adversary who can verify any packet of the lane. */
export interface Forgery {
  label: string;
  act: (lane: Lane) => void;
}

export function forgeries(lane: Lane, model: Model): Forgery[] {
  const { forgedSync, forgedRelease, forgedAhead } = model.config;
  const found = forgedRelease ? releases(model) : [];
  for (let ahead = 0; forgedSync && ahead <= forgedAhead; ahead += 1) {
    found.push(...items(lane.clock + ahead, model), ...totals(lane.clock + ahead, model));
  }
  return found;
}

function releases(model: Model): Forgery[] {
  const found: Forgery[] = [];
  for (const who of users) {
    for (let value = 1; value <= model.config.forgedValue; value += 1) {
      found.push({
        label: `forged RELEASE(account ${who}: ${value}) arrives`,
        act: (l) => {
          vault.receiveRelease(l, who, value, model);
        },
      });
    }
  }
  return found;
}

/** Items without totals: whatever totals would prevent the grant the forger leaves out. */
function items(sentAt: number, model: Model): Forgery[] {
  const found: Forgery[] = [];
  for (const who of everyone) {
    if (who === 0 && model.config.cover === 0) continue;
    for (let value = 0; value <= model.config.forgedValue; value += 1) {
      found.push({
        label: `forged SYNC(account ${who}: ${value}; date ${sentAt}, no totals) arrives`,
        act: (l) => {
          forgedItem(l, who, { value, sentAt }, model);
        },
      });
    }
  }
  return found;
}

function forgedItem(
  lane: Lane,
  who: Who,
  item: { value: number; sentAt: number },
  model: Model,
): void {
  const { value, sentAt } = item;
  const m: Message = { sentAt, deposited: [value, value, value], total: 0, outflow: 0, missing: 0 };
  gateway.receiveItem(lane.parties[who], who, m, model);
  if (who !== 0) gateway.grant(lane, who, model);
}

/** Totals that hide everything, and totals that claim a shortfall of deposits or of releases. */
function totals(sentAt: number, model: Model): Forgery[] {
  const most = 3 * model.config.forgedValue;
  const claims = [
    { total: most, outflow: 0 },
    { total: 0, outflow: 0 },
    { total: most, outflow: 15 },
  ];
  return claims.map(({ total, outflow }) => ({
    label: `forged SYNC(heartbeat; date ${sentAt}, totals ${total} in, ${outflow} out, 0 missing) arrives`,
    act: (l) => {
      const m: Message = { sentAt, deposited: [0, 0, 0], total, outflow, missing: 0 };
      gateway.receiveTotals(l, m, model);
    },
  }));
}
