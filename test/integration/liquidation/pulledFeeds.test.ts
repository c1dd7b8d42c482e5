import { expect } from "chai";
import type { HostileFeed } from "../../../typechain-types/index.js";
import { sameBlock, setPrice } from "../../helpers/hubActions.js";
import { openPosition, startAuction, TAIL, type Cast } from "../../helpers/auctions.js";
import { hostileFeed } from "../../helpers/hostileFeed.js";
import { HUB_ETH, useHub, type Hub } from "../../helpers/hub.js";
import { ETH, FEED_MAX_AGE } from "../../helpers/hubRisk.js";
import { mined } from "../../helpers/mined.js";

/** Ether has a push feed and one of signed reports that anybody carries in, as decision 073 recommends. */
const REPORT_AGE = 60;
const ETHER = 1n << BigInt(ETH);
const bounds = { minPrice: 10n ** 14n, maxPrice: 10n ** 24n };

async function pullFeed(hub: Hub): Promise<HostileFeed> {
  const report = await hostileFeed(hub);
  const push = hub.feeds.get(ETH);
  if (push === undefined) throw new RangeError("no feed");
  const limits = [
    { source: push.address, maxAge: FEED_MAX_AGE, ...bounds },
    { source: await report.getAddress(), maxAge: REPORT_AGE, ...bounds },
  ];
  await mined(hub.oracle.setFeeds(ETH, limits, 100));
  return report;
}

async function carry(hub: Hub, report: HostileFeed, dollars: number): Promise<void> {
  const now = hub.chain.now();
  await mined(report.setRound(BigInt(dollars) * 10n ** 8n, now, now));
}

/** Alice is below maintenance margin, her auction runs, and the report is fresh. */
async function running(hub: Hub): Promise<{ report: HostileFeed; cast: Cast }> {
  const report = await pullFeed(hub);
  const cast = await openPosition(hub);
  await setPrice(hub, ETH, 2_350);
  await carry(hub, report, 2_350);
  await mined(hub.auctions.connect(cast.kate).liquidate(cast.alice.address));
  return { report, cast };
}

/** Somebody asks for the price once the report is older than a minute; a keeper carries the next one in later. */
async function lapse(hub: Hub, report: HostileFeed): Promise<void> {
  await hub.chain.increaseTime(REPORT_AGE + 1);
  await mined(hub.risk.connect(hub.chain.signer(6)).refresh(ETHER));
  await carry(hub, report, 2_350);
  await mined(hub.risk.refresh(ETHER));
}

describe("prices that are pulled", () => {
  const hub = useHub();

  it("lets the factor of a key reach its floor although its report lapses now and then", async () => {
    const { report, cast } = await running(hub());
    let lowest = 10n ** 18n;
    for (let i = 0; i < 30; ++i) {
      await lapse(hub(), report);
      const factor = await hub().auctions.factorOf(cast.alice.address, HUB_ETH);
      if (factor < lowest) lowest = factor;
    }
    // 30 minutes: exponential decay alone would be at the floor of 0.94 after 5 minutes.
    expect(lowest).to.be.lessThan(95n * 10n ** 16n);
  });

  it("lets a round end although the report lapses now and then", async () => {
    const { report, cast } = await running(hub());
    for (let i = 0; i < 30; ++i) await lapse(hub(), report);
    const { startedAt } = await hub().auctions.auctionOf(cast.alice.address);
    expect(hub().chain.now()).to.be.greaterThan(Number(startedAt) + TAIL);
    await mined(hub().auctions.reset(cast.alice.address));
  });

  it("liquidates with a report carried in within the same block as somebody's look", async () => {
    const report = await pullFeed(hub());
    const cast = await openPosition(hub());
    await setPrice(hub(), ETH, 2_350);
    await hub().chain.increaseTime(REPORT_AGE + 1);
    const now = hub().chain.now();
    const gasLimit = 3_000_000n;
    const violator = hub().risk.connect(cast.alice);
    await sameBlock(hub(), [
      () => violator.refresh(ETHER, { gasLimit }),
      () => report.setRound(2_350n * 10n ** 8n, now, now, { gasLimit }),
      () => hub().auctions.connect(cast.kate).liquidate(cast.alice.address, { gasLimit }),
    ]);
    expect((await hub().engine.headerOf(cast.alice.address)).inLiquidation).to.equal(true);
  });

  it("lets a healthy account act once a report was carried in", async () => {
    const report = await pullFeed(hub());
    await carry(hub(), report, 3_000);
    const { alice } = await openPosition(hub());
    await hub().chain.increaseTime(REPORT_AGE + 1);
    await mined(hub().risk.connect(hub().chain.signer(6)).refresh(ETHER));
    await carry(hub(), report, 3_000);
    await mined(hub().engine.connect(alice).withdrawCash(alice.address, 1n, alice.address));
  });
});
