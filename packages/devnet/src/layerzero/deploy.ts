import { ContractFactory, ZeroAddress } from "ethers";
import type { Chain } from "../chain/chain.js";
import { Batch } from "../chain/transact.js";
import {
  DVN__factory,
  EndpointV2__factory,
  Executor__factory,
  PriceFeed__factory,
  ReceiveUln302__factory,
  ReceiveUln302View__factory,
  SendUln302__factory,
  Treasury__factory,
} from "../generated/index.js";
import type { Seed } from "../rng.js";
import { layerZeroArtifact, type LayerZeroContract } from "./artifacts.js";
import { dvnSigners, vidOf, type DeployedAddresses, type DvnSpec } from "./stack.js";

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

async function deploy(batch: Batch, name: LayerZeroContract, ...args: unknown[]): Promise<string> {
  return batch.deploy(name, await factoryOf(name).getDeployTransaction(...args));
}

type Libraries = Pick<
  DeployedAddresses,
  "endpoint" | "sendUln" | "receiveUln" | "receiveUlnView" | "priceFeed" | "treasury"
>;

async function deployPrices(batch: Batch, request: DeployRequest, owner: string): Promise<string> {
  const prices = await deploy(batch, "PriceFeed");
  const initialise = abi.prices.encodeFunctionData("initialize", [owner]);
  await batch.call(prices, initialise, "initialise the price feed");
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
  return prices;
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
  const prices = await deployPrices(batch, request, owner);
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
  return {
    endpoint,
    sendUln: send,
    receiveUln: receive,
    receiveUlnView: view,
    priceFeed: prices,
    treasury,
  };
}

type Workers = Pick<DeployedAddresses, "executor" | "executorFeeLib" | "dvnFeeLib" | "dvns">;

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
    [libraries.sendUln],
    libraries.priceFeed,
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
      [libraries.sendUln],
      libraries.priceFeed,
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
    parts.sendUln,
    abi.send.encodeFunctionData("setDefaultUlnConfigs", [outward]),
    "set the send DVNs",
  );
  await batch.call(
    parts.sendUln,
    abi.send.encodeFunctionData("setDefaultExecutorConfigs", [workers]),
    "set the executor",
  );
  await batch.call(
    parts.receiveUln,
    abi.receive.encodeFunctionData("setDefaultUlnConfigs", [inward]),
    "set the receive DVNs",
  );
}

async function registerLibraries(
  batch: Batch,
  request: DeployRequest,
  parts: Libraries,
): Promise<void> {
  for (const library of [parts.sendUln, parts.receiveUln]) {
    await batch.call(
      parts.endpoint,
      abi.endpoint.encodeFunctionData("registerLibrary", [library]),
      "register a library",
    );
  }
  for (const { eid } of request.remotes) {
    const send = abi.endpoint.encodeFunctionData("setDefaultSendLibrary", [eid, parts.sendUln]);
    await batch.call(parts.endpoint, send, "set the default send library");
    const receive = abi.endpoint.encodeFunctionData("setDefaultReceiveLibrary", [
      eid,
      parts.receiveUln,
      0,
    ]);
    await batch.call(parts.endpoint, receive, "set the default receive library");
  }
}

/**
 * Deploys LayerZero V2 on one chain from the published artifacts and wires it to the other chains.
 *
 * @param request - chain, remotes, DVNs, prices
 * @returns where everything stands
 */
export async function deployLayerZero(request: DeployRequest): Promise<DeployedAddresses> {
  const { chain } = request;
  const owner = chain.serviceSigner(service.owner).address;
  const batch = await Batch.open(chain.connection, owner);
  const libraries = await deployLibraries(batch, request, owner);
  const workers = await deployWorkers(batch, request, libraries);
  await configurePathways(batch, request, { ...libraries, ...workers });
  await registerLibraries(batch, request, libraries);
  await batch.settle();
  await configureWorkers(request, workers);
  const roles = {
    owner,
    dvnAdmin: chain.serviceSigner(service.dvnAdmin).address,
    executorAdmin: chain.serviceSigner(service.executorAdmin).address,
  };
  return { ...libraries, ...workers, roles };
}
