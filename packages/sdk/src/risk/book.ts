import { cashValue } from "../maths/cash.js";
import { abs, ceilDiv, floorDiv, min, mulDown, mulUp, saturatingSub } from "../maths/integer.js";
import {
  basisCharge,
  concentrationCharge,
  hedgeOffset,
  riskLeg,
  scanRequirement,
} from "../maths/margin.js";
import { perpPnl } from "../maths/perp.js";
import { WAD, bps, wad } from "../maths/units.js";
import type { Seconds, Units, Wad } from "../maths/units.js";
import { isForgotten, known, valuedKeys } from "./collateral.js";
import type { CollateralRows, ValuedKey } from "./collateral.js";
import { SETTLEMENT, highPrice, isGood } from "./rows.js";
import type { AssetRow, BothMargins, PendingNetting, PriceRisk, UnderlyingRow } from "./rows.js";

/** Twin of RiskEngine.margin: risk.md section 3 over rows, to the wei. */

/** What any liability adds to both requirements. */
export const RESERVE = wad(5n * WAD);

/** One perpetual position. */
export interface Position {
  readonly market: number;
  readonly size: Wad;
  readonly cost: Wad;
  readonly funding: Wad;
}

/** What an account holds. */
export interface Book {
  readonly cash: Wad;
  /** Balances by key. */
  readonly balances: ReadonlyMap<number, Units>;
  readonly positions: readonly Position[];
}

/** All rows a margin check may read. */
export interface RiskRows extends CollateralRows {
  /** By asset. */
  readonly priceRisks: ReadonlyMap<number, PriceRisk>;
  readonly underlyings: ReadonlyMap<number, UnderlyingRow>;
  readonly markets: ReadonlyMap<number, { readonly asset: number; readonly underlying: number }>;
  readonly theta: BothMargins<Wad>;
}

/** Equity and requirements of an account. */
export interface Margin {
  readonly equity: Wad;
  readonly initialEquity: Wad;
  /** PnL at the worse prices for the account. */
  readonly pnl: Wad;
  readonly initial: Wad;
  readonly maintenance: Wad;
  readonly unpriced: boolean;
}

type Level = keyof BothMargins<Wad>;

const NOTHING_PENDING: PendingNetting = { rho: wad(0n), beta: bps(0n), charge: wad(0n) };

interface Leg {
  readonly underlying: number;
  readonly row: UnderlyingRow;
  readonly delta: Wad;
  readonly gross: Wad;
}

const assetOf = (position: Position, rows: RiskRows): AssetRow =>
  known(rows.assets, known(rows.markets, position.market, "market").asset, "asset");

/** D and G of each underlying, at the higher price. */
function legsOf(book: Book, rows: RiskRows): Leg[] {
  const sums = new Map<number, { delta: bigint; gross: bigint }>();
  for (const position of book.positions) {
    const { underlying } = known(rows.markets, position.market, "market");
    const { delta, gross } = sums.get(underlying) ?? { delta: 0n, gross: 0n };
    const value = position.size * highPrice(assetOf(position, rows));
    sums.set(underlying, { delta: delta + value, gross: gross + abs(value) });
  }
  return [...sums].map(([underlying, { delta, gross }]) => ({
    underlying,
    row: known(rows.underlyings, underlying, "underlying"),
    delta: wad(floorDiv(delta, WAD)),
    gross: wad(ceilDiv(gross, WAD)),
  }));
}

/** b of each leg at one margin level. */
function hedgesOf(
  legs: readonly Leg[],
  keys: readonly ValuedKey[],
  rows: RiskRows,
  level: Level,
): Wad[] {
  return legs.map(({ underlying }) => {
    const parts = keys.map(({ asset, value, haircut }) => {
      const risk = rows.priceRisks.get(asset);
      const unrecognised = level === "initial" && haircut.initial === WAD;
      if (risk?.underlying !== underlying || unrecognised) return 0n;
      return mulDown(value[level], min(risk[level], haircut[level]));
    });
    return wad(parts.reduce((total, part) => total + part, 0n));
  });
}

/** Basis and concentration charges; initial margin pays for a change of their terms before it moves. */
function addOnsOf(legs: readonly Leg[], level: Level): bigint {
  return legs.reduce((total, { row, delta, gross }) => {
    const net = wad(abs(delta));
    const ahead = level === "initial" ? row.pending : NOTHING_PENDING;
    const beta = bps(row.beta + ahead.beta);
    const concentration = concentrationCharge(net, row.eta, row.depth, row.maxCharge);
    return total + basisCharge(gross, net, beta) + concentration + mulUp(net, ahead.charge);
  }, 0n);
}

