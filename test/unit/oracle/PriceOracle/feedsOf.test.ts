import { expect } from "chai";
import { BAND, hostileAssetFeed, hostileFeed } from "../../../helpers/hostileFeed.js";
import { mined } from "../../../helpers/mined.js";
import {
  ETH,
  MAX_AGE,
  MAX_PRICE,
  MIN_PRICE,
  limitsOf,
  useDesk,
} from "../../../helpers/riskDesk.js";

describe("PriceOracle.feedsOf", () => {
  const desk = useDesk();
  const standard = [BigInt(MAX_AGE), MIN_PRICE, MAX_PRICE];

  describe("when the asset has no feed", () => {
    it("answers none and no band", async () => {
      expect(await desk().oracle.feedsOf(ETH)).to.deep.equal([[], 0n]);
    });
  });

  describe("given one feed", () => {
    it("answers it with its limits and no band", async () => {
      const feed = await hostileAssetFeed(desk(), ETH);
      const expected = [[[await feed.getAddress(), ...standard]], 0n];
      expect(await desk().oracle.feedsOf(ETH)).to.deep.equal(expected);
    });
  });

  describe("given two feeds", () => {
    it("answers both in order with their limits and the band", async () => {
      const { oracle } = desk();
      const [first, second] = [await hostileFeed(desk()), await hostileFeed(desk())];
      const limits = [limitsOf(first), limitsOf(second, { maxAge: 60 })];
      await mined(oracle.setFeeds(ETH, limits, BAND));
      const expected = [
        [await first.getAddress(), ...standard],
        [await second.getAddress(), 60n, MIN_PRICE, MAX_PRICE],
      ];
      expect(await oracle.feedsOf(ETH)).to.deep.equal([expected, BigInt(BAND)]);
    });
  });
});
