// npm test [-- PATTERN...] [-- --serial] [-- --record]: builds once, runs every test in two processes and closes with the
// line "N passed, N failed". A test that is skipped, pending or never started counts as failed.
import { writeFileSync } from "node:fs";
import path from "node:path";

import { home } from "./lib/home.js";
import { build } from "./lib/build.js";
import { plan, testFiles, WEIGHTS } from "./testing/plan.js";
import { endShards, runShard } from "./testing/shard.js";
import { type Tally } from "./testing/tally.js";

const SHARDS = 2;
const LIMITS = { silentMs: 6 * 60_000, totalMs: 20 * 60_000 };
const PROGRESS_MS = 15_000;
const COMMAND = ["hardhat", "test", "mocha", "--no-compile"];

const seconds = (): string => `${(performance.now() / 1_000).toFixed(0)} s`;

async function main(args: readonly string[]): Promise<number> {
  const options = args.filter((arg) => arg.startsWith("--"));
  const patterns = args.filter((arg) => !arg.startsWith("--"));
  const unknown = options.filter((option) => option !== "--serial" && option !== "--record");
  if (unknown.length > 0)
    return stop(`unknown option ${unknown.join(" ")}; there are --serial and --record`);
  const files = testFiles(home, patterns);
  if (files.length === 0)
    return stop(`no test file's path holds ${patterns.join(" or ") || ".test.ts"}`);
  console.log("building");
  const broken = await build(home);
  if (broken !== undefined) return stop(`the contracts do not build\n${broken}`);
  const tallies = await runShards(files, options.includes("--serial") ? 1 : SHARDS);
  if (options.includes("--record")) record(tallies);
  return conclude(tallies);
}

async function runShards(files: readonly string[], count: number): Promise<Tally[]> {
  const shards = plan(home, files, count);
  console.log(`${seconds()}: ${String(files.length)} files in ${String(shards.length)} processes`);
  const say = (line: string): void => {
    console.log(line);
  };
  const tallies: Tally[] = [];
  const running = shards.map((shard) =>
    runShard({
      root: home,
      files: shard,
      command: COMMAND,
      limits: LIMITS,
      say,
      started: (tally) => tallies.push(tally),
    }),
  );
  const progress = setInterval(() => {
    const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
    const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0);
    console.log(`${seconds()}: ${String(passed)} passed so far, ${String(failed)} failed`);
  }, PROGRESS_MS);
  try {
    return await Promise.all(running);
  } finally {
    clearInterval(progress);
  }
}

function conclude(tallies: readonly Tally[]): number {
  const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
  const failures = tallies.flatMap((tally) => tally.failures);
  if (passed + failures.length === 0) return stop("the test files hold no test");
  if (failures.length > 0) console.log(`\nfailed after ${seconds()}:`);
  for (const { title } of failures) console.log(`  ${title}`);
  console.log(`${String(passed)} passed, ${String(failures.length)} failed`);
  return failures.length === 0 ? 0 : 1;
}

function record(tallies: readonly Tally[]): void {
  const weights = tallies
    .flatMap((tally) => [...tally.millisecondsOf])
    .sort(([a], [b]) => a.localeCompare(b));
  writeFileSync(
    path.join(home, WEIGHTS),
    `${JSON.stringify(Object.fromEntries(weights), null, 2)}\n`,
  );
}

/** Nothing ran: that is never a success. */
function stop(why: string): number {
  console.log(`${why}\n0 passed, 1 failed`);
  return 1;
}

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => {
    endShards();
    process.exit(1);
  });
process.exitCode = await main(process.argv.slice(2));
