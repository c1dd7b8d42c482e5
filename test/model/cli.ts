import { parseArgs } from "node:util";

import { configNamed, configs } from "./configs.js";
import { Explorer } from "./explore.js";
import { formatBounds, formatHeader, formatOutcome, formatViolation } from "./report.js";
import type { Config } from "./types.js";
import { sound } from "./types.js";
import type { Variant } from "./variants.js";
import { variants } from "./variants.js";

export interface Output {
  /** One line for the reader of the result. */
  line: (text: string) => void;
  /** One line for whoever waits. */
  progress: (text: string) => void;
}

interface Flags {
  chosen: readonly Config[];
  refuted: readonly Variant[];
  maxStates: number;
  list: boolean;
  help: boolean;
}

const help = [
  "npm run model -- [--config NAME] [--max-states N] [--list] [--help]",
  "",
  "Visits every state the cross-chain protocol can reach within small bounds, checks the invariants of",
  "docs/assurance/model.md in each, and shows for every known-wrong variant the shortest trace to its failure.",
  "",
  "  --config NAME    only the configuration or the wrong variant of that name",
  "  --max-states N   stop a configuration after N states; it then counts as cut short, which is a failure",
  "  --list           the configurations with their bounds, and the wrong variants",
  "  --help           this text",
  "",
  "Exit code 0 if every configuration holds and every variant is refuted, 1 if not, 2 on a wrong argument.",
];

/** Runs the command; returns the exit code. */
export function runModel(args: readonly string[], output: Output): number {
  let flags: Flags;
  try {
    flags = readFlags(args);
  } catch (error) {
    output.line(`model: ${error instanceof Error ? error.message : String(error)}; see --help`);
    return 2;
  }
  if (flags.help) return print(help, output);
  if (flags.list) return print(listing(), output);
  return runAll(flags, output);
}

function print(lines: readonly string[], output: Output): number {
  lines.forEach(output.line);
  return 0;
}

function readFlags(args: readonly string[]): Flags {
  const { values } = parseArgs({
    args: [...args],
    options: {
      config: { type: "string" },
      "max-states": { type: "string" },
      list: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const { list, help: wantsHelp } = values;
  return {
    ...choose(values.config),
    maxStates: readCount(values["max-states"]),
    list,
    help: wantsHelp,
  };
}

function choose(name: string | undefined): Pick<Flags, "chosen" | "refuted"> {
  if (name === undefined) return { chosen: configs, refuted: variants };
  const refuted = variants.filter((variant) => variant.name === name);
  return { chosen: refuted.length > 0 ? [] : [configNamed(name)], refuted };
}

function readCount(text: string | undefined): number {
  if (text === undefined) return Infinity;
  if (!/^[1-9][0-9]{0,8}$/.test(text)) {
    throw new Error(`--max-states takes a whole number from 1 to 999999999, not "${text}"`);
  }
  return Number(text);
}

const listing = (): string[] => [
  ...configs.flatMap((config) => [
    `${config.name}: ${config.about}`,
    `    ${formatBounds(config)}`,
  ]),
  "",
  ...variants.map(
    ({ name, about, watch, config }) => `${name}: ${about} (${watch}, in ${config.name})`,
  ),
];

function runAll({ chosen, refuted, maxStates }: Flags, output: Output): number {
  if (chosen.length > 0) output.line(formatHeader());
  const holding = chosen.filter((config) => runConfig(config, maxStates, output)).length;
  const caught = refuted.filter((variant) => refute(variant, maxStates, output)).length;
  const passed = holding === chosen.length && caught === refuted.length;
  if (!passed) {
    const failed = `${chosen.length - holding} configurations do not hold`;
    output.line(`model: ${failed}, ${refuted.length - caught} wrong variants are not refuted`);
  }
  output.line(`model: ${holding} configurations hold, ${caught} wrong variants refuted`);
  return passed ? 0 : 1;
}

function runConfig(config: Config, maxStates: number, output: Output): boolean {
  const outcome = explore({ config, rules: sound }, maxStates, output);
  output.line(formatOutcome(config.name, outcome));
  if (outcome.violation !== undefined) formatViolation(outcome.violation).forEach(output.line);
  return outcome.complete;
}

function refute(variant: Variant, maxStates: number, output: Output): boolean {
  const outcome = explore(variant, maxStates, output);
  output.line("");
  output.line(`wrong variant ${variant.name}: ${variant.about}`);
  if (outcome.violation === undefined) {
    output.line(`  NOT refuted: ${variant.watch} held in ${outcome.states} states`);
    return false;
  }
  formatViolation(outcome.violation).forEach(output.line);
  return true;
}

function explore(
  model: ConstructorParameters<typeof Explorer>[0],
  maxStates: number,
  output: Output,
): ReturnType<Explorer["run"]> {
  const progress = (states: number, transitions: number): void => {
    output.progress(`${model.config.name}: ${states} states, ${transitions} transitions so far`);
  };
  return new Explorer(model, { maxStates, progress }).run();
}
