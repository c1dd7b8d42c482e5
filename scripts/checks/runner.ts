import { type Check, type Outcome } from "./check.js";

export interface Work {
  readonly root: string;
  readonly checks: readonly Check[];
  /** Builds what the checks read; answers with the compiler's output when it fails. */
  readonly build: () => Promise<string | undefined>;
  readonly say: (text: string) => void;
}

const LANES = 2;

/**
 * Runs the checks, two at a time, and answers how many failed. The one build takes the first lane while the checks that need
 * no build share the second; then both lanes share the rest.
 */
export async function runChecks(work: Work): Promise<number> {
  const queue = work.checks.filter((check) => check.needsBuild !== true);
  const waiting = work.checks.filter((check) => check.needsBuild === true);
  const failed: string[] = [];
  const lane = async (): Promise<void> => {
    for (let check = queue.shift(); check !== undefined; check = queue.shift())
      if (!(await runOne(work, check))) failed.push(check.name);
  };
  const buildLane = async (): Promise<void> => {
    if (waiting.length > 0 && !(await buildOnce(work)))
      failed.push(...waiting.map(({ name }) => name));
    else queue.push(...waiting);
    await lane();
  };
  await Promise.all([buildLane(), ...Array.from({ length: LANES - 1 }, lane)]);
  return failed.length;
}

/** False when the contracts do not compile: then no check that reads the build can say anything. */
async function buildOnce(work: Work): Promise<boolean> {
  const started = performance.now();
  const output = await work.build();
  work.say(report("build", { problems: output === undefined ? [] : [output] }, started));
  return output === undefined;
}

async function runOne(work: Work, check: Check): Promise<boolean> {
  const started = performance.now();
  const outcome = await check.run(work.root).catch((cause: unknown): Outcome => {
    return { problems: [cause instanceof Error ? cause.message : String(cause)] };
  });
  work.say(report(check.name, outcome, started));
  return outcome.problems.length === 0;
}

function report(name: string, outcome: Outcome, started: number): string {
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  const verdict = outcome.problems.length === 0 ? "ok" : "failed";
  const details = [...(outcome.notes ?? []), ...outcome.problems];
  const indented = details.flatMap((text) => text.split("\n")).map((line) => `    ${line}`);
  return [`${name.padEnd(12)} ${verdict} (${seconds} s)`, ...indented].join("\n");
}
