import { expect } from "chai";
import { answer, hostileAssetFeed, misdeeds } from "../../../helpers/hostileFeed.js";
import { mined } from "../../../helpers/mined.js";
import { usd } from "../../../helpers/money.js";
import { ETH, MAX_AGE, MAX_PRICE, MIN_PRICE, addFeed, useDesk } from "../../../helpers/riskDesk.js";

describe("PriceOracle.requireFresh", () => {
  const desk = useDesk();

  describe("when the asset has no feed", () => {
    it("reverts with PriceOracle_NoFeed(asset)", async () => {
      const { oracle } = desk();
      await expect(oracle.requireFresh(ETH))
        .to.be.revertedWithCustomError(oracle, "PriceOracle_NoFeed")
        .withArgs(ETH);
    });
  });

  describe("when the feed cannot be read", () => {
    it("reverts with PriceOracle_Unreadable(asset, source)", async () => {
      const { oracle } = desk();
      const feed = await hostileAssetFeed(desk(), ETH);
      await mined(feed.misbehave(misdeeds.reverts));
      await expect(oracle.requireFresh(ETH))
        .to.be.revertedWithCustomError(oracle, "PriceOracle_Unreadable")
        .withArgs(ETH, await feed.getAddress());
    });
  });

  describe("when the observation is too old", () => {
    it("reverts with PriceOracle_Stale(asset, source, age, limit)", async () => {
      const { oracle, devnet } = desk();
      const feed = await addFeed(desk(), ETH, "ETH / USD", 300_000_000_000n);
      const { updatedAt } = await feed.contract.latestRoundData();
      await devnet.setTime(Number(updatedAt) + MAX_AGE + 7);
      await expect(oracle.requireFresh(ETH))
        .to.be.revertedWithCustomError(oracle, "PriceOracle_Stale")
        .withArgs(ETH, feed.address, MAX_AGE + 7, MAX_AGE);
    });
  });

  describe("when the price is outside its bounds", () => {
    it("reverts with PriceOracle_OutOfBounds(asset, source, price, minPrice, maxPrice)", async () => {
      const { oracle } = desk();
      const feed = await hostileAssetFeed(desk(), ETH);
      await answer(desk(), feed, 10n ** 14n + 1n);
      await expect(oracle.requireFresh(ETH))
        .to.be.revertedWithCustomError(oracle, "PriceOracle_OutOfBounds")
        .withArgs(ETH, await feed.getAddress(), MAX_PRICE + 10n ** 10n, MIN_PRICE, MAX_PRICE);
    });
  });

  describe("given a good price", () => {
    it("answers it with its time", async () => {
      const feed = await addFeed(desk(), ETH, "ETH / USD", 300_000_000_000n);
      const { updatedAt } = await feed.contract.latestRoundData();
      expect(await desk().oracle.requireFresh(ETH)).to.deep.equal([
        usd(3_000),
        usd(3_000),
        updatedAt,
      ]);
    });
  });
});
