import { ZeroAddress, type ContractTransactionReceipt } from "ethers";
import {
  HostileActor__factory,
  HostileCash__factory,
  PermitToken__factory,
  type HostileActor,
} from "../../typechain-types/index.js";
import { contractsOn, mined, signerOf, tokenOf, type LocalSystem } from "./system.js";

/** A call somebody makes. */
export interface Call {
  readonly target: string;
  readonly data: string;
  readonly value?: bigint;
}

/** A call to try from inside a callback, by a name for the test's report. */
export interface Attempt extends Call {
  readonly name: string;
}

/** How an attempt ended: "ok", or the four bytes of the error. */
export type Outcomes = Readonly<Record<string, string>>;

/** Selector of ReentrancyGuardReentrantCall(): a lock held. */
export const LOCKED = "0x3ee5aeb5";

/** Puts an attacker with money for fees on a chain. */
export async function deployActor(world: LocalSystem, chain: string): Promise<HostileActor> {
  const signer = signerOf(world, "stranger", chain);
  const actor = await new HostileActor__factory(signer).deploy();
  const sent = await signer.sendTransaction({ to: await actor.getAddress(), value: 10n ** 19n });
  await sent.wait();
  return actor;
}

/** Has the attacker call somebody. */
export const act = (actor: HostileActor, call: Call): Promise<ContractTransactionReceipt> =>
  mined(actor.act(call.target, call.value ?? 0n, call.data, { gasLimit: 20_000_000n }));

/** Arms the attacker. */
export async function arm(actor: HostileActor, attempts: readonly Attempt[]): Promise<void> {
  await mined(actor.arm(attempts.map(({ target, data, value = 0n }) => ({ target, value, data }))));
}

/** How the attempts of the attacker's first callback ended. */
export async function outcomesOf(
  actor: HostileActor,
  attempts: readonly Attempt[],
): Promise<Outcomes> {
  const [successes, answers] = await actor.outcomes();
  return Object.fromEntries(
    attempts.map(({ name }, place) => [
      name,
      successes[place] === true ? "ok" : (answers[place] ?? "never tried").slice(0, 10),
    ]),
  );
}

/** A token by its place. */
interface Place {
  readonly chain: string;
  readonly address: string;
}

/** Has each transfer of a token with hooks make a call, or none. */
export async function callOnTransfer(
  world: LocalSystem,
  { chain, address }: Place,
  call?: Call,
): Promise<void> {
  const token = HostileCash__factory.connect(address, signerOf(world, "stranger", chain));
  await mined(token.setHook(call?.target ?? ZeroAddress, call?.data ?? "0x"));
}

/**
 * Gives a token hooks, without moving anybody's balance: its code becomes HostileCash's, whose balances lie in the same
 * slots.
 */
export async function hook(world: LocalSystem, token: Place, call: Call): Promise<void> {
  const signer = signerOf(world, "stranger", token.chain);
  const model = await new HostileCash__factory(signer).deploy();
  const { connection, provider } = world.devnet.chain(token.chain);
  const code = await provider.getCode(await model.getAddress());
  await connection.raw("hardhat_setCode", [token.address, code]);
  await callOnTransfer(world, token, call);
}

/** The call that sets the attacker off. */
export const strikeOf = async (actor: HostileActor): Promise<Call> => ({
  target: await actor.getAddress(),
  data: actor.interface.encodeFunctionData("strike"),
});

/** What somebody owns of everything on a chain: wallets, accounts, claims, pool shares. Native currency is not in it. */
export async function belongingsOf(
  world: LocalSystem,
  chain: string,
  owner: string,
): Promise<Readonly<Record<string, bigint>>> {
  const { provider } = world.devnet.chain(chain);
  const { engine, pool } = world.hub;
  const found: Record<string, bigint> = {};
  for (const [key, token] of world.tokens) {
    if (token.chain !== chain) continue;
    const { released, paid } = await contractsOn(world, chain).vault.payableOf(owner, key);
    const wallet = await PermitToken__factory.connect(token.address, provider).balanceOf(owner);
    const counted = (await engine.balanceOf(owner, key)) + released - paid;
    found[`key ${key}`] = wallet + counted * tokenOf(world, key).scale;
  }
  if (chain !== "hub") return found;
  const shares = await pool.convertToAssets(await pool.balanceOf(owner));
  const cash = (await world.cash.balanceOf(owner)) + shares;
  return { ...found, cash: cash * 10n ** 12n + (await engine.cashOf(owner)) };
}
