import { deployFeed, type Chain, type DevSigner, type Feed } from "@causeway/devnet";
import {
  PriceOracle__factory,
  RiskEngine__factory,
  RiskParameters__factory,
  type PriceOracle,
  type RiskEngine,
  type RiskParameters,
} from "../../typechain-types/index.js";
import { mined } from "./mined.js";

/** Assets of the test hub (id). */
export const USD = 0;
export const ETH = 1;
export const BTC = 2;

/** Bitmap of them (raw). */
export const allAssets = (1n << BigInt(USD)) | (1n << BigInt(ETH)) | (1n << BigInt(BTC));

/** A day: how old an observation of the test feeds may be (seconds). */
export const FEED_MAX_AGE = 86_400;

/** Prices of the test hub at the start, in the feeds' eight decimals (raw). */
export const startPrices: ReadonlyMap<number, bigint> = new Map([
  [USD, 100_000_000n],
  [ETH, 300_000_000_000n],
  [BTC, 6_000_000_000_000n],
]);

const names: ReadonlyMap<number, string> = new Map([
  [USD, "USDC / USD"],
  [ETH, "ETH / USD"],
  [BTC, "BTC / USD"],
]);

/** Sigma of 1% a year, squared, a second (raw, 1e36 per second). */
const varianceAt = (percent: bigint): bigint => (percent * 10n ** 16n) ** 2n / 31_536_000n;

/** Defaults of risk.md section 8. */
const globals = {
  zMaintenance: 40_000,
  zInitial: 60_000,
  localTime: 1_200,
  perpTime: 600,
  thetaMaintenance: 8_000,
  thetaInitial: 5_000,
  perpPenalty: 20,
};

/** Parameters of an asset, as the setter takes them. */
type Volatile = Readonly<
  Record<
    | "baseMaintenance"
    | "baseInitial"
    | "baseDiscount"
    | "penalty"
    | "eta"
    | "maxCharge"
    | "minHaircut"
    | "maxHaircut"
    | "underlying"
    | "depth",
    number
  > &
    Record<"variance" | "minVariance" | "maxVariance", bigint>
>;

/** An asset whose price moves. */
export const volatile = (
  underlying: number,
  baseMaintenance: number,
  baseInitial: number,
): Volatile => ({
  baseMaintenance,
  baseInitial,
  baseDiscount: 600,
  penalty: 100,
  eta: 1_500,
  maxCharge: 2_000,
  minHaircut: 5,
  maxHaircut: 95,
  underlying,
  depth: 25_000,
  // Held still: the price falls of these tests are a third in a minute, and their numbers are worked out beforehand.
  variance: varianceAt(75n),
  minVariance: varianceAt(75n),
  maxVariance: varianceAt(75n),
});

const stable = {
  baseMaintenance: 200,
  baseInitial: 400,
  baseDiscount: 100,
  penalty: 50,
  eta: 500,
  maxCharge: 1_000,
  minHaircut: 0,
  maxHaircut: 95,
  underlying: USD,
  depth: 50_000,
  variance: varianceAt(5n),
  minVariance: varianceAt(5n),
  maxVariance: varianceAt(5n),
};

/** Prices and haircuts of the test hub. */
export interface HubRisk {
  readonly oracle: PriceOracle;
  readonly parameters: RiskParameters;
  readonly risk: RiskEngine;
  readonly feeds: ReadonlyMap<number, Feed>;
}

/** A key of the test hub, all at eight shared decimals. */
export interface TestKey {
  readonly key: number;
  readonly asset: number;
  readonly eid: number;
}

/** Deploys oracle and risk engine with signed feeds and lists the assets. */
export async function deployRisk(
  chain: Chain,
  admin: DevSigner,
  manager: string,
  gateway: string,
): Promise<HubRisk> {
  const oracle = await new PriceOracle__factory(admin).deploy(manager);
  const parameters = await new RiskParameters__factory(admin).deploy(manager);
  const risk = await new RiskEngine__factory(admin).deploy(
    await parameters.getAddress(),
    await oracle.getAddress(),
    gateway,
  );
  const feeds = new Map<number, Feed>();
  await mined(parameters.setGlobals(globals));
  for (const [asset, price] of startPrices) {
    const feed = await deployFeed(chain, "hub", {
      description: names.get(asset) ?? `asset ${asset}`,
      maxAnswer: 10n ** 15n,
    });
    await feed.transmit(price);
    feeds.set(asset, feed);
    const bounds = { minPrice: 10n ** 14n, maxPrice: 10n ** 24n };
    const limits = { source: feed.address, maxAge: FEED_MAX_AGE, ...bounds };
    await mined(oracle.setFeeds(asset, [limits], 0));
  }
  await mined(parameters.setAsset(USD, stable));
  await mined(parameters.setAsset(ETH, volatile(ETH, 1_300, 1_600)));
  await mined(parameters.setAsset(BTC, volatile(BTC, 1_200, 1_500)));
  await mined(risk.refresh(allAssets));
  return { oracle, parameters, risk, feeds };
}

/** Lists a key with the risk engine. A settlement-asset key needs an idiosyncratic part for its no-toxic check. */
export async function listRisk(
  { parameters, risk }: Pick<HubRisk, "parameters" | "risk">,
  { key, asset, eid }: TestKey,
): Promise<void> {
  const idiosyncratic = asset === USD ? 50 : 0;
  await mined(
    parameters.setKey(key, {
      asset,
      decimals: 8,
      eid,
      idiosyncratic,
      recognised: true,
    }),
  );
  await mined(risk.poke(1n << BigInt(key)));
}
