import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { home } from "../lib/home.js";
import { figuresOf } from "./figures.js";
import { PlotError, readNetwork } from "./networks.js";
import { svgOf } from "./svg.js";
import { tablesOf } from "./table.js";

const HELP = `usage: npm run risk:plot -- [NETWORK] [--out DIRECTORY]

Computes from the SDK twin, without a chain, what the risk model does with the parameters of a network, by asset and lane:
the haircut against the length of an outage, the ramp against its target, and the recognised value against size.

  NETWORK           a name of deploy/networks, or the path of a file that exports an Environment; local by default
  --out DIRECTORY   where the three SVG files and the table go; out by default, made if it is not there
  --help            this text

Prints the table too. Exits 0, or 2 on a mistake in the arguments or in the network file.`;

/** Where the command writes besides its files. */
export interface Output {
  readonly line: (text: string) => void;
  readonly complain: (text: string) => void;
}

interface Flags {
  readonly network: string;
  readonly out: string;
  readonly help: boolean;
}

function readFlags(args: readonly string[]): Flags {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      out: { type: "string", default: "out" },
      help: { type: "boolean", default: false },
    },
  });
  const [network = "local", ...rest] = positionals;
  if (rest.length > 0)
    throw new PlotError(`one network at a time, not ${positionals.join(" and ")}`);
  return { network, ...values };
}

async function plot({ network, out }: Flags, output: Output): Promise<void> {
  const environment = await readNetwork(home, network);
  const figures = figuresOf(environment);
  const folder = path.resolve(home, out);
  mkdirSync(folder, { recursive: true });
  const files = figures.map((figure) => ({
    name: `${environment.name}-${figure.file}.svg`,
    content: svgOf(figure),
  }));
  const tables = tablesOf(figures);
  files.push({ name: `${environment.name}-risk.txt`, content: tables });
  for (const { name, content } of files) writeFileSync(path.join(folder, name), content);
  output.line(tables);
  output.line(`written to ${out}: ${files.map(({ name }) => name).join(", ")}`);
}

/** Runs the command; returns the exit code. */
export async function runRiskPlot(args: readonly string[], output: Output): Promise<number> {
  try {
    const flags = readFlags(args);
    if (flags.help) output.line(HELP);
    else await plot(flags, output);
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    output.complain(`risk:plot: ${message}; see --help`);
    return 2;
  }
}
