import { depositCash, setPrice } from "../../deploy/local/moves.js";
import { addressOf } from "../../deploy/local/people.js";
import { fixed } from "./format.js";
import type { Keeper } from "./keeper.js";
import { bring, health, payAtSource } from "./opening.js";
import { storyKey } from "./plot.js";
import type { AssetSymbol } from "../../deploy/networks/local.js";
import type { Stage } from "./stage.js";

const KEEPER_CASH = 100_000n * 10n ** 6n;

/** Between two reports of a feed (seconds). */
const REPORT_GAP = 30;

const percent = (hundredths: bigint): bigint => hundredths * 10n ** 16n;

async function fall(stage: Stage, symbol: AssetSymbol, cents: bigint): Promise<void> {
  const { world, tell } = stage;
  await world.devnet.increaseTime(REPORT_GAP);
  await setPrice(world, symbol, cents);
  const price = `${symbol} at $${fixed(cents, 2, 2, 2)}`;
  const second = world.reports.has(symbol) ? ", and a signed report says the same" : "";
  await tell.say("hub", `3 of 4 oracles sign ${price}${second}`);
}

/** Ether and bitcoin fall; Alice is liquidated and her auction clears by two takes. */
export async function crash(stage: Stage, keeper: Keeper): Promise<boolean> {
  const { world, tell, plot } = stage;
  await tell.chapter("A crash becomes a Dutch auction");
  await depositCash(world, "keeper", KEEPER_CASH);
  await tell.say("hub", `Keeper brings ${fixed(KEEPER_CASH, 6, 0)} USDC`);
  for (const cents of plot.etherFallsTo) await fall(stage, "ETH", cents);
  await fall(stage, "BTC", plot.bitcoinFallsTo);
  const alice = addressOf(world, "alice");
  const started = await keeper.watch();
  if (started.length !== 1 || started[0] !== alice)
    throw new Error(`Alice alone should be liquidated, not ${started.join(", ")}`);
  const ether = storyKey.etherOnArbitrum;
  await keeper.buy(alice, { key: ether, at: percent(98n), share: 50n, release: false });
  const bitcoin = storyKey.bitcoinOnBase;
  const deeper = { key: bitcoin, at: percent(97n), share: 100n, release: true };
  const units = await keeper.buy(alice, deeper);
  const { startedAt } = await world.hub.auctions.auctionOf(alice);
  await tell.say("hub", `Alice: ${await health(stage, alice)}`);
  if (startedAt === 0n)
    await tell.say("hub", "the auction of Alice is over: her target is restored");
  await payAtSource(stage, { key: bitcoin, recipient: addressOf(world, "keeper"), units });
  return startedAt === 0n;
}

/** Bob's token falls; he cures his account from a source chain before anybody buys. */
export async function cure(stage: Stage, keeper: Keeper): Promise<boolean> {
  const { world, tell, plot } = stage;
  await tell.chapter("Another account is cured from a source chain");
  await fall(stage, "ARB", plot.arbFallsTo);
  const bob = addressOf(world, "bob");
  const started = await keeper.watch();
  if (started.length !== 1 || started[0] !== bob)
    throw new Error(`Bob alone should be liquidated, not ${started.join(", ")}`);
  await bring(stage, "bob", storyKey.dollarsOnBase, plot.bobTopUp);
  const closed = await keeper.closeCured();
  await tell.say("hub", `Bob: ${await health(stage, bob)}`);
  return closed.includes(bob);
}
