import type { TransactionReceipt } from "ethers";
import { addressOf, people, type Person } from "../../deploy/local/people.js";
import { mined, tokenOf } from "../../deploy/local/moves.js";
import type { LocalSystem } from "../../deploy/local/world.js";
import { fixed } from "./format.js";
import type { Plot } from "./plot.js";
import type { Teller } from "./teller.js";

/** A deposit as the report tells it. */
export interface DepositRecord {
  readonly chain: string;
  readonly key: number;
  readonly account: string;
  readonly units: string;
  readonly creditedAfterSeconds: number;
}

/** A purchase as the report tells it. */
export interface TakeRecord {
  readonly key: number;
  readonly units: string;
  readonly factor: string;
  readonly mode: "KEEP" | "RELEASE";
  readonly buyer: string;
}

/** A release as the report tells it: what was paid in the end is read from the vault. */
export interface ReleaseRecord {
  readonly chain: string;
  readonly key: number;
  readonly recipient: string;
  readonly units: bigint;
}

/** A key's haircuts before size at one instant, as the report tells them (WAD). */
export interface HaircutRecord {
  readonly key: number;
  /** When (unix seconds). */
  readonly t: number;
  readonly im: string;
  readonly mm: string;
  /** Parts owed to the lane's delay. */
  readonly latencyIm: string;
  readonly latencyMm: string;
}

/** What happened, for the report. */
export interface Chronicle {
  readonly deposits: DepositRecord[];
  readonly takes: TakeRecord[];
  readonly releases: ReleaseRecord[];
  readonly haircuts: HaircutRecord[];
  readonly gas: Record<string, number>;
  startFactor: string;
  /** Seconds from the demo's start to its first auction, by the machine's clock. */
  firstAuctionAfterSeconds: number;
}

/** What everybody in the story works with. */
export interface Stage {
  readonly world: LocalSystem;
  readonly plot: Plot;
  readonly tell: Teller;
  readonly chronicle: Chronicle;
  /** Seconds since the demo started, by the machine's clock. */
  readonly elapsed: () => number;
}

/** An amount of a key's token with its symbol. */
export function amount(world: LocalSystem, key: number, units: bigint): string {
  const { symbol, sharedDecimals } = tokenOf(world, key);
  return `${fixed(units, sharedDecimals, 6)} ${symbol}`;
}

/** A person's name with a capital; an address the story does not know stays an address. */
export function nameOf(world: LocalSystem, account: string): string {
  const known = (Object.keys(people) as Person[]).find((who) => addressOf(world, who) === account);
  return known === undefined ? account : known.slice(0, 1).toUpperCase() + known.slice(1);
}

/** Remembers what an act cost, once. */
export function noteGas(stage: Stage, act: string, receipt: TransactionReceipt): void {
  stage.chronicle.gas[act] ??= Number(receipt.gasUsed);
}

/** When a receipt's block was mined (unix seconds). */
export async function timeOf(
  world: LocalSystem,
  chain: string,
  blockNumber: number,
): Promise<number> {
  const block = await world.devnet.chain(chain).provider.getBlock(blockNumber);
  if (block === null) throw new Error(`${chain} has no block ${blockNumber}`);
  return block.timestamp;
}

export { mined };
