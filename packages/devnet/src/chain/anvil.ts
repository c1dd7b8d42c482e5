import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DevnetError } from "../errors.js";
import type { Connect, ConnectRequest } from "./connection.js";
import { openHttp } from "./http.js";

const require = createRequire(import.meta.url);

/** How @foundry-rs names processors. */
const processors: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64" };

/**
 * The native anvil from npm. The `anvil` in node_modules/.bin is a script around it, which would have to be ended too.
 *
 * @returns its path
 */
export function anvilBinary(): string {
  const name = `@foundry-rs/anvil-${process.platform}-${processors[process.arch] ?? process.arch}`;
  const file = process.platform === "win32" ? "anvil.exe" : "anvil";
  const searched = require.resolve.paths(name) ?? [];
  const found = searched
    .map((folder) => join(folder, name, "bin", file))
    .find((path) => existsSync(path));
  if (found === undefined) {
    throw new DevnetError(
      `no native anvil: npm package ${name} is not installed; install @foundry-rs/anvil`,
    );
  }
  return found;
}

function argumentsFor(wanted: ConnectRequest): string[] {
  const values: Readonly<Record<string, string | number>> = {
    host: "127.0.0.1",
    // The system chooses a free port, and anvil says which.
    port: 0,
    "chain-id": wanted.chainId,
    hardfork: "prague",
    "gas-limit": 60_000_000,
    timestamp: wanted.genesis,
    accounts: wanted.accounts,
    mnemonic: wanted.mnemonic,
  };
  return Object.entries(values).flatMap(([name, value]) => [`--${name}`, String(value)]);
}

async function listeningAt(child: ChildProcess, name: string): Promise<string> {
  if (child.stdout === null)
    throw new DevnetError(`${name}: anvil was started without an output to read`);
  for await (const line of createInterface({ input: child.stdout })) {
    const address = /^Listening on (\S+)/.exec(line)?.[1];
    if (address !== undefined) {
      // Nobody reads on: an output left full would stop the process.
      child.stdout.resume();
      return `http://${address}`;
    }
  }
  throw new DevnetError(
    `${name}: anvil ended with ${child.exitCode ?? "no code"} before it listened`,
  );
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill();
  await ended;
}

/** How anvil processes are started. */
export interface AnvilOptions {
  /** The program; the one from npm by default. */
  readonly binary?: string;
}

/**
 * Chains in anvil processes of their own, on free ports of 127.0.0.1; closing the devnet ends them.
 *
 * @param options - which program
 * @returns the way to connect
 */
export function onAnvil(options: AnvilOptions = {}): Connect {
  return async (wanted) => {
    const child = spawn(options.binary ?? anvilBinary(), argumentsFor(wanted), {
      stdio: ["ignore", "pipe", "ignore"],
    });
    // A process that forgets to close its devnet must not leave anvils behind.
    const atExit = (): void => {
      child.kill();
    };
    process.once("exit", atExit);
    try {
      return await openHttp(await listeningAt(child, wanted.name), wanted.chainId, async () => {
        process.removeListener("exit", atExit);
        await end(child);
      });
    } catch (error) {
      process.removeListener("exit", atExit);
      await end(child);
      throw error;
    }
  };
}
