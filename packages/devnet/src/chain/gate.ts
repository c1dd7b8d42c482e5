import { toQuantity } from "ethers";
import { DevnetError } from "../errors.js";
import type { Clock } from "./clock.js";
import {
  field,
  quantity,
  text,
  type ChainConnection,
  type Gate,
  type RpcRequest,
} from "./connection.js";

/** A transaction that a reorg dropped, and how to send it again. */
export interface DroppedTransaction {
  readonly hash: string;
  readonly request: Readonly<Record<string, unknown>>;
}

/** A state of the chain to come back to. */
export interface SavedState {
  /** The node's name for it; nodes use a name again once it is free, so it identifies nothing by itself. */
  readonly id: string;
}

/** The state before a block. */
interface Mark {
  readonly state: SavedState;
  readonly height: number;
}

/** Calls that mine, by what they need first. */
const mining: ReadonlySet<string> = new Set([
  "eth_sendTransaction",
  "eth_sendRawTransaction",
  "evm_mine",
  "hardhat_mine",
  "anvil_mine",
]);

/**
 * Stands in front of one chain: dates every block by the devnet's clock, so that no date depends on how fast the machine
 * is; refuses blocks while the chain is halted; remembers the state before each block if a reorg may come.
 */
export class BlockGate {
  halted = false;
  recording = false;
  baseFee: bigint | undefined;
  #marks: readonly Mark[] = [];
  /** States the node still has, oldest first. */
  #saved: readonly SavedState[] = [];
  #lastTimestamp: number | undefined;
  #datedByCaller = false;
  #queue: Promise<unknown> = Promise.resolve();

  /**
   * @param name - the chain's, for messages
   * @param connection - where it runs
   * @param clock - the devnet's time
   * @param skew - how far the chain's clock is ahead (seconds)
   */
  constructor(
    private readonly name: string,
    private readonly connection: ChainConnection,
    private readonly clock: Clock,
    private readonly skew: number,
  ) {}

  /** The gate itself. */
  readonly handle: Gate = (request, forward) => {
    if (mining.has(request.method)) return this.#inTurn(() => this.#mineOne(request, forward));
    switch (request.method) {
      case "evm_setNextBlockTimestamp":
        return this.#inTurn(() => this.#dated(request, forward));
      case "evm_increaseTime":
        return this.#inTurn(() => this.#increase(request));
      case "evm_revert":
        return this.#inTurn(() => this.#reverted(request, forward));
      default:
        return forward();
    }
  };

  /** How many of the newest blocks can be dropped (count). */
  get remembered(): number {
    return this.#marks.length;
  }

  /** The newest block's date (unix seconds). */
  async timestamp(): Promise<number> {
    this.#lastTimestamp ??= await this.#readTimestamp();
    return this.#lastTimestamp;
  }

