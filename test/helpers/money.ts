/** Amounts as people write them. */

/** WAD of one asset unit of a six-decimals token. */
export const SCALE = 10n ** 12n;

const scaled = (amount: number | string, decimals: number): bigint => {
  const [whole = "0", fraction = ""] = String(amount).split(".");
  return BigInt(whole + fraction.padEnd(decimals, "0"));
};

/** Dollars (WAD). */
export const usd = (amount: number | string): bigint => scaled(amount, 18);

/** Dollars in the settlement token's six decimals (asset units). */
export const usdc = (amount: number | string): bigint => scaled(amount, 6);

/** Collateral at eight shared decimals (units). */
export const units8 = (amount: number | string): bigint => scaled(amount, 8);
