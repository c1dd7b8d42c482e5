import { toQuantity, type Provider } from "ethers";
import { DevnetError, revertDataOf } from "../errors.js";
import type { Clock } from "./clock.js";
import { field, quantity, text, type ChainConnection, type DevSigner } from "./connection.js";
import { BlockGate, type SavedState } from "./gate.js";

/** What is asked of a chain. */
export interface ChainSpec {
  /** Its name, and by default the network of hardhat.config.ts it runs as. */
  readonly name: string;
  /** LayerZero's number for it, above 30,000 (eid). */
  readonly eid: number;
  readonly chainId: number;
  /** Between two blocks (whole seconds). */
  readonly blockTime: number;
  /** Blocks on top of a packet's before DVNs sign it (count). */
  readonly confirmations: number;
  /** How far its clock runs ahead of the others' (seconds; negative: behind). */
  readonly clockSkew?: number;
}

/** What a reorg is to do besides dropping blocks. */
export interface ReorgOptions {
  /** How many blocks longer the new branch is (count); 1 by default. */
  readonly longer?: number;
  /** Which dropped transactions the new branch holds again, in their old order; none by default. */
  readonly keep?: (transactionHash: string) => boolean;
}

/** A state of one chain to come back to. */
export interface ChainSnapshot {
  /** The node's state; a restore uses it up and saves it anew. */
  state: SavedState;
  readonly gate: () => void;
}

/** One chain of a devnet: its connection, its clock, and what can be done to its blocks. */
export class Chain {
  readonly name: string;
  readonly eid: number;
  readonly chainId: number;
  readonly blockTime: number;
  readonly confirmations: number;
  /** How far its clock runs ahead of the devnet's (seconds). */
  readonly skew: number;
  readonly provider: Provider;
  readonly #gate: BlockGate;
  readonly #clock: Clock;
  #reorgs = 0;

