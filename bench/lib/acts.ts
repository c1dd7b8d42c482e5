import type { Chain, DevSigner, Packet } from "@causeway/devnet";
import type { ContractTransactionReceipt, TransactionRequest } from "ethers";
import { deposit, mined, sync, tokenOf } from "../../deploy/local/moves.js";
import type { Person } from "../../deploy/local/people.js";
import { newestTransaction } from "./meter.js";
import { assetOf } from "./listing.js";
import type { Bench } from "./world.js";

/** What the operations of one story cost, by id. */
export type Costs = Readonly<Record<string, number>>;

/** The transactions that brought a packet to its destination. */
export interface Delivered {
  readonly chain: Chain;
  /** Of each DVN. */
  readonly verified: readonly string[];
  readonly committed: string;
  readonly executed: string;
}

/** Every key from the first up to the last, that one not included. */
export function keysTo(end: number, start = 0): number[] {
  return Array.from({ length: end - start }, (_, index) => start + index);
}

/** The bitmap of keys or assets. */
export const bitmap = (ids: readonly number[]): bigint =>
  ids.reduce((bits, id) => bits | (1n << BigInt(id)), 0n);

async function deliver(bench: Bench, packet: Packet): Promise<Delivered> {
  const { relayer } = bench.devnet;
  const chain = bench.devnet.chain(packet.dstEid);
  const verified: string[] = [];
  for (const dvn of [0, 1]) {
    await relayer.verify(packet, [dvn]);
    verified.push(await newestTransaction(chain));
  }
  await relayer.commit(packet);
  const committed = await newestTransaction(chain);
  const { delivered, reason, receipt } = await relayer.execute(packet);
  if (!delivered) throw new Error(`a packet was not delivered: ${reason?.text ?? "no reason"}`);
  return { chain, verified, committed, executed: receipt.hash };
}

/** Brings the only packet that is under way to its destination. */
export async function deliverOne(bench: Bench): Promise<Delivered> {
  const [packet, ...others] = await bench.devnet.relayer.scan();
  if (packet === undefined || others.length > 0)
    throw new Error(`${packet === undefined ? 0 : others.length + 1} packets, expected one`);
  return deliver(bench, packet);
}

/** Deposits of each key for an account, told to the hub and credited. */
export async function fund(
  bench: Bench,
  account: string,
  keys: readonly number[],
  units: bigint,
): Promise<void> {
  for (const key of keys) await deposit(bench, { key, from: "provider", units, account });
  for (const { chain } of bench.sources) {
    const items = keys
      .filter((key) => tokenOf(bench, key).chain === chain.name)
      .map((key) => ({ holder: account, key }));
    if (items.length === 0) continue;
    await sync(bench, chain.name, items);
    await deliverOne(bench);
  }
}

/** A transaction in a block of the same date as rows and prices of these keys. */
export async function renewed(
  bench: Bench,
  keys: readonly number[],
  act: () => Promise<ContractTransactionReceipt>,
): Promise<ContractTransactionReceipt> {
  const hub = bench.devnet.chain("hub");
  await mined(bench.hub.risk.refresh(bitmap([0, ...keys.map(assetOf)])));
  const now = await hub.timestamp();
  await hub.setNextTimestamp(now);
  await mined(bench.hub.risk.poke(bitmap(keys)));
  for (const key of keys)
    if ((await bench.hub.risk.keyRow(key)) === 0n) throw new Error(`key ${key} has no row`);
  await hub.setNextTimestamp(now);
  const receipt = await act();
  if ((await hub.timestamp()) !== now) throw new Error("the transaction came in a later block");
  return receipt;
}

/** Mines a call that changes nothing, to see what it uses. */
export async function sendView(
  signer: DevSigner,
  request: TransactionRequest,
): Promise<Pick<ContractTransactionReceipt, "hash" | "gasUsed">> {
  const sent = await signer.sendTransaction(request);
  const receipt = await sent.wait();
  if (receipt === null) throw new Error("the view was not mined");
  return receipt;
}

/** Who does what in the stories; each story has accounts of its own. */
export const cast = {
  /** Owner of the accounts whose messages are measured. */
  sender: "stranger",
  /** Borrower whose margin is checked, of more and more keys. */
  borrower: "alice",
  /** Borrower of as many assets as keys. */
  other: "governor",
  /** Account in liquidation with eight keys. */
  eight: "bob",
  /** Account in liquidation with one key. */
  one: "carol",
  buyer: "keeper",
  newBuyer: "guardian",
  kicker: "steward",
  provider: "provider",
} as const satisfies Record<string, Person>;
