/**
 * Money and ratios are bigints that know their unit (risk.md section 1). A brand costs nothing at run time; arithmetic on
 * branded numbers gives a plain bigint, which a helper below brands again where its unit is known.
 */
declare const unit: unique symbol;
type Branded<Name extends string> = bigint & { readonly [unit]: Name };

/** USD values, prices (USD per whole token), ratios, sizes: 1e18 is one. May be negative. */
export type Wad = Branded<"Wad">;
/** Indices: 1e27 is one. */
export type Ray = Branded<"Ray">;
/** Ratios of the configuration: 10,000 is one. */
export type Bps = Branded<"Bps">;
/** Collateral in its smallest unit on the hub: 10^sharedDecimals is one token. */
export type Units = Branded<"Units">;
/** Debt shares of the pool. */
export type Shares = Branded<"Shares">;
/** Durations and unix times. */
export type Seconds = Branded<"Seconds">;
/** Round-trip state. */
export type Milliseconds = Branded<"Milliseconds">;
/** Variance per second: 1e36 is one, so the root of variance times seconds is a {@link Wad}. */
export type Variance = Branded<"Variance">;

export const wad = (value: bigint): Wad => value as Wad;
export const ray = (value: bigint): Ray => value as Ray;
export const bps = (value: bigint): Bps => value as Bps;
export const units = (value: bigint): Units => value as Units;
export const shares = (value: bigint): Shares => value as Shares;
export const seconds = (value: bigint): Seconds => value as Seconds;
export const milliseconds = (value: bigint): Milliseconds => value as Milliseconds;
export const variance = (value: bigint): Variance => value as Variance;

/** One in WAD. */
export const WAD = wad(10n ** 18n);
/** One in RAY. */
export const RAY = ray(10n ** 27n);
/** One in bps. */
export const BPS = bps(10_000n);
