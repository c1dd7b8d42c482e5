import {
  createDevnet,
  deployFeed,
  fixture,
  type Chain,
  type Devnet,
  type DevSigner,
  type Feed,
} from "@causeway/devnet";
import type {
  AssetParameters,
  GlobalParameters,
  KeyParameters,
  LaneTerms,
  Tier,
  UnderlyingParameters,
} from "../../packages/sdk/src/risk/index.js";
import {
  assetDefaults,
  globalDefaults,
  hubTerms,
  marketDefaults,
} from "../../packages/sdk/src/risk/index.js";
import { bps, seconds, units, type Units } from "../../packages/sdk/src/index.js";
import {
  AccessManager__factory,
  LaneTermsHarness__factory,
  PriceOracle__factory,
  RiskEngine__factory,
  RiskParameters__factory,
  type AccessManager,
  type LaneTermsHarness,
  type PriceOracle,
  type RiskEngine,
  type RiskParameters,
} from "../../typechain-types/index.js";
import type { AddressLike } from "ethers";
import type { FeedParametersStruct } from "../../typechain-types/contracts/oracle/PriceOracle.js";
import { mined } from "./mined.js";

/** Assets of the desk (id). */
export const USD = 0;
export const ETH = 1;
export const BTC = 2;
export const STETH = 3;

/** Lanes of the desk (eid): the hub's own keys, and two source chains. */
export const HUB_LANE = 40_161;
export const FAST_LANE = 40_231;
export const SLOW_LANE = 40_245;

/** A day: how old an observation of the desk's feeds may be (seconds). */
export const MAX_AGE = 86_400;

/** Sanity bounds of the desk's feeds: a hundredth of a cent and a million dollars (WAD). */
export const MIN_PRICE = 10n ** 14n;
export const MAX_PRICE = 10n ** 24n;

/** A feed with the desk's limits, or others. */
export function limitsOf(
  source: AddressLike,
  changes: Partial<Omit<FeedParametersStruct, "source">> = {},
): FeedParametersStruct {
  return { source, maxAge: MAX_AGE, minPrice: MIN_PRICE, maxPrice: MAX_PRICE, ...changes };
}

/** Oracle, parameters and risk engine on a hub, with nothing listed. */
export interface RiskDesk {
  readonly devnet: Devnet;
  readonly chain: Chain;
  readonly admin: DevSigner;
  readonly manager: AccessManager;
  readonly oracle: PriceOracle;
  readonly parameters: RiskParameters;
  /** In the gateway's place: what the engine hears of lanes. */
  readonly lanes: LaneTermsHarness;
  readonly risk: RiskEngine;
}

/** A desk with the defaults of risk.md section 8 for three assets and a staking token. */
export interface ListedDesk extends RiskDesk {
  readonly feeds: ReadonlyMap<number, Feed>;
}

const listing: readonly (readonly [number, Tier, string, bigint, number])[] = [
  [USD, "stable", "USDC / USD", 100_000_000n, USD],
  [ETH, "eth", "ETH / USD", 300_000_000_000n, ETH],
  [BTC, "btc", "BTC / USD", 6_000_000_000_000n, BTC],
  [STETH, "eth", "STETH / USD", 310_000_000_000n, ETH],
];

/** An asset's parameters at its tier's defaults. */
export function assetOf(tier: Tier, changes: Partial<AssetParameters> = {}): AssetParameters {
  return { ...assetDefaults[tier], underlying: ETH, depth: 25_000n, ...changes };
}

/** A key's parameters with what all accounts hold of it. */
export interface ListedKey extends KeyParameters {
  readonly totalUnits: Units;
}

/** A key's parameters: ether at eight decimals on the hub, unless told otherwise. */
export function keyOf(changes: Partial<ListedKey> = {}): ListedKey {
  return {
    asset: ETH,
    decimals: 8,
    eid: HUB_LANE,
    idiosyncratic: bps(50n),
    totalUnits: units(0n),
    recognised: true,
    ...changes,
  };
}

/** What the setter takes of a key. */
export function parametersOf(key: ListedKey): KeyParameters {
  const { asset, decimals, eid, idiosyncratic, recognised } = key;
  return { asset, decimals, eid, idiosyncratic, recognised };
}

