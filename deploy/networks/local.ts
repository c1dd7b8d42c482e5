import { ZeroAddress } from "ethers";
import type { LayerZeroContracts } from "../pathways.js";
import { defaultCurve, defaultGlobals, tiers } from "./parameters.js";
import type {
  AssetListing,
  AssetParameters,
  Environment,
  KeyListing,
  RoleHolders,
} from "./types.js";

/** A chain of the local environment: a person's name for it, and the Hardhat network it runs as. */
export interface LocalChain {
  readonly name: string;
  readonly network: string;
  readonly eid: number;
  readonly chainId: number;
  /** Between two blocks (seconds). */
  readonly blockTime: number;
  /** Blocks that DVNs wait for (count). */
  readonly confirmations: number;
}

/** The hub, with the eid of Sepolia. */
export const localHub: LocalChain = {
  name: "hub",
  network: "hub",
  eid: 40_161,
  chainId: 31_001,
  blockTime: 12,
  confirmations: 2,
};

/** The source chains, with the eids of their test networks and the finality of their lanes (seconds). */
export const localSources: readonly (LocalChain & { readonly latency: number })[] = [
  {
    name: "arbitrum",
    network: "spokeA",
    eid: 40_231,
    chainId: 31_002,
    blockTime: 1,
    confirmations: 20,
    latency: 300,
  },
  {
    name: "base",
    network: "spokeB",
    eid: 40_245,
    chainId: 31_003,
    blockTime: 2,
    confirmations: 10,
    latency: 600,
  },
  {
    name: "optimism",
    network: "spokeC",
    eid: 40_232,
    chainId: 31_004,
    blockTime: 2,
    confirmations: 10,
    latency: 600,
  },
];

/** All of them, the hub first. */
export const localChains: readonly LocalChain[] = [localHub, ...localSources];

/** Assets of the local environment (id). */
export const assetId = { USDC: 0, ETH: 1, BTC: 2, ARB: 3 } as const;

/** An asset of the local environment, by symbol. */
export type AssetSymbol = keyof typeof assetId;

const WAD = 10n ** 18n;

/** Sane prices of each asset (whole dollars) and its parameters. */
const assets: Readonly<
  Record<AssetSymbol, { low: bigint; high: bigint; parameters: AssetParameters }>
> = {
  USDC: { low: WAD / 2n, high: 2n * WAD, parameters: tiers.stable(assetId.USDC) },
  ETH: { low: 50n * WAD, high: 100_000n * WAD, parameters: tiers.ether(assetId.ETH) },
  BTC: { low: 1_000n * WAD, high: 2_000_000n * WAD, parameters: tiers.bitcoin(assetId.BTC) },
  ARB: { low: WAD / 100n, high: 1_000n * WAD, parameters: tiers.alternative(assetId.ARB) },
};

/** A token of the local environment. */
export interface LocalToken {
  readonly key: number;
  readonly chain: string;
  readonly symbol: string;
  readonly asset: AssetSymbol;
  readonly decimals: number;
  readonly sharedDecimals: number;
  /** Whether it is the chain's wrapped native token. */
  readonly native: boolean;
  /** Most that may be deposited (whole tokens). */
  readonly cap: bigint;
  /** Least deposit (units). */
  readonly minimum: bigint;
}

const ether = (key: number, chain: string): LocalToken => ({
  key,
  chain,
  symbol: "WETH",
  asset: "ETH",
  decimals: 18,
  sharedDecimals: 8,
  native: true,
  cap: 10_000n,
  minimum: 100_000n,
});

const dollar = (key: number, chain: string): LocalToken => ({
  key,
  chain,
  symbol: "USDC",
  asset: "USDC",
  decimals: 6,
  sharedDecimals: 6,
  native: false,
  cap: 20_000_000n,
  minimum: 1_000_000n,
});

const bitcoin = (key: number, chain: string, symbol: string): LocalToken => ({
  key,
  chain,
  symbol,
  asset: "BTC",
  decimals: 8,
  sharedDecimals: 8,
  native: false,
  cap: 500n,
  minimum: 1_000n,
});

