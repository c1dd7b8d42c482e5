import type { ContractTransactionReceipt, ContractTransactionResponse } from "ethers";
import {
  PermitToken__factory,
  WrappedNative__factory,
  type CollateralVault,
} from "../../typechain-types/index.js";
import { sourceOf } from "../contracts.js";
import { localHub, type AssetSymbol } from "../networks/local.js";
import { addressOf, signerOf, type Person } from "./people.js";
import { answerOf, type ListedToken, type LocalSystem } from "./world.js";

/** Modes of a take (`types/TakeMode.sol`). */
export const takeMode = { keep: 0, release: 1 } as const;

/** Waits for a transaction. */
export async function mined(
  sent: Promise<ContractTransactionResponse>,
): Promise<ContractTransactionReceipt> {
  const receipt = await (await sent).wait();
  if (receipt === null) throw new Error("the transaction was not mined");
  return receipt;
}

/** The token of a key. */
export function tokenOf(world: LocalSystem, key: number): ListedToken {
  const token = world.tokens.get(key);
  if (token === undefined) throw new RangeError(`key ${key} is not listed`);
  return token;
}

/** The vault of a source chain's key. */
export function vaultOf(world: LocalSystem, key: number): CollateralVault {
  return sourceOf(world, tokenOf(world, key).chain).vault;
}

/** Gives somebody units of a key's token on its chain; ether is wrapped from the person's own. */
export async function give(
  world: LocalSystem,
  key: number,
  who: Person,
  units: bigint,
): Promise<void> {
  const token = tokenOf(world, key);
  const signer = signerOf(world, who, token.chain);
  const amount = units * token.scale;
  if (token.native) {
    await mined(WrappedNative__factory.connect(token.address, signer).deposit({ value: amount }));
  } else {
    await mined(PermitToken__factory.connect(token.address, signer).mint(signer.address, amount));
  }
}

/** What somebody holds of a key's token on its chain (units). */
export async function walletOf(world: LocalSystem, key: number, holder: string): Promise<bigint> {
  const { address, chain, scale } = tokenOf(world, key);
  const { provider } = world.devnet.chain(chain);
  return (await PermitToken__factory.connect(address, provider).balanceOf(holder)) / scale;
}

async function approve(world: LocalSystem, key: number, who: Person, units: bigint): Promise<void> {
  const { address, chain, scale } = tokenOf(world, key);
  const signer = signerOf(world, who, chain);
  const local = chain === localHub.name;
  const spender = await (local ? world.hub.vault : vaultOf(world, key)).getAddress();
  await mined(PermitToken__factory.connect(address, signer).approve(spender, units * scale));
}

/** A deposit: of what, by whom, for which account (the depositor's own by default). */
export interface Deposit {
  readonly key: number;
  readonly from: Person;
  readonly units: bigint;
  readonly account?: string;
}

/** Deposits fresh tokens at the key's vault without telling the hub; a hub key is credited at once. */
export async function deposit(
  world: LocalSystem,
  { key, from, units, account = addressOf(world, from) }: Deposit,
): Promise<ContractTransactionReceipt> {
  const { chain, scale } = tokenOf(world, key);
  await give(world, key, from, units);
  await approve(world, key, from, units);
  const signer = signerOf(world, from, chain);
  if (chain === localHub.name)
    return mined(world.hub.vault.connect(signer).deposit(key, units * scale, account));
  return mined(
    vaultOf(world, key)
      .connect(signer)
      .deposit(key, units * scale, account),
  );
}

/** Deposits fresh tokens and tells the hub in one transaction, its fee quoted. The message still has to travel. */
export async function depositAndSync(
  world: LocalSystem,
  { key, from, units, account = addressOf(world, from) }: Deposit,
): Promise<ContractTransactionReceipt> {
  const { chain, scale } = tokenOf(world, key);
  await give(world, key, from, units);
  await approve(world, key, from, units);
  const signer = signerOf(world, from, chain);
  const vault = vaultOf(world, key).connect(signer);
  const value = await vault.quoteDepositAndSync(key, 0n);
  return mined(vault.depositAndSync(key, units * scale, account, 0n, signer.address, { value }));
}

/** Tells the hub the current deposits of accounts; without items it is a heartbeat. */
export async function sync(
  world: LocalSystem,
  chain: string,
  items: readonly { readonly holder: string; readonly key: number }[] = [],
  by: Person = "keeper",
): Promise<ContractTransactionReceipt> {
  const signer = signerOf(world, by, chain);
  const vault = sourceOf(world, chain).vault.connect(signer);
  const value = await vault.quoteSync([...items], 0n);
  return mined(vault.sync([...items], signer.address, 0n, signer.address, { value }));
}

