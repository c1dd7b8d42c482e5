/**
 * What the arguments of the formulas are, with the bounds that the callers enforce (risk.md section 6). Inside these
 * bounds no formula overflows; the differential tests draw from exactly these ranges.
 */
export type Kind = "uint" | "int" | "bool" | "uint[]" | "int[]";

export interface Quantity {
  readonly kind: Kind;
  /** Least value of the number, or of each number in a list. */
  readonly min: bigint;
  /** Largest value of the number, or of each number in a list. */
  readonly max: bigint;
}

const uint = (min: bigint, max: bigint): Quantity => ({ kind: "uint", min, max });
const int = (bound: bigint): Quantity => ({ kind: "int", min: -bound, max: bound });

const ONE = 10n ** 18n;
const MAX_VALUE = 2n ** 128n - 1n;
const MAX_TIME = 2n ** 32n;

export const QUANTITIES = {
  amount: uint(0n, 2n ** 128n),
  shares: uint(0n, 2n ** 128n),
  value: uint(0n, MAX_VALUE),
  positiveValue: uint(1n, MAX_VALUE),
  signedValue: int(MAX_VALUE),
  price: uint(1n, 10n ** 30n),
  size: int(2n ** 127n),
  scale: uint(1n, 2n ** 127n),
  fundingIndex: int(2n ** 125n),
  ratio: uint(0n, ONE),
  deviations: uint(0n, 100n * ONE),
  bps: uint(0n, 10_000n),
  decimals: uint(0n, 36n),
  variance: uint(0n, 10n ** 32n),
  deviation: uint(0n, 10n ** 16n),
  duration: uint(0n, MAX_TIME),
  positiveDuration: uint(1n, MAX_TIME),
  time: uint(0n, 2n ** 40n),
  milliseconds: uint(0n, 1000n * MAX_TIME),
  index: uint(10n ** 27n, 10n ** 36n),
  dailyRate: int(ONE),
  maxDailyRate: uint(0n, ONE),
  velocity: uint(1n, 100n * ONE),
  ratePerSecond: uint(0n, ONE),
  count: uint(0n, 1000n),
  flag: { kind: "bool", min: 0n, max: 1n },
  values: { kind: "uint[]", min: 0n, max: MAX_VALUE },
  ratios: { kind: "uint[]", min: 0n, max: ONE },
  positions: { kind: "uint[]", min: 0n, max: 63n },
  signedValues: { kind: "int[]", min: -MAX_VALUE, max: MAX_VALUE },
} as const satisfies Readonly<Record<string, Quantity>>;

export type QuantityName = keyof typeof QUANTITIES;
