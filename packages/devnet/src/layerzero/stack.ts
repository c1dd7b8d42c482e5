import { Wallet } from "ethers";
import type { Chain } from "../chain/chain.js";
import {
  DVN__factory,
  DVNFeeLib__factory,
  EndpointV2__factory,
  Executor__factory,
  ExecutorFeeLib__factory,
  PriceFeed__factory,
  ReceiveUln302__factory,
  ReceiveUln302View__factory,
  SendUln302__factory,
  Treasury__factory,
  type DVN,
  type DVNFeeLib,
  type EndpointV2,
  type Executor,
  type ExecutorFeeLib,
  type PriceFeed,
  type ReceiveUln302,
  type ReceiveUln302View,
  type SendUln302,
  type Treasury,
} from "../generated/index.js";
import { deriveBytes32, type Seed } from "../rng.js";
import type { LayerZeroAddresses } from "./addresses.js";

/** How many DVNs each chain has and how each of them decides. */
export interface DvnSpec {
  /** DVNs on every chain, all of them required by default (count). */
  readonly count: number;
  /** Signers of each (count). */
  readonly signers: number;
  /** Signatures each needs (count). */
  readonly quorum: number;
}

/** One DVN: its contract and its signers' keys, ordered by address as the contract wants the signatures. */
export interface Dvn {
  readonly contract: DVN;
  readonly address: string;
  readonly vid: number;
  readonly quorum: number;
  readonly signers: readonly Wallet[];
}

/** The LayerZero contracts a relayer needs, whoever deployed them. Handles read; `connect` a signer to write. */
export interface LayerZeroCore {
  readonly endpoint: EndpointV2;
  readonly sendUln: SendUln302;
  readonly receiveUln: ReceiveUln302;
  readonly executor: Executor;
  readonly addresses: LayerZeroAddresses;
}

/** Who runs a deployment of the devnet. */
export interface Roles {
  /** Owns endpoint and libraries, sets the prices. */
  readonly owner: string;
  /** Sends what the DVNs' signers signed. */
  readonly dvnAdmin: string;
  /** Runs the executor. */
  readonly executorAdmin: string;
}

/** Where everything stands that the devnet deployed on one chain. */
export interface DeployedAddresses extends LayerZeroAddresses {
  readonly receiveUlnView: string;
  readonly dvnFeeLib: string;
  readonly executorFeeLib: string;
  readonly priceFeed: string;
  readonly treasury: string;
  readonly roles: Roles;
}

/** LayerZero V2 as the devnet deploys it on one chain. */
export interface LayerZeroStack extends LayerZeroCore {
  readonly receiveUlnView: ReceiveUln302View;
  readonly dvns: readonly Dvn[];
  readonly dvnFeeLib: DVNFeeLib;
  readonly executorFeeLib: ExecutorFeeLib;
  readonly priceFeed: PriceFeed;
  readonly treasury: Treasury;
  readonly addresses: DeployedAddresses;
}

/**
 * The number LayerZero's price feed and DVNs know a V2 chain by.
 *
 * @param eid - the chain's eid
 * @returns its vid
 */
export function vidOf(eid: number): number {
  return eid % 30_000;
}

const signersMade = new Map<string, Wallet[]>();

/**
 * The signers of one DVN: the same seed gives the same keys.
 *
 * @param seed - the devnet's seed
 * @param index - which DVN
 * @param count - how many signers
 * @returns their keys, ordered by address
 */
export function dvnSigners(seed: Seed, index: number, count: number): Wallet[] {
  const key = `${String(seed)}/${index}/${count}`;
  const made = signersMade.get(key);
  if (made !== undefined) return made;
  const signers = Array.from(
    { length: count },
    (_, signer) => new Wallet(deriveBytes32(seed, `dvn ${index} signer ${signer}`)),
  ).sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
  signersMade.set(key, signers);
  return signers;
}

/**
 * Handles of LayerZero contracts that somebody deployed.
 *
 * @param chain - where
 * @param addresses - of the contracts
 * @returns the handles
 */
export function coreAt(chain: Chain, addresses: LayerZeroAddresses): LayerZeroCore {
  const { provider } = chain;
  return {
    endpoint: EndpointV2__factory.connect(addresses.endpoint, provider),
    sendUln: SendUln302__factory.connect(addresses.sendUln, provider),
    receiveUln: ReceiveUln302__factory.connect(addresses.receiveUln, provider),
    executor: Executor__factory.connect(addresses.executor, provider),
    addresses,
  };
}

/** How the DVNs of a deployment came by their keys. */
export interface DvnKeys {
  readonly dvns: DvnSpec;
  readonly seed: Seed;
}

/**
 * Handles of a deployment of the devnet.
 *
 * @param chain - where
 * @param addresses - of its contracts
 * @param keys - of its DVNs
 * @returns the handles
 */
export function stackAt(chain: Chain, addresses: DeployedAddresses, keys: DvnKeys): LayerZeroStack {
  const { provider } = chain;
  const dvns = addresses.dvns.map((address, index) => ({
    contract: DVN__factory.connect(address, provider),
    address,
    vid: vidOf(chain.eid),
    quorum: keys.dvns.quorum,
    signers: dvnSigners(keys.seed, index, keys.dvns.signers),
  }));
  return {
    ...coreAt(chain, addresses),
    receiveUlnView: ReceiveUln302View__factory.connect(addresses.receiveUlnView, provider),
    dvns,
    dvnFeeLib: DVNFeeLib__factory.connect(addresses.dvnFeeLib, provider),
    executorFeeLib: ExecutorFeeLib__factory.connect(addresses.executorFeeLib, provider),
    priceFeed: PriceFeed__factory.connect(addresses.priceFeed, provider),
    treasury: Treasury__factory.connect(addresses.treasury, provider),
    addresses,
  };
}