/** Sends authorised counters again; without items it carries the hub's clock only. */
export async function flush(
  world: LocalSystem,
  chain: string,
  items: readonly { readonly holder: string; readonly key: number }[] = [],
  by: Person = "keeper",
): Promise<ContractTransactionReceipt> {
  const signer = signerOf(world, by, localHub.name);
  const { eid } = sourceOf(world, chain).chain;
  const gateway = world.hub.gateway.connect(signer);
  const value = await gateway.quoteFlush(eid, [...items], 0n);
  return mined(gateway.flush(eid, [...items], 0n, signer.address, { value }));
}

/** Relays until nothing moves. Returns how many packets were delivered. */
export function pump(world: LocalSystem): Promise<number> {
  return world.devnet.relayer.pump();
}

/** Sends collateral of the owner's account to an address on the key's chain. */
export async function withdrawCollateral(
  world: LocalSystem,
  { key, from, units, account, recipient }: Deposit & { readonly recipient?: string },
): Promise<ContractTransactionReceipt> {
  const signer = signerOf(world, from, localHub.name);
  const value = await world.hub.gateway.quoteRelease(key, 0n);
  const to = recipient ?? signer.address;
  return mined(
    world.hub.engine
      .connect(signer)
      .withdrawCollateral(account ?? signer.address, key, units, to, signer.address, { value }),
  );
}

/** Pays fresh settlement tokens into an account (asset units). */
export async function depositCash(
  world: LocalSystem,
  from: Person,
  assets: bigint,
  account: string = addressOf(world, from),
): Promise<ContractTransactionReceipt> {
  const signer = signerOf(world, from, localHub.name);
  const engine = world.hub.engine.connect(signer);
  await mined(world.cash.mint(signer.address, assets));
  await mined(world.cash.connect(signer).approve(await engine.getAddress(), assets));
  return mined(engine.depositCash(account, assets));
}

/** Pays cash out of the owner's account, borrowing what it does not have (asset units). */
export function borrow(
  world: LocalSystem,
  from: Person,
  assets: bigint,
): Promise<ContractTransactionReceipt> {
  const signer = signerOf(world, from, localHub.name);
  const engine = world.hub.engine.connect(signer);
  return mined(engine.withdrawCash(signer.address, assets, signer.address));
}

/** Supplies fresh settlement tokens to the pool (asset units). */
export async function supply(
  world: LocalSystem,
  assets: bigint,
  from: Person = "provider",
): Promise<ContractTransactionReceipt> {
  const signer = signerOf(world, from, localHub.name);
  const pool = world.hub.pool.connect(signer);
  await mined(world.cash.mint(signer.address, assets));
  await mined(world.cash.connect(signer).approve(await pool.getAddress(), assets));
  return mined(pool.deposit(assets, signer.address));
}

/** Signs and sends a price, to every source of the asset (cents). */
export async function setPrice(
  world: LocalSystem,
  symbol: AssetSymbol,
  cents: bigint,
): Promise<void> {
  const feed = world.feeds.get(symbol);
  if (feed === undefined) throw new RangeError(`${symbol} has no feed`);
  await feed.transmit(answerOf(cents));
  await world.reports.get(symbol)?.report(cents);
}

/** Puts an account in liquidation. */
export function liquidate(
  world: LocalSystem,
  account: string,
  by: Person = "keeper",
): Promise<ContractTransactionReceipt> {
  const auctions = world.hub.auctions.connect(signerOf(world, by, localHub.name));
  return mined(auctions.liquidate(account));
}

/** A purchase from an auction, kept on the hub or released to `recipient` on the key's chain. */
export interface Purchase {
  readonly account: string;
  readonly key: number;
  readonly units: bigint;
  readonly by?: Person;
  readonly recipient?: string;
}

/** Buys from an auction at whatever the price is now. */
export async function take(
  world: LocalSystem,
  { account, key, units, by = "keeper", recipient }: Purchase,
): Promise<ContractTransactionReceipt> {
  const signer = signerOf(world, by, localHub.name);
  const released = recipient !== undefined;
  const value = released ? await world.hub.gateway.quoteRelease(key, 0n) : 0n;
  const order = {
    account,
    buyer: signer.address,
    key,
    units,
    maxUnitPrice: 2n ** 256n - 1n,
    mode: released ? takeMode.release : takeMode.keep,
    recipient: recipient ?? signer.address,
    refund: signer.address,
  };
  return mined(world.hub.auctions.connect(signer).take(order, { value }));
}
