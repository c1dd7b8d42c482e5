import { expect } from "chai";
import { BAND, hostileAssetFeed, hostileFeed } from "../../../helpers/hostileFeed.js";
import { mined } from "../../../helpers/mined.js";
import { ETH, MAX_AGE, limitsOf, useDesk } from "../../../helpers/riskDesk.js";

describe("PriceOracle.ageLimit", () => {
  const desk = useDesk();

  describe("when the asset has no feed", () => {
    it("is 0", async () => {
      expect(await desk().oracle.ageLimit(ETH)).to.equal(0);
    });
  });

  describe("given one feed", () => {
    it("is its limit", async () => {
      await hostileAssetFeed(desk(), ETH);
      expect(await desk().oracle.ageLimit(ETH)).to.equal(MAX_AGE);
    });
  });

  describe("given two feeds", () => {
    it("is the longer limit, whichever is first", async () => {
      const { oracle } = desk();
      const [first, second] = [await hostileFeed(desk()), await hostileFeed(desk())];
      for (const [one, other] of [
        [60, 3_600],
        [3_600, 60],
      ] as const) {
        const limits = [limitsOf(first, { maxAge: one }), limitsOf(second, { maxAge: other })];
        await mined(oracle.setFeeds(ETH, limits, BAND));
        expect(await oracle.ageLimit(ETH)).to.equal(3_600);
      }
    });
  });
});
