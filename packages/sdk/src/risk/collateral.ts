import { maxDiscount } from "../maths/auction.js";
import { collateralValue, sizeCharge } from "../maths/haircut.js";
import { clamp, fromBps, max } from "../maths/integer.js";
import { WAD, bps, seconds, wad } from "../maths/units.js";
import type { Seconds, Units, Wad } from "../maths/units.js";
import { SETTLEMENT, atMostPar, downToPpm, highPrice, isGood, isRecognised } from "./rows.js";
import type { AssetRow, BothMargins, KeyRow } from "./rows.js";

/**
 * What held keys are worth and what is held back from them (risk.md 2.1, system.md 4.1). Of two prices initial margin counts
 * the lower and maintenance margin the higher; the size charge is that of the value at the higher price, one an asset.
 */

/** H_IM exceeds H_MM by this much. */
export const MIN_GAP = wad(2n * 10n ** 16n);
/** A key whose feed is out counts at this multiple of its last good price for maintenance margin. */
const STALE_MULTIPLE = 2n;
/** How long after its last good observation; then it counts as nothing. */
export const DOUBLED_FOR = seconds(604_800n);
/** Least gain of health per dollar sold (risk.md 4.3). */
const NO_TOXIC_GAP = wad(5n * 10n ** 15n);

/** Rows of keys and assets. */
export interface CollateralRows {
  readonly keys: ReadonlyMap<number, KeyRow>;
  readonly assets: ReadonlyMap<number, AssetRow>;
}

/** One key of a book, valued. */
export interface ValuedKey {
  readonly key: number;
  readonly asset: number;
  /** V at both margins: a key whose feed is out counts double for maintenance margin, later nowhere. */
  readonly value: BothMargins<Wad>;
  /** H at both margins. */
  readonly haircut: BothMargins<Wad>;
}

interface HeldKey {
  readonly key: number;
  readonly row: KeyRow;
  readonly asset: AssetRow;
  readonly low: Wad;
  readonly high: Wad;
}

/** A row that must be there. */
export function known<V>(map: ReadonlyMap<number, V>, id: number, name: string): V {
  const found = map.get(id);
  if (found === undefined) throw new RangeError(`no ${name} ${id.toString()}`);
  return found;
}

/** Whether keys of an asset count as nothing: its feed is out, and its last good observation a week old. */
export const isForgotten = (asset: AssetRow, now: Seconds): boolean =>
  !isGood(asset) && now >= asset.observedAt + DOUBLED_FOR;

/**
 * The value that equity counts for maintenance margin: doubled for a week after a feed's last good observation; after it
 * once, and charged for in full, so that the key counts as nothing and taking it out still lowers equity.
 */
export function doubted(asset: AssetRow, value: Wad, now: Seconds): Wad {
  const doubles = !isGood(asset) && !isForgotten(asset, now);
  return doubles ? wad(STALE_MULTIPLE * value) : value;
}

function heldKey(key: number, units: Units, row: KeyRow, asset: AssetRow): HeldKey {
  const valueAt = (price: Wad): Wad => {
    const counted = row.asset === SETTLEMENT ? atMostPar(price) : price;
    return collateralValue(units, counted, row.decimals);
  };
  return { key, row, asset, low: valueAt(asset.price), high: valueAt(highPrice(asset)) };
}

function heldKeys(balances: ReadonlyMap<number, Units>, rows: CollateralRows): HeldKey[] {
  return [...balances].flatMap(([key, units]) => {
    const row = rows.keys.get(key);
    if (row === undefined) return [];
    return [heldKey(key, units, row, known(rows.assets, row.asset, "asset"))];
  });
}

/** Q of each asset, over all lanes. */
function sizeCharges(held: readonly HeldKey[], now: Seconds): Map<number, Wad> {
  const totals = new Map<number, { asset: AssetRow; value: bigint }>();
  for (const { row, asset, high } of held) {
    const soFar = totals.get(row.asset)?.value ?? 0n;
    totals.set(row.asset, { asset, value: soFar + high });
  }
  return new Map(
    [...totals].map(([id, { asset, value }]) => {
      const counted = doubted(asset, wad(value), now);
      if (value === 0n) return [id, wad(0n)];
      return [id, sizeCharge(asset.eta, counted, asset.depth, asset.maxCharge)];
    }),
  );
}

/** H of a key at the size charge of its asset. */
export function haircutsOf(
  row: KeyRow,
  asset: AssetRow,
  size: Wad,
  now: Seconds,
): BothMargins<Wad> {
  const within = (h: bigint): Wad => clamp(wad(h), asset.minHaircut, asset.maxHaircut);
  if (isForgotten(asset, now)) return { maintenance: WAD, initial: WAD };
  const maintenance = within(row.maintenance + size);
  if (!isRecognised(row, now) || !isGood(asset)) return { maintenance, initial: WAD };
  const initial = within(row.initial + max(size, row.sizeFloor));
  return { maintenance, initial: max(initial, wad(maintenance + MIN_GAP)) };
}

/** Values and haircuts of every held key that has a row, ascending. */
export function valuedKeys(
  { balances }: { readonly balances: ReadonlyMap<number, Units> },
  rows: CollateralRows,
  now: Seconds,
): ValuedKey[] {
  const held = heldKeys(balances, rows);
  const sizes = sizeCharges(held, now);
  return held
    .map(({ key, row, asset, low, high }) => ({
      key,
      asset: row.asset,
      value: {
        maintenance: doubted(asset, high, now),
        initial: isForgotten(asset, now) ? wad(0n) : low,
      },
      haircut: haircutsOf(row, asset, known(sizes, row.asset, "size charge"), now),
    }))
    .sort((a, b) => a.key - b.key);
}

/** dMax of a key: `min(dBase + L_MM, H_MM − φ − gap)`, down to the ppm. */
export const maxDiscountOf = (row: KeyRow, haircut: Wad): Wad =>
  downToPpm(
    maxDiscount({
      base: bps(0n),
      latencyPremium: row.discount,
      haircut,
      penalty: fromBps(row.penalty),
      gap: NO_TOXIC_GAP,
    }),
  );
