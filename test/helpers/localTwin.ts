import {
  RAY,
  WAD,
  bps,
  maths,
  ray,
  risk as twin,
  seconds,
  shares,
  units,
  variance,
  wad,
  type Ray,
  type Wad,
} from "@causeway/sdk";
import type { AssetListing, Environment, KeyListing } from "../../deploy/networks/types.js";

/** The local environment told by the SDK twin: nothing here is read from a chain. */

/** Prices by asset (cents). */
export type Prices = ReadonlyMap<number, bigint>;

const CENT = 10n ** 16n;

const assetParameters = ({ parameters: p }: AssetListing): twin.AssetParameters => ({
  baseMaintenance: bps(BigInt(p.baseMaintenance)),
  baseInitial: bps(BigInt(p.baseInitial)),
  baseDiscount: bps(BigInt(p.baseDiscount)),
  penalty: bps(BigInt(p.penalty)),
  eta: bps(BigInt(p.eta)),
  maxCharge: bps(BigInt(p.maxCharge)),
  minHaircut: p.minHaircut,
  maxHaircut: p.maxHaircut,
  underlying: p.underlying,
  depth: p.depth,
  variance: variance(p.variance),
  minVariance: variance(p.minVariance),
  maxVariance: variance(p.maxVariance),
});

const globalsOf = ({ globals: g }: Environment): twin.GlobalParameters => ({
  zMaintenance: bps(BigInt(g.zMaintenance)),
  zInitial: bps(BigInt(g.zInitial)),
  localTime: seconds(BigInt(g.localTime)),
  perpTime: seconds(BigInt(g.perpTime)),
  thetaMaintenance: bps(BigInt(g.thetaMaintenance)),
  thetaInitial: bps(BigInt(g.thetaInitial)),
  perpPenalty: bps(BigInt(g.perpPenalty)),
});

function inputsOf(environment: Environment, key: KeyListing): twin.KeyInputs {
  const asset = environment.assets.find(({ id }) => id === key.asset);
  if (asset === undefined) throw new RangeError(`no asset ${key.asset} in the environment`);
  const source = environment.sources.find(({ name }) => name === key.chain);
  return {
    asset: assetParameters(asset),
    globals: globalsOf(environment),
    // The hub's own keys have no lane.
    latency: seconds(BigInt(source?.latency ?? 0)),
    key: {
      asset: key.asset,
      decimals: key.sharedDecimals,
      eid: source?.eid ?? environment.hub.eid,
      idiosyncratic: bps(BigInt(key.idiosyncratic)),
      recognised: key.recognised,
    },
  };
}

/** The rows of an environment at the last good prices; feeds of `dead` assets are out. */
export function rowsAt(
  environment: Environment,
  prices: Prices,
  dead: readonly number[] = [],
): twin.RiskRows {
  const never = seconds(0n);
  const assets = new Map(
    environment.assets.map((asset) => {
      const price = wad((prices.get(asset.id) ?? 0n) * CENT);
      const observation: twin.Observation = {
        price,
        spread: 0n,
        observedAt: never,
        refreshedAt: never,
        status: dead.includes(asset.id) ? "STALE" : "GOOD",
        sequencerDown: false,
      };
      return [asset.id, twin.assetRowOf(assetParameters(asset), observation)];
    }),
  );
  const keys = new Map(
    environment.keys.map((key) => {
      const asset = assets.get(key.asset);
      if (asset === undefined) throw new RangeError(`no asset ${key.asset} in the environment`);
      const inputs = inputsOf(environment, key);
      const lane = { ...twin.hubTerms(), latency: inputs.latency };
      return [key.id, twin.firstPoke({ ...inputs, lane }, asset, never).key];
    }),
  );
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

/** Sale terms of one key of a book. */
export function termsAt(book: twin.Book, rows: twin.RiskRows, key: number): TwinTerms {
  const valued = twin.valuedKeys(book, rows, seconds(0n)).find((held) => held.key === key);
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
