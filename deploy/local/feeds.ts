import {
  deployFeed,
  deployReportVerifier,
  streamId,
  type Chain,
  type Devnet,
  type Feed,
  type LayerZeroCore,
  type ReportSpec,
  type ReportVerifier,
} from "@causeway/devnet";
import { ReportFeed__factory, type ReportFeed } from "../../typechain-types/index.js";
import type { AssetSymbol } from "../networks/local.js";

/** Prices at the start (cents). */
export const startPrices: Readonly<Record<AssetSymbol, bigint>> = {
  USDC: 100n,
  ETH: 300_000n,
  BTC: 6_000_000n,
  ARB: 80n,
};

/** Raw answer of a feed with eight decimals to a price in cents. */
export const answerOf = (cents: bigint): bigint => cents * 10n ** 6n;

/** WAD of a price in cents. */
const wadOf = (cents: bigint): bigint => cents * 10n ** 16n;

/** Assets that have signed reports beside their push feed. */
const reported: readonly AssetSymbol[] = ["ETH", "BTC"];

/** A feed of signed reports, and the oracles that sign them. */
export class PullFeed {
  /**
   * @param contract - the feed, connected to somebody who carries reports in
   * @param address - where it stands
   * @param verifier - who signs
   * @param chain - where it stands
   */
  constructor(
    readonly contract: ReportFeed,
    readonly address: string,
    readonly verifier: ReportVerifier,
    private readonly chain: Chain,
  ) {}

  /** Signs a price without carrying it in (cents). */
  async sign(cents: bigint, changes: Partial<ReportSpec> = {}): Promise<string> {
    // The next block's date at the earliest: newer than any observation before, and not from the future.
    const observedAt = Math.max(this.chain.now(), (await this.chain.timestamp()) + 1);
    const feedId = await this.contract.feedId();
    return this.verifier.sign({ feedId, price: wadOf(cents), observedAt, ...changes });
  }

  /** Signs a price and carries it in (cents). */
  async report(cents: bigint, changes: Partial<ReportSpec> = {}): Promise<void> {
    await (await this.contract.report(await this.sign(cents, changes))).wait();
  }
}

/** The price sources of the local environment. */
export interface LocalFeeds {
  /** The feed of each asset that its oracles push to. */
  readonly feeds: ReadonlyMap<AssetSymbol, Feed>;
  /** The second sources, of the assets that have one. */
  readonly reports: ReadonlyMap<AssetSymbol, PullFeed>;
}

async function deployPullFeed(
  chain: Chain,
  verifier: ReportVerifier,
  description: string,
): Promise<PullFeed> {
  const contract = await new ReportFeed__factory(verifier.carrier).deploy(
    verifier.contracts.address,
    streamId(description),
    description,
  );
  return new PullFeed(contract, await contract.getAddress(), verifier, chain);
}

/** Deploys the sources with their first answers. */
export async function deployFeeds(devnet: Devnet<LayerZeroCore>): Promise<LocalFeeds> {
  const hub = devnet.chain("hub");
  const feeds = new Map<AssetSymbol, Feed>();
  const reports = new Map<AssetSymbol, PullFeed>();
  const verifier = await deployReportVerifier(hub, devnet.seed);
  for (const symbol of ["USDC", "ETH", "BTC", "ARB"] as const) {
    const description = `${symbol} / USD`;
    const feed = await deployFeed(hub, devnet.seed, { description });
    await feed.transmit(answerOf(startPrices[symbol]));
    feeds.set(symbol, feed);
    if (!reported.includes(symbol)) continue;
    const second = await deployPullFeed(hub, verifier, description);
    await second.report(startPrices[symbol]);
    reports.set(symbol, second);
  }
  return { feeds, reports };
}

/** Where the sources stand, by asset. */
export function sourcesOf({ feeds, reports }: LocalFeeds): ReadonlyMap<AssetSymbol, string[]> {
  return new Map(
    [...feeds].map(([symbol, feed]) => {
      const second = reports.get(symbol);
      return [symbol, second === undefined ? [feed.address] : [feed.address, second.address]];
    }),
  );
}
