import { bps, seconds, variance } from "../maths/units.js";
import type { Bps, Variance } from "../maths/units.js";
import type { AssetParameters, GlobalParameters, UnderlyingParameters } from "./parameters.js";

/** The table of risk.md section 8: what deployments, tests and the demo start from. */

const SECONDS_PER_YEAR = 31_536_000n;
const WAD_PER_PERCENT = 10n ** 16n;

/** σ² of a standard deviation in percent a year. Down. */
export const varianceOfYear = (percent: bigint): Variance =>
  variance((percent * WAD_PER_PERCENT) ** 2n / SECONDS_PER_YEAR);

/** Parameters of the whole model. */
export const globalDefaults: GlobalParameters = {
  zMaintenance: bps(40_000n),
  zInitial: bps(60_000n),
  localTime: seconds(1_200n),
  perpTime: seconds(600n),
  thetaMaintenance: bps(8_000n),
  thetaInitial: bps(5_000n),
  perpPenalty: bps(20n),
};

/** Kinds of assets the table knows. */
export type Tier = "eth" | "btc" | "stable" | "largeAlt" | "alt";

/** An asset's parameters but for what depends on the asset itself: its depth and its underlying. */
export type TierParameters = Omit<AssetParameters, "depth" | "underlying">;

const priced = (percent: bigint, least: bigint, most: bigint) => ({
  variance: varianceOfYear(percent),
  minVariance: varianceOfYear(least),
  maxVariance: varianceOfYear(most),
});

const sold = (baseDiscount: bigint, penalty: bigint) => ({
  baseDiscount: bps(baseDiscount),
  penalty: bps(penalty),
});

const sized = (eta: bigint, maxCharge: bigint) => ({ eta: bps(eta), maxCharge: bps(maxCharge) });

const based = (maintenance: bigint, initial: bigint) => ({
  baseMaintenance: bps(maintenance),
  baseInitial: bps(initial),
});

const held = (minHaircut: bigint, maxHaircut: bigint) => ({ minHaircut, maxHaircut });

/** Haircut and auction parameters by tier. Where the table has limits of σ only, each starts at a judgement between them. */
export const assetDefaults: Readonly<Record<Tier, TierParameters>> = {
  eth: {
    ...based(1_300n, 1_600n),
    ...sold(600n, 100n),
    ...sized(1_500n, 2_000n),
    ...held(5n, 95n),
    ...priced(75n, 60n, 500n),
  },
  btc: {
    ...based(1_200n, 1_500n),
    ...sold(600n, 100n),
    ...sized(1_500n, 2_000n),
    ...held(5n, 95n),
    ...priced(60n, 50n, 400n),
  },
  stable: {
    ...based(200n, 400n),
    ...sold(100n, 50n),
    ...sized(500n, 1_000n),
    ...held(0n, 95n),
    ...priced(5n, 5n, 100n),
  },
  largeAlt: {
    ...based(1_800n, 2_400n),
    ...sold(1_000n, 100n),
    ...sized(2_000n, 2_000n),
    ...held(10n, 95n),
    ...priced(90n, 90n, 800n),
  },
  alt: {
    ...based(3_200n, 3_800n),
    ...sold(1_500n, 100n),
    ...sized(2_000n, 2_000n),
    ...held(10n, 95n),
    ...priced(120n, 90n, 800n),
  },
};

/** idio of a token by how it stands for its asset. */
export interface Idiosyncratic {
  readonly native: Bps;
  readonly bridged: Bps;
  /** Liquid staking tokens; ether only. */
  readonly staked?: Bps;
}

/** idio by tier. */
export const idiosyncraticDefaults: Readonly<Record<Tier, Idiosyncratic>> = {
  eth: { native: bps(0n), bridged: bps(50n), staked: bps(200n) },
  btc: { native: bps(0n), bridged: bps(50n) },
  stable: { native: bps(50n), bridged: bps(100n) },
  largeAlt: { native: bps(100n), bridged: bps(200n) },
  alt: { native: bps(100n), bridged: bps(200n) },
};

/** Tiers that underlie markets. */
export type MarketTier = Exclude<Tier, "stable">;

/** An underlying's parameters but for its depth. */
export type MarketParameters = Omit<UnderlyingParameters, "depth">;

const scanned = (base: readonly [bigint, bigint], least: readonly [bigint, bigint]) => ({
  scanBaseMaintenance: bps(base[0]),
  scanBaseInitial: bps(base[1]),
  scanMinMaintenance: bps(least[0]),
  scanMinInitial: bps(least[1]),
  scanMax: bps(5_000n),
});

const netted = (rho: bigint, beta: bigint) => ({ rho: bps(rho), beta: bps(beta) });

/** Scan, netting and concentration parameters by tier. */
export const marketDefaults: Readonly<Record<MarketTier, MarketParameters>> = {
  eth: {
    ...scanned([400n, 600n], [500n, 800n]),
    ...netted(7_000n, 100n),
    ...sized(1_000n, 2_000n),
  },
  btc: {
    ...scanned([300n, 500n], [400n, 667n]),
    ...netted(7_000n, 100n),
    ...sized(1_000n, 2_000n),
  },
  largeAlt: {
    ...scanned([800n, 1_200n], [1_000n, 1_600n]),
    ...netted(5_000n, 200n),
    ...sized(1_500n, 2_000n),
  },
  alt: {
    ...scanned([800n, 1_200n], [1_000n, 1_600n]),
    ...netted(3_000n, 200n),
    ...sized(1_500n, 2_000n),
  },
};

/** Multiples of the depth in normal times that a key's cap may not pass (cap κ). */
export const capDefaults: Readonly<Record<Tier, bigint>> = {
  eth: 2n,
  btc: 2n,
  stable: 3n,
  largeAlt: 1n,
  alt: 1n,
};
