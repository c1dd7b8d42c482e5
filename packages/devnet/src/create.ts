import { Mnemonic } from "ethers";
import { Chain, type ChainSpec } from "./chain/chain.js";
import { Clock } from "./chain/clock.js";
import type { Connect } from "./chain/connection.js";
import { forkOf, inProcess, type HardhatConnectOptions } from "./chain/hardhat.js";
import { Devnet, type DevnetSite } from "./devnet.js";
import { DevnetError } from "./errors.js";
import type { LayerZeroAddresses } from "./layerzero/addresses.js";
import { deployLayerZero, serviceCount } from "./layerzero/deploy.js";
import {
  coreAt,
  stackAt,
  type DeployedAddresses,
  type DvnSpec,
  type LayerZeroCore,
} from "./layerzero/stack.js";
import { Relayer } from "./relayer/relayer.js";
import { ImpersonatingWorkers, SigningWorkers } from "./relayer/workers.js";
import { deriveEntropy, type Seed } from "./rng.js";

/** What a devnet is made of. */
export interface DevnetOptions {
  readonly chains: readonly ChainSpec[];
  /** Fixes keys, addresses and schedules; "devnet" by default. */
  readonly seed?: Seed;
  /** Two DVNs of three signers, two of whom must sign, by default. */
  readonly dvns?: DvnSpec;
  /** Where the chains run; in this process by default. */
  readonly connect?: Connect;
  /** Funded accounts for users on each chain (count); 20 by default. */
  readonly accounts?: number;
  /** The chains' first date (unix seconds); 2026-01-01 by default. */
  readonly genesis?: number;
  /** What gas costs everywhere (wei); 1 gwei by default. */
  readonly gasPrice?: bigint;
}

/** 2026-01-01 00:00 UTC (unix seconds). */
const GENESIS = 1_767_225_600;

/** When the first user transaction may come, after the deployment's blocks (seconds after genesis). */
const SETTLED = 600;

const GWEI = 10n ** 9n;

/** The DVNs of a devnet that names none. */
const defaultDvns: DvnSpec = { count: 2, signers: 3, quorum: 2 };

function checkSpecs(chains: readonly ChainSpec[]): void {
  if (chains.length === 0) throw new DevnetError("a devnet needs at least one chain");
  for (const key of ["name", "eid", "chainId"] as const) {
    const values = chains.map((chain) => chain[key]);
    const twice = values.find((value, index) => values.indexOf(value) !== index);
    if (twice !== undefined)
      throw new DevnetError(`two chains have the ${key} ${twice}; give each its own`);
  }
  for (const { name, eid, blockTime, confirmations } of chains) {
    if (eid <= 30_000)
      throw new DevnetError(`${name}: eid ${eid} is a V1 id; V2 ids are above 30000`);
    if (!Number.isInteger(blockTime) || blockTime < 1) {
      throw new DevnetError(
        `${name}: blockTime ${blockTime} must be a whole number of seconds, at least 1`,
      );
    }
    if (!Number.isInteger(confirmations) || confirmations < 1) {
      throw new DevnetError(
        `${name}: confirmations ${confirmations} must be at least 1 (0 means LayerZero's default)`,
      );
    }
  }
}

function checkDvns({ count, signers, quorum }: DvnSpec): void {
  if (count < 1 || quorum < 1 || signers < quorum) {
    throw new DevnetError(
      `dvns: ${count} DVNs of ${signers} signers with quorum ${quorum}; each number must be at least 1, the quorum at most the signers`,
    );
  }
}

/** Opens the chains; the time starts at the latest of theirs. */
async function openChains(options: DevnetOptions, clock: Clock): Promise<Chain[]> {
  checkSpecs(options.chains);
  const accounts = (options.accounts ?? 20) + serviceCount;
  const mnemonic = Mnemonic.fromEntropy(deriveEntropy(options.seed ?? "devnet")).phrase;
  const connect = options.connect ?? inProcess();
  const genesis = clock.now();
  const chains = await Promise.all(
    options.chains.map(async (spec) => {
      const { name, chainId } = spec;
      const connection = await connect({ name, chainId, mnemonic, accounts, genesis });
      return new Chain(spec, connection, clock, connection.accounts.length - serviceCount);
    }),
  );
  await catchUp(chains, clock);
  for (const chain of chains) {
    // Hardhat executes nothing on a block of a forked chain whose hardforks it does not know, such as Arbitrum's; on
    // a block of the fork's own it does.
    if (chain.connection.kind === "fork") await chain.step();
  }
  return chains;
}

async function catchUp(chains: readonly Chain[], clock: Clock): Promise<void> {
  for (const chain of chains) clock.reach((await chain.timestamp()) - chain.skew);
}

async function assemble<C extends LayerZeroCore>(
  sites: readonly DevnetSite<C>[],
  clock: Clock,
  options: DevnetOptions,
): Promise<Devnet<C>> {
  const byEid = new Map(sites.map((site) => [site.chain.eid, site]));
  const starts = new Map<number, number>();
  for (const { chain } of sites) starts.set(chain.eid, await chain.height());
  const relayer = new Relayer(byEid, starts, clock);
  const { seed = "devnet", gasPrice = GWEI } = options;
  return new Devnet({ seed, sites: byEid, relayer, clock, gasPrice });
}

/**
 * Starts several chains with the real LayerZero V2 contracts on each, wired to one another, and the relayer between them.
 *
 * @param options - chains, seed, DVNs, where the chains run
 * @returns the devnet
 */
