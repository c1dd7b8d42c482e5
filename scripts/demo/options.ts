import { localChains } from "../../deploy/networks/local.js";

/** What the demo was asked to do. */
export interface DemoOptions {
  readonly help: boolean;
  /** One JSON object on stdout instead of the story. */
  readonly json: boolean;
  readonly seed: number;
  /** Lines told a second at most; 0 for no pauses. */
  readonly speed: number;
  /** Running chains to fork, the hub first; empty for chains of its own. */
  readonly forks: readonly string[];
}

/** A mistake in the command line; the message says which and what to do. */
export class UsageError extends Error {}

export const usage = `usage: npm run demo -- [options]

Starts a hub and three source chains in this process, on the real LayerZero V2 contracts, deploys Causeway on them and
tells a story: deposits, credit, a loan, a withdrawal, a lane that slows down while its haircut rises, a crash, a Dutch
auction, payment at the source, a cure.

  --once              run the story once and end (as without it: there is one story)
  --json              print one JSON report on stdout and nothing else; progress goes to stderr
  --seed N            other keys, addresses and amounts; a whole number, 1 by default
  --speed X           tell at most X lines a second; as fast as it goes by default
  --forks URL,...     play on forks of ${localChains.length} running chains, the hub's URL first; those are only read
  --help              this text

Exits 0 if the story went as told and every invariant held, 1 if not, 2 on a mistake in the options.`;

interface Draft {
  help: boolean;
  json: boolean;
  seed: number;
  speed: number;
  forks: readonly string[];
}

function seedOf(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(seed))
    throw new UsageError(`--seed ${text}: a whole number is needed, such as --seed 7`);
  return seed;
}

function speedOf(text: string): number {
  const speed = Number(text);
  if (text === "" || !Number.isFinite(speed) || speed <= 0)
    throw new UsageError(`--speed ${text}: a number above 0 is needed, such as --speed 2`);
  return speed;
}

function forksOf(text: string): readonly string[] {
  const urls = text.split(",");
  if (urls.length !== localChains.length)
    throw new UsageError(
      `--forks: ${urls.length} URLs given, ${localChains.length} needed: the hub's first, then the sources'`,
    );
  for (const url of urls)
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
      throw new UsageError(`--forks: "${url}" is not an http URL`);
  return urls;
}

const switches: Readonly<Record<string, (draft: Draft) => void>> = {
  "--once": () => undefined,
  "--json": (draft) => void (draft.json = true),
  "--help": (draft) => void (draft.help = true),
};

const valued: Readonly<Record<string, (draft: Draft, value: string) => void>> = {
  "--seed": (draft, value) => void (draft.seed = seedOf(value)),
  "--speed": (draft, value) => void (draft.speed = speedOf(value)),
  "--forks": (draft, value) => void (draft.forks = forksOf(value)),
};

/** Reads the command line. */
export function parseOptions(args: readonly string[]): DemoOptions {
  const draft: Draft = { help: false, json: false, seed: 1, speed: 0, forks: [] };
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [name = "", inline] = arg.split(/=(.*)/s);
    if (inline === undefined && name in switches) {
      switches[name]?.(draft);
      continue;
    }
    const set = valued[name];
    if (set === undefined) {
      const known = [...Object.keys(switches), ...Object.keys(valued)].join(", ");
      throw new UsageError(`unknown option ${arg}; there are ${known}`);
    }
    const value = inline ?? rest.shift();
    if (value === undefined) throw new UsageError(`${name} needs a value; see --help`);
    set(draft, value);
  }
  return draft;
}
