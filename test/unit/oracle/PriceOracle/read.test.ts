import { expect } from "chai";
import { answer, hostileAssetFeed, misdeeds } from "../../../helpers/hostileFeed.js";
import { mined } from "../../../helpers/mined.js";
import { usd } from "../../../helpers/money.js";
import { ETH, MAX_AGE, addFeed, limitsOf, useDesk } from "../../../helpers/riskDesk.js";

/** PriceStatus. */
const [UNSET, GOOD, STALE, OUT_OF_BOUNDS, UNREADABLE] = [0n, 1n, 2n, 3n, 4n];

describe("PriceOracle.read", () => {
  const desk = useDesk();

  describe("when the asset has no feed", () => {
    it("answers nothing and UNSET", async () => {
      expect(await desk().oracle.read(ETH)).to.deep.equal([0n, 0n, 0n, UNSET]);
    });
  });

  describe("given a signed feed", () => {
    it("answers the signed price in WAD as low and high, when it was written, and GOOD", async () => {
      const feed = await addFeed(desk(), ETH, "ETH / USD", 300_012_345_678n);
      const { updatedAt } = await feed.contract.latestRoundData();
      const read = await desk().oracle.read(ETH);
      const price = usd("3000.12345678");
      expect(read).to.deep.equal([price, price, updatedAt, GOOD]);
    });

    it("is GOOD at the last second of its limit and STALE a second later", async () => {
      const feed = await addFeed(desk(), ETH, "ETH / USD", 300_000_000_000n);
      const { updatedAt } = await feed.contract.latestRoundData();
      await desk().devnet.setTime(Number(updatedAt) + MAX_AGE);
      expect(await desk().oracle.read(ETH)).to.deep.equal([
        usd(3_000),
        usd(3_000),
        updatedAt,
        GOOD,
      ]);
      await desk().devnet.increaseTime(1);
      const stale = [usd(3_000), usd(3_000), updatedAt, STALE];
      expect(await desk().oracle.read(ETH)).to.deep.equal(stale);
    });
  });

  describe("given bounds", () => {
    it("believes both of them and nothing beyond", async () => {
      // Bounds of $0.0001 and $1,000,000, in the feed's eight decimals.
      const feed = await addFeed(desk(), ETH, "ETH / USD", 300_000_000_000n);
      const statusAt = async (price: bigint) => {
        await feed.transmit(price, { observations: [price, price, price, price] });
        return (await desk().oracle.read(ETH)).status;
      };
      expect(await statusAt(10_000n)).to.equal(GOOD);
      expect(await statusAt(9_999n)).to.equal(OUT_OF_BOUNDS);
      expect(await statusAt(10n ** 14n)).to.equal(GOOD);
      expect(await statusAt(10n ** 14n + 1n)).to.equal(OUT_OF_BOUNDS);
    });
  });

  describe("given other decimals", () => {
    it("rounds more than eighteen down", async () => {
      const feed = await hostileAssetFeed(desk(), ETH);
      await mined(feed.describe(20, 0, 0, "0x".padEnd(42, "0")));
      await answer(desk(), feed, 300_000_000_000_000_000_000_199n);
      await mined(desk().oracle.setFeeds(ETH, [limitsOf(feed)], 0));
      // 3000.00000000000000000199 at twenty decimals is 3000.000000000000000001 at eighteen.
      expect((await desk().oracle.read(ETH)).low).to.equal(usd(3_000) + 1n);
    });

    it("is OUT_OF_BOUNDS when they change under the oracle", async () => {
      const feed = await hostileAssetFeed(desk(), ETH);
      await answer(desk(), feed, usd(3_000));
      const { low: price, status } = await desk().oracle.read(ETH);
      expect([price, status]).to.deep.equal([usd(3_000) * 10n ** 10n, OUT_OF_BOUNDS]);
    });
  });

  describe("when the answer is zero or negative", () => {
    it("answers price 0 and OUT_OF_BOUNDS", async () => {
      const feed = await hostileAssetFeed(desk(), ETH);
      for (const wrong of [0n, -1n, -(2n ** 255n)]) {
        await answer(desk(), feed, wrong);
        const { low: price, status } = await desk().oracle.read(ETH);
        expect([price, status]).to.deep.equal([0n, OUT_OF_BOUNDS]);
      }
    });
  });

  describe("when the answer is too large for WAD", () => {
    it("saturates and is OUT_OF_BOUNDS", async () => {
      const feed = await hostileAssetFeed(desk(), ETH);
      await answer(desk(), feed, 2n ** 255n - 1n);
      const { low: price, status } = await desk().oracle.read(ETH);
      expect([price, status]).to.deep.equal([2n ** 256n - 1n, OUT_OF_BOUNDS]);
    });
  });

  describe("when the answer was never written", () => {
    it("is STALE", async () => {
      const feed = await hostileAssetFeed(desk(), ETH);
      await answer(desk(), feed, 300_000_000_000n, 0);
      expect(await desk().oracle.read(ETH)).to.deep.equal([usd(3_000), usd(3_000), 0n, STALE]);
    });
  });

  describe("when the answer comes from the future", () => {
    it("is UNREADABLE", async () => {
      const feed = await hostileAssetFeed(desk(), ETH);
      await answer(desk(), feed, 300_000_000_000n, desk().chain.now() + 1_000);
      expect(await desk().oracle.read(ETH)).to.deep.equal([0n, 0n, 0n, UNREADABLE]);
      await mined(feed.setRound(300_000_000_000n, 0, 2n ** 256n - 1n));
      expect(await desk().oracle.read(ETH)).to.deep.equal([0n, 0n, 0n, UNREADABLE]);
    });
  });

  describe("when the feed reverts, answers short, long or nothing, or burns its gas", () => {
    it("is UNREADABLE, within a bounded amount of gas", async () => {
      const feed = await hostileAssetFeed(desk(), ETH);
      for (const mode of Object.values(misdeeds)) {
        await mined(feed.misbehave(mode));
        const { low: price, status } = await desk().oracle.read(ETH, { gasLimit: 250_000 });
        const expected = mode === misdeeds.returnBomb ? [0n, STALE] : [0n, UNREADABLE];
        expect([mode, price, status]).to.deep.equal([mode, ...expected]);
      }
    });
  });

  describe("when the reader is starved of gas", () => {
    it("reverts with PriceOracle_GasTooLow(actual, bound), so that no feed can be made to look dead", async () => {
      await hostileAssetFeed(desk(), ETH);
      const { oracle } = desk();
      await expect(oracle.read(ETH, { gasLimit: 120_000 })).to.be.revertedWithCustomError(
        oracle,
        "PriceOracle_GasTooLow",
      );
      expect((await oracle.read(ETH, { gasLimit: 150_000 })).status).to.equal(GOOD);
    });
  });
});
