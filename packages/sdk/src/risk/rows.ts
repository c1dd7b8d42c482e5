import { ceilDiv, fromBps, max, min } from "../maths/integer.js";
import { WAD, bps, seconds, wad } from "../maths/units.js";
import type { Bps, Seconds, Wad } from "../maths/units.js";
import { packWord, readWord } from "./words.js";

/**
 * What a margin check reads, as `contracts/types/{KeyRow,AssetRow,UnderlyingRow}.sol` pack it, one slot each. Amounts are
 * in the units of risk.md section 1; a field a word keeps coarser says how it rounds.
 */

/** Asset id of the settlement asset. */
export const SETTLEMENT = 0;

const WAD_PER_PPM = 10n ** 12n;
const SIZE_FLOOR_UNIT = 10n ** 9n;
const WAD_PER_BPS = 10n ** 14n;
const WAD_PER_TEN_BPS = 10n ** 15n;
const WAD_PER_PERCENT = 10n ** 16n;
const WAD_PER_DEPTH_UNIT = 1_000n * WAD;
const PPM = 10n ** 6n;
const MOST_SPREAD = (1n << 20n) - 1n;

/** A value at both margin levels. */
export interface BothMargins<T> {
  readonly maintenance: T;
  readonly initial: T;
}

/** `recognisedFor` of a key that counts for initial margin without end: one of the hub's own. */
export const WITHOUT_END = seconds(0xffffn);

/** A key's row. */
export interface KeyRow {
  /** la_MM, on its ramp. */
  readonly maintenance: Wad;
  /** la_IM, with the size charge still to come. */
  readonly initial: Wad;
  /** dBase + L_MM, down to the ppm. */
  readonly discount: Wad;
  /** Least size charge at initial margin, up to 1e-9. */
  readonly sizeFloor: Wad;
  readonly pokedAt: Seconds;
  /** How long after `pokedAt` the key counts for initial margin: 0 not at all, {@link WITHOUT_END} always. */
  readonly recognisedFor: Seconds;
  readonly asset: number;
  readonly decimals: bigint;
  /** dBase, a multiple of ten. */
  readonly baseDiscount: Bps;
  /** φ. */
  readonly penalty: Bps;
}

/** Verdicts on the sources of a price, in the order of `contracts/types/PriceStatus.sol`. */
export const PRICE_STATUSES = [
  "UNSET",
  "GOOD",
  "STALE",
  "OUT_OF_BOUNDS",
  "UNREADABLE",
  "DISAGREE",
] as const;
export type PriceStatus = (typeof PRICE_STATUSES)[number];

/** What the oracle last said of an asset. */
export interface Observation {
  /** Lowest of the sources at the last good observation; zero before the first. */
  readonly price: Wad;
  /** How far the highest source is above it (ppm of the price), up, saturating. */
  readonly spread: bigint;
  readonly observedAt: Seconds;
  readonly refreshedAt: Seconds;
  readonly status: PriceStatus;
  /** On the settlement asset's row: whether the sequencer was down or in its grace hour at the refresh. */
  readonly sequencerDown: boolean;
}

/** An asset's row. */
export interface AssetRow extends Observation {
  /** D. */
  readonly depth: Wad;
  readonly eta: Wad;
  readonly maxCharge: Wad;
  readonly minHaircut: Wad;
  readonly maxHaircut: Wad;
}

/** What an announced change of netting terms can still cost: initial margin pays it at once (P-R3). */
export interface PendingNetting {
  /** By how much ρ may fall. */
  readonly rho: Wad;
  /** By how much β may rise. */
  readonly beta: Bps;
  /** The most by which the concentration charge of any delta may rise. */
  readonly charge: Wad;
}

/** An underlying's row. */
export interface UnderlyingRow {
  /** s at maintenance margin, on its ramp. */
  readonly maintenance: Wad;
  /** s at initial margin. */
  readonly initial: Wad;
  readonly rho: Wad;
  readonly beta: Bps;
  readonly eta: Wad;
  readonly maxCharge: Wad;
  readonly depth: Wad;
  /** Each up to ten bps. */
  readonly pending: PendingNetting;
  readonly pokedAt: Seconds;
}

