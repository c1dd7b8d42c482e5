import type { network } from "hardhat";
import type { Provider, Signer } from "ethers";

/** An ethers signer that knows its address without asking. */
export type DevSigner = Signer & { readonly address: string };

/** What `network.create` of Hardhat gives: `ethers`, `networkHelpers`, `ignition` and the rest of the plugins. */
export type HardhatConnection = Awaited<ReturnType<typeof network.create>>;

/** A JSON-RPC request. */
export interface RpcRequest {
  readonly method: string;
  readonly params: readonly unknown[];
}

/**
 * Sees every request that is about to reach a chain, whoever makes it, and decides when and whether to forward it.
 * Requests made through `ChainConnection.raw` pass by it.
 */
export type Gate = (request: RpcRequest, forward: () => Promise<unknown>) => Promise<unknown>;

/**
 * One chain, wherever it runs: in this process, as a fork in this process, or behind a URL.
 * Everything above speaks to chains only through this.
 */
export interface ChainConnection {
  /** Where the chain runs. */
  readonly kind: "in-process" | "fork" | "http";
  readonly chainId: number;
  /** For ethers contracts and reads. */
  readonly provider: Provider;
  /** The chain's own funded accounts, in order. */
  readonly accounts: readonly DevSigner[];
  /** The Hardhat connection, when the chain runs in this process. */
  readonly hardhat?: HardhatConnection;
  /** Where it listens, when it runs behind a URL. */
  readonly url?: string;
  /** An EIP-1193 request, through the gate. */
  request(method: string, params?: readonly unknown[]): Promise<unknown>;
  /** An EIP-1193 request that the gate does not see. */
  raw(method: string, params?: readonly unknown[]): Promise<unknown>;
  /** Puts the gate in place; before that everything is forwarded. */
  setGate(gate: Gate): void;
  /** A signer for any address; the chain stops asking for that address's signature. */
  impersonate(address: string): Promise<DevSigner>;
  /** Ends the connection, and the process behind it if the devnet started one. */
  close(): Promise<void>;
}

/** Opens the connection to one chain; in-process, forked and HTTP chains are three of these. */
export type Connect = (wanted: ConnectRequest) => Promise<ChainConnection>;

/** What a chain should look like when it opens. */
export interface ConnectRequest {
  readonly name: string;
  readonly chainId: number;
  /** Words its accounts are derived from. */
  readonly mnemonic: string;
  /** How many funded accounts it has (count). */
  readonly accounts: number;
  /** Its first block's date (unix seconds). */
  readonly genesis: number;
}

/**
 * Reads a JSON-RPC quantity.
 *
 * @param value - what the node answered
 * @param what - what was asked, for the message
 * @returns the quantity
 */
export function quantity(value: unknown, what: string): bigint {
  if (typeof value === "string" || typeof value === "number" || typeof value === "bigint") {
    return BigInt(value);
  }
  throw new TypeError(`${what}: expected a quantity, got ${JSON.stringify(value)}`);
}

/**
 * Reads a JSON-RPC string.
 *
 * @param value - what the node answered
 * @param what - what was asked, for the message
 * @returns the string
 */
export function text(value: unknown, what: string): string {
  if (typeof value === "string") return value;
  throw new TypeError(`${what}: expected text, got ${JSON.stringify(value)}`);
}

/**
 * A field of a JSON-RPC object.
 *
 * @param value - what the node answered
 * @param name - the field
 * @returns its value, undefined when there is none
 */
export function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
