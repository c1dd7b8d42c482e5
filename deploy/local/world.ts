import {
  createDevnet,
  deploySequencerFeed,
  forkOf,
  inProcess,
  type Connect,
  type Devnet,
  type LayerZeroCore,
  type Seed,
  type SequencerFeed,
} from "@causeway/devnet";
import {
  PermitToken__factory,
  WrappedNative__factory,
  type PermitToken,
  type WrappedNative,
} from "../../typechain-types/index.js";
import type { Connection, System } from "../contracts.js";
import { computeRows, deploySystem } from "../deploy.js";
import {
  localChains,
  localEnvironment,
  localTokens,
  type LocalAddresses,
  type LocalToken,
} from "../networks/local.js";
import type { Environment, RoleHolders } from "../networks/types.js";
import { deployFeeds, sourcesOf, type LocalFeeds } from "./feeds.js";
import { heartbeats } from "./lanes.js";
import { people, type Person } from "./people.js";

export { answerOf, startPrices } from "./feeds.js";

/** A token of the local environment and the key it is listed as. */
export interface ListedToken extends LocalToken {
  readonly address: string;
  /** Asset units of one unit (raw). */
  readonly scale: bigint;
}

/** Causeway on local chains: the devnet below it, its tokens and feeds, and the deployed system. */
export interface LocalSystem extends System, LocalFeeds {
  readonly devnet: Devnet<LayerZeroCore>;
  /** The settlement token. */
  readonly cash: PermitToken;
  /** By key. */
  readonly tokens: ReadonlyMap<number, ListedToken>;
  readonly sequencer: SequencerFeed;
}

/** The sequencer's grace hour and a little more (seconds). */
const GRACE = 3_700;

/** What a local system may be made of. */
export interface LocalOptions {
  readonly seed?: Seed;
  /** URLs of running chains to fork, the hub's first; without them the chains begin empty. */
  readonly forks?: readonly string[];
  /** Another way to connect than chains in this process. */
  readonly connect?: Connect;
}

/** The network of hardhat.config.ts that a local chain runs as. */
export const networkOf = (name: string): string =>
  localChains.find((chain) => chain.name === name)?.network ?? name;

function connectOf({ forks, connect }: LocalOptions): Connect {
  if (connect !== undefined) return connect;
  if (forks === undefined) return inProcess({ network: networkOf });
  if (forks.length !== localChains.length)
    throw new RangeError(`${localChains.length} URLs are needed to fork, got ${forks.length}`);
  const urls = Object.fromEntries(localChains.map(({ name }, index) => [name, forks[index] ?? ""]));
  return forkOf(urls, { network: networkOf });
}

/** The chains of the local environment with LayerZero V2, before Causeway. */
export function localDevnet(options: LocalOptions = {}): Promise<Devnet> {
  const chains = localChains.map(({ name, eid, chainId, blockTime, confirmations }) => ({
    name,
    eid,
    chainId,
    blockTime,
    confirmations,
  }));
  const { seed = "causeway" } = options;
  return createDevnet({ chains, seed, connect: connectOf(options) });
}

/** Tokens that stand on the local chains before Causeway. */
export interface Tokens {
  /** The settlement token. */
  readonly cash: PermitToken;
  /** Wrapped native tokens, by chain name. */
  readonly wrapped: ReadonlyMap<string, WrappedNative>;
  /** By key. */
  readonly listed: ReadonlyMap<number, ListedToken>;
}

async function deployTokens(devnet: Devnet<LayerZeroCore>): Promise<Tokens> {
  const wrapped = new Map<string, WrappedNative>();
  for (const chain of devnet.chains)
    wrapped.set(chain.name, await new WrappedNative__factory(chain.signer(0)).deploy());
  const deployer = devnet.chain("hub").signer(0);
  const cash = await new PermitToken__factory(deployer).deploy("USDC", 6);
  const listed = new Map<number, ListedToken>();
  for (const token of localTokens) {
    const native = token.native ? wrapped.get(token.chain) : undefined;
    const made =
      native ??
      (await new PermitToken__factory(devnet.chain(token.chain).signer(0)).deploy(
        token.symbol,
        token.decimals,
      ));
    const scale = 10n ** BigInt(token.decimals - token.sharedDecimals);
    listed.set(token.key, { ...token, address: await made.getAddress(), scale });
  }
  return { cash, wrapped, listed };
}

