// npm run check [-- NAME...] [-- --list]: every rule of STYLE.md that a tool can hold, two checks at a time.
import { checks } from "./checks/all.js";
import { FRESH_BINDINGS } from "./checks/bindings.js";
import { type Check, type Outcome } from "./checks/check.js";
import { home } from "./checks/home.js";
import { build } from "./lib/build.js";

const LANES = 2;

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--list")) {
    for (const check of checks) console.log(`${check.name.padEnd(12)} ${check.guards}`);
    return 0;
  }
  const unknown = args.filter((name) => !checks.some((check) => check.name === name));
  if (unknown.length > 0) {
    const names = checks.map((check) => check.name).join(", ");
    console.error(`There is no check "${unknown.join('", "')}". There are: ${names}`);
    return 2;
  }
  const chosen = checks.filter((check) => args.length === 0 || args.includes(check.name));
  const failed = await runAll(chosen);
  const total = `${String(chosen.length - failed)} checks passed, ${String(failed)} failed`;
  console.log(total);
  return failed === 0 ? 0 : 1;
}

/** The build takes one lane and the checks that need no build the other; then both lanes share the rest. */
async function runAll(chosen: readonly Check[]): Promise<number> {
  const queue = chosen.filter((check) => check.needsBuild !== true);
  const waiting = chosen.filter((check) => check.needsBuild === true);
  const failed: string[] = [];
  const lane = async (): Promise<void> => {
    for (let check = queue.shift(); check !== undefined; check = queue.shift())
      if (!(await runOne(check))) failed.push(check.name);
  };
  const buildLane = async (): Promise<void> => {
    if (waiting.length > 0 && !(await buildOnce())) failed.push(...waiting.map(({ name }) => name));
    else queue.push(...waiting);
    await lane();
  };
  await Promise.all([buildLane(), ...Array.from({ length: LANES - 1 }, lane)]);
  return failed.length;
}

/** False when the contracts do not compile: then no check that reads the build can say anything. */
async function buildOnce(): Promise<boolean> {
  const started = performance.now();
  const output = await build(home, FRESH_BINDINGS);
  report("build", output === undefined ? { problems: [] } : { problems: [output] }, started);
  return output === undefined;
}

async function runOne(check: Check): Promise<boolean> {
  const started = performance.now();
  const outcome = await check.run(home).catch((cause: unknown): Outcome => {
    return { problems: [cause instanceof Error ? cause.message : String(cause)] };
  });
  report(check.name, outcome, started);
  return outcome.problems.length === 0;
}

function report(name: string, outcome: Outcome, started: number): void {
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  const verdict = outcome.problems.length === 0 ? "ok" : "failed";
  const lines = [...(outcome.notes ?? []), ...outcome.problems].flatMap((text) => text.split("\n"));
  console.log(
    [`${name.padEnd(12)} ${verdict} (${seconds} s)`, ...lines.map((line) => `    ${line}`)].join(
      "\n",
    ),
  );
}

process.exitCode = await main(process.argv.slice(2));
