import { answerOf } from "../../deploy/local/world.js";
import { borrow, depositCash, liquidate, mined, take } from "../../deploy/local/moves.js";
import { addressOf, signerOf, type Person } from "../../deploy/local/people.js";
import { cast, deliverOne, fund, keysTo, renewed, sendView, type Costs } from "../lib/acts.js";
import { executed, paid } from "../lib/meter.js";
import { assetOf, TOKEN } from "../lib/listing.js";
import type { Bench } from "../lib/world.js";

const USDC = 10n ** 6n;

/** What is bought at once: a little more than the least sale. */
const LOT = 2n * TOKEN;

/** Two assets on four chains: two balance words and one word of sale terms. */
const EIGHT = keysTo(8);
/** A key of the hub with an asset of its own. */
const ONE = [32];
/** The key bought of the eight, on the hub, and one on a source chain. */
const HUB_KEY = 0;
const SOURCE_KEY = 1;

/** An account that owes more than half of what it holds, and a crash that puts it below its maintenance margin. */
async function crash(bench: Bench, who: Person, keys: readonly number[]): Promise<string> {
  const account = addressOf(bench, who);
  await fund(bench, account, keys, 100n * TOKEN);
  const loan = 5_500n * BigInt(keys.length) * USDC;
  await renewed(bench, keys, () => borrow(bench, who, loan));
  for (const asset of new Set(keys.map(assetOf)))
    await bench.feedOf(asset).transmit(answerOf(6_400n));
  return account;
}

/** A purchase with every price and row as old as the block. */
async function buy(bench: Bench, account: string, keys: readonly number[]): Promise<number> {
  const [key = 0] = keys;
  return paid(
    await renewed(bench, keys, () => take(bench, { account, key, units: LOT, by: cast.buyer })),
  );
}

async function kick(bench: Bench, account: string, keys: readonly number[]): Promise<number> {
  return paid(await renewed(bench, keys, () => liquidate(bench, account, cast.kicker)));
}

/** Eight keys: the kick, takes of a new buyer and of a usual one, with and without asking a feed, and the end. */
async function eightKeys(bench: Bench): Promise<Costs> {
  const account = await crash(bench, cast.eight, EIGHT);
  const liquidate8 = await kick(bench, account, EIGHT);
  const purchase = { account, key: HUB_KEY, units: LOT, by: cast.newBuyer };
  const takeFirst = paid(await renewed(bench, EIGHT, () => take(bench, purchase)));
  await buy(bench, account, EIGHT);
  const takeKeep8 = await buy(bench, account, EIGHT);
  // Everything is a few seconds old now: only the price of the key bought is asked for again.
  const asking = paid(await take(bench, { ...purchase, by: cast.buyer }));
  const recipient = addressOf(bench, cast.buyer);
  const released = { account, key: SOURCE_KEY, units: LOT, by: cast.buyer, recipient };
  await take(bench, released);
  await deliverOne(bench);
  const takeRelease8 = paid(await renewed(bench, EIGHT, () => take(bench, released)));
  await deliverOne(bench);
  const quote = await bench.hub.auctions.quoteTake.populateTransaction(account, HUB_KEY, TOKEN);
  const view = await sendView(signerOf(bench, cast.buyer, "hub"), quote);
  await depositCash(bench, cast.eight, 50_000n * USDC);
  const close = await renewed(bench, EIGHT, () => mined(bench.hub.auctions.close(account)));
  return {
    "liquidation.liquidate8": liquidate8,
    "liquidation.takeFirst": takeFirst,
    "liquidation.takeKeep8": takeKeep8,
    "liquidation.liveRead": asking - takeKeep8,
    "liquidation.takeRelease8": takeRelease8,
    "liquidation.close": paid(close),
    "views.quoteTake8": await executed(bench.devnet.chain("hub"), view),
  };
}

/** One key: a take in the middle, and the one that cures. */
async function oneKey(bench: Bench): Promise<Costs> {
  const account = await crash(bench, cast.one, ONE);
  const liquidate1 = await kick(bench, account, ONE);
  await buy(bench, account, ONE);
  const takeKeep1 = await buy(bench, account, ONE);
  const rest = { account, key: ONE[0] ?? 0, units: 100n * TOKEN, by: cast.buyer };
  const takeClosing = paid(await renewed(bench, ONE, () => take(bench, rest)));
  if ((await bench.hub.auctions.auctionOf(account)).startedAt !== 0n)
    throw new Error("the last take did not end the auction");
  return {
    "liquidation.liquidate1": liquidate1,
    "liquidation.takeKeep1": takeKeep1,
    "liquidation.takeClosing": takeClosing,
  };
}

/** Kicks, takes and ends of auctions. Prices and rows are as old as the block, as after another act in it. */
export async function liquidation(bench: Bench): Promise<Costs> {
  for (const buyer of [cast.buyer, cast.newBuyer])
    await depositCash(bench, buyer, 1_000_000n * USDC);
  const eight = await eightKeys(bench);
  return { ...eight, ...(await oneKey(bench)) };
}
