import type { Chain } from "@causeway/devnet";
import type { BaseContract, ParamType } from "ethers";
import { CallReader__factory } from "../../typechain-types/index.js";

/** A view of a contract, asked on its chain: the words it returns (integers as unsigned). */
export type Ask = (
  chain: string,
  contract: BaseContract,
  view: string,
  ...args: readonly (string | number)[]
) => readonly bigint[];

/** Asks for everything it needs and puts the answers together. Asked twice: once to plan, once with answers. */
export type Assemble<T> = (ask: Ask) => T;

interface Read {
  readonly to: string;
  readonly data: string;
  /** Words it returns (count). */
  readonly size: number;
}

/** By chain: the reads to make, in order. */
type Plan = ReadonlyMap<string, readonly Read[]>;

const abi = CallReader__factory.createInterface();

const wordsOf = (type: ParamType): number =>
  type.components === null
    ? 1
    : type.components.reduce((sum, component) => sum + wordsOf(component), 0);

const wordsIn = (hex: string): bigint[] =>
  Array.from({ length: (hex.length - 2) / 64 }, (_, index) =>
    BigInt(`0x${hex.slice(2 + 64 * index, 66 + 64 * index)}`),
  );

/** Reads many views of many chains. What to call is worked out once for each name of a plan. */
export class Reader {
  readonly #plans = new Map<string, Plan>();
  readonly #batches = new WeakMap<readonly Read[], string>();

  private constructor(
    private readonly chains: ReadonlyMap<string, Chain>,
    private readonly addresses: ReadonlyMap<BaseContract, string>,
    private readonly batching: ReadonlyMap<string, string>,
  ) {}

  /**
   * Learns the addresses of contracts.
   *
   * @param chains - where they are
   * @param contracts - those to be read
   * @param batching - `CallReader` contracts by chain: there all reads are one call
   * @returns the reader
   */
  static async of(
    chains: readonly Chain[],
    contracts: readonly BaseContract[],
    batching: ReadonlyMap<string, string> = new Map(),
  ): Promise<Reader> {
    const addresses = new Map<BaseContract, string>();
    for (const contract of contracts) addresses.set(contract, await contract.getAddress());
    return new Reader(new Map(chains.map((chain) => [chain.name, chain])), addresses, batching);
  }

  /**
   * Reads.
   *
   * @param name - of the plan: the same name must always ask the same
   * @param assemble - asks and puts together
   * @returns what was put together
   */
  async read<T>(name: string, assemble: Assemble<T>): Promise<T> {
    const plan = this.#plans.get(name) ?? this.#plan(assemble);
    this.#plans.set(name, plan);
    const answers = new Map<string, bigint[]>();
    const calls = [...plan].map(async ([chain, reads]) => {
      answers.set(chain, await this.#answer(chain, reads));
    });
    await Promise.all(calls);
    const cursors = new Map<string, { read: number; word: number }>();
    return assemble((chain) => {
      const at = cursors.get(chain) ?? { read: 0, word: 0 };
      const size = plan.get(chain)?.[at.read]?.size ?? 0;
      cursors.set(chain, { read: at.read + 1, word: at.word + size });
      return answers.get(chain)?.slice(at.word, at.word + size) ?? [];
    });
  }

  #plan(assemble: Assemble<unknown>): Plan {
    const plan = new Map<string, Read[]>();
    assemble((chain, contract, view, ...args) => {
      const reads = plan.get(chain) ?? [];
      plan.set(chain, reads);
      const fragment = contract.interface.getFunction(view);
      const to = this.addresses.get(contract);
      if (fragment === null || to === undefined)
        throw new RangeError(`${view} of a contract that the reader does not know`);
      const size = fragment.outputs.reduce((sum, output) => sum + wordsOf(output), 0);
      reads.push({ to, data: contract.interface.encodeFunctionData(fragment, args), size });
      return Array.from({ length: size }, () => 0n);
    });
    return plan;
  }

  async #answer(name: string, reads: readonly Read[]): Promise<bigint[]> {
    const chain = this.chains.get(name);
    if (chain === undefined) throw new RangeError(`the reader is not on ${name}`);
    const call = async (to: string, data: string): Promise<string> =>
      String(await chain.connection.raw("eth_call", [{ to, data }, "latest"]));
    const batcher = this.batching.get(name);
    if (batcher === undefined)
      return (await Promise.all(reads.map(({ to, data }) => call(to, data)))).flatMap(wordsIn);
    const answer = await call(batcher, this.#batchOf(reads));
    // Offset and length of the bytes come first; every read returns whole words.
    const length = Number(`0x${answer.slice(66, 130)}`);
    return wordsIn(`0x${answer.slice(130, 130 + 2 * length)}`);
  }

  #batchOf(reads: readonly Read[]): string {
    const known = this.#batches.get(reads);
    if (known !== undefined) return known;
    const made = abi.encodeFunctionData("read", [
      reads.map(({ to }) => to),
      reads.map(({ data }) => data),
    ]);
    this.#batches.set(reads, made);
    return made;
  }
}
