import { deployFeed, deploySequencerFeed, type Devnet, type Feed } from "@causeway/devnet";
import { applyActions } from "../../deploy/actions.js";
import { deployContracts, type System } from "../../deploy/contracts.js";
import { configure } from "../../deploy/deploy.js";
import { planListing } from "../../deploy/listing.js";
import {
  answerOf,
  connectionsOf,
  environmentOf,
  localDevnet,
  type ListedToken,
  type LocalSystem,
  type Tokens,
} from "../../deploy/local/world.js";
import { assetId } from "../../deploy/networks/local.js";
import { tiers } from "../../deploy/networks/parameters.js";
import type { AssetListing, Environment, KeyListing } from "../../deploy/networks/types.js";
import { PermitToken__factory, WrappedNative__factory } from "../../typechain-types/index.js";

/** As many keys and markets as there can ever be (system.md section 3, markets.md). */
export const KEYS = 64;
const ASSETS = 41;
export const MARKETS = 32;

/** Key k is on the chain with number k mod 4. */
const chainNames = ["hub", "arbitrum", "base", "optimism"] as const;

/** A token of each key (units). */
export const TOKEN = 10n ** 8n;

/** Price of every asset but the settlement asset (cents). */
export const PRICE = 10_000n;

/** The sequencer's grace hour and a little more (seconds). */
const GRACE = 3_700;

const WAD = 10n ** 18n;

/** The system with 64 keys, each of an asset of its own. */
export interface Bench extends LocalSystem {
  /** By asset. */
  readonly feedOf: (asset: number) => Feed;
}

/** First of the keys that have an asset of their own; those before it are eight assets on all four chains. */
export const OWN_ASSETS = 32;

/** The asset of a key: a check reads one row a key and one an asset. */
export const assetOf = (key: number): number =>
  key < OWN_ASSETS ? 1 + Math.floor(key / chainNames.length) : key - OWN_ASSETS + 9;

async function deployTokens(devnet: Devnet): Promise<Tokens> {
  const wrapped = new Map();
  for (const chain of devnet.chains)
    wrapped.set(chain.name, await new WrappedNative__factory(chain.signer(0)).deploy());
  const cash = await new PermitToken__factory(devnet.chain("hub").signer(0)).deploy("USDC", 6);
  const listed = new Map<number, ListedToken>();
  for (let key = 0; key < KEYS; key++) {
    const chain = chainNames[key % chainNames.length] ?? "hub";
    const symbol = `T${key}`;
    const deployer = devnet.chain(chain).signer(0);
    const token = await new PermitToken__factory(deployer).deploy(symbol, 18);
    listed.set(key, {
      key,
      chain,
      symbol,
      asset: "ETH",
      decimals: 18,
      sharedDecimals: 8,
      native: false,
      cap: 10_000_000n,
      minimum: 1n,
      address: await token.getAddress(),
      scale: 10n ** 10n,
    });
  }
  return { cash, wrapped, listed };
}

async function deployFeeds(devnet: Devnet): Promise<Feed[]> {
  const feeds: Feed[] = [];
  for (let asset = 0; asset < ASSETS; asset++) {
    const description = `A${asset} / USD`;
    const feed = await deployFeed(devnet.chain("hub"), devnet.seed, { description });
    await feed.transmit(answerOf(asset === 0 ? 100n : PRICE));
    feeds.push(feed);
  }
  return feeds;
}

function assetListing(id: number, source: string): AssetListing {
  const parameters = id === 0 ? tiers.stable(id) : tiers.ether(id);
  const feed = { source, maxAge: 86_400, minPrice: WAD / 10n, maxPrice: 100_000n * WAD };
  return { id, symbol: `A${id}`, feed, parameters };
}

function keyListing(token: ListedToken): KeyListing {
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
async function listMarkets({ hub }: System): Promise<void> {
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

async function benchEnvironment(
  devnet: Devnet,
  tokens: Tokens,
  feeds: readonly Feed[],
  sequencer: string,
): Promise<Environment> {
  const bySymbol = new Map(
    (["USDC", "ETH", "BTC", "ARB"] as const).flatMap((symbol) => {
      const feed = feeds[assetId[symbol]];
      return feed === undefined ? [] : [[symbol, feed] as const];
    }),
  );
  return {
    ...(await environmentOf(devnet, tokens, bySymbol, sequencer)),
    name: "bench",
    assets: feeds.map((feed, id) => assetListing(id, feed.address)),
    keys: [...tokens.listed.values()].map(keyListing),
  };
}

/** Starts the chains with 64 keys and 32 markets, and deploys Causeway with the same modules and wiring as anywhere. */
export async function createBench(): Promise<Bench> {
  const devnet = await localDevnet({ seed: "bench" });
  const tokens = await deployTokens(devnet);
  const sequencer = await deploySequencerFeed(devnet.chain("hub"));
  await devnet.increaseTime(GRACE);
  const feeds = await deployFeeds(devnet);
  const environment = await benchEnvironment(devnet, tokens, feeds, sequencer.address);
  const system = await deployContracts(environment, connectionsOf(devnet));
  // Markets have no deployment of their own yet: they are listed before the powers are handed over.
  await applyActions(
    (await planListing(system)).filter(({ chain }) => chain === "hub"),
    () => system.hub.deployer,
  );
  await listMarkets(system);
  await configure(system);
  const feedOf = (asset: number): Feed => {
    const feed = feeds[asset];
    if (feed === undefined) throw new RangeError(`there is no asset ${asset}`);
    return feed;
  };
  const { cash, listed } = tokens;
  return { ...system, devnet, cash, tokens: listed, feeds: new Map(), sequencer, feedOf };
}
