import type { DevSigner } from "@causeway/devnet";
import { getAddress, resolveAddress, toBeHex, type Addressable } from "ethers";
import type { ContractTransactionReceipt, ContractTransactionResponse } from "ethers";
import type { PermitToken } from "../../typechain-types/index.js";
import { HUB_ETH, SOURCE_ETH, type Hub } from "./hub.js";
import { ETH } from "./hubRisk.js";
import { mined } from "./mined.js";
import { units8, usdc } from "./money.js";

/** Asset units of an 18-decimals token in one unit at eight shared decimals. */
const UNIT = 10n ** 10n;

/** A signer for a contract of the hub, to make the calls that only it may make. */
export const as = async (hub: Hub, who: Addressable | string): Promise<DevSigner> =>
  hub.chain.impersonate(await resolveAddress(who));

/** The sub-account `id` of an owner. */
export function subAccount(owner: string, id: number): string {
  const account = BigInt(owner) ^ BigInt(id);
  return getAddress(toBeHex(account, 20));
}

/** Gives somebody settlement tokens and lets the engine take them. */
export async function fund(hub: Hub, who: DevSigner, assets: bigint): Promise<void> {
  await mined(hub.cash.mint(who.address, assets));
  await mined(hub.cash.connect(who).approve(await hub.engine.getAddress(), assets));
}

/** Pays cash into an account from its payer's fresh tokens. */
export async function depositCash(
  hub: Hub,
  payer: DevSigner,
  account: string,
  assets: bigint,
): Promise<ContractTransactionReceipt> {
  await fund(hub, payer, assets);
  return mined(hub.engine.connect(payer).depositCash(account, assets));
}

/** Deposits into the pool, from a provider of liquidity who gets the shares. */
export async function supply(hub: Hub, assets: bigint): Promise<DevSigner> {
  const { cash, chain, pool } = hub;
  const provider = chain.signer(9);
  await mined(cash.mint(provider.address, assets));
  await mined(cash.connect(provider).approve(await pool.getAddress(), assets));
  await mined(pool.connect(provider).deposit(assets, provider.address));
  return provider;
}

/** Deposits a key's fresh tokens for an account, at the vault of the key's chain. */
export async function depositKey(
  hub: Hub,
  account: string,
  key: number,
  units: bigint,
): Promise<void> {
  const token = tokenOf(hub, key);
  const amount = units * UNIT;
  const local = isHubKey(key);
  const [from, vault] = local
    ? [hub.chain.signer(7), hub.vault]
    : [hub.source.site.chain.signer(7), hub.sourceVault];
  await mined(token.mint(from.address, amount));
  await mined(token.connect(from).approve(await vault.getAddress(), amount));
  if (local) await mined(hub.vault.connect(from).deposit(key, amount, account));
  else await depositAtSource(hub, from, { account, key, amount });
}

async function depositAtSource(
  hub: Hub,
  from: DevSigner,
  { account, key, amount }: { account: string; key: number; amount: bigint },
): Promise<void> {
  const value = 10n ** 17n;
  const vault = hub.sourceVault.connect(from);
  await mined(vault.depositAndSync(key, amount, account, 0n, from.address, { value }));
  await hub.devnet.relayer.pump();
}

/** The token of a key, on the key's chain. */
export function tokenOf(hub: Hub, key: number): PermitToken {
  const token = hub.tokens.get(key);
  if (token === undefined) throw new RangeError(`key ${key} is not listed`);
  return token;
}

const isHubKey = (key: number): boolean => key !== SOURCE_ETH;

/** Credits units as the gateway does, for balances and keys that no vault has. */
export async function credit(hub: Hub, account: string, key: number, units: bigint): Promise<void> {
  await mined(hub.engine.connect(await as(hub, hub.gateway)).creditCollateral(account, key, units));
}

/** What the double entry must hold: tokens, in WAD, against the engine's four books (INV-10). */
export async function books(
  hub: Hub,
  accounts: readonly string[],
): Promise<{ readonly tokens: bigint; readonly booked: bigint }> {
  const { engine, cash } = hub;
  const scale = await engine.assetScale();
  const tokens = (await cash.balanceOf(await engine.getAddress())) * scale;
  let booked = (await engine.poolCash()) + (await engine.insuranceCash());
  booked += await engine.reserveCash();
  for (const account of accounts) {
    const signed = await engine.cashOf(account);
    if (signed > 0n) booked += signed;
  }
  return { tokens, booked };
}

/** Deposits that much collateral and borrows against it. */
export async function borrow(
  hub: Hub,
  who: DevSigner,
  collateral: { readonly key: number; readonly units: bigint },
  assets: bigint,
): Promise<ContractTransactionReceipt> {
  await depositKey(hub, who.address, collateral.key, collateral.units);
  return mined(hub.engine.connect(who).withdrawCash(who.address, assets, who.address));
}

/** Signs and sends a price of an asset (dollars). */
export async function setPrice(hub: Hub, asset: number, dollars: number): Promise<void> {
  const feed = hub.feeds.get(asset);
  if (feed === undefined) throw new RangeError(`asset ${asset} has no feed`);
  await feed.transmit(BigInt(Math.round(dollars * 100)) * 1_000_000n);
}

/** Initial margin of what an account would hold with other cash: E_IM - C_IM, from the risk engine (WAD). */
export async function initialMarginAt(hub: Hub, account: string, cash: bigint): Promise<bigint> {
  const { held, words } = await hub.engine.bookOf(account);
  const margin = await hub.risk.margin({ cash, held, words: [...words], positions: [] });
  return margin.initialEquity - margin.initial;
}

/** Ten ether, 22,000 dollars of debt and a price at which its maintenance margin is broken. */
export async function underwater(hub: Hub, who: DevSigner): Promise<void> {
  await borrow(hub, who, { key: HUB_ETH, units: units8(10) }, usdc(22_000));
  await setPrice(hub, ETH, 2_500);
}

/** Puts that account in liquidation. */
export async function liquidated(hub: Hub, who: DevSigner): Promise<void> {
  await underwater(hub, who);
  await mined(hub.auctions.connect(hub.chain.signer(8)).liquidate(who.address));
}

/** Mines several transactions of the hub in one block; each needs its own gas limit. */
export async function sameBlock(
  hub: Hub,
  sends: readonly (() => Promise<ContractTransactionResponse>)[],
): Promise<ContractTransactionReceipt[]> {
  const { connection } = hub.chain;
  await connection.raw("evm_setAutomine", [false]);
  const sent: ContractTransactionResponse[] = [];
  for (const send of sends) sent.push(await send());
  await connection.request("evm_mine");
  await connection.raw("evm_setAutomine", [true]);
  return Promise.all(sent.map((transaction) => mined(Promise.resolve(transaction))));
}
