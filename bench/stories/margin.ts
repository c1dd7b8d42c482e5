import { heartbeats } from "../../deploy/local/lanes.js";
import type { ContractTransactionReceipt } from "ethers";
import {
  borrow,
  depositCash,
  mined,
  supply,
  withdrawCollateral,
} from "../../deploy/local/moves.js";
import { addressOf, signerOf, type Person } from "../../deploy/local/people.js";
import {
  bitmap,
  cast,
  deliverOne,
  fund,
  keysTo,
  renewed,
  sendView,
  type Costs,
} from "../lib/acts.js";
import { executed, paid } from "../lib/meter.js";
import { KEYS, MARKETS, OWN_ASSETS, TOKEN } from "../lib/listing.js";
import type { Bench } from "../lib/world.js";

/** Rows and prices may be this old in a check (seconds; system.md 4.1). */
const MAX_PRICE_AGE = 60n;
const MAX_POKE_AGE = 300n;

const WAD = 10n ** 18n;
const USDC = 10n ** 6n;

/** Checks a borrower: everything cold, nothing out of date. */
async function checkOf(bench: Bench, who: Person, keys: readonly number[]): Promise<number> {
  const account = addressOf(bench, who);
  const receipt = await renewed(bench, keys, () => mined(bench.hub.engine.freshMargin(account)));
  return executed(bench.devnet.chain("hub"), receipt);
}

/** Gives the borrower more keys, up to that many, and checks it. */
async function check(bench: Bench, from: number, to: number): Promise<number> {
  await fund(bench, addressOf(bench, cast.borrower), keysTo(to, from), 100n * TOKEN);
  if (from === 0)
    await renewed(bench, keysTo(to), () => borrow(bench, cast.borrower, 1_000n * USDC));
  return checkOf(bench, cast.borrower, keysTo(to));
}

/** Another borrower with sixteen keys of as many assets: the dearest that sixteen keys can be. */
async function checkApart(bench: Bench): Promise<number> {
  const keys = keysTo(OWN_ASSETS + 16, OWN_ASSETS);
  await fund(bench, addressOf(bench, cast.other), keys, 100n * TOKEN);
  await renewed(bench, keys, () => borrow(bench, cast.other, 1_000n * USDC));
  return checkOf(bench, cast.other, keys);
}

/** Every second position is short, so that some of them hedge collateral and others do not. */
const positionsOf = (count: number) =>
  keysTo(count).map((market) => ({
    market,
    size: market % 2 === 0 ? -WAD : WAD,
    cost: market % 2 === 0 ? -100n * WAD : 100n * WAD,
    funding: WAD / 10n,
  }));

/** What positions add to the risk engine's answer about the borrower's book. */
async function positionsPart(bench: Bench, keys: number, positions: number): Promise<number> {
  const { risk, engine } = bench.hub;
  const account = addressOf(bench, cast.borrower);
  const { cash, held, words } = await engine.bookOf(account);
  const underlyings = keysTo(positions + 1, 1);
  const costs: number[] = [];
  for (const count of [0, positions]) {
    const book = { cash, held, words: [...words], positions: positionsOf(count) };
    await mined(risk.pokeUnderlyings(bitmap(underlyings)));
    await mined(risk.refresh(bitmap(underlyings)));
    const receipt = await renewed(bench, keysTo(keys), () =>
      mined(risk.freshMargin(book, MAX_PRICE_AGE, MAX_POKE_AGE)),
    );
    costs.push(await executed(bench.devnet.chain("hub"), receipt));
  }
  const [without = 0, with_ = 0] = costs;
  return with_ - without;
}

/** Withdrawals of an account with sixteen keys, checked because it owes, and unchecked because it does not. */
async function withdrawals(bench: Bench): Promise<Costs> {
  const keys = keysTo(16);
  const units = TOKEN;
  const recipient = addressOf(bench, cast.sender);
  const take = (): Promise<ContractTransactionReceipt> =>
    withdrawCollateral(bench, { key: 1, from: cast.borrower, units, recipient });
  await renewed(bench, keys, take);
  await deliverOne(bench);
  const withdrawCollateral16 = paid(await renewed(bench, keys, take));
  await deliverOne(bench);
  const loan = (): Promise<ContractTransactionReceipt> => borrow(bench, cast.borrower, 100n * USDC);
  const borrow16 = paid(await renewed(bench, keys, loan));
  const repay = paid(await depositCash(bench, cast.borrower, 100n * USDC));
  await depositCash(bench, cast.borrower, 5_000n * USDC);
  const withdraw16 = paid(await loan());
  await renewed(bench, keys, () => borrow(bench, cast.borrower, 10_000n * USDC));
  return {
    "margin.borrow16": borrow16,
    "margin.withdraw16": withdraw16,
    "pool.repay": repay,
    "pool.withdrawCollateral16": withdrawCollateral16,
  };
}

/** The margin check, key by key, and what keeps it fresh. */
export async function margin(bench: Bench): Promise<Costs> {
  await supply(bench, 10_000_000n * USDC);
  // A key has no row, and is worth nothing, before its lane's first round trip.
  await heartbeats(bench, 1);
  const check4 = await check(bench, 0, 4);
  const check8 = await check(bench, 4, 8);
  const check16 = await check(bench, 8, 16);
  const positions = await positionsPart(bench, 16, 8);
  const withdrawn = await withdrawals(bench);
  const check32 = await check(bench, 16, 32);
  const steepest = Math.max(
    (check8 - check4) / 4,
    (check16 - check8) / 8,
    (check32 - check16) / 16,
  );
  const { risk } = bench.hub;
  return {
    ...withdrawn,
    "margin.check4": check4,
    "margin.check8": check8,
    "margin.check16": check16,
    "margin.check32": check32,
    "margin.furtherKey": Math.ceil(steepest),
    "margin.apart16": await checkApart(bench),
    "margin.check16With8": check16 + positions,
    "margin.poke": paid(await mined(risk.poke(bitmap([5])))),
    "margin.refresh": paid(await mined(risk.refresh(bitmap([6])))),
  };
}

/** Views, each sent as a transaction of its own, so that everything is cold. */
export async function views(bench: Bench): Promise<Costs> {
  const account = addressOf(bench, cast.borrower);
  await fund(bench, account, keysTo(KEYS, 32), 100n * TOKEN);
  const signer = signerOf(bench, cast.borrower, "hub");
  const request = await bench.hub.engine.marginOf.populateTransaction(account);
  const receipt = await sendView(signer, request);
  const margin64 = await executed(bench.devnet.chain("hub"), receipt);
  return {
    "views.margin64": margin64,
    "views.margin64With32": margin64 + (await positionsPart(bench, KEYS, MARKETS)),
  };
}