/** The price risk of an asset that a hedge covers, and where the hedge is. */
export interface PriceRisk {
  /** px_MM, at most one. */
  readonly maintenance: Wad;
  /** px_IM, at most one. */
  readonly initial: Wad;
  readonly underlying: number;
}

/** What only an account with positions, a sale and the next poke need of an asset. */
export interface AssetState extends PriceRisk {
  /** When the feed last came back from an outage, 0 if never. */
  readonly resumedAt: Seconds;
  readonly pokedAt: Seconds;
}

/** Whether the price may carry new risk. */
export const isGood = (row: Pick<AssetRow, "status">): boolean => row.status === "GOOD";

/** The highest of the sources: `P + ⌈P·spread/1e6⌉`. */
export const highPrice = (row: Pick<AssetRow, "price" | "spread">): Wad =>
  wad(row.price + ceilDiv(row.price * row.spread, PPM));

/** The spread of two sources (ppm of the lower), up, saturating. */
export function spreadOf(low: Wad, high: Wad): bigint {
  return low === 0n ? 0n : min(MOST_SPREAD, ceilDiv((high - low) * PPM, low));
}

/** Down to the ppm, as a row keeps a discount. */
export const downToPpm = (ratio: bigint): Wad => wad(ratio - (ratio % WAD_PER_PPM));

/** Up to 1e-9, as a row keeps the least size charge. */
export const upToNano = (ratio: bigint): Wad =>
  wad(ceilDiv(ratio, SIZE_FLOOR_UNIT) * SIZE_FLOOR_UNIT);

/** Up to ten bps, as a row keeps what is pending; no more than its bits hold. */
export const upToTenBps = (ratio: bigint, width: bigint): Wad =>
  wad(min(ceilDiv(ratio, WAD_PER_TEN_BPS), (1n << width) - 1n) * WAD_PER_TEN_BPS);

/** Bits of the pending ρ, β and concentration charge in the row of an underlying. */
export const PENDING_BITS = { rho: 7n, beta: 8n, charge: 9n } as const;

/** USD of a depth in thousands. */
export const depthOf = (thousands: bigint): Wad => wad(thousands * WAD_PER_DEPTH_UNIT);

/** A ratio of whole percents. */
export const fromPercent = (percent: bigint): Wad => wad(percent * WAD_PER_PERCENT);

/** Whether the key counts for initial margin at `now`; the first second of REDUCE_ONLY does not. */
export function isRecognised(row: KeyRow, now: Seconds): boolean {
  if (row.recognisedFor === WITHOUT_END) return true;
  return now - row.pokedAt < row.recognisedFor;
}

/** The row of a key that a gateway has just put on hold. */
export const suspended = (row: KeyRow): KeyRow => ({ ...row, recognisedFor: seconds(0n) });

/** A key's row from its slot; undefined if it was never poked. */
export function decodeKeyRow(word: bigint): KeyRow | undefined {
  if (word === 0n) return undefined;
  const next = readWord(word);
  return {
    maintenance: wad(next(60n)),
    initial: wad(next(60n)),
    discount: wad(next(20n) * WAD_PER_PPM),
    sizeFloor: wad(next(32n) * SIZE_FLOOR_UNIT),
    pokedAt: seconds(next(32n)),
    recognisedFor: seconds(next(16n)),
    asset: Number(next(8n)),
    decimals: next(4n),
    baseDiscount: bps(next(8n) * 10n),
    penalty: bps(next(8n)),
  };
}

/** The slot of a key's row. */
export const encodeKeyRow = (row: KeyRow): bigint =>
  packWord([
    [row.maintenance, 60n],
    [row.initial, 60n],
    [row.discount / WAD_PER_PPM, 20n],
    [row.sizeFloor / SIZE_FLOOR_UNIT, 32n],
    [row.pokedAt, 32n],
    [row.recognisedFor, 16n],
    [BigInt(row.asset), 8n],
    [row.decimals, 4n],
    [row.baseDiscount / 10n, 8n],
    [row.penalty, 8n],
  ]);

