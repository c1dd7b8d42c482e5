import { execFile } from "node:child_process";
import { environment, home } from "../../scripts/lib/home.js";

/** What a command left behind. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the demo as a person does, in a process of its own. */
export function demo(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { cwd: home, env: environment() };
    const child = execFile("tsx", ["scripts/demo.ts", ...args], options, (_, stdout, stderr) => {
      resolve({ code: child.exitCode ?? 1, stdout, stderr });
    });
  });
}
