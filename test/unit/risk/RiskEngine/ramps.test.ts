import { expect } from "chai";
import { bps, seconds, type risk as twin } from "../../../../packages/sdk/src/index.js";
import { mined } from "../../../helpers/mined.js";
import {
  ETH,
  assetOf,
  globalsOf,
  keyOf,
  setKey,
  setTerms,
  useListedDesk,
} from "../../../helpers/riskDesk.js";
import { keyRowAt } from "../../../helpers/rows.js";

/** 100 and 500 bps an hour, down to the WAD a second. */
const UP = 2_777_777_777_777n;
const DOWN = 13_888_888_888_888n;
const LATE = seconds(7_200n);
const bp = 10n ** 14n;

describe("RiskEngine.poke, its ramps", () => {
  const desk = useListedDesk();
  let start: twin.KeyRow;
  /** Pokes the key so many seconds after its first poke. */
  const pokeAt = async (time: number): Promise<twin.KeyRow> => {
    await desk().chain.setNextTimestamp(Number(start.pokedAt) + time);
    await mined(desk().risk.poke(1n));
    return keyRowAt(desk(), 0);
  };
  const targetOf = async () => {
    const { maintenanceTarget, initialTarget } = await desk().risk.haircutsOf(0);
    return { maintenance: maintenanceTarget, initial: initialTarget };
  };
  const priceRisk = async () => {
    const { maintenance, initial } = await desk().risk.priceRiskOf(ETH);
    return { maintenance, initial };
  };

  beforeEach(async () => {
    await setKey(desk(), 0, keyOf());
    await mined(desk().risk.poke(1n));
    start = await keyRowAt(desk(), 0);
  });

  describe("when a target of maintenance margin rises", () => {
    it("follows by 100 bps an hour and no more than 25 bps a poke, however long nobody poked", async () => {
      await setTerms(desk(), 0, { latency: LATE });
      const target = await targetOf();
      expect(target.maintenance - start.maintenance).to.be.greaterThan(250n * bp);
      expect((await pokeAt(600)).maintenance).to.equal(start.maintenance + 600n * UP);
      expect((await pokeAt(1_500)).maintenance).to.equal(start.maintenance + 1_500n * UP);
      // A day without a poke counts as a quarter of an hour.
      expect((await pokeAt(90_000)).maintenance).to.equal(start.maintenance + 2_400n * UP);
      expect(900n * UP).to.be.lessThan(25n * bp);
      for (let i = 1; i <= 10; i++) await pokeAt(90_000 + 900 * i);
      expect((await keyRowAt(desk(), 0)).maintenance).to.equal(target.maintenance);
    });

    it("loses nothing when it is poked every second", async () => {
      await setTerms(desk(), 0, { latency: LATE });
      for (let i = 10; i <= 60; i++) await pokeAt(i);
      expect((await keyRowAt(desk(), 0)).maintenance).to.equal(start.maintenance + 60n * UP);
    });

    it("moves nothing more however often it is poked in one transaction", async () => {
      const { lanes, risk, chain } = desk();
      await setTerms(desk(), 0, { latency: LATE });
      await chain.setNextTimestamp(Number(start.pokedAt) + 90_000);
      await mined(lanes.poke(await risk.getAddress(), 1n, 20));
      expect((await keyRowAt(desk(), 0)).maintenance).to.equal(start.maintenance + 900n * UP);
    });

    it("stops 500 bps above base and idiosyncratic part", async () => {
      await setTerms(desk(), 0, { latency: seconds(2n ** 32n - 1n) });
      for (let i = 1; i <= 40; i++) await pokeAt(900 * i);
      // Base 13%, idio 0.5%.
      expect((await keyRowAt(desk(), 0)).maintenance).to.equal(1_850n * bp);
    });
  });

  describe("when a target of maintenance margin falls", () => {
    it("follows at once", async () => {
      await setTerms(desk(), 0, { latency: LATE });
      await pokeAt(900);
      await setTerms(desk(), 0);
      expect((await pokeAt(910)).maintenance).to.equal(start.maintenance);
    });
  });

  describe("when a target of initial margin rises", () => {
    it("follows at once", async () => {
      await setTerms(desk(), 0, { latency: LATE });
      const { initial } = await targetOf();
      expect(initial - start.initial).to.be.greaterThan(400n * bp);
      expect((await pokeAt(10)).initial).to.equal(initial);
    });
  });

  describe("when a target of initial margin falls", () => {
    it("follows by 500 bps an hour", async () => {
      await setTerms(desk(), 0, { latency: LATE });
      const high = await pokeAt(10);
      await setTerms(desk(), 0);
      expect((await pokeAt(610)).initial).to.equal(high.initial - 600n * DOWN);
      expect((await pokeAt(1_210)).initial).to.equal(high.initial - 1_200n * DOWN);
      expect((await pokeAt(10_000)).initial).to.equal(start.initial);
    });
  });

  describe("when a quarantine is confirmed", () => {
    it("passes the dynamic cap on the same ramp, up to Hmax", async () => {
      await setTerms(desk(), 0, { latency: LATE, quarantined: true });
      expect((await targetOf()).maintenance).to.equal(9_500n * bp);
      expect((await pokeAt(100_000)).maintenance).to.equal(start.maintenance + 900n * UP);
      for (let i = 1; i <= 40; i++) await pokeAt(100_000 + 900 * i);
      const { maintenance } = await keyRowAt(desk(), 0);
      expect(maintenance).to.equal(start.maintenance + 41n * 900n * UP);
      expect(maintenance).to.be.greaterThan(1_850n * bp);
    });
  });

  describe("when the price risk falls", () => {
    const quiet = assetOf("eth", {
      baseMaintenance: bps(700n),
      baseInitial: bps(1_000n),
    });

    it("takes px_MM down by 100 bps an hour and no more than 25 bps a poke, and px_IM at once", async () => {
      const before = await priceRisk();
      await mined(desk().parameters.setAsset(ETH, quiet));
      await pokeAt(600);
      const after = await priceRisk();
      expect(after.maintenance).to.equal(before.maintenance - 600n * UP);
      expect(after.initial).to.equal(before.initial - 600n * bp);
      await pokeAt(90_000);
      expect((await priceRisk()).maintenance).to.equal(before.maintenance - 1_500n * UP);
    });

    it("takes it up again at once", async () => {
      const before = await priceRisk();
      await mined(desk().parameters.setAsset(ETH, quiet));
      await pokeAt(600);
      await mined(desk().parameters.setAsset(ETH, assetOf("eth")));
      await pokeAt(601);
      expect(await priceRisk()).to.deep.equal(before);
    });
  });

  describe("when a setter raises base, idiosyncratic part or z", () => {
    it("moves maintenance margin by 25 bps at most", async () => {
      const { parameters } = desk();
      const base = { baseMaintenance: bps(2_300n), baseInitial: bps(2_600n) };
      await mined(parameters.setAsset(ETH, assetOf("eth", base)));
      await mined(parameters.setKey(0, keyOf({ idiosyncratic: bps(1_000n) })));
      await mined(parameters.setGlobals(globalsOf({ zMaintenance: bps(60_000n) })));
      expect((await targetOf()).maintenance - start.maintenance).to.be.greaterThan(1_900n * bp);
      expect((await pokeAt(86_400)).maintenance).to.equal(start.maintenance + 900n * UP);
    });
  });
});
