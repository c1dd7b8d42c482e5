import { Interface, type ErrorFragment, type InterfaceAbi } from "ethers";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

const protocol = "@layerzerolabs/lz-evm-protocol-v2/artifacts/contracts";
const messagelib = "@layerzerolabs/lz-evm-messagelib-v2/artifacts/contracts";

/** Where each contract's published artifact stands. */
const paths = {
  EndpointV2: `${protocol}/EndpointV2.sol/EndpointV2.json`,
  SendUln302: `${messagelib}/uln/uln302/SendUln302.sol/SendUln302.json`,
  ReceiveUln302: `${messagelib}/uln/uln302/ReceiveUln302.sol/ReceiveUln302.json`,
  ReceiveUln302View: `${messagelib}/uln/uln302/ReceiveUln302View.sol/ReceiveUln302View.json`,
  DVN: `${messagelib}/uln/dvn/DVN.sol/DVN.json`,
  DVNFeeLib: `${messagelib}/uln/dvn/DVNFeeLib.sol/DVNFeeLib.json`,
  Executor: `${messagelib}/Executor.sol/Executor.json`,
  ExecutorFeeLib: `${messagelib}/ExecutorFeeLib.sol/ExecutorFeeLib.json`,
  PriceFeed: `${messagelib}/PriceFeed.sol/PriceFeed.json`,
  Treasury: `${messagelib}/Treasury.sol/Treasury.json`,
} as const;

/** A LayerZero contract the devnet deploys. */
export type LayerZeroContract = keyof typeof paths;

/** What is needed of a compiled contract. */
export interface ContractArtifact {
  readonly abi: InterfaceAbi;
  readonly bytecode: string;
}

/**
 * Checks that something read from outside is a compiled contract.
 *
 * @param value - what was read
 * @param source - where from, for the message
 * @returns the artifact
 */
export function parseArtifact(value: unknown, source: string): ContractArtifact {
  if (typeof value === "object" && value !== null && "abi" in value && "bytecode" in value) {
    const { abi, bytecode } = value;
    if (Array.isArray(abi) && typeof bytecode === "string" && bytecode.startsWith("0x")) {
      return { abi, bytecode };
    }
  }
  throw new TypeError(
    `${source} is not a contract artifact: it needs an abi array and a hex bytecode`,
  );
}

const loaded = new Map<LayerZeroContract, ContractArtifact>();

/**
 * The published artifact of a LayerZero contract.
 *
 * @param name - which contract
 * @returns its ABI and bytecode, as LayerZero compiled them
 */
export function layerZeroArtifact(name: LayerZeroContract): ContractArtifact {
  const known = loaded.get(name);
  if (known !== undefined) return known;
  const path = require.resolve(paths[name]);
  const artifact = parseArtifact(JSON.parse(readFileSync(path, "utf8")), path);
  loaded.set(name, artifact);
  return artifact;
}

function artifactFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() && entry.name.endsWith(".json") && !entry.name.endsWith(".dbg.json"),
    )
    .map((entry) => join(entry.parentPath, entry.name));
}

let errorFragments: ErrorFragment[] | undefined;

/**
 * Every custom error declared anywhere in the published LayerZero artifacts.
 *
 * @returns the errors, each selector once
 */
export function layerZeroErrorFragments(): readonly ErrorFragment[] {
  if (errorFragments !== undefined) return errorFragments;
  const bySelector = new Map<string, ErrorFragment>();
  for (const anchor of [paths.EndpointV2, paths.Executor]) {
    const folder = dirname(dirname(require.resolve(anchor)));
    for (const file of artifactFiles(folder)) {
      const { abi } = parseArtifact(JSON.parse(readFileSync(file, "utf8")), file);
      new Interface(abi).forEachError((fragment) => bySelector.set(fragment.selector, fragment));
    }
  }
  errorFragments = [...bySelector.values()];
  return errorFragments;
}
