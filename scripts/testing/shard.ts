import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";

import { environment } from "../lib/home.js";
import { Tally } from "./tally.js";

export interface Shard {
  readonly root: string;
  readonly files: readonly string[];
  readonly command: readonly string[];
  readonly limits: Limits;
  readonly say: (line: string) => void;
  /** Gets the running count at once, for those who print progress. */
  readonly started?: (tally: Tally) => void;
}

export interface Limits {
  /** Without one finished test for this long the shard hangs. */
  readonly silentMs: number;
  readonly totalMs: number;
}

const CHANNEL = 3;
const DRAIN_MS = 2_000;

/** Process groups of running shards, so that an interrupted runner leaves nothing behind. */
const running = new Set<number>();

/** Runs the files in one process of their own and counts what its reporter tells on file descriptor 3. */
export async function runShard(shard: Shard): Promise<Tally> {
  const tally = new Tally(shard.root, shard.files, shard.say);
  shard.started?.(tally);
  const [command = "", ...args] = shard.command;
  const child = spawn(command, [...args, ...shard.files], {
    cwd: shard.root,
    env: environment({ CAUSEWAY_TEST_SHARD: "1" }),
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    detached: true,
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => output.push(chunk.toString("utf8")));
  const watch = watchdog(child, shard.limits);
  const channel = child.stdio[CHANNEL];
  if (!(channel instanceof Readable)) throw new Error("the shard's report channel is not readable");
  createInterface({ input: channel }).on("line", (line) => {
    watch.alive();
    tally.take(line);
  });
  const code = await exitOf(child);
  tally.close({ code, reason: watch.stop(), output: output.join("") });
  return tally;
}

/** Ends every shard that still runs: for the runner's own end by a signal. */
export function endShards(): void {
  for (const group of running) endGroup(group, "SIGKILL");
}

/** The exit code, after the pipes are drained; children a test forgot are ended with the shard, or the pipes stay open. */
function exitOf(child: ChildProcess): Promise<number> {
  const { pid } = child;
  if (pid !== undefined) running.add(pid);
  return new Promise((resolve, reject) => {
    child.on("error", (cause) => {
      reject(new Error(`cannot start a test shard: ${cause.message}. Has "npm ci" been run?`));
    });
    child.on("exit", (code) => {
      if (pid !== undefined) {
        endGroup(pid, "SIGKILL");
        running.delete(pid);
      }
      const drained = setTimeout(() => {
        resolve(code ?? 1);
      }, DRAIN_MS);
      child.on("close", () => {
        clearTimeout(drained);
        resolve(code ?? 1);
      });
    });
  });
}

function endGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // The group is gone already, which is what was wanted.
  }
}

function watchdog(
  child: ChildProcess,
  limits: Limits,
): { alive: () => void; stop: () => string | undefined } {
  let reason: string | undefined;
  const end = (why: string) => (): void => {
    reason = why;
    if (child.pid !== undefined) endGroup(child.pid, "SIGKILL");
  };
  const seconds = (ms: number): string => `${String(Math.round(ms / 1_000))} s`;
  const silent = setTimeout(
    end(`hung: no test ended for ${seconds(limits.silentMs)}`),
    limits.silentMs,
  );
  const total = setTimeout(end(`took longer than ${seconds(limits.totalMs)}`), limits.totalMs);
  return {
    alive: () => silent.refresh(),
    stop: () => {
      clearTimeout(silent);
      clearTimeout(total);
      return reason;
    },
  };
}
