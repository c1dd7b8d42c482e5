import { ContractFactory, Wallet, ZeroAddress, type Provider } from "ethers";
import type { Chain } from "../chain/chain.js";
import { Batch } from "../chain/transact.js";
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
import { layerZeroArtifact, type LayerZeroContract } from "./artifacts.js";

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
  readonly dvnAddresses: readonly string[];
}

/** LayerZero V2 as the devnet deploys it on one chain. */
export interface LayerZeroStack extends LayerZeroCore {
  readonly receiveUlnView: ReceiveUln302View;
  readonly dvns: readonly Dvn[];
  readonly dvnFeeLib: DVNFeeLib;
  readonly executorFeeLib: ExecutorFeeLib;
  readonly priceFeed: PriceFeed;
  readonly treasury: Treasury;
  /** Owns endpoint and libraries, sets the prices. */
  readonly owner: string;
}

/** Everything `deployLayerZero` needs to know. */
export interface DeployRequest {
  readonly chain: Chain;
  /** The other chains. */
  readonly remotes: readonly Chain[];
  readonly dvns: DvnSpec;
  readonly seed: Seed;
  /** What gas costs on every chain, as the price feed believes (wei). */
  readonly gasPrice: bigint;
}

/** The accounts of a chain that serve the devnet, by index after the users'. */
export const service = { owner: 0, dvnAdmin: 1, executorAdmin: 2, transmitter: 3 } as const;

/** How many there are. */
export const serviceCount = Object.keys(service).length;

/** LayerZero's price feed counts native tokens in US dollars times this. */
const USD = 10n ** 20n;

const abi = {
  endpoint: EndpointV2__factory.createInterface(),
  send: SendUln302__factory.createInterface(),
  receive: ReceiveUln302__factory.createInterface(),
  view: ReceiveUln302View__factory.createInterface(),
  dvn: DVN__factory.createInterface(),
  executor: Executor__factory.createInterface(),
  prices: PriceFeed__factory.createInterface(),
  treasury: Treasury__factory.createInterface(),
};

const factories = new Map<LayerZeroContract, ContractFactory>();

function factoryOf(name: LayerZeroContract): ContractFactory {
  const known = factories.get(name);
  if (known !== undefined) return known;
  const artifact = layerZeroArtifact(name);
  const factory = new ContractFactory(artifact.abi, artifact.bytecode);
  factories.set(name, factory);
  return factory;
}

/** LayerZero's price feed and DVNs know a V2 chain by this. */
const vidOf = (eid: number): number => eid % 30_000;

async function deploy(batch: Batch, name: LayerZeroContract, ...args: unknown[]): Promise<string> {
  return batch.deploy(name, await factoryOf(name).getDeployTransaction(...args));
}

/**
 * The signers of one DVN: the same seed gives the same keys.
 *
 * @param seed - the devnet's seed
 * @param index - which DVN
 * @param count - how many signers
 * @returns their keys, ordered by address
 */
export function dvnSigners(seed: Seed, index: number, count: number): Wallet[] {
  return Array.from(
    { length: count },
    (_, signer) => new Wallet(deriveBytes32(seed, `dvn ${index} signer ${signer}`)),
  ).sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
}

interface Libraries {
  readonly endpoint: string;
  readonly send: string;
  readonly receive: string;
  readonly view: string;
  readonly prices: string;
  readonly treasury: string;
}

