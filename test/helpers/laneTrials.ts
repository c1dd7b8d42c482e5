import { createErrorDecoder, revertDataOf } from "@causeway/devnet";
import { risk as twin } from "@causeway/sdk";
import type { LaneStateStructOutput } from "../../typechain-types/contracts/interfaces/ILaneDesk.js";
import type { MarginStructOutput } from "../../typechain-types/contracts/interfaces/IMarginEngine.js";
import { heartbeats } from "../../deploy/local/lanes.js";
import { signPrices } from "./laneScene.js";
import {
  addressOf,
  borrow,
  depositAndSync,
  mined,
  pump,
  signerOf,
  sourceOf,
  supply,
  sync,
  type LocalSystem,
  type Person,
} from "./system.js";

/** The lane on trial, its ether and bitcoin, and ether of another lane (id). */
export const TRIED = "base";
export const triedKey = { ether: 5, bitcoin: 6 } as const;
export const ELSEWHERE = 8;

export const ONE = 10n ** 8n;
export const usdc = (dollars: number): bigint => BigInt(dollars) * 10n ** 6n;

/** hb, and the least distance of messages that count (seconds). */
export const HEARTBEAT = 900;
export const SPACING = 300;

/** Heartbeats between two reports of the feeds, six hours: they are good for a day (count). */
const PER_REPORT = 24;

/**
 * Alice owes 15,000 against ten ether of the lane on trial, Carol as much against ten of another. Bob has ether on the
 * tried lane and owes nothing. Every lane is on time.
 */
export async function borrowers(world: LocalSystem): Promise<void> {
  await supply(world, usdc(1_000_000));
  for (const who of ["alice", "bob"] as const)
    await depositAndSync(world, { key: triedKey.ether, from: who, units: 10n * ONE });
  await depositAndSync(world, { key: ELSEWHERE, from: "carol", units: 10n * ONE });
  await pump(world);
  await borrow(world, "alice", usdc(15_000));
  await borrow(world, "carol", usdc(15_000));
  await heartbeats(world, 1);
}

/** The number of a lane (eid). */
export const eidOf = (world: LocalSystem, lane = TRIED): number => sourceOf(world, lane).chain.eid;

/** A lane as the hub sees it. */
export const laneOf = (world: LocalSystem, lane = TRIED): Promise<LaneStateStructOutput> =>
  world.hub.desk.laneOf(eidOf(world, lane));

/** A lane's stage (index). */
export async function stageOf(world: LocalSystem, lane = TRIED): Promise<bigint> {
  const { stage } = await laneOf(world, lane);
  return stage;
}

/** When a lane's next message is due (unix seconds). */
export async function dueOf(world: LocalSystem, lane = TRIED): Promise<number> {
  const { clock, latency } = await laneOf(world, lane);
  return Number(clock.newestEcho + latency) + HEARTBEAT;
}

/** Nothing of a lane reaches the hub for so long after it was sent (seconds). */
export function delay(world: LocalSystem, seconds: number, lane = TRIED): void {
  world.devnet.relayer.faults.lane(eidOf(world, lane), world.hub.chain.eid, { delay: seconds });
}

/** A heartbeat of every lane but some. */
export async function beatExcept(world: LocalSystem, silent: readonly string[]): Promise<void> {
  for (const { chain } of world.sources)
    if (!silent.includes(chain.name)) await sync(world, chain.name);
  await pump(world);
}

/** What may happen during a silence. */
export interface Silence {
  /** Lanes from which nothing is sent; the tried one by default. */
  readonly silent?: readonly string[];
  /** After every heartbeat of the others. */
  readonly each?: () => Promise<void>;
}

/** Lets time pass at constant prices while the other lanes send their heartbeats (unix seconds). */
export async function silenceUntil(
  world: LocalSystem,
  time: number,
  { silent = [TRIED], each }: Silence = {},
): Promise<void> {
  const start = world.devnet.now();
  for (let beat = 1; start + beat * HEARTBEAT < time; beat++) {
    await world.devnet.setTime(start + beat * HEARTBEAT);
    if (beat % PER_REPORT === 0) await signPrices(world);
    await beatExcept(world, silent);
    await each?.();
  }
  if (world.devnet.now() < time) await world.devnet.setTime(time);
}

/** Brings every price and row up to date, as anybody may. */
export async function pokeAll(world: LocalSystem): Promise<void> {
  const [keys, assets] = await world.hub.parameters.listed();
  const risk = world.hub.risk.connect(signerOf(world, "stranger", "hub"));
  await mined(risk.refresh(assets));
  await mined(risk.poke(keys));
}

/** A key's row as it stands. */
export async function rowOf(world: LocalSystem, key: number): Promise<twin.KeyRow> {
  const row = twin.decodeKeyRow(await world.hub.risk.keyRow(key));
  if (row === undefined) throw new Error(`key ${key} was never poked`);
  return row;
}

/** What a call would end with now: "passes", or the name of the error. */
async function outcome(world: LocalSystem, call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "passes";
  } catch (error) {
    const data = revertDataOf(error);
    if (data === undefined) throw error;
    const { engine, auctions, desk, gateway } = world.hub;
    const abis = [engine, auctions, desk, gateway].map((contract) => contract.interface);
    return createErrorDecoder(abis)(data).name;
  }
}

/** What borrowing would end with now (asset units). */
export function borrowing(world: LocalSystem, who: Person, assets = usdc(100)): Promise<string> {
  const signer = signerOf(world, who, "hub");
  const engine = world.hub.engine.connect(signer);
  const call = engine.withdrawCash.staticCall(signer.address, assets, signer.address);
  return outcome(world, call);
}

/** What liquidating an account would end with now. */
export function liquidating(world: LocalSystem, who: Person): Promise<string> {
  const auctions = world.hub.auctions.connect(signerOf(world, "keeper", "hub"));
  return outcome(world, auctions.liquidate.staticCall(addressOf(world, who)));
}

/** What granting kept-out deposits would credit now (units). */
export function grantable(world: LocalSystem, who: Person, key: number): Promise<bigint> {
  const gateway = world.hub.gateway.connect(signerOf(world, "keeper", "hub"));
  return gateway.grant.staticCall(addressOf(world, who), key);
}

/** All that initial margin leaves to borrow at cached prices and rows (asset units). */
export async function roomOf(world: LocalSystem, who: Person): Promise<bigint> {
  const { engine } = world.hub;
  const { initialEquity, initial } = await engine.marginOf(addressOf(world, who));
  return (initialEquity - initial) / (await engine.assetScale());
}

/** An account in both margins at cached prices and rows. */
export const marginOf = (world: LocalSystem, who: Person): Promise<MarginStructOutput> =>
  world.hub.engine.marginOf(addressOf(world, who));
