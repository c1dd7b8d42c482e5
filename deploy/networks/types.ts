import type { risk } from "../../packages/sdk/src/index.js";
import type { Chain } from "../pathways.js";

/** A chain with what stands on it before Causeway. */
interface DeploymentChain extends Chain {
  /** The chain's wrapped native token. */
  readonly wrappedNative: string;
}

/** The hub of an environment. */
export interface HubChain extends DeploymentChain {
  /** The token that debts and payments are in. */
  readonly settlementAsset: string;
  /** Chainlink's sequencer status feed, the zero address on a hub without a sequencer. */
  readonly sequencerFeed: string;
}

/** A source chain of an environment. */
export interface SourceChain extends DeploymentChain {
  /** Tmin of the lane, its finality: what messages take is measured, and never counted as less (seconds). */
  readonly latency: number;
}

/** Parameters of the whole model and of an asset; names and units as in `types/RiskParameters.sol`. */
export type GlobalParameters = risk.GlobalParameters;
export type AssetParameters = risk.AssetParameters;

/** A price feed and when it is believed. */
export interface FeedListing {
  /** An AggregatorV3. */
  readonly source: string;
  /** Age up to which an observation is good (seconds). */
  readonly maxAge: number;
  /** Lowest price believed (WAD). */
  readonly minPrice: bigint;
  /** Highest price believed (WAD). */
  readonly maxPrice: bigint;
}

/** One asset, whatever lane it is on. Asset 0 is the settlement asset. */
export interface AssetListing {
  readonly id: number;
  readonly symbol: string;
  /** One or two, of different people. */
  readonly feeds: readonly FeedListing[];
  /** Furthest that two feeds may lie apart, 0 for one (bps). */
  readonly bandBps: number;
  readonly parameters: AssetParameters;
}

/** One token on one lane. */
export interface KeyListing {
  readonly id: number;
  /** Chain of the token, by name. */
  readonly chain: string;
  readonly symbol: string;
  readonly asset: number;
  readonly token: string;
  readonly sharedDecimals: number;
  /** Least deposit (units). */
  readonly minimum: bigint;
  /** Most in custody, and most credited less authorised (units). */
  readonly cap: bigint;
  /** b of both buckets as a share of the cap (bps). */
  readonly bucketBps: number;
  /** Bridge, wrapper and de-peg risk (bps). */
  readonly idiosyncratic: number;
  /** Whether it counts for initial margin. */
  readonly recognised: boolean;
}

/** Who holds which power, the same on every chain (system.md section 6). */
export interface RoleHolders {
  /** Grants and revokes roles, behind the delay. */
  readonly admin: string;
  readonly governor: string;
  readonly steward: string;
  readonly guardian: string;
}

/** Everything a deployment is made from. */
export interface Environment {
  readonly name: string;
  readonly hub: HubChain;
  readonly sources: readonly SourceChain[];
  readonly globals: GlobalParameters;
  /** Default auction curve: what remains of the factor after a step (WAD), and a step's length (seconds). */
  readonly curve: { readonly cut: bigint; readonly step: bigint };
  readonly assets: readonly AssetListing[];
  readonly keys: readonly KeyListing[];
  readonly roles: RoleHolders;
}

/** The chains of an environment, the hub first. */
export function chainsOf(environment: Environment): (HubChain | SourceChain)[] {
  return [environment.hub, ...environment.sources];
}