/** ρ; a lower one never charges less, so initial margin takes the lower of now and next. */
const rhoOf = ({ row }: Leg, level: Level): Wad =>
  level === "initial" ? wad(saturatingSub(row.rho, row.pending.rho)) : row.rho;

/** Req + basis + concentration − off at one margin level. */
function perpCharge(
  legs: readonly Leg[],
  keys: readonly ValuedKey[],
  rows: RiskRows,
  level: Level,
): bigint {
  if (legs.length === 0) return 0n;
  const legValues = legs.map((leg) => riskLeg(leg.delta, leg.row[level]));
  const rhos = legs.map((leg) => rhoOf(leg, level));
  const hedges = hedgesOf(legs, keys, rows, level);
  const offset = hedgeOffset(legValues, hedges, rhos, rows.theta[level]);
  return scanRequirement(legValues, rhos) + addOnsOf(legs, level) - offset;
}

/** PnL less funding at one margin level: initial margin marks a long at the lower price and a short at the higher. */
function pnlOf(book: Book, rows: RiskRows, level: Level): bigint {
  return book.positions.reduce((total, position) => {
    const asset = assetOf(position, rows);
    const low = position.size >= 0n === (level === "initial");
    const price = low ? asset.price : highPrice(asset);
    return total + perpPnl(position.size, price, position.cost) - position.funding;
  }, 0n);
}

/**
 * Cash in USD. Initial margin counts credit at the lower price and debt at the higher, maintenance margin the other way
 * round; and a feed that is out, perhaps since a spike above the peg, liquidates nobody: debt then counts at par.
 */
function cashOf(cash: Wad, settlement: AssetRow): BothMargins<Wad> {
  const high = highPrice(settlement);
  const inDebt = cash < 0n;
  const better = isGood(settlement) ? settlement.price : WAD;
  return {
    initial: cashValue(cash, inDebt ? high : settlement.price),
    maintenance: cashValue(cash, inDebt ? better : high),
  };
}

const isUnpriced = (book: Book, rows: RiskRows): boolean =>
  !isGood(known(rows.assets, SETTLEMENT, "asset")) ||
  book.positions.some((position) => !isGood(assetOf(position, rows)));

/** What both margin levels are summed from. */
interface Snapshot {
  readonly book: Book;
  readonly rows: RiskRows;
  readonly keys: readonly ValuedKey[];
  /** Those of them that count for anything. */
  readonly hedging: readonly ValuedKey[];
  readonly legs: readonly Leg[];
}

/** Value and charges at one margin level. */
function levelOf(
  { book, rows, keys, hedging, legs }: Snapshot,
  level: Level,
): { value: bigint; charges: Wad } {
  const reserve = book.cash < 0n || legs.length > 0 ? RESERVE : 0n;
  const haircuts = keys.reduce(
    (sum, { value, haircut }) => sum + mulUp(value[level], haircut[level]),
    0n,
  );
  return {
    value: keys.reduce((sum, { value }) => sum + value[level], 0n),
    charges: wad(haircuts + perpCharge(legs, hedging, rows, level) + reserve),
  };
}

/** Margin of a book at the rows given. */
export function marginOf(book: Book, rows: RiskRows, now: Seconds): Margin {
  const keys = valuedKeys(book, rows, now);
  const hedging = keys.filter(({ asset }) => !isForgotten(known(rows.assets, asset, "asset"), now));
  const snapshot = { book, rows, keys, hedging, legs: legsOf(book, rows) };
  const cash = cashOf(book.cash, known(rows.assets, SETTLEMENT, "asset"));
  const initial = levelOf(snapshot, "initial");
  const maintenance = levelOf(snapshot, "maintenance");
  const worse = pnlOf(book, rows, "initial");
  return {
    equity: wad(maintenance.value + cash.maintenance + pnlOf(book, rows, "maintenance")),
    initialEquity: wad(initial.value + cash.initial + min(worse, 0n)),
    pnl: wad(worse),
    initial: initial.charges,
    maintenance: maintenance.charges,
    unpriced: isUnpriced(book, rows),
  };
}

/** Whether an account may take new risk: risk.md section 3. */
export const passesInitial = (margin: Margin): boolean =>
  !margin.unpriced && margin.initialEquity >= margin.initial;

/** Whether an account may be liquidated. */
export const isLiquidatable = (margin: Margin): boolean => margin.equity < margin.maintenance;
