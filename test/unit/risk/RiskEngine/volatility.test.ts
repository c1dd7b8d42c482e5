import { expect } from "chai";
import { maths, risk as twin, seconds, variance, wad } from "../../../../packages/sdk/src/index.js";
import { mined } from "../../../helpers/mined.js";
import { usd } from "../../../helpers/money.js";
import { ETH, STETH, assetOf, keyOf, setKey, useListedDesk } from "../../../helpers/riskDesk.js";
import { OUTSIDE, assetRowAt, keyRowAt, transmit } from "../../../helpers/rows.js";

const SEED = assetOf("eth").variance;

describe("RiskEngine.poke, its volatility", () => {
  const desk = useListedDesk();
  const poke = async () => mined(desk().risk.poke(1n));
  const report = async (asset = ETH) => desk().risk.volatilityOf(asset);
  /** A price in whole dollars, observed so many seconds from now. */
  const observe = async (price: bigint, later: number): Promise<void> => {
    await desk().devnet.increaseTime(later);
    await transmit(desk(), ETH, price * 10n ** 8n);
    await mined(desk().risk.refresh(1n << BigInt(ETH)));
  };
  const observedAt = async () => (await assetRowAt(desk(), ETH)).observedAt;

  beforeEach(async () => setKey(desk(), 0, keyOf()));

  describe("given an asset that was never poked", () => {
    it("starts both clocks at the asset's variance, and emits VolatilitySampled", async () => {
      const sent = desk().risk.poke(1n);
      await mined(sent);
      const at = await observedAt();
      await expect(sent)
        .to.emit(desk().risk, "VolatilitySampled")
        .withArgs(ETH, SEED, SEED, usd(3_000), at);
      expect([...(await report())]).to.deep.equal([SEED, SEED, at, usd(3_000), 0n, SEED]);
    });

    it("starts them without a price while the feed is bad, and keeps them whatever the variance becomes", async () => {
      const { parameters, risk } = desk();
      await transmit(desk(), ETH, OUTSIDE);
      await mined(risk.refresh(1n << BigInt(ETH)));
      const sent = risk.poke(1n);
      await expect(sent).to.emit(risk, "VolatilitySampled").withArgs(ETH, SEED, SEED, 0, 0);
      expect([...(await report())]).to.deep.equal([SEED, SEED, 0n, 0n, 0n, SEED]);
      await mined(parameters.setAsset(ETH, assetOf("eth", { variance: twin.varianceOfYear(90n) })));
      await observe(3_100n, 100);
      await poke();
      const at = await observedAt();
      expect([...(await report())]).to.deep.equal([SEED, SEED, at, usd(3_100), 0n, SEED]);
    });
  });

  describe("when the price was observed a minute or more after the last sample", () => {
    it("moves both clocks as the specification does", async () => {
      await poke();
      const before = await observedAt();
      await observe(3_100n, 60);
      await poke();
      const at = await observedAt();
      const after = (timeConstant: bigint) =>
        maths.ewmaVariance({
          variance: SEED,
          previousPrice: wad(usd(3_000)),
          price: wad(usd(3_100)),
          elapsed: seconds(at - before),
          timeConstant: seconds(timeConstant),
        });
      const [fast, slow] = [after(3_600n), after(864_000n)];
      expect([...(await report())]).to.deep.equal([fast, slow, at, usd(3_100), 0n, fast]);
    });
  });

  describe("when the price was observed less than a minute after the last sample", () => {
    it("takes no sample", async () => {
      await poke();
      const before = [...(await report())];
      await observe(3_100n, 1);
      expect((await observedAt()) - (before[2] ?? 0n)).to.be.lessThan(60n);
      await poke();
      expect([...(await report())]).to.deep.equal(before);
    });
  });

  describe("when the price was not observed anew", () => {
    it("takes no sample", async () => {
      await poke();
      const before = [...(await report())];
      await desk().devnet.increaseTime(600);
      await mined(desk().risk.refresh(1n << BigInt(ETH)));
      await expect(desk().risk.poke(1n)).not.to.emit(desk().risk, "VolatilitySampled");
      expect([...(await report())]).to.deep.equal(before);
    });
  });

  describe("when the feed is bad", () => {
    it("takes no sample, and over the gap one when it is back", async () => {
      await poke();
      const before = [...(await report())];
      await observe(10_000_000n, 600);
      await poke();
      expect([...(await report())]).to.deep.equal(before);
      await observe(3_300n, 600);
      await poke();
      const { fast } = await report();
      const elapsed = seconds((await observedAt()) - (before[2] ?? 0n));
      expect(elapsed).to.be.greaterThan(1_200n);
      const prices = { previousPrice: wad(usd(3_000)), price: wad(usd(3_300)) };
      const given = { variance: SEED, ...prices, elapsed };
      const timeConstant = seconds(3_600n);
      expect(fast).to.equal(maths.ewmaVariance({ ...given, timeConstant }));
    });
  });

  describe("when the price jumps without bound", () => {
    it("stores at most 1e32", async () => {
      await poke();
      for (const price of [1n, 900_000n, 1n, 900_000n]) {
        await observe(price, 60);
        await poke();
      }
      // (r² = 1e36) / (3,600 + 60) a sample, which soon is more than what the model counts with.
      expect((await report()).fast).to.equal(10n ** 32n);
      expect((await keyRowAt(desk(), 0)).initial).to.be.at.most(usd(1));
    });
  });

  describe("when an underlying is poked", () => {
    it("samples its asset too", async () => {
      const { risk } = desk();
      await mined(risk.pokeUnderlyings(1n << BigInt(ETH)));
      expect((await report()).sampledPrice).to.equal(usd(3_000));
      expect((await report(STETH)).fast).to.equal(0);
    });
  });

  describe("given a posted forecast", () => {
    const post = async (deviation: bigint) =>
      mined(desk().parameters.postVolatility(ETH, deviation, 21_600));
    const measured = maths.integer.sqrtDown(SEED);

    it("lifts initial margin at once and maintenance margin on the ramp", async () => {
      await poke();
      const before = await keyRowAt(desk(), 0);
      await post((measured * 3n) / 2n);
      await desk().chain.setNextTimestamp(Number(before.pokedAt) + 60);
      await poke();
      const after = await keyRowAt(desk(), 0);
      const { effective, posted } = await report();
      expect(posted).to.equal((measured * 3n) / 2n);
      expect(effective).to.equal(posted ** 2n);
      expect(after.maintenance).to.equal(before.maintenance + 60n * 2_777_777_777_777n);
      const px = maths.priceRisk(
        assetOf("eth").baseInitial,
        wad(6n * 10n ** 18n),
        variance(effective),
        seconds(1_200n),
      );
      expect((await desk().risk.priceRiskOf(ETH)).initial).to.equal(px);
      expect(after.initial).to.be.greaterThan(before.initial + 100n * 10n ** 14n);
    });

    it("counts no more than twice the deviation on chain", async () => {
      await poke();
      await post(10n ** 16n);
      const { effective, posted } = await report();
      expect(posted).to.equal(2n * measured);
      expect(effective).to.equal(4n * measured ** 2n);
    });

    it("never lowers what was measured", async () => {
      await poke();
      await post(1n);
      expect((await report()).effective).to.equal(SEED);
    });

    it("lapses", async () => {
      await poke();
      await post(2n * measured);
      await desk().devnet.increaseTime(21_600);
      const { effective, posted } = await report();
      expect([effective, posted]).to.deep.equal([SEED, 0n]);
    });
  });
});
