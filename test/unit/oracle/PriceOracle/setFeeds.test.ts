import { deployFeed } from "@causeway/devnet";
import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { answer, hostileFeed, hostilePair, misdeeds } from "../../../helpers/hostileFeed.js";
import { mined } from "../../../helpers/mined.js";
import { usd } from "../../../helpers/money.js";
import {
  ETH,
  MAX_AGE,
  MAX_PRICE,
  MIN_PRICE,
  addFeed,
  limitsOf,
  useDesk,
} from "../../../helpers/riskDesk.js";

const HIGHEST = 2n ** 96n - 1n;

describe("PriceOracle.setFeeds", () => {
  const desk = useDesk();

  describe("when the caller lacks the role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const { oracle, chain } = desk();
      const stranger = chain.signer(1);
      await expect(oracle.connect(stranger).setFeeds(ETH, [], 0))
        .to.be.revertedWithCustomError(oracle, "AccessManagedUnauthorized")
        .withArgs(stranger.address);
    });
  });

  describe("when there is no feed or more than two", () => {
    it("reverts with PriceOracle_WrongFeedCount(asset, actual, bound)", async () => {
      const { oracle } = desk();
      const limits = limitsOf(await hostileFeed(desk()));
      for (const feeds of [[], [limits, limits, limits]])
        await expect(oracle.setFeeds(ETH, feeds, 0))
          .to.be.revertedWithCustomError(oracle, "PriceOracle_WrongFeedCount")
          .withArgs(ETH, feeds.length, 2);
    });
  });

  describe("when one feed is given with a band", () => {
    it("reverts with PriceOracle_BadBand(asset, bandBps, bound)", async () => {
      const { oracle } = desk();
      await expect(oracle.setFeeds(ETH, [limitsOf(await hostileFeed(desk()))], 1))
        .to.be.revertedWithCustomError(oracle, "PriceOracle_BadBand")
        .withArgs(ETH, 1, 0);
    });
  });

  describe("when the age limit is zero or longer than two days", () => {
    it("reverts with PriceOracle_BadAgeLimit(asset, maxAge, bound)", async () => {
      const { oracle } = desk();
      const feed = await hostileFeed(desk());
      for (const limit of [0, 172_801]) {
        await expect(oracle.setFeeds(ETH, [limitsOf(feed, { maxAge: limit })], 0))
          .to.be.revertedWithCustomError(oracle, "PriceOracle_BadAgeLimit")
          .withArgs(ETH, limit, 172_800);
      }
    });
  });

  describe("when the bounds are empty or start at zero", () => {
    it("reverts with PriceOracle_BadBounds(asset, minPrice, maxPrice, bound)", async () => {
      const { oracle } = desk();
      const feed = await hostileFeed(desk());
      for (const [low, high] of [
        [0n, usd(1)],
        [usd(1), usd(1)],
        [usd(2), usd(1)],
      ] as const) {
        await expect(oracle.setFeeds(ETH, [limitsOf(feed, { minPrice: low, maxPrice: high })], 0))
          .to.be.revertedWithCustomError(oracle, "PriceOracle_BadBounds")
          .withArgs(ETH, low, high, HIGHEST);
      }
    });
  });

  describe("when the address is no feed or states more than 36 decimals", () => {
    it("reverts with PriceOracle_NotAFeed(asset, source)", async () => {
      const { oracle, admin } = desk();
      const feed = await hostileFeed(desk());
      await mined(feed.describe(37, 0, 0, ZeroAddress));
      for (const source of [ZeroAddress, admin.address, await feed.getAddress()]) {
        await expect(oracle.setFeeds(ETH, [limitsOf(source)], 0))
          .to.be.revertedWithCustomError(oracle, "PriceOracle_NotAFeed")
          .withArgs(ETH, source);
      }
    });
  });

  describe("when the feed clamps its answers at a price the bounds would believe", () => {
    it("reverts with PriceOracle_ClampInBounds(asset, source, actual, bound) at the lower clamp", async () => {
      const { oracle, chain } = desk();
      const feed = await deployFeed(chain, "clamp", {
        description: "LUNA",
        minAnswer: 10_000_000n,
      });
      await feed.transmit(300_000_000_000n);
      // The feed shows ten cents while the market falls through them: the lower bound must be above.
      await expect(oracle.setFeeds(ETH, [limitsOf(feed.address, { minPrice: usd("0.1") })], 0))
        .to.be.revertedWithCustomError(oracle, "PriceOracle_ClampInBounds")
        .withArgs(ETH, feed.address, usd("0.1"), usd("0.1"));
      await mined(oracle.setFeeds(ETH, [limitsOf(feed.address, { minPrice: usd("0.1") + 1n })], 0));
    });

    it("reverts with PriceOracle_ClampInBounds(asset, source, actual, bound) at the upper clamp of the aggregator behind a proxy", async () => {
      const { oracle } = desk();
      const proxy = await hostileFeed(desk());
      const behind = await hostileFeed(desk());
      await mined(behind.describe(8, 1, 500_000_000_000n, ZeroAddress));
      await mined(proxy.describe(8, 0, 0, behind));
      await expect(oracle.setFeeds(ETH, [limitsOf(proxy, { maxPrice: usd(5_000) })], 0))
        .to.be.revertedWithCustomError(oracle, "PriceOracle_ClampInBounds")
        .withArgs(ETH, await proxy.getAddress(), usd(5_000), usd(5_000));
      await mined(oracle.setFeeds(ETH, [limitsOf(proxy, { maxPrice: usd(5_000) - 1n })], 0));
    });
  });

  describe("when the feed is not good now", () => {
    it("reverts with PriceOracle_Unreadable(asset, source)", async () => {
      const { oracle } = desk();
      const feed = await hostileFeed(desk());
      await mined(feed.misbehave(misdeeds.noAnswer));
      await expect(oracle.setFeeds(ETH, [limitsOf(feed)], 0)).to.be.revertedWithCustomError(
        oracle,
        "PriceOracle_Unreadable",
      );
    });

    it("reverts with PriceOracle_OutOfBounds(asset, source, price, minPrice, maxPrice) for wrong decimals", async () => {
      const { oracle } = desk();
      const feed = await hostileFeed(desk());
      // Eighteen decimals stated, eight answered: $3,000 shows as 0.0000003.
      await mined(feed.describe(18, 0, 0, ZeroAddress));
      await expect(oracle.setFeeds(ETH, [limitsOf(feed)], 0))
        .to.be.revertedWithCustomError(oracle, "PriceOracle_OutOfBounds")
        .withArgs(ETH, await feed.getAddress(), 300_000_000_000n, MIN_PRICE, MAX_PRICE);
    });

    it("reverts with PriceOracle_Stale(asset, source, age, limit)", async () => {
      const { oracle, chain } = desk();
      const feed = await hostileFeed(desk());
      await answer(desk(), feed, 300_000_000_000n, chain.now() - 2 * MAX_AGE);
      await expect(oracle.setFeeds(ETH, [limitsOf(feed)], 0)).to.be.revertedWithCustomError(
        oracle,
        "PriceOracle_Stale",
      );
    });
  });

  describe("given a good feed", () => {
    it("emits FeedsSet and FeedSet and keeps feed and limits", async () => {
      const { oracle, chain } = desk();
      const feed = await deployFeed(chain, "good", { description: "ETH", maxAnswer: 10n ** 15n });
      await feed.transmit(300_000_000_000n);
      await expect(oracle.setFeeds(ETH, [limitsOf(feed.address)], 0))
        .to.emit(oracle, "FeedsSet")
        .withArgs(ETH, 1, 0)
        .and.to.emit(oracle, "FeedSet")
        .withArgs(ETH, feed.address, 0, MAX_AGE, MIN_PRICE, MAX_PRICE);
      expect(await oracle.feedsOf(ETH)).to.deep.equal([
        [[feed.address, BigInt(MAX_AGE), MIN_PRICE, MAX_PRICE]],
        0n,
      ]);
    });

    it("replaces the feeds before it", async () => {
      const { oracle } = desk();
      await hostilePair(desk(), ETH);
      const next = await addFeed(desk(), ETH, "new", 310_000_000_000n);
      const { feeds, bandBps } = await oracle.feedsOf(ETH);
      expect([feeds.map(({ source }) => source), bandBps]).to.deep.equal([[next.address], 0n]);
      const { low, high } = await oracle.read(ETH);
      expect([low, high]).to.deep.equal([usd(3_100), usd(3_100)]);
    });
  });
});
