import { bps, variance, type risk as twin } from "../../packages/sdk/src/index.js";
import {
  addFeed,
  assetOf,
  deployDesk,
  each,
  globalsOf,
  keyOf,
  setKey,
  type RiskDesk,
} from "./riskDesk.js";
import { fixture } from "@causeway/devnet";
import { mined } from "./mined.js";

/** The worked examples of risk.md 2.6 and section 3, at a price of $1 so that a size is its value. */

/** Assets (id). PAIR and WRAPPED are priced apart from BTC and ETH but net in and hedge their markets. */
export const ETH = 1;
export const BTC = 2;
export const WRAPPED = 3;
export const CALM = 4;
export const THIN = 5;
export const PAIR = 6;

/** Keys (id): ether on lanes of different latency, and the wrapped asset. */
export const ETH_LOCAL = 0;
export const ETH_FAST = 1;
export const ETH_L1 = 2;
export const ETH_LATE = 3;
export const WRAPPED_KEY = 4;

/** Markets (id), one an asset but for the wrapped one. */
export const market = { eth: 0, btc: 1, calm: 2, thin: 3, pair: 4 } as const;

/** Latency of the lanes (eid, seconds): the hub, a fast lane, an L1, and a lane overdue for about six hours. */
const latencies = [
  [1, 0],
  [2, 200],
  [3, 1_200],
  [4, 23_000],
] as const;

const example = variance(17_824_296_000_000_000_000_000_000_000n);
const none = variance(0n);

const ether: twin.AssetParameters = assetOf("eth", {
  baseMaintenance: bps(1_200n),
  baseInitial: bps(1_600n),
  variance: example,
  minVariance: none,
});

const still = { variance: none, minVariance: none, eta: bps(0n) };

/** Ether's depth in the haircuts' examples (thousands of USD). */
const DEPTH = 25_000n;

const assetsAt = (depth: bigint): readonly (readonly [number, twin.AssetParameters])[] => [
  [0, assetOf("stable", { underlying: 0 })],
  [ETH, { ...ether, depth }],
  [BTC, { ...ether, underlying: BTC }],
  [
    WRAPPED,
    {
      ...ether,
      ...still,
      baseMaintenance: bps(200n),
      baseInitial: bps(500n),
      baseDiscount: bps(0n),
    },
  ],
  [CALM, { ...ether, ...still, underlying: CALM }],
  [THIN, { ...ether, underlying: THIN }],
  [PAIR, { ...ether, underlying: BTC }],
];

const netted = (rho: bigint, eta = 0n) => ({
  rho: bps(rho),
  eta: bps(eta),
  beta: bps(100n),
  maxCharge: bps(2_000n),
  depth: 50_000n,
  scanMax: bps(5_000n),
});

const scanned = (base: readonly [bigint, bigint], least: readonly [bigint, bigint]) => ({
  scanBaseMaintenance: bps(base[0]),
  scanBaseInitial: bps(base[1]),
  scanMinMaintenance: bps(least[0]),
  scanMinInitial: bps(least[1]),
});

/** Parameters of the underlyings by id. */
export const exampleUnderlyings: ReadonlyMap<number, twin.UnderlyingParameters> = new Map([
  [ETH, { ...netted(6_000n), ...scanned([400n, 600n], [500n, 800n]) }],
  [BTC, { ...netted(7_000n), ...scanned([300n, 500n], [400n, 667n]) }],
  [CALM, { ...netted(4_000n), ...scanned([200n, 400n], [200n, 400n]) }],
  [THIN, { ...netted(6_000n, 1_000n), ...scanned([400n, 600n], [500n, 800n]) }],
]);

const markets = [
  [market.eth, ETH],
  [market.btc, BTC],
  [market.calm, CALM],
  [market.thin, THIN],
  [market.pair, PAIR],
] as const;

async function deployExamples(depth: bigint): Promise<RiskDesk> {
  const desk = await deployDesk();
  const { parameters, risk } = desk;
  await mined(parameters.setGlobals(globalsOf({ perpPenalty: bps(5n) })));
  for (const [asset, listed] of assetsAt(depth)) {
    await addFeed(desk, asset, `asset ${asset.toString()}`, 100_000_000n);
    await mined(parameters.setAsset(asset, listed));
  }
  for (const [asset, listed] of exampleUnderlyings)
    await mined(parameters.setUnderlying(asset, listed));
  for (const [id, asset] of markets) {
    await mined(parameters.listMarket(id, asset));
    await mined(risk.takeMarket(id));
  }
  for (const [eid, latency] of latencies) {
    await setKey(desk, eid - 1, keyOf({ eid }), BigInt(latency));
  }
  const wrapped = keyOf({ asset: WRAPPED, eid: 1, idiosyncratic: bps(400n) });
  await setKey(desk, WRAPPED_KEY, wrapped);
  await mined(risk.refresh(0b1111111n));
  await mined(risk.poke(0b11111n));
  return desk;
}

/** Gives each test of a suite the desk of the worked examples, at some depth of ether (thousands of USD). */
export const useExamples = (depth = DEPTH): (() => RiskDesk) =>
  each(fixture(async () => deployExamples(depth)));