const SEQUENCER_DOWN = 1n << 7n;

function statusOf(code: bigint): PriceStatus {
  const status = PRICE_STATUSES[Number(code)];
  if (status === undefined) throw new RangeError(`no price status ${code.toString()}`);
  return status;
}

/** An asset's row from its slot. */
export function decodeAssetRow(word: bigint): AssetRow {
  const next = readWord(word);
  const price = wad(next(96n));
  const spread = next(20n);
  const [observedAt, refreshedAt] = [seconds(next(32n)), seconds(next(32n))];
  const status = next(8n);
  return {
    price,
    spread,
    observedAt,
    refreshedAt,
    status: statusOf(status & (SEQUENCER_DOWN - 1n)),
    sequencerDown: (status & SEQUENCER_DOWN) !== 0n,
    depth: depthOf(next(24n)),
    eta: fromBps(bps(next(14n))),
    maxCharge: fromBps(bps(next(14n))),
    minHaircut: fromPercent(next(8n)),
    maxHaircut: fromPercent(next(8n)),
  };
}

/** The slot of an asset's row. */
export const encodeAssetRow = (row: AssetRow): bigint =>
  packWord([
    [row.price, 96n],
    [row.spread, 20n],
    [row.observedAt, 32n],
    [row.refreshedAt, 32n],
    [BigInt(PRICE_STATUSES.indexOf(row.status)) | (row.sequencerDown ? SEQUENCER_DOWN : 0n), 8n],
    [row.depth / WAD_PER_DEPTH_UNIT, 24n],
    [row.eta / WAD_PER_BPS, 14n],
    [row.maxCharge / WAD_PER_BPS, 14n],
    [row.minHaircut / WAD_PER_PERCENT, 8n],
    [row.maxHaircut / WAD_PER_PERCENT, 8n],
  ]);

/** An underlying's row from its slot; undefined if it was never poked. */
export function decodeUnderlyingRow(word: bigint): UnderlyingRow | undefined {
  if (word === 0n) return undefined;
  const next = readWord(word);
  return {
    maintenance: wad(next(60n)),
    initial: wad(next(60n)),
    rho: fromBps(bps(next(14n))),
    beta: bps(next(14n)),
    eta: fromBps(bps(next(14n))),
    maxCharge: fromBps(bps(next(14n))),
    depth: depthOf(next(24n)),
    pending: {
      rho: wad(next(PENDING_BITS.rho) * WAD_PER_TEN_BPS),
      beta: bps(next(PENDING_BITS.beta) * 10n),
      charge: wad(next(PENDING_BITS.charge) * WAD_PER_TEN_BPS),
    },
    pokedAt: seconds(next(32n)),
  };
}

/** The slot of an underlying's row. */
export const encodeUnderlyingRow = (row: UnderlyingRow): bigint =>
  packWord([
    [row.maintenance, 60n],
    [row.initial, 60n],
    [row.rho / WAD_PER_BPS, 14n],
    [row.beta, 14n],
    [row.eta / WAD_PER_BPS, 14n],
    [row.maxCharge / WAD_PER_BPS, 14n],
    [row.depth / WAD_PER_DEPTH_UNIT, 24n],
    [row.pending.rho / WAD_PER_TEN_BPS, PENDING_BITS.rho],
    [row.pending.beta / 10n, PENDING_BITS.beta],
    [row.pending.charge / WAD_PER_TEN_BPS, PENDING_BITS.charge],
    [row.pokedAt, 32n],
  ]);

/** The price that values at most at a dollar: of the settlement asset and its keys. */
export const atMostPar = (price: Wad): Wad => min(price, WAD);
/** The price that values at least at a dollar. */
export const atLeastPar = (price: Wad): Wad => max(price, WAD);
