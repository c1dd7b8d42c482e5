import type { AssetParameters, GlobalParameters } from "./types.js";

const SECONDS_PER_YEAR = 31_536_000n;

/** Variance of so many percent a year: sigma squared a second (raw, 1e36 per second). */
export function varianceOf(percentPerYear: number): bigint {
  return (BigInt(percentPerYear) * 10n ** 16n) ** 2n / SECONDS_PER_YEAR;
}

/** Defaults of risk.md section 8 for the whole model. */
export const defaultGlobals: GlobalParameters = {
  zMaintenance: 40_000,
  zInitial: 60_000,
  localTime: 1_200,
  perpTime: 600,
  thetaMaintenance: 8_000,
  thetaInitial: 5_000,
  perpPenalty: 20,
};

/** cut and step of risk.md section 8. */
export const defaultCurve = { cut: 998_000_000_000_000_000n, step: 12n };

const range = (now: number, low: number, high: number) => ({
  variance: varianceOf(now),
  minVariance: varianceOf(low),
  maxVariance: varianceOf(high),
});

/** Defaults of risk.md section 8 by tier; `underlying` is the asset's own id unless it wraps another. */
export const tiers = {
  stable: (underlying: number): AssetParameters => ({
    baseMaintenance: 200,
    baseInitial: 400,
    baseDiscount: 100,
    penalty: 50,
    eta: 500,
    maxCharge: 1_000,
    minHaircut: 0,
    maxHaircut: 95,
    underlying,
    depth: 50_000,
    ...range(5, 5, 100),
  }),
  ether: (underlying: number): AssetParameters => ({
    baseMaintenance: 1_300,
    baseInitial: 1_600,
    baseDiscount: 600,
    penalty: 100,
    eta: 1_500,
    maxCharge: 2_000,
    minHaircut: 5,
    maxHaircut: 95,
    underlying,
    depth: 25_000,
    ...range(75, 60, 500),
  }),
  bitcoin: (underlying: number): AssetParameters => ({
    baseMaintenance: 1_200,
    baseInitial: 1_500,
    baseDiscount: 600,
    penalty: 100,
    eta: 1_500,
    maxCharge: 2_000,
    minHaircut: 5,
    maxHaircut: 95,
    underlying,
    depth: 40_000,
    ...range(60, 50, 400),
  }),
  alternative: (underlying: number): AssetParameters => ({
    baseMaintenance: 3_200,
    baseInitial: 3_800,
    baseDiscount: 1_500,
    penalty: 100,
    eta: 2_000,
    maxCharge: 2_000,
    minHaircut: 10,
    maxHaircut: 95,
    underlying,
    depth: 3_000,
    ...range(120, 90, 800),
  }),
} as const;
