import { cashValue } from "../maths/cash.js";
import { collateralValue, sizeCharge } from "../maths/haircut.js";
import {
  abs,
  ceilDiv,
  clamp,
  floorDiv,
  fromBps,
  max,
  min,
  mulDown,
  mulUp,
  saturatingSub,
} from "../maths/integer.js";
import {
  basisCharge,
  concentrationCharge,
  hedgeOffset,
  riskLeg,
  scanRequirement,
} from "../maths/margin.js";
import { perpPnl } from "../maths/perp.js";
import { WAD, wad } from "../maths/units.js";
import type { Units, Wad } from "../maths/units.js";
import { SETTLEMENT } from "./rows.js";
import type { AssetRow, BothMargins, KeyRow, PriceRisk, UnderlyingRow } from "./rows.js";

/** Twin of RiskEngine.margin and of the sale terms: risk.md section 3 over rows, to the wei. */

/** H_IM exceeds H_MM by this much. */
export const MIN_GAP = wad(2n * 10n ** 16n);
/** What any liability adds to both requirements. */
export const RESERVE = wad(5n * WAD);
/** A key whose feed is out counts at this multiple of its last good price for maintenance margin. */
const STALE_MULTIPLE = 2n;

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
export interface RiskRows {
  readonly keys: ReadonlyMap<number, KeyRow>;
  readonly assets: ReadonlyMap<number, AssetRow>;
  readonly priceRisks: ReadonlyMap<number, PriceRisk>;
  readonly underlyings: ReadonlyMap<number, UnderlyingRow>;
  readonly markets: ReadonlyMap<number, { readonly asset: number; readonly underlying: number }>;
  readonly theta: BothMargins<Wad>;
}

/** Equity and requirements of an account. */
export interface Margin {
  readonly equity: Wad;
  readonly initialEquity: Wad;
  readonly pnl: Wad;
  readonly initial: Wad;
  readonly maintenance: Wad;
  readonly unpriced: boolean;
}

/** One key of a book, valued. */
export interface ValuedKey {
  readonly key: number;
  readonly asset: number;
  /** V at both margins: a key whose feed is out counts double for maintenance margin. */
  readonly value: BothMargins<Wad>;
  /** H at both margins. */
  readonly haircut: BothMargins<Wad>;
}

interface HeldKey {
  readonly key: number;
  readonly row: KeyRow;
  readonly asset: AssetRow;
  readonly value: Wad;
}

function known<V>(map: ReadonlyMap<number, V>, id: number, name: string): V {
  const found = map.get(id);
  if (found === undefined) throw new RangeError(`no ${name} ${id.toString()}`);
  return found;
}

const doubted = (asset: AssetRow, value: Wad): Wad =>
  asset.good ? value : wad(STALE_MULTIPLE * value);

function heldKeys(book: Book, rows: RiskRows): HeldKey[] {
  return [...book.balances].flatMap(([key, units]) => {
    const row = rows.keys.get(key);
    if (row === undefined) return [];
    const asset = known(rows.assets, row.asset, "asset");
    const price = row.asset === SETTLEMENT ? min(asset.price, WAD) : asset.price;
    return [{ key, row, asset, value: collateralValue(units, price, row.decimals) }];
  });
}

/** Q of each asset, over all lanes. */
function sizeCharges(held: readonly HeldKey[]): Map<number, Wad> {
  const totals = new Map<number, { row: AssetRow; value: bigint }>();
  for (const { row, asset, value } of held) {
    const soFar = totals.get(row.asset)?.value ?? 0n;
    totals.set(row.asset, { row: asset, value: soFar + value });
  }
  return new Map(
    [...totals].map(([id, { row, value }]) => {
      const counted = doubted(row, wad(value));
      const charge =
        value === 0n ? wad(0n) : sizeCharge(row.eta, counted, row.depth, row.maxCharge);
      return [id, charge];
    }),
  );
}

function haircutsOf({ row, asset }: HeldKey, size: Wad): BothMargins<Wad> {
  const within = (h: bigint): Wad => clamp(wad(h), asset.minHaircut, asset.maxHaircut);
  const maintenance = within(row.maintenance + size);
  if (row.initial === undefined || !asset.good) return { maintenance, initial: WAD };
  const initial = within(row.initial + max(size, row.sizeFloor));
  return { maintenance, initial: max(initial, wad(maintenance + MIN_GAP)) };
}