  /** Mines blocks a fixed time apart. */
  mine(blocks: number, interval: number): Promise<void> {
    return this.#inTurn(async () => {
      this.#refuseIfHalted();
      const start = Math.max(await this.timestamp(), this.clock.now() + this.skew);
      if (this.recording || blocks <= 2) {
        for (let i = 1; i <= blocks; i++) await this.#mineAt(start + i * interval);
        return;
      }
      await this.#setBaseFee();
      await this.connection.raw("evm_setNextBlockTimestamp", [toQuantity(start + interval)]);
      await this.connection.raw("hardhat_mine", [toQuantity(blocks), toQuantity(interval)]);
      this.#mined(start + blocks * interval);
    });
  }

  /** Goes back before the newest blocks; gives the transactions that were in them, oldest first. */
  rewind(depth: number, height: number): Promise<DroppedTransaction[]> {
    return this.#inTurn(async () => {
      this.#refuseIfHalted();
      const mark = this.#marks.find((candidate) => candidate.height === height - depth);
      if (mark === undefined) {
        const have = this.#marks.length;
        throw new DevnetError(
          `${this.name}: cannot drop ${depth} blocks, only ${have} are remembered; call recordBlocks() before them`,
        );
      }
      const dropped: DroppedTransaction[] = [];
      for (let number = mark.height + 1; number <= height; number++) {
        dropped.push(...(await this.#transactionsOf(number)));
      }
      await this.#goBack(mark.state);
      return dropped;
    });
  }

  /** Saves the state. */
  save(): Promise<SavedState> {
    return this.#inTurn(() => this.#save());
  }

  /** Goes back to a state, which is then used up; false if it is gone already. */
  goBack(state: SavedState): Promise<boolean> {
    return this.#inTurn(() => this.#goBack(state));
  }

  /** Everything the gate remembers; calling the result puts it back. */
  capture(): () => void {
    const { halted, recording, baseFee } = this;
    const marks = this.#marks;
    const lastTimestamp = this.#lastTimestamp;
    return () => {
      Object.assign(this, { halted, recording, baseFee });
      this.#marks = marks.filter((mark) => this.#saved.includes(mark.state));
      this.#lastTimestamp = lastTimestamp;
      this.#datedByCaller = false;
    };
  }

  /** One mining call after the other: each is dated before it is forwarded. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async #mineOne(request: RpcRequest, forward: () => Promise<unknown>): Promise<unknown> {
    this.#refuseIfHalted();
    await this.#mark();
    await this.#setBaseFee();
    const wished = request.method === "evm_mine" ? request.params[0] : undefined;
    const many = request.method.endsWith("_mine") && request.method !== "evm_mine";
    let timestamp: number | undefined;
    if (wished !== undefined) timestamp = Number(quantity(wished, "evm_mine"));
    else if (!this.#datedByCaller) timestamp = await this.#date();
    this.#datedByCaller = false;
    try {
      return await forward();
    } finally {
      // A call that mines several blocks, or one whose date somebody else chose, is read back.
      if (many || timestamp === undefined) this.#lastTimestamp = undefined;
      this.#mined(many || timestamp === undefined ? await this.timestamp() : timestamp);
    }
  }

  async #date(): Promise<number> {
    const timestamp = Math.max((await this.timestamp()) + 1, this.clock.now() + this.skew);
    await this.connection.raw("evm_setNextBlockTimestamp", [toQuantity(timestamp)]);
    return timestamp;
  }

  async #mineAt(timestamp: number): Promise<void> {
    await this.#mark();
    await this.#setBaseFee();
    await this.connection.raw("evm_mine", [toQuantity(timestamp)]);
    this.#mined(timestamp);
  }

  #mined(timestamp: number): void {
    this.#lastTimestamp = timestamp;
    this.clock.observe(timestamp - this.skew);
  }

  async #dated(request: RpcRequest, forward: () => Promise<unknown>): Promise<unknown> {
    const result = await forward();
    this.#datedByCaller = request.params.length > 0;
    return result;
  }

  async #increase(request: RpcRequest): Promise<unknown> {
    const seconds = Number(quantity(request.params[0], "evm_increaseTime"));
    const timestamp = Math.max(await this.timestamp(), this.clock.now() + this.skew) + seconds;
    await this.connection.raw("evm_setNextBlockTimestamp", [toQuantity(timestamp)]);
    this.#datedByCaller = true;
    return seconds;
  }

  async #reverted(request: RpcRequest, forward: () => Promise<unknown>): Promise<unknown> {
    const result = await forward();
    const id = BigInt(text(request.params[0], "evm_revert"));
    this.#forget(this.#saved.findIndex((saved) => BigInt(saved.id) >= id));
    return result;
  }

  async #save(): Promise<SavedState> {
    const state = { id: text(await this.connection.raw("evm_snapshot"), "evm_snapshot") };
    this.#saved = [...this.#saved, state];
    return state;
  }

  async #goBack(state: SavedState): Promise<boolean> {
    const index = this.#saved.indexOf(state);
    if (index === -1) return false;
    const done = await this.connection.raw("evm_revert", [state.id]);
    this.#forget(index);
    return done === true;
  }

  /** A chain that goes back to a state loses it and the later ones. */
  #forget(index: number): void {
    if (index !== -1) this.#saved = this.#saved.slice(0, index);
    this.#marks = this.#marks.filter((mark) => this.#saved.includes(mark.state));
    this.#lastTimestamp = undefined;
    this.#datedByCaller = false;
  }

  async #mark(): Promise<void> {
    if (!this.recording) return;
    const height = Number(
      quantity(await this.connection.raw("eth_blockNumber"), "eth_blockNumber"),
    );
    const state = await this.#save();
    this.#marks = [...this.#marks.filter((mark) => mark.height < height), { state, height }];
  }

  async #setBaseFee(): Promise<void> {
    if (this.baseFee === undefined) return;
    await this.connection.raw("hardhat_setNextBlockBaseFeePerGas", [toQuantity(this.baseFee)]);
  }

  #refuseIfHalted(): void {
    if (this.halted)
      throw new DevnetError(`${this.name} is halted and takes no transaction; call resume() first`);
  }

  async #readTimestamp(): Promise<number> {
    const block = await this.connection.raw("eth_getBlockByNumber", ["latest", false]);
    return Number(quantity(field(block, "timestamp"), "timestamp of the newest block"));
  }

  async #transactionsOf(number: number): Promise<DroppedTransaction[]> {
    const block = await this.connection.raw("eth_getBlockByNumber", [toQuantity(number), true]);
    const transactions = field(block, "transactions");
    if (!Array.isArray(transactions)) return [];
    return transactions.map((transaction: unknown) => {
      const request: Record<string, unknown> = { data: field(transaction, "input") };
      for (const name of ["from", "to", "value", "gas"]) {
        const value = field(transaction, name);
        if (value !== null && value !== undefined) request[name] = value;
      }
      return { hash: text(field(transaction, "hash"), "hash of a transaction"), request };
    });
  }
}
