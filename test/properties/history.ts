import { risk, seconds, wad } from "@causeway/sdk";
import { bookAtTheEdge } from "./books.js";
import type { Dice } from "./dice.js";
import {
  anyEvents,
  pass,
  pause,
  pauseWithin,
  pokeKey,
  pokeUnderlying,
  quietEvents,
  setAsset,
  setNetting,
} from "./events.js";
import type { Event } from "./events.js";
import { checkKey, checkPoke, must } from "./laws.js";
import type { Window } from "./laws.js";
import type { Model } from "./models.js";
import { rowsOf, worldOf } from "./world.js";
import type { Key, Underlying, World } from "./world.js";

/** One random history of a market, and the laws along it. */

/** How long an account that passes initial margin is safe (P-R3). */
const WARNING = seconds(6_300n);
/** Age of a row that a risk-increasing act still accepts (system.md 4.1). */
const MAX_POKE_AGE = 300n;

/** Takes a line of what happens. */
export type Tell = (line: string) => void;

interface History {
  readonly world: World;
  readonly dice: Dice;
  readonly model: Model;
  readonly tell: Tell | undefined;
}

/** A book as a person reads it. */
const described = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === "bigint") return part.toString();
    return part instanceof Map ? [...part] : part;
  });

function happen({ world, dice, tell }: History, event: Event): void {
  event(world, dice);
  tell?.(`${world.now.toString()} s: ${event.name}`);
}

function poke({ world, model, tell }: History, key: Key, start?: Window): void {
  const before = key.row;
  pokeKey(world, key, model);
  tell?.(`${world.now.toString()} s: poke key ${key.id.toString()}: ${described(key.row)}`);
  checkPoke(world, key, { before, start });
}

function pokeRange({ world, model, tell }: History, underlying: Underlying): void {
  pokeUnderlying(world, underlying, model);
  tell?.(
    `${world.now.toString()} s: poke underlying ${underlying.asset.id.toString()}: ${described(underlying.row)}`,
  );
}

/** What happens before the account is looked at; keys are poked now and then, or not for days. */
function live(history: History): void {
  const { world, dice } = history;
  const events = dice.int(0, 4);
  for (let i = 0; i < events; i += 1) {
    pass(world, pause(dice));
    happen(history, dice.pick(anyEvents));
    for (const key of world.keys) if (dice.once(2)) poke(history, key);
    for (const underlying of world.underlyings) if (dice.once(3)) pokeRange(history, underlying);
  }
  // Half of the accounts come while changes of an asset and of an underlying are on their way.
  if (!dice.once(2)) return;
  happen(history, setAsset);
  happen(history, setNetting);
  pass(world, dice.int(7_200, 60_000));
}

/** What a risk-increasing act brings up to date. */
function pokeOlder(history: History): void {
  const { world } = history;
  const isOld = (row: { readonly pokedAt: bigint } | undefined): boolean =>
    row === undefined || world.now - row.pokedAt > MAX_POKE_AGE;
  for (const key of world.keys) if (isOld(key.row)) poke(history, key);
  for (const underlying of world.underlyings)
    if (isOld(underlying.row)) pokeRange(history, underlying);
}

/** Whoever takes risk has looked at every price within a minute: what is good was seen lately. */
function refreshGood(world: World): void {
  for (const asset of world.assets)
    if (risk.isGood(asset.row))
      asset.row = { ...asset.row, observedAt: world.now, refreshedAt: world.now };
}

/** P-R3 at one moment. */
function checkSafe({ world, model }: History, book: risk.Book, left: bigint): void {
  const margin = model.marginOf(book, rowsOf(world), world.now);
  must(!risk.isLiquidatable(margin), "P-R3", () => {
    const missing = margin.maintenance - margin.equity;
    const after = WARNING - left;
    return `liquidatable ${after.toString()} s after it passed initial margin, by ${missing.toString()}`;
  });
}

/** P-R3: at constant prices an account that passes initial margin is not liquidatable within 1 h 45 m. */
function checkWarning(history: History): void {
  const { world, dice, model, tell } = history;
  refreshGood(world);
  pokeOlder(history);
  const book = bookAtTheEdge(world, dice, model);
  if (book === undefined) return;
  tell?.(`${world.now.toString()} s: an account just passes initial margin: ${described(book)}`);
  const until = world.now + WARNING;
  const windows = world.keys.map(({ row }) => ({
    from: row?.maintenance ?? wad(0n),
    since: row?.pokedAt ?? world.now,
  }));
  while (world.now < until) {
    pass(world, pauseWithin(dice, seconds(until - world.now)));
    if (dice.once(2)) happen(history, dice.pick(quietEvents));
    world.keys.forEach((key, i) => {
      if (!dice.once(4)) poke(history, key, windows[i]);
    });
    for (const underlying of world.underlyings) if (!dice.once(4)) pokeRange(history, underlying);
    checkSafe(history, book, until - world.now);
  }
}

/** Plays one random history and checks every law along it. */
export function checkHistory(dice: Dice, model: Model, tell?: Tell): void {
  const history = { world: worldOf(dice), dice, model, tell };
  live(history);
  for (const key of history.world.keys) checkKey(history.world, key, dice);
  checkWarning(history);
}
