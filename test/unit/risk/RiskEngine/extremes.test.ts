import { expect } from "chai";
import { bps, seconds, units, variance, wad } from "../../../../packages/sdk/src/index.js";
import { mined } from "../../../helpers/mined.js";
import {
  ETH,
  addFeed,
  assetOf,
  globalsOf,
  keyOf,
  setKey,
  setTerms,
  underlyingOf,
  useDesk,
} from "../../../helpers/riskDesk.js";
import { assetRowAt, keyRowAt, underlyingRowAt } from "../../../helpers/rows.js";

const ONE = 10n ** 18n;
const HOUR = 3_600;

describe("RiskEngine.poke, at the ends of its inputs", () => {
  const desk = useDesk();

  describe("given the highest variance, the longest latency and the largest total", () => {
    it("pokes key and underlying, and cuts what it stores at one", async () => {
      const { parameters, risk } = desk();
      const most = variance(10n ** 32n);
      const z = { zMaintenance: bps(100_000n), zInitial: bps(100_000n) };
      await mined(
        parameters.setGlobals(
          globalsOf({ ...z, localTime: seconds(86_400n), perpTime: seconds(86_400n) }),
        ),
      );
      await mined(
        parameters.setAsset(
          ETH,
          assetOf("eth", { variance: most, minVariance: most, maxVariance: most, depth: 1n }),
        ),
      );
      // The feed's highest price is a million dollars.
      await addFeed(desk(), ETH, "ETH / USD", 99_999_999_999_999n);
      await mined(risk.refresh(1n << BigInt(ETH)));
      await mined(parameters.setUnderlying(ETH, underlyingOf()));
      await setKey(desk(), 0, keyOf({ decimals: 0, recognised: false }));
      await setTerms(desk(), 0, {
        latency: seconds(2n ** 32n - 1n),
        recognisedFor: seconds(65_534n),
        units: units(2n ** 96n - 1n),
      });
      await mined(risk.poke(1n));
      await mined(risk.pokeUnderlyings(1n << BigInt(ETH)));
      const row = await keyRowAt(desk(), 0);
      expect(row.maintenance).to.equal(1_850n * 10n ** 14n);
      expect([row.initial, row.discount, row.sizeFloor]).to.deep.equal([ONE, ONE, ONE / 5n]);
      const { maintenance, initial } = await risk.priceRiskOf(ETH);
      expect([maintenance, initial]).to.deep.equal([ONE, ONE]);
      const scanned = await underlyingRowAt(desk(), ETH);
      expect([scanned.maintenance, scanned.initial]).to.deep.equal([ONE / 2n, ONE / 2n]);
      await mined(risk.poke(1n));
    });
  });

  describe("given a key whose price was never asked", () => {
    it("pokes it without a price", async () => {
      const { parameters, risk } = desk();
      await mined(parameters.setGlobals(globalsOf()));
      await mined(parameters.setAsset(ETH, assetOf("eth")));
      await setKey(desk(), 0, keyOf({ totalUnits: units(10n ** 12n) }));
      await mined(risk.poke(1n));
      const row = await keyRowAt(desk(), 0);
      expect(row.sizeFloor).to.equal(0n);
      expect(row.maintenance).to.be.greaterThan(0n);
      expect((await risk.volatilityOf(ETH)).sampledAt).to.equal(0);
    });
  });

  describe("given a depth of one and no eta", () => {
    it("pokes it, stale or not", async () => {
      const { parameters, risk, devnet } = desk();
      await mined(parameters.setGlobals(globalsOf()));
      const eta = bps(0n);
      await mined(parameters.setAsset(ETH, assetOf("eth", { depth: 1n, eta })));
      await setKey(desk(), 0, keyOf());
      await mined(risk.poke(1n));
      const { initial } = await keyRowAt(desk(), 0);
      for (const hours of [25, 20, 60]) {
        await devnet.increaseTime(hours * HOUR);
        await mined(risk.poke(1n));
        expect((await assetRowAt(desk(), ETH)).depth).to.equal(wad(1_000n * ONE));
        expect((await keyRowAt(desk(), 0)).initial).to.equal(initial);
      }
    });
  });

  describe("given a size charge that rises", () => {
    it("adds the pending charge to initial margin at once, and takes it back slowly", async () => {
      const { parameters, risk, devnet, chain } = desk();
      await mined(parameters.setGlobals(globalsOf()));
      await mined(parameters.setAsset(ETH, assetOf("eth")));
      await setKey(desk(), 0, keyOf());
      await mined(risk.poke(1n));
      const before = await keyRowAt(desk(), 0);
      const sizes = await assetRowAt(desk(), ETH);
      await mined(parameters.setAsset(ETH, assetOf("eth", { eta: bps(3_000n) })));
      await mined(risk.poke(1n));
      // Twice the eta: at most 20% less half of it.
      const raised = await keyRowAt(desk(), 0);
      expect(raised.initial).to.equal(before.initial + ONE / 10n);
      expect(raised.maintenance).to.equal(before.maintenance);
      expect((await assetRowAt(desk(), ETH)).eta).to.equal(sizes.eta);
      const { setAt } = await parameters.sizeSchedule(ETH);
      await devnet.setTime(Number(setAt) + 14 * HOUR);
      await mined(risk.poke(1n));
      // Half-way: 22.5%, and what is still to come is 20% less three quarters of it.
      expect((await assetRowAt(desk(), ETH)).eta).to.equal((ONE * 2_251n) / 10_000n);
      const { pendingCharge } = await risk.haircutsOf(0);
      const halfway = await keyRowAt(desk(), 0);
      expect(halfway.initial).to.equal(before.initial + pendingCharge);
      expect(pendingCharge).to.be.within((ONE * 499n) / 10_000n, ONE / 20n);
      // Called off: nothing is to come any more.
      await mined(parameters.setAsset(ETH, assetOf("eth", { eta: bps(2_251n) })));
      await chain.setNextTimestamp(Number(halfway.pokedAt) + 600);
      await mined(risk.poke(1n));
      const { initial } = await keyRowAt(desk(), 0);
      expect(initial).to.equal(halfway.initial - 600n * 13_888_888_888_888n);
    });
  });
});
