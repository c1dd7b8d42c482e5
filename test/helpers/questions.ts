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

interface Plan {
  /** By chain: one call that makes all reads. */
  readonly calls: ReadonlyMap<string, string>;
  /** By chain: words that each read returns (count). */
  readonly sizes: ReadonlyMap<string, readonly number[]>;
}

const abi = CallReader__factory.createInterface();

const wordsOf = (type: ParamType): number =>
  type.components === null
    ? 1
    : type.components.reduce((sum, component) => sum + wordsOf(component), 0);

/** Reads many views of many chains, one call a chain. What to call is worked out once for each name of a plan. */
export class Reader {
  readonly #plans = new Map<string, Plan>();

  private constructor(
    private readonly chains: ReadonlyMap<string, Chain>,
    private readonly readers: ReadonlyMap<string, string>,
    private readonly addresses: ReadonlyMap<BaseContract, string>,
  ) {}

  /** Deploys a contract on each chain that makes the reads of it. */
  static async on(chains: readonly Chain[], contracts: readonly BaseContract[]): Promise<Reader> {
    const readers = new Map<string, string>();
    for (const chain of chains) {
      const reader = await new CallReader__factory(chain.signer(0)).deploy();
      readers.set(chain.name, await reader.getAddress());
    }
    const addresses = new Map<BaseContract, string>();
    for (const contract of contracts) addresses.set(contract, await contract.getAddress());
    return new Reader(new Map(chains.map((chain) => [chain.name, chain])), readers, addresses);
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
    const calls = [...plan.calls].map(async ([chain, data]) => {
      answers.set(chain, await this.#call(chain, data));
    });
    await Promise.all(calls);
    const cursors = new Map<string, { read: number; word: number }>();
    return assemble((chain) => {
      const at = cursors.get(chain) ?? { read: 0, word: 0 };
      const size = plan.sizes.get(chain)?.[at.read] ?? 0;
      cursors.set(chain, { read: at.read + 1, word: at.word + size });
      return answers.get(chain)?.slice(at.word, at.word + size) ?? [];
    });
  }

  #plan(assemble: Assemble<unknown>): Plan {
    const asked = new Map<string, { targets: string[]; calls: string[]; sizes: number[] }>();
    assemble((chain, contract, view, ...args) => {
      const list = asked.get(chain) ?? { targets: [], calls: [], sizes: [] };
      asked.set(chain, list);
      const fragment = contract.interface.getFunction(view);
      const target = this.addresses.get(contract);
      if (fragment === null || target === undefined)
        throw new RangeError(`${view} of a contract that the reader does not know`);
      const size = fragment.outputs.reduce((sum, output) => sum + wordsOf(output), 0);
      list.targets.push(target);
      list.calls.push(contract.interface.encodeFunctionData(fragment, args));
      list.sizes.push(size);
      return Array.from({ length: size }, () => 0n);
    });
    const calls = new Map<string, string>();
    for (const [chain, list] of asked)
      calls.set(chain, abi.encodeFunctionData("read", [list.targets, list.calls]));
    return { calls, sizes: new Map([...asked].map(([chain, { sizes }]) => [chain, sizes])) };
  }

  async #call(name: string, data: string): Promise<bigint[]> {
    const to = this.readers.get(name);
    const chain = this.chains.get(name);
    if (chain === undefined) throw new RangeError(`the reader is not on ${name}`);
    const answer = String(await chain.connection.raw("eth_call", [{ to, data }, "latest"]));
    // Offset and length of the bytes come first; every read returns whole words.
    const count = Number(`0x${answer.slice(66, 130)}`) / 32;
    return Array.from({ length: count }, (_, index) =>
      BigInt(`0x${answer.slice(130 + 64 * index, 194 + 64 * index)}`),
    );
  }
}
