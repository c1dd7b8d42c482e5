import {
  RAY,
  WAD,
  maths,
  ray,
  risk as twin,
  seconds,
  shares,
  units,
  wad,
  type Ray,
  type Wad,
} from "@causeway/sdk";
import type { System } from "../../deploy/contracts.js";

/** The local environment told by the SDK twin, from the rows of its risk engine on. */

/**
 * The rows of a system as its risk engine keeps them. How pokes write them is held against the SDK by
 * test/vectors/poke.differential.test.ts; what follows from them is the twin's.
 */
export async function rowsOf({ hub, environment }: System): Promise<twin.RiskRows> {
  const assets = new Map<number, twin.AssetRow>();
  for (const { id } of environment.assets)
    assets.set(id, twin.decodeAssetRow(await hub.risk.assetRow(id)));
  const keys = new Map<number, twin.KeyRow>();
  for (const { id } of environment.keys) {
    const row = twin.decodeKeyRow(await hub.risk.keyRow(id));
    if (row !== undefined) keys.set(id, row);
  }
  return {
    keys,
    assets,
    priceRisks: new Map(),
    underlyings: new Map(),
    markets: new Map(),
    theta: { maintenance: wad(0n), initial: wad(0n) },
  };
}

/** A book of collateral and cash. */
export const bookOf = (balances: ReadonlyMap<number, bigint>, cash: bigint): twin.Book => ({
  cash: wad(cash),
  balances: new Map([...balances].map(([key, amount]) => [key, units(amount)])),
  positions: [],
});

/** What the sale of a key needs to know, as the risk engine answers it. */
export interface TwinTerms {
  readonly decimals: bigint;
  readonly baseDiscount: bigint;
  readonly penalty: bigint;
  readonly price: bigint;
  readonly haircutInitial: bigint;
  readonly haircutMaintenance: bigint;
  readonly maxDiscount: bigint;
}

/** Sale terms of one key of a book at a time (unix seconds). */
export function termsAt(
  book: twin.Book,
  rows: twin.RiskRows,
  key: number,
  time: number,
): TwinTerms {
  const valued = twin
    .valuedKeys(book, rows, seconds(BigInt(time)))
    .find((held) => held.key === key);
  const row = rows.keys.get(key);
  const asset = rows.assets.get(valued?.asset ?? -1);
  if (valued === undefined || row === undefined || asset === undefined)
    throw new RangeError(`the book does not hold key ${key}`);
  return {
    decimals: row.decimals,
    baseDiscount: row.baseDiscount,
    penalty: row.penalty,
    price: asset.price,
    haircutInitial: valued.haircut.initial,
    haircutMaintenance: valued.haircut.maintenance,
    maxDiscount: twin.maxDiscountOf(row, valued.haircut.maintenance),
  };
}

/** The loan book of the engine (markets.md section 1): index, pool cash, and each account's cash. */
export class LoanTwin {
  #index: Ray = RAY;
  #rate: Wad = wad(0n);
  #accruedAt = 0;
  #poolCash = 0n;
  #shares = 0n;
  readonly #debts = new Map<string, bigint>();
  readonly #positive = new Map<string, bigint>();

  /** Cash of an account at a time, negative if it owes (WAD). */
  cashAt(account: string, time: number): bigint {
    const owed = this.#debts.get(account) ?? 0n;
    if (owed === 0n) return this.#positive.get(account) ?? 0n;
    return 0n - maths.debtOwed(shares(owed), this.#indexAt(time));
  }

  /** Somebody supplied the pool (WAD). */
  supply(amount: bigint, time: number): void {
    this.#accrue(time);
    this.#poolCash += amount;
    this.#setRate();
  }

  /** An account took cash out, borrowing what it did not have (WAD). */
  withdraw(account: string, amount: bigint, time: number): void {
    const have = this.#positive.get(account) ?? 0n;
    if (amount <= have) {
      this.#positive.set(account, have - amount);
      return;
    }
    this.#accrue(time);
    const lent = wad(amount - have);
    const more = maths.borrowShares(lent, this.#index);
    this.#positive.set(account, 0n);
    this.#debts.set(account, (this.#debts.get(account) ?? 0n) + more);
    this.#shares += more;
    this.#poolCash -= lent;
    this.#setRate();
  }

  /** An account got cash, repaying first (WAD). */
  credit(account: string, amount: bigint, time: number): void {
    const debt = this.#debts.get(account) ?? 0n;
    if (debt === 0n) {
      this.#positive.set(account, (this.#positive.get(account) ?? 0n) + amount);
      return;
    }
    this.#accrue(time);
    const owed = maths.debtOwed(shares(debt), this.#index);
    const burnt = amount >= owed ? debt : maths.repayShares(wad(amount), this.#index);
    const repaid = amount >= owed ? owed : amount;
    this.#debts.set(account, debt - burnt);
    this.#positive.set(account, amount - repaid);
    this.#shares -= burnt;
    this.#poolCash += repaid;
    this.#setRate();
  }

  /** An account paid from positive cash (WAD). */
  charge(account: string, amount: bigint): void {
    this.#positive.set(account, (this.#positive.get(account) ?? 0n) - amount);
  }

  #indexAt(time: number): Ray {
    if (this.#rate === 0n) return this.#index;
    return maths.accrueIndex(this.#index, this.#rate, seconds(BigInt(time - this.#accruedAt)));
  }

  #accrue(time: number): void {
    this.#index = ray(this.#indexAt(time));
    this.#accruedAt = time;
  }

  #setRate(): void {
    const lent = wad((this.#shares * this.#index) / RAY);
    this.#rate = maths.borrowRate(maths.utilisation(lent, wad(this.#poolCash)));
  }
}

/** WAD of one asset unit of the settlement token. */
export const CASH_SCALE = WAD / 10n ** 6n;
