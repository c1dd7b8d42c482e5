import { existsSync } from "node:fs";
import path from "node:path";

import { filesBelow } from "./files.js";
import { type Json, listAt, readJson, textAt } from "./json.js";

/** One contract of `contracts/` that can be deployed, as the compiler left it in `artifacts/`. */
export interface Contract {
  readonly name: string;
  readonly source: string;
  readonly layer: string;
  readonly functions: readonly AbiFunction[];
  readonly deployedBytes: number;
  readonly buildInfo: string;
}

export interface AbiFunction {
  readonly name: string;
  readonly changesState: boolean;
}

/**
 * Contracts with code of their own. Interfaces have no bytecode; internal libraries have bytecode but no function in their
 * ABI; `contracts/test` is never deployed outside tests.
 */
export function deployableContracts(root: string): Contract[] {
  if (!existsSync(path.join(root, "artifacts")))
    throw new Error('there are no artifacts: run "hardhat build" first');
  return filesBelow(root, "artifacts/contracts")
    .filter((file) => file.endsWith(".json") && !file.startsWith("artifacts/contracts/test/"))
    .map((file) => toContract(root, file))
    .filter((contract) => contract.deployedBytes > 0 && contract.functions.length > 0);
}

function toContract(root: string, file: string): Contract {
  const artifact = readJson(path.join(root, file));
  const source = textAt(artifact, "sourceName");
  const functions = listAt(artifact, "abi")
    .filter((item) => textAt(item, "type") === "function")
    .map((item) => ({ name: textAt(item, "name"), changesState: changesState(item) }));
  return {
    name: textAt(artifact, "contractName"),
    source,
    layer: source.split("/")[1] ?? "",
    functions,
    deployedBytes: (textAt(artifact, "deployedBytecode").length - 2) / 2,
    buildInfo: textAt(artifact, "buildInfoId"),
  };
}

function changesState(item: Json): boolean {
  return !["view", "pure"].includes(textAt(item, "stateMutability"));
}
