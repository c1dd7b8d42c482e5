import { expect } from "chai";
import type { HostileFeed } from "../../../../typechain-types/index.js";
import { BAND, answer, hostilePair, misdeeds } from "../../../helpers/hostileFeed.js";
import { mined } from "../../../helpers/mined.js";
import { usd } from "../../../helpers/money.js";
import { ETH, MAX_AGE, MAX_PRICE, MIN_PRICE, useDesk } from "../../../helpers/riskDesk.js";

const PRICE = 300_000_000_000n;

describe("PriceOracle.requireFresh of two", () => {
  const desk = useDesk();

  for (const [place, name] of ["first", "second"].entries())
    describe(`when the ${name} is not good`, () => {
      const badOf = async (): Promise<HostileFeed> => {
        const pair = await hostilePair(desk(), ETH);
        return place === 0 ? pair[0] : pair[1];
      };

      it("reverts with PriceOracle_Unreadable(asset, source)", async () => {
        const { oracle } = desk();
        const bad = await badOf();
        await mined(bad.misbehave(misdeeds.reverts));
        await expect(oracle.requireFresh(ETH))
          .to.be.revertedWithCustomError(oracle, "PriceOracle_Unreadable")
          .withArgs(ETH, await bad.getAddress());
      });

      it("reverts with PriceOracle_OutOfBounds(asset, source, price, minPrice, maxPrice)", async () => {
        const { oracle } = desk();
        const bad = await badOf();
        await answer(desk(), bad, 0n);
        await expect(oracle.requireFresh(ETH))
          .to.be.revertedWithCustomError(oracle, "PriceOracle_OutOfBounds")
          .withArgs(ETH, await bad.getAddress(), 0, MIN_PRICE, MAX_PRICE);
      });

      it("reverts with PriceOracle_Stale(asset, source, age, limit)", async () => {
        const { oracle, chain } = desk();
        const bad = await badOf();
        const observedAt = chain.now() - MAX_AGE;
        await answer(desk(), bad, PRICE, observedAt);
        await desk().devnet.setTime(observedAt + MAX_AGE + 9);
        await expect(oracle.requireFresh(ETH))
          .to.be.revertedWithCustomError(oracle, "PriceOracle_Stale")
          .withArgs(ETH, await bad.getAddress(), MAX_AGE + 9, MAX_AGE);
      });
    });

  describe("when both are not good", () => {
    it("reverts with the worse reason and names its feed", async () => {
      const { oracle, chain } = desk();
      const [first, second] = await hostilePair(desk(), ETH);
      await answer(desk(), first, PRICE, chain.now() - 2 * MAX_AGE);
      await answer(desk(), second, -1n);
      await expect(oracle.requireFresh(ETH))
        .to.be.revertedWithCustomError(oracle, "PriceOracle_OutOfBounds")
        .withArgs(ETH, await second.getAddress(), 0, MIN_PRICE, MAX_PRICE);
      await mined(first.misbehave(misdeeds.noAnswer));
      await expect(oracle.requireFresh(ETH))
        .to.be.revertedWithCustomError(oracle, "PriceOracle_Unreadable")
        .withArgs(ETH, await first.getAddress());
    });
  });

  describe("when they disagree", () => {
    it("reverts with PriceOracle_Disagree(asset, low, high, bandBps)", async () => {
      const { oracle } = desk();
      const [first] = await hostilePair(desk(), ETH);
      await answer(desk(), first, 310_000_000_000n);
      await expect(oracle.requireFresh(ETH))
        .to.be.revertedWithCustomError(oracle, "PriceOracle_Disagree")
        .withArgs(ETH, usd(3_000), usd(3_100), BAND);
    });
  });

  describe("given good prices that agree", () => {
    it("answers both with the older observation", async () => {
      const { oracle, chain } = desk();
      const [first, second] = await hostilePair(desk(), ETH);
      const observedAt = chain.now() - 100;
      await answer(desk(), first, 301_000_000_000n);
      await answer(desk(), second, PRICE, observedAt);
      const expected = [usd(3_000), usd(3_010), BigInt(observedAt)];
      expect(await oracle.requireFresh(ETH)).to.deep.equal(expected);
    });
  });
});