/** An underlying's parameters: ether's, unless told otherwise. */
export function underlyingOf(changes: Partial<UnderlyingParameters> = {}): UnderlyingParameters {
  return { ...marketDefaults.eth, depth: 50_000n, ...changes };
}

/** The parameters of the model, with changes. */
export function globalsOf(changes: Partial<GlobalParameters> = {}): GlobalParameters {
  return { ...globalDefaults, ...changes };
}

/** Deploys oracle, parameters and engine on a devnet of the hub alone. */
export async function deployDesk(): Promise<RiskDesk> {
  const devnet = await createDevnet({
    chains: [{ name: "hub", eid: HUB_LANE, chainId: 31_001, blockTime: 12, confirmations: 5 }],
    seed: "risk desk",
  });
  const chain = devnet.chain(HUB_LANE);
  const admin = chain.signer(0);
  const manager = await new AccessManager__factory(admin).deploy(admin.address);
  const authority = await manager.getAddress();
  const oracle = await new PriceOracle__factory(admin).deploy(authority);
  const parameters = await new RiskParameters__factory(admin).deploy(authority);
  const lanes = await new LaneTermsHarness__factory(admin).deploy();
  const risk = await new RiskEngine__factory(admin).deploy(
    await parameters.getAddress(),
    await oracle.getAddress(),
    await lanes.getAddress(),
  );
  return { devnet, chain, admin, manager, oracle, parameters, lanes, risk };
}

/** Sets what the engine hears of a key's lane, the hub's own unless told otherwise. */
export async function setTerms(
  { lanes }: RiskDesk,
  key: number,
  changes: Partial<LaneTerms> = {},
): Promise<LaneTerms> {
  const terms = { ...hubTerms(), ...changes };
  await mined(lanes.setTerms(key, terms));
  return terms;
}

/** Lists a key, on a lane of some latency (seconds). */
export async function setKey(
  desk: RiskDesk,
  key: number,
  given: ListedKey,
  latency = 0n,
): Promise<void> {
  await setTerms(desk, key, { units: given.totalUnits, latency: seconds(latency) });
  await mined(desk.parameters.setKey(key, given));
}

/** Deploys a signed feed with a first answer and makes it an asset's feed. */
export async function addFeed(
  { chain, oracle }: RiskDesk,
  asset: number,
  description: string,
  answer: bigint,
): Promise<Feed> {
  const feed = await deployFeed(chain, "risk desk", { description, maxAnswer: 10n ** 15n });
  await feed.transmit(answer);
  await mined(oracle.setFeeds(asset, [limitsOf(feed.address)], 0));
  return feed;
}

async function deployListedDesk(): Promise<ListedDesk> {
  const desk = await deployDesk();
  const { parameters, risk } = desk;
  const feeds = new Map<number, Feed>();
  await mined(parameters.setGlobals(globalDefaults));
  for (const [asset, tier, description, answer, underlying] of listing) {
    feeds.set(asset, await addFeed(desk, asset, description, answer));
    await mined(parameters.setAsset(asset, assetOf(tier, { underlying })));
  }
  await mined(parameters.setUnderlying(ETH, underlyingOf()));
  await mined(parameters.setUnderlying(BTC, { ...marketDefaults.btc, depth: 50_000n }));
  await mined(risk.refresh(0b1111n));
  return { ...desk, feeds };
}

const freshDesk = fixture(deployDesk);
const freshListedDesk = fixture(deployListedDesk);

/** Gives each test of a suite the same thing in its first state. */
export function each<T>(fresh: () => Promise<T>): () => T {
  let desk: T | undefined;
  beforeEach(async () => {
    desk = await fresh();
  });
  return () => {
    if (desk === undefined) throw new Error("the desk stands only inside a test");
    return desk;
  };
}

/** Gives each test of a suite the same desk with nothing listed. */
export const useDesk = (): (() => RiskDesk) => each(freshDesk);

/** Gives each test of a suite the same desk with assets and underlyings listed and prices fresh, but no keys. */
export const useListedDesk = (): (() => ListedDesk) => each(freshListedDesk);
