import {
  attachDevnet,
  forkOf,
  testnets,
  type Chain,
  type Devnet,
  type LayerZeroAddresses,
  type LayerZeroCore,
} from "@causeway/devnet";
import { readFileSync } from "node:fs";
import { localChains } from "../../deploy/networks/local.js";
import { networkOf } from "./system.js";

/** Environment variables, as `process.env` has them. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** A chain to fork: where it answers, and the LayerZero contracts on it. */
export interface ForkTarget {
  readonly url: string;
  readonly chainId: number;
  readonly layerZero: LayerZeroAddresses;
}

/** File with other LayerZero contracts than the testnets' (JSON: by chain name, chainId and layerZero). */
export const ADDRESSES = "CAUSEWAY_FORK_ADDRESSES";

/** The variable that names the URL of a chain to fork. */
export const urlVariable = (chain: string): string => `CAUSEWAY_FORK_${chain.toUpperCase()}_URL`;

type Book = Readonly<Record<string, Omit<ForkTarget, "url">>>;

const published: Book = {
  hub: testnets.sepolia,
  arbitrum: testnets.arbitrumSepolia,
  base: testnets.baseSepolia,
  optimism: testnets.optimismSepolia,
};

function field(value: unknown, name: string, where: string): unknown {
  if (typeof value !== "object" || value === null || !(name in value))
    throw new TypeError(`${where} lacks ${name}`);
  return Reflect.get(value, name);
}

function text(value: unknown, name: string, where: string): string {
  const found = field(value, name, where);
  if (typeof found !== "string") throw new TypeError(`${name} of ${where} is not an address`);
  return found;
}

function entryOf(book: unknown, chain: string, file: string): Omit<ForkTarget, "url"> {
  const where = `${chain} in ${file}`;
  const entry = field(book, chain, file);
  const chainId = field(entry, "chainId", where);
  const contracts = field(entry, "layerZero", where);
  const dvns = field(contracts, "dvns", where);
  if (typeof chainId !== "number") throw new TypeError(`chainId of ${where} is not a number`);
  if (!Array.isArray(dvns) || !dvns.every((dvn) => typeof dvn === "string"))
    throw new TypeError(`dvns of ${where} is not a list of addresses`);
  return {
    chainId,
    layerZero: {
      endpoint: text(contracts, "endpoint", where),
      sendUln: text(contracts, "sendUln", where),
      receiveUln: text(contracts, "receiveUln", where),
      executor: text(contracts, "executor", where),
      dvns,
    },
  };
}

function bookOf(file: string | undefined): Book {
  if (file === undefined) return published;
  const book: unknown = JSON.parse(readFileSync(file, "utf8"));
  return Object.fromEntries(localChains.map(({ name }) => [name, entryOf(book, name, file)]));
}

/**
 * The chains that the variables name.
 *
 * @param variables - such as process.env
 * @returns by chain name; undefined if no chain is named
 */
export function forkTargets(variables: Variables): ReadonlyMap<string, ForkTarget> | undefined {
  const names = localChains.map(({ name }) => urlVariable(name));
  const missing = names.filter((name) => (variables[name] ?? "") === "");
  if (missing.length === names.length) return undefined;
  if (missing.length > 0)
    throw new Error(`all of ${names.join(", ")} are needed; ${missing.join(", ")} are not set`);
  const book = bookOf(variables[ADDRESSES]);
  return new Map(
    localChains.map(({ name }) => {
      const known = book[name];
      if (known === undefined) throw new Error(`no LayerZero contracts are known for ${name}`);
      return [name, { ...known, url: variables[urlVariable(name)] ?? "" }];
    }),
  );
}

/** Forks chains in this process and uses the LayerZero contracts there: DVNs and executors are impersonated. */
export function attachForks(
  targets: ReadonlyMap<string, ForkTarget>,
): Promise<Devnet<LayerZeroCore>> {
  const urls = Object.fromEntries([...targets].map(([name, { url }]) => [name, url]));
  const contracts = Object.fromEntries(
    [...targets].map(([name, { layerZero }]) => [name, layerZero]),
  );
  const chains = localChains.map(({ name, eid, chainId, blockTime, confirmations }) => ({
    name,
    eid,
    chainId: targets.get(name)?.chainId ?? chainId,
    blockTime,
    confirmations,
  }));
  const connect = forkOf(urls, { network: networkOf });
  return attachDevnet({ chains, seed: "forks", connect }, contracts);
}

/** What must not move of a chain that is only read. */
export async function faceOf({ name, connection }: Chain): Promise<string> {
  const block = await connection.raw("eth_getBlockByNumber", ["latest", false]);
  const [account] = connection.accounts;
  const balance = await connection.raw("eth_getBalance", [account?.address, "latest"]);
  const nonce = await connection.raw("eth_getTransactionCount", [account?.address, "latest"]);
  const fields = ["number", "hash", "stateRoot"].map((field_) => field(block, field_, name));
  return JSON.stringify({ name, fields, balance, nonce });
}
