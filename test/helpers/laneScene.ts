import type { DevnetSnapshot } from "@causeway/devnet";
import type { AssetSymbol } from "../../deploy/networks/local.js";
import { awaken, heartbeats } from "../../deploy/local/lanes.js";
import {
  addressOf,
  borrow,
  deposit,
  depositAndSync,
  mined,
  pump,
  setPrice,
  signerOf,
  sourceOf,
  startPrices,
  supply,
  systemFixture,
  tokenOf,
  type LocalSystem,
} from "./system.js";

/** Prepares a system once for a suite and gives each test that state. */
export function useScene(prepare: (world: LocalSystem) => Promise<void>): () => LocalSystem {
  let scene: { readonly world: LocalSystem; readonly state: DevnetSnapshot } | undefined;
  before(async () => {
    const world = await systemFixture();
    await prepare(world);
    scene = { world, state: await world.devnet.snapshot() };
  });
  const stands = (): NonNullable<typeof scene> => {
    if (scene === undefined) throw new Error("the scene stands only inside a suite");
    return scene;
  };
  beforeEach(() => stands().world.devnet.restore(stands().state));
  return () => stands().world;
}

/** The lane under attack and its keys, dollars (six decimals) the one with money in it. */
export const LANE = "arbitrum";
export const laneKey = { ether: 2, arb: 3, dollars: 4 } as const;

/** A day, the period of the buckets (seconds). */
export const DAY = 86_400;

/** b of a key: a fifth of its cap (units). */
export const bucketOf = (world: LocalSystem, key: number): bigint => {
  const { cap, sharedDecimals } = tokenOf(world, key);
  return (cap * 10n ** BigInt(sharedDecimals)) / 5n;
};

/** What Bob has in the lane's vault, all credited: three buckets' worth of dollars (units). */
export const HONEST = 12_000_000n * 10n ** 6n;

/** Credits what was kept out of an account. */
export const grant = async (world: LocalSystem, account: string, key: number): Promise<void> => {
  const gateway = world.hub.gateway.connect(signerOf(world, "keeper", "hub"));
  await mined(gateway.grant(account, key));
};

/**
 * Bob has 12 million dollars on the lane, credited over three days. Carol, with a loan, has nothing on it: her ether
 * and bitcoin are on another lane; Alice's ether is on the hub. All buckets are empty again.
 */
export async function honestWorld(world: LocalSystem): Promise<void> {
  await supply(world, 1_000_000n * 10n ** 6n);
  await deposit(world, { key: 0, from: "alice", units: 5n * 10n ** 8n });
  await depositAndSync(world, { key: 5, from: "carol", units: 10n * 10n ** 8n });
  await depositAndSync(world, { key: 6, from: "carol", units: 10n ** 8n });
  await depositAndSync(world, { key: laneKey.dollars, from: "bob", units: HONEST });
  await pump(world);
  await borrow(world, "carol", 20_000n * 10n ** 6n);
  for (let days = 0; days < 3; days++) {
    await world.devnet.increaseTime(DAY);
    await awaken(world);
    await grant(world, addressOf(world, "bob"), laneKey.dollars);
  }
  await heartbeats(world);
  await signPrices(world);
}

/** The oracles sign the starting prices anew, after time in which feeds grew old; some stay silent. */
export async function signPrices(
  world: LocalSystem,
  silent: readonly AssetSymbol[] = [],
): Promise<void> {
  for (const symbol of world.feeds.keys())
    if (!silent.includes(symbol)) await setPrice(world, symbol, startPrices[symbol]);
}

/** A struct, map or tuple of a contract as text to compare. */
const textOf = (value: object): string => JSON.stringify(value, (_, part: unknown) => String(part));

/** Everything of the accounts and keys that have nothing to do with a lane (INV-08). */
export async function untouchedBy(world: LocalSystem, lane: string): Promise<readonly string[]> {
  const { hub } = world;
  const { eid } = sourceOf(world, lane).chain;
  const lines: string[] = [];
  for (const key of world.tokens.keys()) {
    if ((await hub.gateway.laneOfKey(key)) === BigInt(eid)) continue;
    const { chain } = tokenOf(world, key);
    const vault = chain === "hub" ? hub.vault : sourceOf(world, chain).vault;
    const { credited, authorised, flags } = await hub.desk.sumsOf(key);
    const { deposited, paid } = await vault.sumsOf(key);
    const short = [...(await hub.desk.shortfallOf(key))];
    const counters = { credited, authorised, flags, deposited, paid, short };
    lines.push(`key ${key}: ${textOf({ ...counters, custody: await vault.custodyOf(key) })}`);
  }
  for (const who of ["alice", "carol"] as const) {
    const account = addressOf(world, who);
    const { held, words } = await hub.engine.bookOf(account);
    const debt = await hub.engine.debtSharesOf(account);
    lines.push(`${who}: ${textOf({ held, words: [...words], debt })}`);
  }
  for (const { chain } of world.sources) {
    if (chain.name === lane) continue;
    lines.push(`clock of ${chain.name}: ${textOf([...(await hub.desk.laneOf(chain.eid)).clock])}`);
  }
  return lines;
}

/** What is short of a key, the written-off parts aside. */
export async function shortfallOf(
  world: LocalSystem,
  key: number,
): Promise<Record<"deposits" | "custody" | "accounts" | "releases", bigint>> {
  const { deposits, custody, accounts, releases } = await world.hub.desk.shortfallOf(key);
  return { deposits, custody, accounts, releases };
}
