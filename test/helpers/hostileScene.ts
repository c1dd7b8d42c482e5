import { expect } from "chai";
import type { BaseContract } from "ethers";
import {
  PermitToken__factory,
  type AuctionHouse,
  type HostileActor,
} from "../../typechain-types/index.js";
import {
  act,
  arm,
  belongingsOf,
  deployActor,
  hook,
  outcomesOf,
  strikeOf,
  type Attempt,
  type Call,
  type Outcomes,
} from "./hostileActor.js";
import {
  addressOf,
  borrow,
  deposit,
  depositAndSync,
  depositCash,
  give,
  liquidate,
  mined,
  pump,
  setPrice,
  signerOf,
  sourceOf,
  supply,
  takeMode,
  tokenOf,
  type LocalSystem,
} from "./system.js";

export const usd = (amount: bigint): bigint => amount * 10n ** 6n;

/** Keys of the scene (id): two of the hub, one of a lane. */
export const sceneKey = { ether: 0, bitcoin: 1, laneEther: 2 } as const;

/** More than any message costs (wei). */
export const FEE = 10n ** 18n;

/** Alice can be liquidated, Bob is in liquidation, and there is money in the pool. */
export async function prey(world: LocalSystem): Promise<void> {
  await supply(world, usd(500_000n));
  for (const from of ["alice", "bob"] as const) {
    await deposit(world, { key: sceneKey.ether, from, units: 10n * 10n ** 8n });
    await borrow(world, from, usd(22_000n));
  }
  await depositAndSync(world, { key: sceneKey.laneEther, from: "carol", units: 10n ** 8n });
  await pump(world);
  await world.devnet.increaseTime(60);
  await setPrice(world, "ETH", 230_000n);
  await liquidate(world, addressOf(world, "bob"));
}

/** An attacker on the hub. */
export interface Attacker {
  readonly world: LocalSystem;
  readonly actor: HostileActor;
  readonly me: string;
}

/** A call of a contract. */
export async function callOf(
  contract: BaseContract,
  name: string,
  args: readonly unknown[],
  value = 0n,
): Promise<Call> {
  const data = contract.interface.encodeFunctionData(name, args);
  return { target: await contract.getAddress(), data, value };
}

/** Puts an attacker on the hub with cash, ether of the hub and of a lane, and bitcoin and dollars in its wallet. */
export async function enter(world: LocalSystem): Promise<Attacker> {
  const actor = await deployActor(world, "hub");
  const me = await actor.getAddress();
  const { engine, pool, vault } = world.hub;
  await depositCash(world, "stranger", usd(100_000n), me);
  for (const key of [sceneKey.ether, sceneKey.laneEther])
    await deposit(world, { key, from: "stranger", units: 10n ** 8n, account: me });
  await depositAndSync(world, {
    key: sceneKey.laneEther,
    from: "stranger",
    units: 10n ** 6n,
    account: me,
  });
  await pump(world);
  await mined(world.cash.mint(me, usd(1_000n)));
  await give(world, sceneKey.bitcoin, "stranger", 10n ** 7n);
  const { address } = tokenOf(world, sceneKey.bitcoin);
  const bitcoin = PermitToken__factory.connect(address, signerOf(world, "stranger", "hub"));
  await mined(bitcoin.transfer(me, 10n ** 7n));
  const most = 2n ** 255n;
  for (const spender of [engine, pool])
    await act(actor, await callOf(world.cash, "approve", [await spender.getAddress(), most]));
  await act(actor, await callOf(bitcoin, "approve", [await vault.getAddress(), most]));
  return { world, actor, me };
}

type Order = Parameters<AuctionHouse["take"]>[0];

/** The attacker's order for a tenth of an ether of Bob's. */
export const orderOf = ({ world, me }: Attacker, mode: number, key: number): Order => ({
  account: addressOf(world, "bob"),
  buyer: me,
  key,
  units: 10n ** 7n,
  maxUnitPrice: 2n ** 256n - 1n,
  mode,
  recipient: me,
  refund: me,
});

/** Everything a person may do on the hub, each in a form that goes through outside a callback. */
export async function everything(attacker: Attacker): Promise<Attempt[]> {
  const { world, me } = attacker;
  const { engine, gateway, vault, pool, auctions } = world.hub;
  const { eid } = sourceOf(world, "arbitrum").chain;
  const alice = addressOf(world, "alice");
  const { ether, bitcoin, laneEther } = sceneKey;
  const order = orderOf(attacker, takeMode.keep, ether);
  const calls: Readonly<Record<string, Promise<Call>>> = {
    withdrawCash: callOf(engine, "withdrawCash", [me, usd(1n), me]),
    depositCash: callOf(engine, "depositCash", [me, usd(1n)]),
    withdrawCollateral: callOf(engine, "withdrawCollateral", [me, ether, 1_000n, me, me]),
    release: callOf(engine, "withdrawCollateral", [me, laneEther, 1_000n, me, me], FEE),
    setOperator: callOf(engine, "setOperator", [me, alice, true]),
    grant: callOf(gateway, "grant", [me, laneEther]),
    flush: callOf(gateway, "flush", [eid, [], 0n, me], FEE),
    deposit: callOf(vault, "deposit", [bitcoin, 10_000n, me]),
    supply: callOf(pool, "deposit", [usd(1n), me]),
    liquidate: callOf(auctions, "liquidate", [alice]),
    take: callOf(auctions, "take", [order]),
  };
  const named = Object.entries(calls).map(async ([name, call]) => ({ name, ...(await call) }));
  return Promise.all(named);
}

/** The same outcome for every attempt. */
export const all = (outcome: string, attempts: readonly Attempt[]): Outcomes =>
  Object.fromEntries(attempts.map(({ name }) => [name, outcome]));

/** What became of attempts made inside a callback. */
export interface Raid {
  readonly outcomes: Outcomes;
  /** What the attacker has more of than before. */
  readonly gains: readonly string[];
}

/** Does something with the attacker armed, which must be called back meanwhile. */
export async function raid(
  { world, actor, me }: Attacker,
  call: Call,
  attempts: readonly Attempt[],
): Promise<Raid> {
  const before = await belongingsOf(world, "hub", me);
  await arm(actor, attempts);
  await act(actor, call);
  expect(await actor.entered(), "it was never called back").to.be.greaterThan(0n);
  const after = await belongingsOf(world, "hub", me);
  const gains = Object.keys(after).filter((what) => (after[what] ?? 0n) > (before[what] ?? 0n));
  return { outcomes: await outcomesOf(actor, attempts), gains };
}

/** From now on each transfer of the settlement token calls the attacker back. */
export async function hookCash({ world, actor }: Attacker): Promise<void> {
  const address = await world.cash.getAddress();
  await hook(world, { chain: "hub", address }, await strikeOf(actor));
}
