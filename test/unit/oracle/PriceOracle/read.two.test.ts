import { deployFeed } from "@causeway/devnet";
import { expect } from "chai";
import { ZeroAddress } from "ethers";
import type { HostileFeed } from "../../../../typechain-types/index.js";
import { BAND, answer, hostileFeed, hostilePair, misdeeds } from "../../../helpers/hostileFeed.js";
import { mined } from "../../../helpers/mined.js";
import { usd } from "../../../helpers/money.js";
import { ETH, MAX_AGE, limitsOf, useDesk, type RiskDesk } from "../../../helpers/riskDesk.js";

/** PriceStatus. */
const [GOOD, STALE, OUT_OF_BOUNDS, UNREADABLE, DISAGREE] = [1n, 2n, 3n, 4n, 5n];

/** $3,000 in eight decimals. */
const PRICE = 300_000_000_000n;

/** What can be wrong with a feed, how it comes about, and what it is then called. */
const zoo: readonly (readonly [
  string,
  bigint,
  (desk: RiskDesk, feed: HostileFeed) => Promise<unknown>,
])[] = [
  [
    "STALE if it is stale",
    STALE,
    (desk, feed) => answer(desk, feed, PRICE, desk.chain.now() - MAX_AGE - 1),
  ],
  ["OUT_OF_BOUNDS if it shows zero", OUT_OF_BOUNDS, (desk, feed) => answer(desk, feed, 0n)],
  [
    "OUT_OF_BOUNDS if it shows a negative price",
    OUT_OF_BOUNDS,
    (desk, feed) => answer(desk, feed, -PRICE),
  ],
  [
    "OUT_OF_BOUNDS if it shows a huge price",
    OUT_OF_BOUNDS,
    (desk, feed) => answer(desk, feed, 2n ** 255n - 1n),
  ],
  [
    "OUT_OF_BOUNDS if its decimals change",
    OUT_OF_BOUNDS,
    (desk, feed) => answer(desk, feed, usd(3_000)),
  ],
  ["UNREADABLE if it is dead", UNREADABLE, (_, feed) => mined(feed.misbehave(misdeeds.reverts))],
  [
    "DISAGREE if it shows another sane price",
    DISAGREE,
    (desk, feed) => answer(desk, feed, 290_000_000_000n),
  ],
];

