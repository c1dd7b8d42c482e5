import { createRng } from "@causeway/devnet";

/** Keys of the story (id), of the local environment. */
export const storyKey = {
  /** 18 decimals. */
  etherOnArbitrum: 2,
  arbOnArbitrum: 3,
  dollarsOnBase: 7,
  /** 8 decimals. */
  bitcoinOnBase: 6,
  /** 6 decimals. */
  dollarsOnOptimism: 9,
} as const;

/** Amounts of the story; they vary with the seed, its course does not. */
export interface Plot {
  /** What Alice brings (units). */
  readonly aliceEther: bigint;
  readonly aliceBitcoin: bigint;
  /** What she takes back to Base (units). */
  readonly aliceReturns: bigint;
  /** What Bob brings (units). */
  readonly bobArb: bigint;
  readonly bobDollars: bigint;
  /** What he tops up with (units). */
  readonly bobTopUp: bigint;
  /** Share of what initial margin lets them borrow (percent). */
  readonly loan: bigint;
  /** Prices after the two falls (cents). */
  readonly etherFallsTo: readonly bigint[];
  readonly bitcoinFallsTo: bigint;
  readonly arbFallsTo: bigint;
}

/** The amounts of a seed. */
export function plotOf(seed: number): Plot {
  const rng = createRng(`demo ${seed}`);
  const tenths = (low: number, high: number): bigint => BigInt(rng.int(low, high));
  return {
    aliceEther: tenths(95, 105) * 10n ** 7n,
    aliceBitcoin: tenths(48, 52) * 10n ** 6n,
    aliceReturns: tenths(4, 6) * 10n ** 6n,
    bobArb: tenths(390, 410) * 100n * 10n ** 6n,
    bobDollars: tenths(78, 82) * 100n * 10n ** 6n,
    bobTopUp: tenths(50, 55) * 100n * 10n ** 6n,
    loan: 86n,
    etherFallsTo: [270_000n, 240_000n],
    bitcoinFallsTo: 5_040_000n,
    arbFallsTo: 54n,
  };
}
