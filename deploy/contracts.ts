import type { Signer } from "ethers";
import type { network } from "hardhat";
import {
  AccessManager__factory,
  AuctionHouse__factory,
  CollateralVault__factory,
  ExponentialCurve__factory,
  HubVault__factory,
  ILaneDesk__factory,
  IVaultDesk__factory,
  InsuranceFund__factory,
  LaneGateway__factory,
  LiquidityPool__factory,
  MarginEngine__factory,
  MarginLens__factory,
  PriceOracle__factory,
  RiskEngine__factory,
  RiskParameters__factory,
  type AccessManager,
  type AuctionHouse,
  type CollateralVault,
  type ExponentialCurve,
  type HubVault,
  type ILaneDesk,
  type IVaultDesk,
  type InsuranceFund,
  type LaneGateway,
  type LiquidityPool,
  type MarginEngine,
  type MarginLens,
  type PriceOracle,
  type RiskEngine,
  type RiskParameters,
} from "../typechain-types/index.js";
import { hubModule } from "./modules/Hub.js";
import { sourceModule } from "./modules/Source.js";
import { chainsOf, type Environment, type HubChain, type SourceChain } from "./networks/types.js";

/** How a deployment reaches one chain. */
export interface Connection {
  /** A Hardhat connection with Ignition. */
  readonly hardhat: Pick<Awaited<ReturnType<typeof network.create>>, "ignition">;
  /** Deploys and configures; its account is the AccessManager's admin until the handover. */
  readonly deployer: Signer;
  /** Block before which nothing of the deployment is (number); 0 by default. Nodes answer for so many blocks only. */
  readonly since?: number;
}

/** Connections by chain name. */
export type Connections = ReadonlyMap<string, Connection>;

/** Contracts of the hub, connected to the deployer. */
export interface HubContracts {
  readonly chain: HubChain;
  readonly deployer: Signer;
  /** Block to look for events from (number). */
  readonly since: number;
  readonly manager: AccessManager;
  readonly oracle: PriceOracle;
  readonly parameters: RiskParameters;
  readonly risk: RiskEngine;
  readonly gateway: LaneGateway;
  /** The gateway's limits, holds, write-offs and reads: at the gateway's address. */
  readonly desk: ILaneDesk;
  readonly vault: HubVault;
  readonly engine: MarginEngine;
  readonly pool: LiquidityPool;
  readonly insurance: InsuranceFund;
  readonly curve: ExponentialCurve;
  readonly auctions: AuctionHouse;
  /** Read-only answers about accounts, lanes and keys. */
  readonly lens: MarginLens;
}

/** Contracts of a source chain, connected to the deployer. */
export interface SourceContracts {
  readonly chain: SourceChain;
  readonly deployer: Signer;
  /** Block to look for events from (number). */
  readonly since: number;
  readonly manager: AccessManager;
  readonly vault: CollateralVault;
  /** The vault's listing, limits, write-offs and check of the lane: at the vault's address. */
  readonly desk: IVaultDesk;
}

/** A deployed Causeway. */
export interface System {
  readonly environment: Environment;
  readonly hub: HubContracts;
  /** In the environment's order. */
  readonly sources: readonly SourceContracts[];
}

function connectionOf(connections: Connections, chain: string): Connection {
  const connection = connections.get(chain);
  if (connection === undefined) {
    const given = [...connections.keys()].join(", ");
    throw new Error(`no connection to ${chain}; given: ${given}`);
  }
  return connection;
}

async function deployHub(environment: Environment, connection: Connection): Promise<HubContracts> {
  const { deployer, since = 0 } = connection;
  const { hub: chain, curve } = environment;
  const made = await connection.hardhat.ignition.deploy(hubModule, {
    parameters: {
      Hub: {
        admin: await deployer.getAddress(),
        endpoint: chain.layerZero.endpoint,
        settlementAsset: chain.settlementAsset,
        wrappedNative: chain.wrappedNative,
        cut: curve.cut,
        step: curve.step,
      },
    },
  });
  const gateway = await made.gateway.getAddress();
  return {
    chain,
    deployer,
    since,
    manager: AccessManager__factory.connect(await made.manager.getAddress(), deployer),
    oracle: PriceOracle__factory.connect(await made.oracle.getAddress(), deployer),
    parameters: RiskParameters__factory.connect(await made.parameters.getAddress(), deployer),
    risk: RiskEngine__factory.connect(await made.risk.getAddress(), deployer),
    gateway: LaneGateway__factory.connect(gateway, deployer),
    desk: ILaneDesk__factory.connect(gateway, deployer),
    vault: HubVault__factory.connect(await made.hubVault.getAddress(), deployer),
    engine: MarginEngine__factory.connect(await made.engine.getAddress(), deployer),
    pool: LiquidityPool__factory.connect(await made.pool.getAddress(), deployer),
    insurance: InsuranceFund__factory.connect(await made.insurance.getAddress(), deployer),
    curve: ExponentialCurve__factory.connect(await made.curve.getAddress(), deployer),
    auctions: AuctionHouse__factory.connect(await made.auctions.getAddress(), deployer),
    lens: MarginLens__factory.connect(await made.lens.getAddress(), deployer),
  };
}

async function deploySource(
  chain: SourceChain,
  hubEid: number,
  connection: Connection,
): Promise<SourceContracts> {
  const { deployer, since = 0 } = connection;
  const made = await connection.hardhat.ignition.deploy(sourceModule, {
    parameters: {
      Source: {
        admin: await deployer.getAddress(),
        endpoint: chain.layerZero.endpoint,
        hubEid,
        wrappedNative: chain.wrappedNative,
      },
    },
  });
  const vault = await made.vault.getAddress();
  return {
    chain,
    deployer,
    since,
    manager: AccessManager__factory.connect(await made.manager.getAddress(), deployer),
    vault: CollateralVault__factory.connect(vault, deployer),
    desk: IVaultDesk__factory.connect(vault, deployer),
  };
}

/** Deploys the contracts of every chain with the Ignition modules; nothing is listed or wired yet. */
export async function deployContracts(
  environment: Environment,
  connections: Connections,
): Promise<System> {
  for (const { name } of chainsOf(environment)) connectionOf(connections, name);
  const hub = await deployHub(environment, connectionOf(connections, environment.hub.name));
  const sources: SourceContracts[] = [];
  for (const chain of environment.sources) {
    const connection = connectionOf(connections, chain.name);
    sources.push(await deploySource(chain, environment.hub.eid, connection));
  }
  return { environment, hub, sources };
}

/** The contracts of a source chain, by name. */
export function sourceOf(system: System, chain: string): SourceContracts {
  const found = system.sources.find((source) => source.chain.name === chain);
  if (found === undefined) {
    const names = system.sources.map((source) => source.chain.name).join(", ");
    throw new Error(`no source chain ${chain}; there are ${names}`);
  }
  return found;
}