  /**
   * @param spec - what was asked for
   * @param connection - where it runs
   * @param clock - the devnet's time
   * @param users - how many of its accounts are free for users; the rest serve the devnet
   */
  constructor(
    readonly spec: ChainSpec,
    readonly connection: ChainConnection,
    clock: Clock,
    private readonly users: number,
  ) {
    this.name = spec.name;
    this.eid = spec.eid;
    this.chainId = spec.chainId;
    this.blockTime = spec.blockTime;
    this.confirmations = spec.confirmations;
    this.skew = spec.clockSkew ?? 0;
    this.provider = connection.provider;
    this.#clock = clock;
    this.#gate = new BlockGate(spec.name, connection, clock, this.skew);
    connection.setGate(this.#gate.handle);
  }

  /** Funded accounts for tests and users, in order. */
  get signers(): readonly DevSigner[] {
    return this.connection.accounts.slice(0, this.users);
  }

  /** Whether the chain is halted. */
  get halted(): boolean {
    return this.#gate.halted;
  }

  /** One of the user accounts, by index. */
  signer(index: number): DevSigner {
    const signer = this.signers[index];
    if (signer === undefined) {
      throw new DevnetError(
        `${this.name} has ${this.signers.length} user accounts; there is no number ${index}`,
      );
    }
    return signer;
  }

  /** One of the accounts that serve the devnet itself, counted after the users'. */
  serviceSigner(index: number): DevSigner {
    const signer = this.connection.accounts[this.users + index];
    if (signer === undefined) {
      const needed = this.users + index + 1;
      throw new DevnetError(
        `${this.name} needs ${needed} unlocked accounts, has ${this.connection.accounts.length}`,
      );
    }
    return signer;
  }

  /** Its newest block's number. */
  async height(): Promise<number> {
    return Number(quantity(await this.connection.raw("eth_blockNumber"), "eth_blockNumber"));
  }

  /** The hash of a block, undefined if there is no such block. */
  async blockHash(number: number): Promise<string | undefined> {
    const block = await this.connection.raw("eth_getBlockByNumber", [toQuantity(number), false]);
    const hash = field(block, "hash");
    return typeof hash === "string" ? hash : undefined;
  }

  /** The newest block's date (unix seconds). */
  timestamp(): Promise<number> {
    return this.#gate.timestamp();
  }

  /** The date the chain's next block will have at the earliest (unix seconds). */
  now(): number {
    return this.#clock.now() + this.skew;
  }

  /** Mines that many blocks, one block time apart; the devnet's time follows. */
  async mine(blocks = 1): Promise<void> {
    await this.#gate.mine(blocks, this.blockTime);
  }

  /** Mines one block as soon as can be: at the devnet's time, or a second after the newest. */
  async step(): Promise<void> {
    await this.connection.request("evm_mine");
  }

  /** Mines one block if the newest is older than the devnet's time, so that reads see it. */
  async sync(): Promise<void> {
    if ((await this.timestamp()) < this.now()) await this.step();
  }

  /** Moves this chain's time forward, and with it the devnet's (seconds). */
  async increaseTime(seconds: number): Promise<void> {
    const target = Math.max(await this.timestamp(), this.now()) + seconds;
    await this.connection.request("evm_mine", [toQuantity(target)]);
  }

  /** Dates the next block (unix seconds). */
  async setNextTimestamp(time: number): Promise<void> {
    await this.connection.request("evm_setNextBlockTimestamp", [toQuantity(time)]);
  }

  /** Sets an address's native balance (wei). */
  async setBalance(address: string, wei: bigint): Promise<void> {
    await this.connection.raw("hardhat_setBalance", [address, toQuantity(wei)]);
  }

  /** A signer for any address, given something to pay its transactions with. */
  async impersonate(address: string): Promise<DevSigner> {
    await this.setBalance(address, 10n ** 24n);
    return this.connection.impersonate(address);
  }

  /** No more blocks: transactions are refused until `resume`. Reads go on. */
  halt(): void {
    this.#gate.halted = true;
  }

  /** Blocks again, dated by the devnet's time. */
  resume(): void {
    this.#gate.halted = false;
  }

  /** What gas costs, as a multiple of the usual (base fee times `times`). */
  setBaseFee(wei: bigint | undefined): void {
    this.#gate.baseFee = wei;
  }

  /** From now on remembers the state before each block, so that `reorg` can go back to it. */
  recordBlocks(): void {
    this.#gate.recording = true;
  }

  /** How many reorgs there were (count). */
  get reorgs(): number {
    return this.#reorgs;
  }

  /** How many of the newest blocks `reorg` can drop (count). */
  get remembered(): number {
    return this.#gate.remembered;
  }

  /**
   * Drops the newest blocks and grows another branch in their place.
   *
   * @param depth - how many blocks are dropped (count)
   * @param options - length of the new branch, transactions it keeps
   */
  async reorg(depth: number, options: ReorgOptions = {}): Promise<void> {
    const dropped = await this.#gate.rewind(depth, await this.height());
    this.#reorgs += 1;
    const kept = dropped.filter((tx) => options.keep?.(tx.hash) ?? false);
    for (const tx of kept) await this.#replay(tx.request);
    const blocks = depth + (options.longer ?? 1) - kept.length;
    for (let i = 0; i < blocks; i++) await this.step();
  }

  async #replay(request: Readonly<Record<string, unknown>>): Promise<void> {
    await this.connection.impersonate(text(request.from, "from of a dropped transaction"));
    try {
      await this.connection.request("eth_sendTransaction", [request]);
    } catch (error) {
      // A transaction that reverts is in the branch all the same.
      if (revertDataOf(error) === undefined) throw error;
    }
  }

  /** A state to come back to. */
  async snapshot(): Promise<ChainSnapshot> {
    const gate = this.#gate.capture();
    return { state: await this.#gate.save(), gate };
  }

  /** Comes back; the snapshot stays usable. */
  async restore(snapshot: ChainSnapshot): Promise<void> {
    if (!(await this.#gate.goBack(snapshot.state))) {
      throw new DevnetError(
        `${this.name}: the snapshot is gone; a reorg or an earlier restore went below it`,
      );
    }
    snapshot.gate();
    snapshot.state = await this.#gate.save();
  }

  /** Ends the chain's connection. */
  close(): Promise<void> {
    return this.connection.close();
  }
}