function holdersOf(devnet: Devnet<LayerZeroCore>): RoleHolders {
  const at = (who: Person): string => devnet.chain("hub").signer(people[who]).address;
  return {
    admin: at("admin"),
    governor: at("governor"),
    steward: at("steward"),
    guardian: at("guardian"),
  };
}

/** The local environment over what stands on the devnet. */
export async function environmentOf(
  devnet: Devnet<LayerZeroCore>,
  tokens: Tokens,
  feeds: LocalAddresses["feeds"],
  sequencerFeed: string,
): Promise<Environment> {
  const layerZero: LocalAddresses["layerZero"] = new Map(
    [...devnet.sites.values()].map(({ chain, layerZero: { addresses } }) => [
      chain.name,
      {
        endpoint: addresses.endpoint,
        sendLibrary: addresses.sendUln,
        receiveLibrary: addresses.receiveUln,
        executor: addresses.executor,
        dvns: addresses.dvns,
      },
    ]),
  );
  const wrappedNative = new Map<string, string>();
  for (const [chain, token] of tokens.wrapped) wrappedNative.set(chain, await token.getAddress());
  return localEnvironment({
    layerZero,
    wrappedNative,
    tokens: new Map([...tokens.listed].map(([key, token]) => [key, token.address])),
    settlementAsset: await tokens.cash.getAddress(),
    sequencerFeed,
    feeds,
    roles: holdersOf(devnet),
  });
}

/** The devnet's chains as a deployment that begins now reaches them. */
export async function connectionsOf(
  devnet: Devnet<LayerZeroCore>,
): Promise<ReadonlyMap<string, Connection>> {
  const connections = new Map<string, Connection>();
  for (const chain of devnet.chains) {
    const { hardhat } = chain.connection;
    if (hardhat === undefined)
      throw new Error(`${chain.name} is not in this process; Ignition deploys through Hardhat`);
    const deployer = chain.signer(people.deployer);
    connections.set(chain.name, { hardhat, deployer, since: await chain.height() });
  }
  return connections;
}

/** Deploys tokens, signed feeds and Causeway on chains with LayerZero V2, in this process, whoever deployed that. */
export async function deployLocalSystem<C extends LayerZeroCore>(
  devnet: Devnet<C>,
): Promise<LocalSystem & { readonly devnet: Devnet<C> }> {
  const tokens = await deployTokens(devnet);
  const sequencer = await deploySequencerFeed(devnet.chain("hub"));
  // A sequencer that has just come up stops new risk for its grace hour.
  await devnet.increaseTime(GRACE);
  const feeds = await deployFeeds(devnet);
  const sources = sourcesOf(feeds);
  const environment = await environmentOf(devnet, tokens, sources, sequencer.address);
  const system = await deploySystem(environment, await connectionsOf(devnet));
  const { gateway, engine } = system.hub;
  const vaults = system.sources.map(({ vault }) => vault.interface);
  devnet.relayer.knowErrors(gateway.interface, engine.interface, ...vaults.slice(0, 1));
  const world = {
    ...system,
    devnet,
    cash: tokens.cash,
    tokens: tokens.listed,
    ...feeds,
    sequencer,
  };
  // Until its first round trip a lane's latency is the longest there is (system.md 3.1).
  await heartbeats(world, 1);
  await computeRows(world);
  return world;
}

/** Starts the local chains with LayerZero V2, tokens and signed feeds, and deploys Causeway on them. */
export async function createLocalSystem(options: LocalOptions = {}): Promise<LocalSystem> {
  return deployLocalSystem(await localDevnet(options));
}
