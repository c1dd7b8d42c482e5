import {
  borrow,
  depositAndSync,
  flush,
  pump,
  supply,
  tokenOf,
  vaultOf,
  withdrawCollateral,
} from "../../deploy/local/moves.js";
import { addressOf, type Person } from "../../deploy/local/people.js";
import { localChains } from "../../deploy/networks/local.js";
import { dollars, duration, ether, fixed } from "./format.js";
import { storyKey } from "./plot.js";
import { amount, nameOf, noteGas, timeOf, type Stage } from "./stage.js";

const POOL = 500_000n * 10n ** 6n;

/** How a message of a lane is made sure of. */
export function assurance(stage: Stage, chain: string): string {
  const confirmations = localChains.find(({ name }) => name === chain)?.confirmations ?? 0;
  const dvns = stage.world.devnet.layerZero(chain).addresses.dvns.length;
  return `${confirmations} confirmations, ${dvns} DVNs signed`;
}

/** A deposit on a source chain and its credit on the hub. */
export async function bring(stage: Stage, who: Person, key: number, units: bigint): Promise<void> {
  const { world, tell, chronicle } = stage;
  const { chain } = tokenOf(world, key);
  const account = addressOf(world, who);
  const receipt = await depositAndSync(world, { key, from: who, units });
  noteGas(stage, "depositAndSync", receipt);
  const fee = (await receipt.getTransaction()).value;
  const what = amount(world, key, units);
  const name = nameOf(world, account);
  await tell.say(chain, `${name} deposits ${what} and tells the hub; message fee ${ether(fee)}`);
  await pump(world);
  const { gateway } = world.hub;
  const credits = await gateway.queryFilter(gateway.filters.Credited(account, key));
  const credit = credits.at(-1);
  if (credit === undefined) throw new Error(`${what} of ${name} was never credited`);
  const deposited = await timeOf(world, chain, receipt.blockNumber);
  const age = (await timeOf(world, "hub", credit.blockNumber)) - deposited;
  noteGas(stage, "receiveAndCredit", await mustReceipt(credit.getTransactionReceipt()));
  await tell.say(
    "hub",
    `${amount(world, key, credit.args.units)} credited to ${name} as key ${key}, ${duration(age)} old; ${assurance(stage, chain)}`,
  );
  chronicle.deposits.push({
    chain,
    key,
    account,
    units: credit.args.units.toString(),
    creditedAfterSeconds: age,
  });
}

async function mustReceipt<T>(receipt: Promise<T | null>): Promise<T> {
  const found = await receipt;
  if (found === null) throw new Error("a transaction left no receipt");
  return found;
}

/** What an account could still lose before an act would be refused, and what liquidates it. */
export async function health(stage: Stage, account: string): Promise<string> {
  const margin = await stage.world.hub.engine.marginOf(account);
  return `equity ${dollars(margin.equity)}, initial ${dollars(margin.initial)}, maintenance ${dollars(margin.maintenance)}`;
}

async function takeLoan(stage: Stage, who: Person): Promise<void> {
  const { world, tell, plot } = stage;
  const account = addressOf(world, who);
  const { initialEquity, initial } = await world.hub.engine.marginOf(account);
  const scale = await world.hub.engine.assetScale();
  const assets = ((initialEquity - initial) * plot.loan) / 100n / scale;
  noteGas(stage, "borrow", await borrow(world, who, assets));
  const name = nameOf(world, account);
  await tell.say("hub", `${name} borrows ${fixed(assets, 6, 2, 2)} USDC against it`);
  await tell.say("hub", `${name}: ${await health(stage, account)}`);
}

/** The keeper gives every lane the hub's clock, so that round trips can be measured from the first message on. */
async function wakeLanes(stage: Stage): Promise<void> {
  const { world, tell } = stage;
  for (const { chain } of world.sources) await flush(world, chain.name);
  await pump(world);
  await tell.say("hub", `Keeper sends the hub's clock over ${world.sources.length} lanes`);
}

/** A release on its way home: ordered on the hub, paid at the source. */
export async function payAtSource(
  stage: Stage,
  release: { readonly key: number; readonly recipient: string; readonly units: bigint },
): Promise<void> {
  const { world, tell, chronicle } = stage;
  const { key, recipient, units } = release;
  const { chain } = tokenOf(world, key);
  const ordered = world.devnet.now();
  await pump(world);
  const vault = vaultOf(world, key);
  const payments = await vault.queryFilter(vault.filters.Paid(key, recipient));
  const paid = payments.at(-1);
  if (paid === undefined)
    throw new Error(`${amount(world, key, units)} was never paid on ${chain}`);
  noteGas(stage, "receiveAndPay", await mustReceipt(paid.getTransactionReceipt()));
  const age = (await timeOf(world, chain, paid.blockNumber)) - ordered;
  await tell.say(
    chain,
    `${amount(world, key, paid.args.units)} paid to ${nameOf(world, recipient)}, ${duration(age)} after the order; ${assurance(stage, "hub")}`,
  );
  chronicle.releases.push({ chain, ...release });
}

async function returnSome(stage: Stage): Promise<void> {
  const { world, tell, plot } = stage;
  const key = storyKey.bitcoinOnBase;
  const units = plot.aliceReturns;
  const alice = addressOf(world, "alice");
  const receipt = await withdrawCollateral(world, { key, from: "alice", units });
  noteGas(stage, "withdrawCollateral", receipt);
  await tell.say("hub", `Alice withdraws ${amount(world, key, units)} to her address on base`);
  await payAtSource(stage, { key, recipient: alice, units });
}

/** Liquidity, deposits from three chains, loans, and a withdrawal to the chain it came from. */
export async function opening(stage: Stage): Promise<void> {
  const { world, tell, plot } = stage;
  await tell.chapter("Collateral stays on its chain and becomes margin on the hub");
  await supply(world, POOL);
  await tell.say("hub", `Provider supplies ${fixed(POOL, 6, 0)} USDC to the liquidity pool`);
  await wakeLanes(stage);
  await bring(stage, "alice", storyKey.etherOnArbitrum, plot.aliceEther);
  await bring(stage, "alice", storyKey.bitcoinOnBase, plot.aliceBitcoin);
  await takeLoan(stage, "alice");
  await returnSome(stage);
  await bring(stage, "bob", storyKey.arbOnArbitrum, plot.bobArb);
  await bring(stage, "bob", storyKey.dollarsOnOptimism, plot.bobDollars);
  await takeLoan(stage, "bob");
}
