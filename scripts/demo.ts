// npm run demo [-- OPTIONS]: a story on a hub and three source chains, told line by line. See --help.
import path from "node:path";
import { requireRunning } from "./demo/forks.js";
import { UsageError, parseOptions, usage, type DemoOptions } from "./demo/options.js";

const ROOT = path.resolve(import.meta.dirname, "..");

const write = (line: string): void => void process.stdout.write(`${line}\n`);
const note = (line: string): void => void process.stderr.write(`${line}\n`);

/** Compiles what is not compiled yet: about a minute on a fresh clone, a moment otherwise. */
async function compile(): Promise<void> {
  const { createHardhatRuntimeEnvironment } = await import("hardhat/hre");
  const { default: config } = await import("../hardhat.config.js");
  // The bindings are committed; a demo does not rewrite them.
  const hre = await createHardhatRuntimeEnvironment(config, { noTypechain: true }, ROOT);
  await hre.tasks.getTask("build").run({ quiet: true });
}

async function run(options: DemoOptions): Promise<number> {
  process.chdir(ROOT);
  await requireRunning(options.forks);
  const say = options.json ? note : write;
  say("Compiling what is not compiled yet (about a minute on a fresh clone)");
  await compile();
  // Since this process began, to the hundredth of a second.
  const elapsed = (): number => Math.round(performance.now() / 10) / 100;
  say("Starting a hub and three source chains with LayerZero V2, and deploying Causeway");
  const { play } = await import("./demo/story.js");
  const report = await play(options, options.json ? () => undefined : write, elapsed);
  if (options.json) write(JSON.stringify(report, undefined, 2));
  for (const problem of report.problems) note(problem);
  return report.ok ? 0 : 1;
}

async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseOptions(args);
    if (!options.help) return await run(options);
    write(usage);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      note(`${error.message}\n\n${usage}`);
      return 2;
    }
    note(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