describe("PriceOracle.read of two", () => {
  const desk = useDesk();
  const statusNow = async (): Promise<bigint> => (await desk().oracle.read(ETH)).status;

  describe("given two good feeds that agree", () => {
    it("answers the lower and the higher price, the older observation, and GOOD, whichever is first", async () => {
      const [first, second] = await hostilePair(desk(), ETH);
      const now = desk().chain.now();
      const expected = [usd(3_000), usd(3_010), BigInt(now - 50), GOOD];
      await answer(desk(), first, PRICE, now - 50);
      await answer(desk(), second, 301_000_000_000n, now);
      expect(await desk().oracle.read(ETH)).to.deep.equal(expected);
      await answer(desk(), first, 301_000_000_000n, now - 50);
      await answer(desk(), second, PRICE, now);
      expect(await desk().oracle.read(ETH)).to.deep.equal(expected);
      await answer(desk(), first, PRICE, now);
      await answer(desk(), second, 301_000_000_000n, now - 50);
      expect(await desk().oracle.read(ETH)).to.deep.equal(expected);
    });

    it("takes each feed's own decimals, limit and bounds", async () => {
      const { oracle, chain } = desk();
      const [first, second] = [await hostileFeed(desk()), await hostileFeed(desk())];
      await mined(second.describe(18, 0, 0, ZeroAddress));
      await answer(desk(), second, usd(3_000));
      const tight = { maxAge: 60, minPrice: usd(2_990), maxPrice: usd(3_005) };
      await mined(oracle.setFeeds(ETH, [limitsOf(first), limitsOf(second, tight)], BAND));
      const now = chain.now();
      await answer(desk(), first, PRICE, now - 3_600);
      await answer(desk(), second, usd(3_005), now);
      const good = [usd(3_000), usd(3_005), BigInt(now - 3_600), GOOD];
      expect(await oracle.read(ETH)).to.deep.equal(good);
      await answer(desk(), first, 300_600_000_000n);
      expect(await statusNow()).to.equal(GOOD);
      await answer(desk(), second, usd(3_006));
      expect(await statusNow()).to.equal(OUT_OF_BOUNDS);
      await answer(desk(), second, usd(3_000), chain.now() - 120);
      expect(await statusNow()).to.equal(STALE);
    });
  });

  describe("given prices at the edge of the band", () => {
    /** Both with eighteen decimals: 1% of $3,000 is $30. */
    const apart = async (high: bigint): Promise<void> => {
      const { oracle } = desk();
      const pair = [await hostileFeed(desk()), await hostileFeed(desk())] as const;
      for (const feed of pair) {
        await mined(feed.describe(18, 0, 0, ZeroAddress));
        await answer(desk(), feed, usd(3_000));
      }
      await mined(
        oracle.setFeeds(
          ETH,
          pair.map((feed) => limitsOf(feed)),
          BAND,
        ),
      );
      await answer(desk(), pair[1], high);
    };

    it("is GOOD at the last wei inside", async () => {
      await apart(usd(3_030));
      const { low, high, status } = await desk().oracle.read(ETH);
      expect([low, high, status]).to.deep.equal([usd(3_000), usd(3_030), GOOD]);
    });

    it("is DISAGREE a wei beyond, with both prices and the older observation", async () => {
      await apart(usd(3_030) + 1n);
      const { low, high, observedAt, status } = await desk().oracle.read(ETH);
      expect([low, high, status]).to.deep.equal([usd(3_000), usd(3_030) + 1n, DISAGREE]);
      expect(observedAt).to.be.lessThan(BigInt(desk().chain.now()));
    });
  });

  for (const [place, name] of ["first", "second"].entries())
    describe(`when the ${name} of the two goes wrong`, () => {
      for (const [what, status, strike] of zoo)
        it(`is ${what}`, async () => {
          const pair = await hostilePair(desk(), ETH);
          expect(await statusNow()).to.equal(GOOD);
          await strike(desk(), place === 0 ? pair[0] : pair[1]);
          expect(await statusNow()).to.equal(status);
        });

      it("is OUT_OF_BOUNDS if it is clamped at its minimum", async () => {
        const { oracle, chain } = desk();
        const clamped = await deployFeed(chain, "clamp", {
          description: "LUNA",
          minAnswer: 10_000_000n,
        });
        const other = await hostileFeed(desk());
        await clamped.transmit(PRICE);
        const limits = [limitsOf(clamped.address, { minPrice: usd("0.11") }), limitsOf(other)];
        await mined(oracle.setFeeds(ETH, place === 0 ? limits : limits.reverse(), BAND));
        // The market is at a cent, which the other shows; this one says ten cents for ever.
        const least = 10_000_000n;
        await clamped.transmit(least, { observations: [least, least, least, least] });
        await answer(desk(), other, 1_000_000n);
        expect(await statusNow()).to.equal(OUT_OF_BOUNDS);
      });
    });

  describe("when both go wrong", () => {
    it("answers the worse: UNREADABLE before OUT_OF_BOUNDS before STALE, whichever is first", async () => {
      const faults = zoo.filter(([, status]) => status !== DISAGREE);
      const pair = await hostilePair(desk(), ETH);
      for (const [, one, strikeOne] of faults)
        for (const [, other, strikeOther] of faults) {
          for (const feed of pair) await mined(feed.misbehave(0));
          await strikeOne(desk(), pair[0]);
          await strikeOther(desk(), pair[1]);
          expect(await statusNow()).to.equal(one > other ? one : other);
        }
      expect(faults.length).to.equal(6);
    });
  });

  describe("when the reader is starved of gas", () => {
    it("reverts with PriceOracle_GasTooLow(actual, bound) before the second feed could look dead", async () => {
      const { oracle } = desk();
      // Both answer, at great expense, with an observation that was never made: STALE as long as they are heard.
      for (const feed of await hostilePair(desk(), ETH))
        await mined(feed.misbehave(misdeeds.returnBomb));
      let [refused, heard] = [0, 0];
      for (let gasLimit = 140_000; gasLimit <= 280_000; gasLimit += 5_000) {
        const status = await oracle.read(ETH, { gasLimit }).then(
          (read) => read.status,
          (error: unknown) => {
            expect(String(error)).to.match(/PriceOracle_GasTooLow/);
            return undefined;
          },
        );
        if (status === undefined) refused++;
        else {
          heard++;
          expect([gasLimit, status]).to.deep.equal([gasLimit, STALE]);
        }
      }
      expect([refused > 0, heard > 0]).to.deep.equal([true, true]);
    });

    it("needs no more than readGas, whatever both feeds do", async () => {
      const { oracle } = desk();
      const pair = await hostilePair(desk(), ETH);
      // The transaction's own 21,000 and its data come on top.
      const gasLimit = (await oracle.readGas()) + 22_000n;
      for (const mode of Object.values(misdeeds)) {
        for (const feed of pair) await mined(feed.misbehave(mode));
        const { status } = await oracle.read(ETH, { gasLimit });
        expect(status).to.equal(mode === misdeeds.returnBomb ? STALE : UNREADABLE);
      }
    });
  });
});