/** Values and haircuts of every held key that has a row, ascending. */
export function valuedKeys(book: Book, rows: RiskRows): ValuedKey[] {
  const held = heldKeys(book, rows);
  const sizes = sizeCharges(held);
  return held
    .map((key) => ({
      key: key.key,
      asset: key.row.asset,
      value: { maintenance: doubted(key.asset, key.value), initial: key.value },
      haircut: haircutsOf(key, known(sizes, key.row.asset, "size charge")),
    }))
    .sort((a, b) => a.key - b.key);
}

interface Leg {
  readonly underlying: number;
  readonly row: UnderlyingRow;
  readonly delta: Wad;
  readonly gross: Wad;
}

/** D and G of each underlying. */
function legsOf(book: Book, rows: RiskRows): Leg[] {
  const sums = new Map<number, { delta: bigint; gross: bigint }>();
  for (const position of book.positions) {
    const { asset, underlying } = known(rows.markets, position.market, "market");
    const { price } = known(rows.assets, asset, "asset");
    const { delta, gross } = sums.get(underlying) ?? { delta: 0n, gross: 0n };
    const value = position.size * price;
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
  level: keyof BothMargins<Wad>,
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

function addOnsOf(legs: readonly Leg[]): bigint {
  return legs.reduce((total, { row, delta, gross }) => {
    const net = wad(abs(delta));
    const concentration = concentrationCharge(net, row.eta, row.depth, row.maxCharge);
    return total + basisCharge(gross, net, row.beta) + concentration;
  }, 0n);
}

/** Req + basis + concentration − off at one margin level. */
function perpCharge(
  legs: readonly Leg[],
  keys: readonly ValuedKey[],
  rows: RiskRows,
  level: keyof BothMargins<Wad>,
): bigint {
  const legValues = legs.map((leg) => riskLeg(leg.delta, leg.row[level]));
  const rhos = legs.map((leg) => leg.row.rho);
  const hedges = hedgesOf(legs, keys, rows, level);
  const offset = hedgeOffset(legValues, hedges, rhos, rows.theta[level]);
  return scanRequirement(legValues, rhos) + addOnsOf(legs) - offset;
}

function pnlOf(book: Book, rows: RiskRows): bigint {
  return book.positions.reduce((total, { market, size, cost, funding }) => {
    const { asset } = known(rows.markets, market, "market");
    const { price } = known(rows.assets, asset, "asset");
    return total + perpPnl(size, price, cost) - funding;
  }, 0n);
}

function isUnpriced(book: Book, rows: RiskRows): boolean {
  const priced = [
    SETTLEMENT,
    ...book.positions.map((p) => known(rows.markets, p.market, "market").asset),
  ];
  return priced.some((asset) => rows.assets.get(asset)?.good !== true);
}

/** Margin of a book at the rows given. */
export function marginOf(book: Book, rows: RiskRows): Margin {
  const keys = valuedKeys(book, rows);
  const legs = legsOf(book, rows);
  const pnl = pnlOf(book, rows);
  const cash = cashValue(book.cash, known(rows.assets, SETTLEMENT, "asset").price);
  const reserve = book.cash < 0n || legs.length > 0 ? RESERVE : 0n;
  const total = (level: keyof BothMargins<Wad>): bigint =>
    keys.reduce((sum, { value }) => sum + value[level], 0n);
  const charges = (level: keyof BothMargins<Wad>): Wad => {
    const haircuts = keys.reduce(
      (sum, { value, haircut }) => sum + mulUp(value[level], haircut[level]),
      0n,
    );
    return wad(haircuts + perpCharge(legs, keys, rows, level) + reserve);
  };
  return {
    equity: wad(total("maintenance") + cash + pnl),
    initialEquity: wad(total("initial") + cash + min(pnl, 0n)),
    pnl: wad(pnl),
    initial: charges("initial"),
    maintenance: charges("maintenance"),
    unpriced: isUnpriced(book, rows),
  };
}

const NO_TOXIC_GAP = wad(5n * 10n ** 15n);
const WAD_PER_PPM = 10n ** 12n;

/** dMax of a key: `min(dBase + L_MM, H_MM − φ − gap)`, down to the ppm. */
export function maxDiscountOf(row: KeyRow, asset: AssetRow, haircut: Wad): Wad {
  const limit = saturatingSub(haircut, fromBps(asset.penalty) + NO_TOXIC_GAP);
  const deepest = min(row.discount, wad(limit));
  return wad(deepest - (deepest % WAD_PER_PPM));
}
