import { spawn } from "node:child_process";

/** What a finished command left behind: its exit code (1 when a signal ended it) and both streams in the order they came. */
export interface Finished {
  readonly code: number;
  readonly output: string;
  readonly timedOut: boolean;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  readonly onOutput?: (chunk: string) => void;
}

const GRACE_MS = 5_000;

/** Runs one command without a shell or a terminal. Never throws for a failing command: the caller reads `code`. */
export function run(
  command: string,
  args: readonly string[],
  options: RunOptions,
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...options.env };
    const child = spawn(command, [...args], {
      cwd: options.cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const chunks: string[] = [];
    let timedOut = false;
    const collect = (chunk: Buffer): void => {
      const text = chunk.toString("utf8");
      chunks.push(text);
      options.onOutput?.(text);
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    const timer = endAfter(options.timeoutMs, () => {
      timedOut = true;
      child.kill("SIGTERM");
      setTimeout(() => child.kill("SIGKILL"), GRACE_MS).unref();
    });
    child.on("error", (cause) => {
      reject(new Error(`cannot start "${command}": ${cause.message}. Has "npm ci" been run?`));
    });
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 1, output: chunks.join(""), timedOut });
    });
  });
}

function endAfter(ms: number | undefined, end: () => void): NodeJS.Timeout | undefined {
  return ms === undefined ? undefined : setTimeout(end, ms);
}