const arb: LocalToken = {
  key: 3,
  chain: "arbitrum",
  symbol: "ARB",
  asset: "ARB",
  decimals: 18,
  sharedDecimals: 6,
  native: false,
  cap: 5_000_000n,
  minimum: 1_000_000n,
};

/** The keys of the local environment: ether everywhere, with 18, 8 and 6 decimals among the rest. */
export const localTokens: readonly LocalToken[] = [
  ether(0, "hub"),
  bitcoin(1, "hub", "WBTC"),
  ether(2, "arbitrum"),
  arb,
  dollar(4, "arbitrum"),
  ether(5, "base"),
  bitcoin(6, "base", "cbBTC"),
  dollar(7, "base"),
  ether(8, "optimism"),
  dollar(9, "optimism"),
];

/** What stood on the chains before Causeway came. */
export interface LocalAddresses {
  /** By chain name. */
  readonly layerZero: ReadonlyMap<string, LayerZeroContracts>;
  /** Wrapped native tokens by chain name. */
  readonly wrappedNative: ReadonlyMap<string, string>;
  /** Tokens by key. */
  readonly tokens: ReadonlyMap<number, string>;
  readonly settlementAsset: string;
  readonly sequencerFeed?: string;
  /** One or two feeds by asset. */
  readonly feeds: ReadonlyMap<AssetSymbol, readonly string[]>;
  readonly roles: RoleHolders;
}

function found<K, V>(map: ReadonlyMap<K, V>, key: K, what: string): V {
  const value = map.get(key);
  if (value === undefined)
    throw new RangeError(`the local environment lacks ${what} of ${String(key)}`);
  return value;
}

const symbols = ["USDC", "ETH", "BTC", "ARB"] as const;

/** Twice the 0.5% from which a push feed of a major asset speaks up: the other source hears of it at once (bps). */
const agreementBand = 100;

function assetListing(symbol: AssetSymbol, sources: readonly string[]): AssetListing {
  const { low, high, parameters } = assets[symbol];
  const feeds = sources.map((source) => ({
    source,
    maxAge: 86_400,
    minPrice: low,
    maxPrice: high,
  }));
  const bandBps = feeds.length > 1 ? agreementBand : 0;
  return { id: assetId[symbol], symbol, feeds, bandBps, parameters };
}

function keyListing(token: LocalToken, address: string): KeyListing {
  return {
    id: token.key,
    chain: token.chain,
    symbol: token.symbol,
    asset: assetId[token.asset],
    token: address,
    sharedDecimals: token.sharedDecimals,
    minimum: token.minimum,
    cap: token.cap * 10n ** BigInt(token.sharedDecimals),
    bucketBps: 2_000,
    idiosyncratic: token.native ? 0 : 50,
    recognised: true,
  };
}

/** The local environment over what the devnet deployed. */
export function localEnvironment(addresses: LocalAddresses): Environment {
  const onChain = (chain: LocalChain) => ({
    name: chain.name,
    eid: chain.eid,
    chainId: chain.chainId,
    confirmations: BigInt(chain.confirmations),
    layerZero: found(addresses.layerZero, chain.name, "LayerZero's contracts"),
    wrappedNative: found(addresses.wrappedNative, chain.name, "the wrapped native token"),
  });
  return {
    name: "local",
    hub: {
      ...onChain(localHub),
      settlementAsset: addresses.settlementAsset,
      sequencerFeed: addresses.sequencerFeed ?? ZeroAddress,
    },
    sources: localSources.map((source) => ({ ...onChain(source), latency: source.latency })),
    globals: defaultGlobals,
    curve: defaultCurve,
    assets: symbols.map((symbol) =>
      assetListing(symbol, found(addresses.feeds, symbol, "the feeds")),
    ),
    keys: localTokens.map((token) =>
      keyListing(token, found(addresses.tokens, token.key, "the token")),
    ),
    roles: addresses.roles,
  };
}
