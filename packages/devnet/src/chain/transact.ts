import {
  getCreateAddress,
  toQuantity,
  type BytesLike,
  type ContractDeployTransaction,
  type LogDescription,
  type Interface,
} from "ethers";
import { RevertedError, decodeError, revertDataOf, DevnetError } from "../errors.js";
import { field, quantity, text, type ChainConnection } from "./connection.js";

/** A transaction to send as it stands: nothing is estimated. */
export interface Call {
  readonly from: string;
  readonly to?: string;
  readonly data: BytesLike;
  readonly value?: bigint;
  readonly gas: bigint;
}

/** An event log of a mined transaction. */
export interface ReceiptLog {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
}

/** What a mined transaction left behind. */
export interface Receipt {
  readonly hash: string;
  readonly blockNumber: number;
  readonly gasUsed: bigint;
  readonly logs: readonly ReceiptLog[];
}

function rpcCall(call: Call): Record<string, unknown> {
  const { from, to, data, value = 0n, gas } = call;
  const common = { from, data, value: toQuantity(value), gas: toQuantity(gas) };
  return to === undefined ? common : { ...common, to };
}

function parseLog(value: unknown): ReceiptLog {
  const topics = field(value, "topics");
  return {
    address: text(field(value, "address"), "log address"),
    topics: Array.isArray(topics) ? topics.map((topic: unknown) => text(topic, "log topic")) : [],
    data: text(field(value, "data"), "log data"),
  };
}

function reverted(step: string, error: unknown): Error {
  const data = revertDataOf(error);
  if (data === undefined)
    return error instanceof Error ? error : new DevnetError(`${step}: ${String(error)}`);
  return new RevertedError(step, decodeError(data));
}

/**
 * Runs a call without mining it.
 *
 * @param connection - the chain
 * @param call - the call
 * @param step - what is being done, for messages
 * @returns what it returned
 */
export async function simulate(
  connection: ChainConnection,
  call: Call,
  step: string,
): Promise<string> {
  try {
    return text(await connection.raw("eth_call", [rpcCall(call), "latest"]), step);
  } catch (error) {
    throw reverted(step, error);
  }
}

/**
 * Sends a transaction from an account whose key the chain holds and reads its receipt.
 *
 * @param connection - the chain
 * @param call - the transaction
 * @param step - what is being done, for messages
 * @returns its receipt; a reverted one is thrown, with the reason decoded
 */
export async function transact(
  connection: ChainConnection,
  call: Call,
  step: string,
): Promise<Receipt> {
  const hash = await submit(connection, call, step);
  const receipt = await receiptOf(connection, hash);
  // Some nodes mine a reverting transaction without a word: asking again tells why.
  if (receipt === undefined) {
    await simulate(connection, call, step);
    throw new DevnetError(`${step}: transaction ${hash} failed, and the same call now succeeds`);
  }
  return receipt;
}

async function submit(connection: ChainConnection, call: Call, step: string): Promise<string> {
  try {
    return text(await connection.request("eth_sendTransaction", [rpcCall(call)]), step);
  } catch (error) {
    throw reverted(step, error);
  }
}

async function receiptOf(connection: ChainConnection, hash: string): Promise<Receipt | undefined> {
  const receipt = await waitFor(connection, hash);
  if (quantity(field(receipt, "status"), "status of a receipt") !== 1n) return undefined;
  const logs = field(receipt, "logs");
  return {
    hash,
    blockNumber: Number(quantity(field(receipt, "blockNumber"), "block of a receipt")),
    gasUsed: quantity(field(receipt, "gasUsed"), "gas of a receipt"),
    logs: Array.isArray(logs) ? logs.map(parseLog) : [],
  };
}

/** Chains mine on arrival, but over HTTP the receipt can be a moment behind the hash. */
async function waitFor(connection: ChainConnection, hash: string): Promise<unknown> {
  for (let attempt = 0; attempt < 400; attempt++) {
    const receipt = await connection.raw("eth_getTransactionReceipt", [hash]);
    if (receipt !== null && receipt !== undefined) return receipt;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new DevnetError(
    `transaction ${hash} was not mined within two seconds; does the chain mine on arrival?`,
  );
}

/**
 * The events of one contract among logs.
 *
 * @param logs - of a receipt
 * @param address - the contract
 * @param abi - its interface
 * @returns the events its interface knows
 */
export function eventsOf(
  logs: readonly ReceiptLog[],
  address: string,
  abi: Interface,
): LogDescription[] {
  return logs
    .filter((log) => log.address.toLowerCase() === address.toLowerCase())
    .map((log) => abi.parseLog({ topics: [...log.topics], data: log.data }))
    .filter((event) => event !== null);
}

/**
 * Sends many transactions from one account without waiting for each: addresses follow from the nonces.
 * `settle` reads the receipts and throws on the first that failed.
 */
export class Batch {
  readonly #sent: { readonly hash: string; readonly step: string }[] = [];

  private constructor(
    private readonly connection: ChainConnection,
    private readonly from: string,
    private nonce: number,
  ) {}

  /** Starts a batch from an account. */
  static async open(connection: ChainConnection, from: string): Promise<Batch> {
    const nonce = await connection.raw("eth_getTransactionCount", [from, "latest"]);
    return new Batch(connection, from, Number(quantity(nonce, "nonce")));
  }

  /** Deploys; gives the address at once. */
  async deploy(name: string, transaction: ContractDeployTransaction): Promise<string> {
    const address = getCreateAddress({ from: this.from, nonce: this.nonce });
    await this.#send(
      { from: this.from, data: transaction.data, gas: 12_000_000n },
      `deploy ${name}`,
    );
    return address;
  }

  /** Calls a contract. */
  async call(to: string, data: string, step: string): Promise<void> {
    await this.#send({ from: this.from, to, data, gas: 3_000_000n }, step);
  }

  /** Checks that everything sent succeeded. */
  async settle(): Promise<void> {
    for (const { hash, step } of this.#sent) {
      if ((await receiptOf(this.connection, hash)) === undefined)
        throw new DevnetError(`${step}: ${hash} failed`);
    }
  }

  async #send(call: Call, step: string): Promise<void> {
    this.nonce += 1;
    this.#sent.push({ hash: await submit(this.connection, call, step), step });
  }
}
