import type { System } from "../../deploy/contracts.js";
import type { ListedToken } from "../../deploy/local/world.js";
import { tiers } from "../../deploy/networks/parameters.js";
import type { AssetListing, KeyListing } from "../../deploy/networks/types.js";

/** As many keys as there can ever be (system.md section 3). */
export const KEYS = 64;

/** The settlement asset, eight assets on four chains each, and 32 of one key each. */
export const ASSETS = 41;

/** Listed on the assets with the numbers 1 to 32. */
export const MARKETS = 32;

/** Key k is on the chain with number k mod 4. */
export const chainNames = ["hub", "arbitrum", "base", "optimism"] as const;

/** A token of each key (units). */
export const TOKEN = 10n ** 8n;

/** First of the keys that have an asset of their own; those before it are eight assets on all four chains. */
export const OWN_ASSETS = 32;

/** The asset of a key: a check reads one row a key and one an asset. */
export const assetOf = (key: number): number =>
  key < OWN_ASSETS ? 1 + Math.floor(key / chainNames.length) : key - OWN_ASSETS + 9;

const WAD = 10n ** 18n;

/** An asset of the bench: the settlement asset is a stablecoin, every other like ether. */
export function assetListing(id: number, source: string): AssetListing {
  const parameters = id === 0 ? tiers.stable(id) : tiers.ether(id);
  const feed = { source, maxAge: 86_400, minPrice: WAD / 10n, maxPrice: 100_000n * WAD };
  return { id, symbol: `A${id}`, feeds: [feed], bandBps: 0, parameters };
}

/** A key of the bench. */
export function keyListing(token: ListedToken): KeyListing {
  const { key, chain, symbol, address, sharedDecimals, minimum, cap } = token;
  return {
    id: key,
    chain,
    symbol,
    asset: assetOf(key),
    token: address,
    sharedDecimals,
    minimum,
    cap: cap * TOKEN,
    bucketBps: 2_000,
    idiosyncratic: 50,
    recognised: true,
  };
}

/** A market on each of the first 32 assets after the settlement asset: as many underlyings as there can be. */
export async function listMarkets({ hub }: System): Promise<void> {
  const underlying = {
    scanBaseMaintenance: 500,
    scanBaseInitial: 800,
    scanMinMaintenance: 1_000,
    scanMinInitial: 1_500,
    scanMax: 5_000,
    rho: 7_000,
    beta: 500,
    eta: 1_000,
    maxCharge: 2_000,
    depth: 50_000,
  };
  for (let market = 0; market < MARKETS; market++) {
    await (await hub.parameters.setUnderlying(market + 1, underlying)).wait();
    await (await hub.parameters.listMarket(market, market + 1)).wait();
    await (await hub.risk.takeMarket(market)).wait();
  }
}