export async function createDevnet(options: DevnetOptions): Promise<Devnet> {
  const { seed = "devnet", dvns = defaultDvns, gasPrice = GWEI, genesis = GENESIS } = options;
  checkDvns(dvns);
  const clock = new Clock(genesis);
  const chains = await openChains(options, clock);
  const started = clock.now();
  // The chains deploy side by side: the time must not depend on which is faster.
  clock.setFollowing(false);
  const sites = await Promise.all(
    chains.map(async (chain): Promise<DevnetSite> => {
      const remotes = chains.filter((other) => other !== chain);
      const addresses = await deployLayerZero({ chain, remotes, dvns, seed, gasPrice });
      const layerZero = stackAt(chain, addresses, { dvns, seed });
      return { chain, layerZero, workers: new SigningWorkers(chain, layerZero) };
    }),
  );
  clock.setFollowing(true);
  clock.reach(started + SETTLED);
  await catchUp(chains, clock);
  for (const chain of chains) await chain.sync();
  return assemble(sites, clock, options);
}

/** Where a devnet's contracts stand, by chain name. */
export type Deployments<A extends LayerZeroAddresses> = Readonly<Record<string, A>>;

function deploymentOf<A extends LayerZeroAddresses>(deployments: Deployments<A>, chain: Chain): A {
  const found = deployments[chain.name];
  if (found === undefined) {
    const given = Object.keys(deployments).join(", ");
    throw new DevnetError(`no LayerZero addresses for ${chain.name}; given: ${given}`);
  }
  return found;
}

/**
 * The addresses of a devnet's contracts, to join it from elsewhere.
 *
 * @param devnet - one made by createDevnet
 * @returns the addresses by chain name; plain data
 */
export function deploymentsOf(devnet: Devnet): Deployments<DeployedAddresses> {
  return Object.fromEntries(
    [...devnet.sites.values()].map(({ chain, layerZero }) => [chain.name, layerZero.addresses]),
  );
}

/**
 * Takes over contracts that createDevnet deployed before, on the chains themselves or on forks of them.
 *
 * @param options - as given to createDevnet, with another way to connect
 * @param deployments - from deploymentsOf
 * @returns the devnet; its relayer starts at the chains' newest blocks
 */
export async function joinDevnet(
  options: DevnetOptions,
  deployments: Deployments<DeployedAddresses>,
): Promise<Devnet> {
  const { seed = "devnet", dvns = defaultDvns, genesis = 0 } = options;
  const clock = new Clock(genesis);
  const chains = await openChains(options, clock);
  const sites = await Promise.all(
    chains.map(async (chain): Promise<DevnetSite> => {
      const addresses = deploymentOf(deployments, chain);
      for (const role of Object.values<string>({ ...addresses.roles })) await takeOver(chain, role);
      const layerZero = stackAt(chain, addresses, { dvns, seed });
      return { chain, layerZero, workers: new SigningWorkers(chain, layerZero) };
    }),
  );
  return assemble(sites, clock, options);
}

/** On a fork, the base chain's own accounts may be others than the fork's. */
async function takeOver(chain: Chain, role: string): Promise<void> {
  const own = chain.connection.accounts.some((account) => account.address === role);
  if (!own) await chain.impersonate(role);
}

/** What a devnet was made of, as far as its fork must be alike. */
function optionsOf(base: Devnet): DevnetOptions {
  const chains = base.chains.map((chain) => chain.spec);
  const [site] = base.sites.values();
  const dvns = site?.layerZero.dvns ?? [];
  const [dvn] = dvns;
  const { count, signers, quorum } = defaultDvns;
  return {
    seed: base.seed,
    chains,
    accounts: site?.chain.signers.length ?? 0,
    dvns: {
      count: dvn === undefined ? count : dvns.length,
      signers: dvn?.signers.length ?? signers,
      quorum: dvn?.quorum ?? quorum,
    },
  };
}

/**
 * Forks a devnet that runs over HTTP into this process. The base chains are read, never written to.
 *
 * @param base - a devnet on anvil or behind other URLs
 * @param hardhat - how chain names map to networks of hardhat.config.ts
 * @returns the devnet on forks, with the keys of its base
 */
export function forkDevnet(base: Devnet, hardhat: HardhatConnectOptions = {}): Promise<Devnet> {
  const urls: Record<string, string> = {};
  for (const { name, connection } of base.chains) {
    if (connection.url === undefined) {
      throw new DevnetError(
        `${name} runs in this process; only a devnet over HTTP can be forked: start it with onAnvil()`,
      );
    }
    urls[name] = connection.url;
  }
  return joinDevnet({ ...optionsOf(base), connect: forkOf(urls, hardhat) }, deploymentsOf(base));
}

/**
 * Attaches to LayerZero contracts somebody else deployed, such as a testnet's, on chains where any address can be
 * impersonated: forks, mostly. The relayer verifies as the DVNs and delivers as the executor.
 *
 * @param options - chains and the way to connect
 * @param deployments - where LayerZero stands on each chain, see `testnets`
 * @returns the devnet; what its endpoint and libraries are set to is up to their owners
 */
export async function attachDevnet(
  options: DevnetOptions,
  deployments: Deployments<LayerZeroAddresses>,
): Promise<Devnet<LayerZeroCore>> {
  const clock = new Clock(options.genesis ?? 0);
  const chains = await openChains(options, clock);
  const sites = chains.map((chain): DevnetSite<LayerZeroCore> => {
    const layerZero = coreAt(chain, deploymentOf(deployments, chain));
    return { chain, layerZero, workers: new ImpersonatingWorkers(chain, layerZero) };
  });
  return assemble(sites, clock, options);
}
