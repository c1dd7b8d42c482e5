import { deployFeed, deploySequencerFeed, type Devnet, type Feed } from "@causeway/devnet";
import { applyActions } from "../../deploy/actions.js";
import { deployContracts } from "../../deploy/contracts.js";
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
import type { Environment } from "../../deploy/networks/types.js";
import { ASSETS, KEYS, assetListing, chainNames, keyListing, listMarkets } from "./listing.js";
import {
  PermitToken__factory,
  WrappedNative__factory,
  type WrappedNative,
} from "../../typechain-types/index.js";

/** Price of every asset but the settlement asset (cents). */
export const PRICE = 10_000n;

/** The sequencer's grace hour and a little more (seconds). */
const GRACE = 3_700;

/** The system with 64 keys and 32 markets. */
export interface Bench extends LocalSystem {
  /** By asset. */
  readonly feedOf: (asset: number) => Feed;
}

async function deployTokens(devnet: Devnet): Promise<Tokens> {
  const wrapped = new Map<string, WrappedNative>();
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

async function benchEnvironment(
  devnet: Devnet,
  tokens: Tokens,
  feeds: readonly Feed[],
  sequencer: string,
): Promise<Environment> {
  const bySymbol = new Map(
    (["USDC", "ETH", "BTC", "ARB"] as const).flatMap((symbol) => {
      const feed = feeds[assetId[symbol]];
      return feed === undefined ? [] : [[symbol, [feed.address]] as const];
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
  const system = await deployContracts(environment, await connectionsOf(devnet));
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
  const sources = { feeds: new Map(), reports: new Map() };
  return { ...system, devnet, cash, tokens: listed, ...sources, sequencer, feedOf };
}
