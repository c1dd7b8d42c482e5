// Runs a vectors file against the Solidity libraries and the SDK twin: npm run vectors -- FILE
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import config from "../hardhat.config.js";
import {
  MalformedVectorsError,
  parseVectors,
  runVectors,
  twinSide,
} from "../packages/sdk/src/vectors/index.js";
import { HARNESSES, createContractSide } from "./vectors/contract-side.js";

const USAGE = `usage: npm run vectors -- FILE

Runs every case of a vectors file, e.g. test/vectors/risk.json, against the Solidity libraries of contracts/risk
(through a harness contract on an in-process chain) and against their twin in packages/sdk. A case passes only if
both give the expected results to the wei. Exits 0 if all passed, 1 on a mismatch or an unknown function, 2 if the
file cannot be read or is not a vectors file.`;

const ROOT = resolve(import.meta.dirname, "..");

const write = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

/** Exit code. */
async function main(args: readonly string[]): Promise<number> {
  const [file, ...rest] = args;
  if (file === undefined || rest.length > 0) {
    complain(USAGE);
    return 2;
  }
  const cases = parseVectors(await readFile(resolve(file), "utf8"));
  // A build of three files must not rewrite the bindings of all.
  const hre = await createHardhatRuntimeEnvironment(config, { noTypechain: true }, ROOT);
  const build = { quiet: true, files: HARNESSES.map((name) => `contracts/test/${name}.sol`) };
  await hre.tasks.getTask("build").run(build);
  const { ethers } = await hre.network.create({ network: "hub" });
  const sides = [await createContractSide(ethers), twinSide];
  write(`${cases.length.toString()} cases; each must match on solidity and on sdk`);
  const { passed, failed } = await runVectors(cases, sides, write);
  write(`${passed.toString()} passed, ${failed.toString()} failed`);
  return failed === 0 ? 0 : 1;
}

function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : "unknown error";
  return error instanceof MalformedVectorsError
    ? `not a vectors file: ${message}`
    : `the vectors did not run: ${message}; run without arguments for the usage`;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  complain(explain(error));
  process.exitCode = 2;
}
