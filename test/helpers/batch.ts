import type { ContractRunner, TransactionRequest } from "ethers";
import type { Chain } from "@causeway/devnet";
import { CallReader__factory } from "../../typechain-types/index.js";

interface Waiting {
  readonly to: string;
  readonly data: string;
  readonly resolve: (result: string) => void;
  readonly reject: (reason: unknown) => void;
}

/** Most reads in one call: far below the gas of a block (count). */
const AT_ONCE = 400;

const abi = CallReader__factory.createInterface();
const { bytecode } = CallReader__factory;

/**
 * Runs the reads of ethers contracts: those asked for at the same time go to the chain as one call. Connect contracts
 * to it and await their reads together.
 */
export class BatchedReads implements ContractRunner {
  readonly provider = null;
  #waiting: Waiting[] = [];

  private constructor(
    private readonly chain: Chain,
    private readonly reader: string,
  ) {}

  /** Deploys the contract that makes the reads. */
  static async on(chain: Chain): Promise<BatchedReads> {
    const deployment = { from: chain.signer(0).address, data: bytecode, gas: "0x1e8480" };
    const hash = await chain.connection.request("eth_sendTransaction", [deployment]);
    const receipt = await chain.provider.getTransactionReceipt(String(hash));
    if (receipt?.contractAddress == null) throw new Error(`${chain.name}: no reader was deployed`);
    return new BatchedReads(chain, receipt.contractAddress);
  }

  /** Waits for its turn with the others asked for in the same moment. */
  call({ to, data }: TransactionRequest): Promise<string> {
    if (typeof to !== "string" || typeof data !== "string")
      return Promise.reject(new TypeError("a batched read needs an address and data"));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ to, data, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => void this.#flush());
    });
  }

  async #flush(): Promise<void> {
    const all = this.#waiting;
    this.#waiting = [];
    for (let at = 0; at < all.length; at += AT_ONCE) await this.#read(all.slice(at, at + AT_ONCE));
  }

  async #read(some: readonly Waiting[]): Promise<void> {
    const data = abi.encodeFunctionData("read", [
      some.map(({ to }) => to),
      some.map((one) => one.data),
    ]);
    try {
      const answer = await this.chain.connection.raw("eth_call", [
        { to: this.reader, data },
        "latest",
      ]);
      const [results] = abi.decodeFunctionResult("read", String(answer));
      for (const [index, one] of some.entries()) one.resolve(results[index] ?? "0x");
    } catch (error) {
      for (const one of some) one.reject(error);
    }
  }
}
