import { bps, maths, risk, seconds, wad } from "@causeway/sdk";
import type { Seconds, Wad } from "@causeway/sdk";
import type { Dice } from "./dice.js";
import { termsOf } from "./world.js";
import type { Key, World } from "./world.js";

/** The properties of risk.md section 2.5 and of security.md section 4 over the pure twin. */

const { integer } = maths;

/** A law that does not hold; the message says which, and where. */
export class BrokenLaw extends Error {
  constructor(
    readonly law: string,
    detail: string,
  ) {
    super(`${law}: ${detail}`);
  }
}

export function must(holds: boolean, law: string, detail: () => string): void {
  if (!holds) throw new BrokenLaw(law, detail());
}

const STEP = wad(risk.RAMP_UP_PER_SECOND * risk.MAX_RAMP_TIME);

/** What a window of pokes of one key has been. */
export interface Window {
  readonly from: Wad;
  readonly since: Seconds;
}

/** What a key was before its poke, and when the window it is watched over began. */
interface Past {
  readonly before: risk.KeyRow | undefined;
  readonly start: Window | undefined;
}

/** P-R1, P-R2 and INV-27 on one poke of a key. */
export function checkPoke(world: World, key: Key, { before, start }: Past): void {
  const { row } = key;
  if (row === undefined || before === undefined) return;
  const rise = row.maintenance - before.maintenance;
  must(rise <= STEP, "P-R1", () => `la_MM rose by ${rise.toString()} in one poke`);
  const at = start ?? { from: before.maintenance, since: before.pokedAt };
  const allowed = risk.RAMP_UP_PER_SECOND * (world.now - at.since) + STEP;
  must(row.maintenance - at.from <= allowed, "INV-27", () => "la_MM outran its ramp over a window");
  if (termsOf(world, key).quarantined) return;
  const cap = risk.dynamicCap(basesOf(world, key).maintenance);
  must(row.maintenance <= cap, "P-R2", () => `la_MM passed its dynamic cap of ${cap.toString()}`);
}

const inputsOf = (world: World, key: Key): risk.KeyInputs => ({
  key: key.parameters,
  asset: key.asset.parameters,
  globals: world.globals,
  latency: termsOf(world, key).latency,
  ...(key.asset.volatility === undefined
    ? {}
    : {
        variance: risk.varianceAt(
          key.asset.volatility,
          key.asset.parameters,
          key.asset.posted,
          world.now,
        ),
      }),
});

const basesOf = (world: World, key: Key): risk.BothMargins<risk.HaircutBase> =>
  risk.haircutBases(inputsOf(world, key));

/** P-H1 and P-R4 at the inputs of now: what px and L are bounded by. */
function checkPremium(world: World, key: Key, dice: Dice): void {
  const { globals, latency, variance = key.asset.parameters.variance } = inputsOf(world, key);
  const later = seconds(latency + dice.big(0, 100_000));
  for (const zBps of [globals.zMaintenance, globals.zInitial]) {
    const z = integer.fromBps(zBps);
    const l = maths.latencyPremium(z, variance, globals.localTime, latency);
    const px = maths.priceRisk(bps(0n), z, variance, globals.localTime);
    const exact = z ** 2n * variance * (globals.localTime + latency);
    must(((px + l) * maths.WAD) ** 2n >= exact, "P-H1", () => "px + L is below z·σ·√(Tloc + T)");
    const most = integer.mulUp(z, integer.sqrtUp(variance * latency) + 2n);
    must(l >= 0n && l <= most, "P-R4", () => "L is not between 0 and z·σ·√T");
    const next = maths.latencyPremium(z, variance, globals.localTime, later);
    must(next >= l, "P-R4", () => "L fell as the lane got later");
    const slope = integer.ceilDiv(
      integer.mulUp(z, integer.sqrtUp(variance)) * (later - latency),
      2n * integer.sqrtDown(globals.localTime),
    );
    must(next - l <= slope + 2n * z, "P-R4", () => "L rose faster than z·σ/(2√Tloc) a second");
  }
}

/** What rounding V/D up by one step, then root and products, can cost a value. */
function roundingOf(value: Wad, { depth }: risk.AssetRow): bigint {
  const ratio = (value * maths.WAD) / depth;
  const step = integer.sqrtUp((ratio + 1n) * maths.WAD) - integer.sqrtDown(ratio * maths.WAD);
  return (value * (step + 4n)) / maths.WAD + 2n;
}

function recognised(key: Key, value: Wad, level: keyof risk.BothMargins<Wad>, now: Seconds): Wad {
  const { row, asset } = key;
  if (row === undefined) return wad(0n);
  const size = maths.sizeCharge(asset.row.eta, value, asset.row.depth, asset.row.maxCharge);
  return maths.recognisedValue(value, risk.haircutsOf(row, asset.row, size, now)[level]);
}

/** P-R5: more never counts for less where 1 − la − 1.5 qMax ≥ 0. */
function checkRecognition(world: World, key: Key, dice: Dice): void {
  const { row, asset } = key;
  if (row === undefined) return;
  const less = wad(dice.magnitude(50, 100));
  const more = wad(less + dice.magnitude(0, 100));
  for (const level of ["maintenance", "initial"] as const) {
    if (row[level] + (3n * asset.row.maxCharge) / 2n > maths.WAD) continue;
    const [small, large] = [less, more].map((value) => recognised(key, value, level, world.now));
    must(
      (small ?? 0n) <= (large ?? 0n) + roundingOf(more, asset.row),
      "P-R5",
      () => `$${more.toString()} counts for less than $${less.toString()} at ${level}`,
    );
  }
}

/** INV-13: what counts of a key never grows with its lane's lateness, and never exceeds V(1 − H). */
function checkAge(world: World, key: Key, dice: Dice): void {
  const { asset, lane } = key;
  const value = wad(dice.magnitude(50, 100));
  const at = (terms: risk.LaneTerms, now: Seconds): Wad => {
    const inputs = { key: key.parameters, asset: asset.parameters, globals: world.globals };
    const { key: row } = risk.firstPoke({ ...inputs, lane: terms }, asset.row, now);
    return recognised({ ...key, row }, value, "initial", now);
  };
  if (lane === undefined) return;
  const later = seconds(world.now + dice.big(0, 100_000));
  const early = at(risk.laneTerms(lane.clock, key.standing, world.now), world.now);
  const late = at(risk.laneTerms(lane.clock, key.standing, later), later);
  must(late <= early && late >= 0n, "INV-13", () => "a later lane counts for more");
  must(early <= value, "INV-13", () => "a key counts for more than it is worth");
}

/** The laws of one key at one moment. */
export function checkKey(world: World, key: Key, dice: Dice): void {
  checkPremium(world, key, dice);
  checkRecognition(world, key, dice);
  checkAge(world, key, dice);
}
