import { expect } from "chai";
import { ZeroAddress } from "ethers";
import type { HostileFeed } from "../../../../typechain-types/index.js";
import { BAND, answer, hostileFeed, misdeeds } from "../../../helpers/hostileFeed.js";
import { mined } from "../../../helpers/mined.js";
import { usd } from "../../../helpers/money.js";
import {
  ETH,
  MAX_AGE,
  MAX_PRICE,
  MIN_PRICE,
  limitsOf,
  useDesk,
} from "../../../helpers/riskDesk.js";

describe("PriceOracle.setFeeds of two", () => {
  const desk = useDesk();
  const two = async (): Promise<readonly [HostileFeed, HostileFeed]> => [
    await hostileFeed(desk()),
    await hostileFeed(desk()),
  ];
  const limitsOfAll = (feeds: readonly HostileFeed[]) => feeds.map((feed) => limitsOf(feed));

  describe("when the band is zero or wider than ten percent", () => {
    it("reverts with PriceOracle_BadBand(asset, bandBps, bound)", async () => {
      const { oracle } = desk();
      const limits = limitsOfAll(await two());
      for (const band of [0, 1_001])
        await expect(oracle.setFeeds(ETH, limits, band))
          .to.be.revertedWithCustomError(oracle, "PriceOracle_BadBand")
          .withArgs(ETH, band, 1_000);
      await mined(oracle.setFeeds(ETH, limits, 1_000));
    });
  });

  describe("when both have the same address", () => {
    it("reverts with PriceOracle_SameSource(asset, first, second, source)", async () => {
      const { oracle } = desk();
      const feed = await hostileFeed(desk());
      const source = await feed.getAddress();
      await expect(oracle.setFeeds(ETH, limitsOfAll([feed, feed]), BAND))
        .to.be.revertedWithCustomError(oracle, "PriceOracle_SameSource")
        .withArgs(ETH, source, source, source);
    });
  });

  describe("when both are proxies of one aggregator", () => {
    it("reverts with PriceOracle_SameSource(asset, first, second, source)", async () => {
      const { oracle } = desk();
      const [first, second] = await two();
      const aggregator = await (await hostileFeed(desk())).getAddress();
      for (const proxy of [first, second]) await mined(proxy.describe(8, 0, 0, aggregator));
      await expect(oracle.setFeeds(ETH, limitsOfAll([first, second]), BAND))
        .to.be.revertedWithCustomError(oracle, "PriceOracle_SameSource")
        .withArgs(ETH, await first.getAddress(), await second.getAddress(), aggregator);
    });
  });

  describe("when one is the aggregator behind the other", () => {
    it("reverts with PriceOracle_SameSource(asset, first, second, source)", async () => {
      const { oracle } = desk();
      const [first, second] = await two();
      const [proxy, aggregator] = [await first.getAddress(), await second.getAddress()];
      await mined(first.describe(8, 0, 0, aggregator));
      for (const [one, other] of [
        [proxy, aggregator],
        [aggregator, proxy],
      ] as const)
        await expect(oracle.setFeeds(ETH, [limitsOf(one), limitsOf(other)], BAND))
          .to.be.revertedWithCustomError(oracle, "PriceOracle_SameSource")
          .withArgs(ETH, one, other, aggregator);
    });
  });

  for (const [place, name] of ["first", "second"].entries()) {
    /** The feeds' limits, with changes to those in the place. */
    const bent = (feeds: readonly HostileFeed[], changes: Parameters<typeof limitsOf>[1]) =>
      feeds.map((feed, index) => limitsOf(feed, index === place ? changes : {}));
    const bad = (feeds: readonly [HostileFeed, HostileFeed]): HostileFeed =>
      place === 0 ? feeds[0] : feeds[1];

    describe(`when a limit of the ${name} does not make sense`, () => {
      it("reverts with PriceOracle_BadAgeLimit(asset, maxAge, bound)", async () => {
        const { oracle } = desk();
        await expect(oracle.setFeeds(ETH, bent(await two(), { maxAge: 172_801 }), BAND))
          .to.be.revertedWithCustomError(oracle, "PriceOracle_BadAgeLimit")
          .withArgs(ETH, 172_801, 172_800);
      });

      it("reverts with PriceOracle_BadBounds(asset, minPrice, maxPrice, bound)", async () => {
        const { oracle } = desk();
        await expect(oracle.setFeeds(ETH, bent(await two(), { minPrice: 0 }), BAND))
          .to.be.revertedWithCustomError(oracle, "PriceOracle_BadBounds")
          .withArgs(ETH, 0, MAX_PRICE, 2n ** 96n - 1n);
      });

      it("reverts with PriceOracle_NotAFeed(asset, source)", async () => {
        const { oracle } = desk();
        const feeds = await two();
        await mined(bad(feeds).describe(37, 0, 0, ZeroAddress));
        await expect(oracle.setFeeds(ETH, limitsOfAll(feeds), BAND))
          .to.be.revertedWithCustomError(oracle, "PriceOracle_NotAFeed")
          .withArgs(ETH, await bad(feeds).getAddress());
      });

      it("reverts with PriceOracle_ClampInBounds(asset, source, actual, bound)", async () => {
        const { oracle } = desk();
        const feeds = await two();
        // It never shows less than a cent; the desk's bounds believe a hundredth of that.
        await mined(bad(feeds).describe(8, 1_000_000n, 0, ZeroAddress));
        await expect(oracle.setFeeds(ETH, limitsOfAll(feeds), BAND))
          .to.be.revertedWithCustomError(oracle, "PriceOracle_ClampInBounds")
          .withArgs(ETH, await bad(feeds).getAddress(), MIN_PRICE, usd("0.01"));
      });
    });

    describe(`when the ${name} is not good now`, () => {
      it("reverts with PriceOracle_Unreadable(asset, source)", async () => {
        const { oracle } = desk();
        const feeds = await two();
        await mined(bad(feeds).misbehave(misdeeds.reverts));
        await expect(oracle.setFeeds(ETH, limitsOfAll(feeds), BAND))
          .to.be.revertedWithCustomError(oracle, "PriceOracle_Unreadable")
          .withArgs(ETH, await bad(feeds).getAddress());
      });
    });
  }

  describe("when they do not agree now", () => {
    it("reverts with PriceOracle_Disagree(asset, low, high, bandBps)", async () => {
      const { oracle } = desk();
      const feeds = await two();
      // $3,000 and a cent more than 1% above it.
      await answer(desk(), feeds[1], 303_001_000_000n);
      await expect(oracle.setFeeds(ETH, limitsOfAll(feeds), BAND))
        .to.be.revertedWithCustomError(oracle, "PriceOracle_Disagree")
        .withArgs(ETH, usd(3_000), usd("3030.01"), BAND);
    });
  });

  describe("given two good feeds that agree", () => {
    it("emits FeedsSet and two FeedSet and keeps both with their limits", async () => {
      const { oracle } = desk();
      const feeds = await two();
      const sources = await Promise.all(feeds.map((feed) => feed.getAddress()));
      const limits = [
        limitsOf(feeds[0]),
        limitsOf(feeds[1], { maxAge: 60, minPrice: usd(50), maxPrice: usd(100_000) }),
      ];
      await answer(desk(), feeds[1], 303_000_000_000n);
      await expect(oracle.setFeeds(ETH, limits, BAND))
        .to.emit(oracle, "FeedsSet")
        .withArgs(ETH, 2, BAND)
        .and.to.emit(oracle, "FeedSet")
        .withArgs(ETH, sources[0], 0, MAX_AGE, MIN_PRICE, MAX_PRICE)
        .and.to.emit(oracle, "FeedSet")
        .withArgs(ETH, sources[1], 1, 60, usd(50), usd(100_000));
      const kept = [
        [sources[0], BigInt(MAX_AGE), MIN_PRICE, MAX_PRICE],
        [sources[1], 60n, usd(50), usd(100_000)],
      ];
      expect(await oracle.feedsOf(ETH)).to.deep.equal([kept, BigInt(BAND)]);
    });
  });
});