async function deployLibraries(
  batch: Batch,
  request: DeployRequest,
  owner: string,
): Promise<Libraries> {
  const endpoint = await deploy(batch, "EndpointV2", request.chain.eid, owner);
  const send = await deploy(batch, "SendUln302", endpoint, 200_000n, 0n);
  const receive = await deploy(batch, "ReceiveUln302", endpoint);
  const view = await deploy(batch, "ReceiveUln302View");
  await batch.call(
    view,
    abi.view.encodeFunctionData("initialize", [endpoint, receive]),
    "initialise the view",
  );
  const prices = await deploy(batch, "PriceFeed");
  await batch.call(
    prices,
    abi.prices.encodeFunctionData("initialize", [owner]),
    "initialise the price feed",
  );
  const treasury = await deploy(batch, "Treasury");
  await batch.call(
    treasury,
    abi.treasury.encodeFunctionData("setNativeFeeBP", [500]),
    "set the treasury's share",
  );
  await batch.call(
    send,
    abi.send.encodeFunctionData("setTreasury", [treasury]),
    "set the treasury",
  );
  const dearest = abi.prices.encodeFunctionData("setNativeTokenPriceUSD", [3000n * USD]);
  await batch.call(prices, dearest, "set the native token's price");
  const table = request.remotes.map((remote) => ({
    eid: vidOf(remote.eid),
    price: { priceRatio: USD, gasPriceInUnit: request.gasPrice, gasPerByte: 16 },
  }));
  await batch.call(
    prices,
    abi.prices.encodeFunctionData("setPrice", [table]),
    "set the remote gas prices",
  );
  return { endpoint, send, receive, view, prices, treasury };
}

interface Workers {
  readonly executor: string;
  readonly executorFeeLib: string;
  readonly dvnFeeLib: string;
  readonly dvns: readonly string[];
}

async function deployWorkers(
  batch: Batch,
  request: DeployRequest,
  libraries: Libraries,
): Promise<Workers> {
  const { chain, dvns: spec, seed } = request;
  const owner = chain.serviceSigner(service.owner).address;
  const executorFeeLib = await deploy(batch, "ExecutorFeeLib", chain.eid, 10n ** 18n);
  const executor = await deploy(batch, "Executor");
  const admins = [chain.serviceSigner(service.executorAdmin).address];
  const initialise = abi.executor.encodeFunctionData("initialize", [
    libraries.endpoint,
    ZeroAddress,
    [libraries.send],
    libraries.prices,
    owner,
    admins,
  ]);
  await batch.call(executor, initialise, "initialise the executor");
  const dvnFeeLib = await deploy(batch, "DVNFeeLib", chain.eid, 10n ** 18n);
  const dvns: string[] = [];
  for (let index = 0; index < spec.count; index++) {
    const signers = dvnSigners(seed, index, spec.signers).map((wallet) => wallet.address);
    const admin = [chain.serviceSigner(service.dvnAdmin).address];
    const args = [
      chain.eid,
      vidOf(chain.eid),
      [libraries.send],
      libraries.prices,
      signers,
      spec.quorum,
      admin,
    ];
    dvns.push(await deploy(batch, "DVN", ...args));
  }
  return { executor, executorFeeLib, dvnFeeLib, dvns };
}

async function configureWorkers(request: DeployRequest, workers: Workers): Promise<void> {
  const { chain, remotes } = request;
  const executorAdmin = await Batch.open(
    chain.connection,
    chain.serviceSigner(service.executorAdmin).address,
  );
  const feeLib = abi.executor.encodeFunctionData("setWorkerFeeLib", [workers.executorFeeLib]);
  await executorAdmin.call(workers.executor, feeLib, "set the executor's fee library");
  const executorTable = remotes.map((remote) => ({
    dstEid: remote.eid,
    lzReceiveBaseGas: 100_000,
    lzComposeBaseGas: 100_000,
    multiplierBps: 12_000,
    floorMarginUSD: 0,
    nativeCap: 10n ** 18n,
  }));
  const executorConfig = abi.executor.encodeFunctionData("setDstConfig", [executorTable]);
  await executorAdmin.call(workers.executor, executorConfig, "set the executor's destinations");
  await executorAdmin.settle();

  const dvnAdmin = await Batch.open(
    chain.connection,
    chain.serviceSigner(service.dvnAdmin).address,
  );
  const dvnTable = remotes.map((remote) => ({
    dstEid: remote.eid,
    gas: 120_000,
    multiplierBps: 12_000,
    floorMarginUSD: 0,
  }));
  for (const dvn of workers.dvns) {
    const dvnFeeLib = abi.dvn.encodeFunctionData("setWorkerFeeLib", [workers.dvnFeeLib]);
    await dvnAdmin.call(dvn, dvnFeeLib, "set the DVN's fee library");
    await dvnAdmin.call(
      dvn,
      abi.dvn.encodeFunctionData("setDstConfig", [dvnTable]),
      "set the DVN's destinations",
    );
  }
  await dvnAdmin.settle();
}

