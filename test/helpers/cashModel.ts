import type { DevSigner } from "@causeway/devnet";
import { expect } from "chai";
import type { Hub } from "./hub.js";
import { SCALE } from "./money.js";

const RAY = 10n ** 27n;

/** Everything of the cash book that a rule speaks about, read at one block. */
export interface BookState {
  readonly tokens: bigint;
  readonly positive: bigint;
  readonly owed: bigint;
  readonly shares: bigint;
  readonly poolCash: bigint;
  readonly funds: bigint;
  readonly totalDebt: bigint;
  readonly index: bigint;
  readonly interest: bigint;
}

const sum = (values: readonly bigint[]): bigint => values.reduce((a, b) => a + b, 0n);

/** Reads the book of all accounts that were ever used. */
export async function readBook(hub: Hub, accounts: readonly string[]): Promise<BookState> {
  const { engine, cash } = hub;
  const [signed, shares] = await Promise.all([
    Promise.all(accounts.map((account) => engine.cashOf(account))),
    Promise.all(accounts.map((account) => engine.debtSharesOf(account))),
  ]);
  return {
    tokens: (await cash.balanceOf(await engine.getAddress())) * SCALE,
    positive: sum(signed.filter((value) => value > 0n)),
    owed: sum(signed.filter((value) => value < 0n).map((value) => -value)),
    shares: sum(shares),
    poolCash: await engine.poolCash(),
    funds: (await engine.insuranceCash()) + (await engine.reserveCash()),
    totalDebt: await engine.totalDebt(),
    index: await engine.borrowIndex(),
    interest: await engine.interestAccrued(),
  };
}

/**
 * What holds after every call: INV-10 to the wei; the total debt is that of the shares of all accounts, and the accounts
 * owe at least it, at most a wei each more; index and interest never fall.
 */
export function checkBook(before: BookState, now: BookState, accounts: number): void {
  expect(now.positive + now.poolCash + now.funds, "INV-10").to.equal(now.tokens);
  expect((now.shares * now.index) / RAY, "total debt").to.equal(now.totalDebt);
  expect(now.owed, "debts round up").to.be.greaterThanOrEqual(now.totalDebt);
  expect(now.owed - now.totalDebt, "a wei each").to.be.lessThanOrEqual(BigInt(accounts));
  expect(now.index, "index").to.be.greaterThanOrEqual(before.index);
  expect(now.interest, "interest").to.be.greaterThanOrEqual(before.interest);
}

/** What a person has in tokens and in cash of their accounts (WAD). */
export async function cashWealth(
  hub: Hub,
  who: DevSigner,
  accounts: readonly string[],
): Promise<bigint> {
  const signed = await Promise.all(accounts.map((account) => hub.engine.cashOf(account)));
  return (await hub.cash.balanceOf(who.address)) * SCALE + sum(signed);
}

/** What a person's pool shares and redemptions are worth (WAD). */
export async function poolWealth({ pool }: Hub, who: DevSigner): Promise<bigint> {
  const waiting = await pool.pendingRedeemRequest(0, who.address);
  const shares = (await pool.balanceOf(who.address)) + waiting;
  return ((await pool.convertToAssets(shares)) + (await pool.maxWithdraw(who.address))) * SCALE;
}
