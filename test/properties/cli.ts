import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { mutants, twin } from "./models.js";
import { playHistories } from "./run.js";
import type { Failure } from "./run.js";

/** Where the command writes. */
export interface Output {
  /** One line for the reader of the result. */
  readonly line: (text: string) => void;
  /** One line for whoever waits. */
  readonly progress: (text: string) => void;
}

/** Histories that `npm test` plays too. */
export const DEFAULT_RUNS = 10_000;

const help = `npm run properties -- [--runs N] [--seed N] [--without NAME] [--help]

Plays random histories of prices, messages, parameters and pokes on the SDK twin, each with a random portfolio that just
passes initial margin, and checks P-H1, P-R1 to P-R5, INV-13 and INV-27 along every one of them.

  --runs N         how many histories, ${DEFAULT_RUNS} by default
  --seed N         which ones; another every time by default, and printed
  --without NAME   play on a model with one safeguard taken out, to see the law that it is for fail:
${Object.keys(mutants)
  .map((name) => `                   "${name}"`)
  .join("\n")}
  --help           this text

The last line is "N passed, N failed". Exit code 0 if every history held, 1 if one did not, 2 on a wrong argument.`;

interface Flags {
  readonly runs: number;
  readonly seed: number;
  readonly without: string | undefined;
  readonly help: boolean;
}

const isMutant = (name: string): name is keyof typeof mutants => Object.hasOwn(mutants, name);

function count(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least)
    throw new RangeError(`${name} takes a whole number from ${least} on, not "${text}"`);
  return value;
}

function readFlags(args: readonly string[]): Flags {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: "string", default: String(DEFAULT_RUNS) },
      seed: { type: "string", default: String(randomInt(2 ** 31)) },
      without: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const { without } = values;
  if (without !== undefined && !isMutant(without))
    throw new RangeError(`--without "${without}": there are ${Object.keys(mutants).join("; ")}`);
  return {
    runs: count("--runs", values.runs, 1),
    seed: count("--seed", values.seed, 0),
    without,
    help: values.help,
  };
}

function tell({ law, message, story, replay }: Failure, without: string, output: Output): void {
  output.line(`${law} does not hold. The plainest history that breaks it:`);
  for (const line of story) output.line(`  ${line}`);
  output.line(`  ${message}`);
  output.line(
    `replay: npm run properties -- --seed ${replay.seed} --runs ${replay.runs}${without}`,
  );
}

function play(flags: Flags, output: Output): number {
  const { runs, seed, without } = flags;
  output.line(`${runs} random histories, seed ${seed}`);
  const step = Math.max(1, Math.floor(runs / 20));
  let told = 0;
  const progress = (held: number): void => {
    if (held - told < step) return;
    told = held;
    output.progress(`${held} of ${runs} hold`);
  };
  const model = without !== undefined && isMutant(without) ? mutants[without][0] : twin;
  const { passed, failure } = playHistories({ model, runs, seed, progress });
  if (failure !== undefined)
    tell(failure, without === undefined ? "" : ` --without "${without}"`, output);
  output.line(`${passed} passed, ${failure === undefined ? 0 : 1} failed`);
  return failure === undefined ? 0 : 1;
}

/** Runs the command; returns the exit code. */
export function runProperties(args: readonly string[], output: Output): number {
  let flags: Flags;
  try {
    flags = readFlags(args);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    output.line(`properties: ${message}; see --help`);
    return 2;
  }
  if (!flags.help) return play(flags, output);
  output.line(help);
  return 0;
}