async function configurePathways(
  batch: Batch,
  request: DeployRequest,
  parts: Libraries & Workers,
): Promise<void> {
  const { remotes, chain } = request;
  const requiredDVNs = [...parts.dvns].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
  const uln = (confirmations: number) => ({
    confirmations,
    requiredDVNCount: requiredDVNs.length,
    optionalDVNCount: 0,
    optionalDVNThreshold: 0,
    requiredDVNs,
    optionalDVNs: [],
  });
  const outward = remotes.map((remote) => ({ eid: remote.eid, config: uln(chain.confirmations) }));
  const inward = remotes.map((remote) => ({ eid: remote.eid, config: uln(remote.confirmations) }));
  const workers = remotes.map((remote) => ({
    eid: remote.eid,
    config: { maxMessageSize: 10_000, executor: parts.executor },
  }));
  await batch.call(
    parts.send,
    abi.send.encodeFunctionData("setDefaultUlnConfigs", [outward]),
    "set the send DVNs",
  );
  await batch.call(
    parts.send,
    abi.send.encodeFunctionData("setDefaultExecutorConfigs", [workers]),
    "set the executor",
  );
  await batch.call(
    parts.receive,
    abi.receive.encodeFunctionData("setDefaultUlnConfigs", [inward]),
    "set the receive DVNs",
  );
  for (const library of [parts.send, parts.receive]) {
    await batch.call(
      parts.endpoint,
      abi.endpoint.encodeFunctionData("registerLibrary", [library]),
      "register a library",
    );
  }
  for (const { eid } of remotes) {
    const send = abi.endpoint.encodeFunctionData("setDefaultSendLibrary", [eid, parts.send]);
    await batch.call(parts.endpoint, send, "set the default send library");
    const receive = abi.endpoint.encodeFunctionData("setDefaultReceiveLibrary", [
      eid,
      parts.receive,
      0,
    ]);
    await batch.call(parts.endpoint, receive, "set the default receive library");
  }
}

function handles(
  request: DeployRequest,
  parts: Libraries & Workers,
  owner: string,
): LayerZeroStack {
  const provider: Provider = request.chain.provider;
  const dvns = parts.dvns.map((address, index) => ({
    contract: DVN__factory.connect(address, provider),
    address,
    vid: vidOf(request.chain.eid),
    quorum: request.dvns.quorum,
    signers: dvnSigners(request.seed, index, request.dvns.signers),
  }));
  return {
    endpoint: EndpointV2__factory.connect(parts.endpoint, provider),
    sendUln: SendUln302__factory.connect(parts.send, provider),
    receiveUln: ReceiveUln302__factory.connect(parts.receive, provider),
    receiveUlnView: ReceiveUln302View__factory.connect(parts.view, provider),
    executor: Executor__factory.connect(parts.executor, provider),
    executorFeeLib: ExecutorFeeLib__factory.connect(parts.executorFeeLib, provider),
    dvns,
    dvnAddresses: parts.dvns,
    dvnFeeLib: DVNFeeLib__factory.connect(parts.dvnFeeLib, provider),
    priceFeed: PriceFeed__factory.connect(parts.prices, provider),
    treasury: Treasury__factory.connect(parts.treasury, provider),
    owner,
  };
}

/**
 * Deploys LayerZero V2 on one chain from the published artifacts and wires it to the other chains.
 *
 * @param request - chain, remotes, DVNs, prices
 * @returns typed handles of everything deployed
 */
export async function deployLayerZero(request: DeployRequest): Promise<LayerZeroStack> {
  const owner = request.chain.serviceSigner(service.owner).address;
  const batch = await Batch.open(request.chain.connection, owner);
  const libraries = await deployLibraries(batch, request, owner);
  const workers = await deployWorkers(batch, request, libraries);
  const parts = { ...libraries, ...workers };
  await configurePathways(batch, request, parts);
  await batch.settle();
  await configureWorkers(request, workers);
  return handles(request, parts, owner);
}
