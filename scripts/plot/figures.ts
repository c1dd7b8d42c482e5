import { maths, risk, wad } from "../../packages/sdk/src/index.js";
import type { Wad } from "../../packages/sdk/src/index.js";
import { haircutsAt, pokeAfter, subjectsOf, targetAfter } from "./model.js";
import type { Subject } from "./model.js";
import type { PlottedEnvironment } from "./networks.js";

/** The three figures as numbers: series by asset and lane, from the SDK twin alone. */

/** One line of a panel. */
export interface Line {
  /** Lane. */
  readonly name: string;
  /** What of it. */
  readonly kind: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** The lines of one asset. */
export interface Panel {
  readonly title: string;
  readonly lines: readonly Line[];
}

/** One figure. */
export interface Figure {
  /** Name of its file. */
  readonly file: string;
  readonly title: string;
  readonly note: string;
  readonly x: string;
  readonly y: string;
  /** Drawn solid, dashed and dotted, in this order. */
  readonly kinds: readonly string[];
  /** Head of the first column of its table, and which x stand in it; even ones if it does not say. */
  readonly column: string;
  readonly rows?: readonly number[];
  readonly panels: readonly Panel[];
}

const HOUR = 3_600;
const POKE_EVERY = 300;
const OUTAGE = 12 * HOUR;
/** How long a figure looks: past the beginning of QUARANTINE. */
const LONGEST = 27 * HOUR;
const SAMPLES = 60;
/** Hours that the tables show: the first ones matter most. */
const TOLD_HOURS = [0, 0.25, 0.5, 1, 2, 3, 6, 9, 12, 12.5, 15, 20, 24, 27];

const percent = (ratio: Wad): number => Number(ratio) / 1e16;
const millions = (value: Wad): number => Number(value) / 1e24;
const steps = (count: number, end: number): number[] =>
  Array.from({ length: count + 1 }, (_, i) => (end * i) / count);

const none = wad(0n);

/** Times at which a haircut is drawn: even ones, and both sides of each jump of the stages. */
function silences({ lane }: Subject): number[] {
  const even = [...steps(SAMPLES, LONGEST), ...TOLD_HOURS.map((hours) => hours * HOUR)];
  if (lane.minLatency === undefined) return even.sort((a, b) => a - b);
  const base = Number(risk.HEARTBEAT + lane.minLatency);
  const edges = Object.values(risk.STAGE_TIMES).flatMap((time) => [
    base + Number(time) - 1,
    base + Number(time),
  ]);
  return [...even, base, ...edges].filter((time) => time <= LONGEST).sort((a, b) => a - b);
}

function outageLines(subject: Subject): Line[] {
  const points = silences(subject).map((silence) => {
    const { initial, maintenance } = haircutsAt(targetAfter(subject, silence), none);
    return { hours: silence / HOUR, initial: percent(initial), maintenance: percent(maintenance) };
  });
  const name = subject.lane.name;
  return [
    { name, kind: "H_IM", points: points.map((p) => [p.hours, p.initial]) },
    { name, kind: "H_MM", points: points.map((p) => [p.hours, p.maintenance]) },
  ];
}

/** An outage that begins at zero and ends: what is stored, poked every five minutes, and where it is going. */
function rampLines(subject: Subject): Line[] {
  let state: risk.KeyState = targetAfter(subject, 0);
  const stored: [number, number][] = [];
  const target: [number, number][] = [];
  const initial: [number, number][] = [];
  for (let time = 0; time <= LONGEST; time += POKE_EVERY) {
    const silence = time < OUTAGE ? time : 0;
    const poked = pokeAfter(subject, state, time, silence);
    state = poked;
    const hours = time / HOUR;
    stored.push([hours, percent(poked.key.maintenance)]);
    target.push([hours, percent(targetAfter(subject, silence).key.maintenance)]);
    initial.push([hours, percent(poked.key.initial)]);
  }
  const name = subject.lane.name;
  return [
    { name, kind: "la_IM", points: initial },
    { name, kind: "la_MM", points: stored },
    { name, kind: "target", points: target },
  ];
}

function sizeLines(subject: Subject): Line[] {
  const poked = targetAfter(subject, 0);
  const { depth, eta, maxCharge } = poked.asset;
  const values = Array.from({ length: SAMPLES + 1 }, (_, i) =>
    wad((2n * depth * BigInt(i)) / BigInt(SAMPLES)),
  );
  const recognised = (level: keyof risk.BothMargins<Wad>): [number, number][] =>
    values.map((value) => {
      const size = maths.sizeCharge(eta, value, depth, maxCharge);
      const counted = maths.recognisedValue(value, haircutsAt(poked, size)[level]);
      return [millions(value), millions(counted)];
    });
  const name = subject.lane.name;
  return [
    { name, kind: "IM", points: recognised("initial") },
    { name, kind: "MM", points: recognised("maintenance") },
  ];
}

function panelsOf(environment: PlottedEnvironment, lines: (subject: Subject) => Line[]): Panel[] {
  const subjects = subjectsOf(environment);
  return environment.assets
    .map(({ id, symbol }) => ({
      title: symbol,
      lines: subjects.filter(({ asset }) => asset.id === id).flatMap(lines),
    }))
    .filter((panel) => panel.lines.length > 0);
}

/** The figures of an environment. */
export function figuresOf(environment: PlottedEnvironment): Figure[] {
  const { name } = environment;
  return [
    {
      file: "haircut-against-outage",
      title: `Haircut against the length of an outage, ${name}`,
      note: "Targets before size at the seed volatility. From REDUCE_ONLY on initial margin counts nothing; a confirmed QUARANTINE goes to Hmax.",
      x: "time since the lane was last heard (hours)",
      y: "haircut (%)",
      kinds: ["H_IM", "H_MM"],
      column: "hours",
      rows: TOLD_HOURS,
      panels: panelsOf(environment, outageLines),
    },
    {
      file: "ramp-against-target",
      title: `Ramp against its target, ${name}`,
      note: "Account-independent parts in an outage of 12 hours and after it, poked every 5 minutes; the target is that of la_MM.",
      x: "time since the outage began (hours)",
      y: "haircut before size (%)",
      kinds: ["la_IM", "la_MM", "target"],
      column: "hours",
      rows: TOLD_HOURS,
      panels: panelsOf(environment, rampLines),
    },
    {
      file: "recognised-against-size",
      title: `Recognised value against size, ${name}`,
      note: "A lane that is well, up to twice the depth of the asset.",
      x: "value held ($ million)",
      y: "recognised ($ million)",
      kinds: ["IM", "MM"],
      column: "$ million",
      panels: panelsOf(environment, sizeLines),
    },
  ];
}
