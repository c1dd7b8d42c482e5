import { expect } from "chai";
import { bps, risk as twin, seconds } from "../../../../packages/sdk/src/index.js";
import { mined } from "../../../helpers/mined.js";
import {
  BTC,
  ETH,
  assetOf,
  globalsOf,
  underlyingOf,
  useListedDesk,
} from "../../../helpers/riskDesk.js";
import { assetRowAt, underlyingRowAt } from "../../../helpers/rows.js";

describe("RiskEngine.pokeUnderlyings", () => {
  const desk = useListedDesk();

  describe("when an underlying is not listed", () => {
    it("reverts with RiskParameters_UnknownUnderlying(asset)", async () => {
      const { risk, parameters } = desk();
      for (const asset of [0, 9, 64, 255]) {
        await expect(risk.pokeUnderlyings(1n << BigInt(asset)))
          .to.be.revertedWithCustomError(parameters, "RiskParameters_UnknownUnderlying")
          .withArgs(asset);
      }
    });
  });

  describe("given listed underlyings", () => {
    it("computes the row that the SDK computes, and emits UnderlyingPoked", async () => {
      const { risk, chain } = desk();
      const sent = risk.pokeUnderlyings(1n << BigInt(ETH));
      await mined(sent);
      const time = seconds(BigInt(await chain.timestamp()));
      const inputs = { underlying: underlyingOf(), asset: assetOf("eth"), globals: globalsOf() };
      const { row } = twin.firstUnderlyingPoke(inputs, await assetRowAt(desk(), ETH), time);
      expect(await underlyingRowAt(desk(), ETH)).to.deep.equal(row);
      await expect(sent)
        .to.emit(risk, "UnderlyingPoked")
        .withArgs(ETH, row.maintenance, row.initial, 8_000, 5_000);
    });

    it("pokes every underlying of the bitmap and no other", async () => {
      const { risk } = desk();
      await mined(risk.pokeUnderlyings(1n << BigInt(BTC)));
      expect(await risk.underlyingRow(ETH)).to.equal(0);
      expect(await risk.underlyingRow(BTC)).not.to.equal(0);
    });
  });

  describe("when its netting terms are on their way", () => {
    it("keeps what they can still cost, each up to ten bps, until they are there", async () => {
      const { risk, parameters, devnet } = desk();
      const given = { rho: bps(6_005n), beta: bps(221n), maxCharge: bps(2_500n) };
      await mined(parameters.setUnderlying(ETH, underlyingOf(given)));
      const { setAt } = await parameters.nettingSchedule(ETH);
      const percent = 10n ** 16n;
      // 995, 121 and 500 bps; of them a half, up, in the middle of the day; 16, 2 and 8 bps 24 minutes before its end.
      for (const [minutes, rho, beta, charge] of [
        [0, 100n, 130n, 50n],
        [14 * 60, 50n, 60n, 25n],
        [26 * 60 - 24, 2n, 10n, 1n],
        [26 * 60, 0n, 0n, 0n],
      ] as const) {
        await devnet.setTime(Number(setAt) + minutes * 60);
        await mined(risk.pokeUnderlyings(1n << BigInt(ETH)));
        const { pending } = await underlyingRowAt(desk(), ETH);
        expect(pending).to.deep.equal({
          rho: (rho * percent) / 10n,
          beta,
          charge: (charge * percent) / 10n,
        });
      }
    });
  });

  describe("when its scan parameters changed since the last poke", () => {
    it("lifts s_MM along the ramp and s_IM at once, and not before", async () => {
      const { risk, parameters, chain } = desk();
      await mined(risk.pokeUnderlyings(1n << BigInt(ETH)));
      const before = await underlyingRowAt(desk(), ETH);
      const given = { scanBaseMaintenance: bps(900n), scanBaseInitial: bps(1_100n) };
      await mined(parameters.setUnderlying(ETH, underlyingOf(given)));
      expect(await underlyingRowAt(desk(), ETH)).to.deep.equal(before);
      await chain.setNextTimestamp(Number(before.pokedAt) + 600);
      await mined(risk.pokeUnderlyings(1n << BigInt(ETH)));
      const after = await underlyingRowAt(desk(), ETH);
      // Ten minutes of 100 bps an hour, of the 500 bps that it has to go.
      expect(after.maintenance).to.equal(before.maintenance + 600n * 2_777_777_777_777n);
      const { variance } = assetOf("eth");
      const { initial } = twin.scanTargets(underlyingOf(given), globalsOf(), variance);
      expect(after.initial).to.equal(initial);
    });

    it("lowers s_MM at once and s_IM by 500 bps an hour", async () => {
      const { risk, parameters, chain } = desk();
      const high = { scanBaseMaintenance: bps(900n), scanBaseInitial: bps(1_100n) };
      await mined(parameters.setUnderlying(ETH, underlyingOf(high)));
      await mined(risk.pokeUnderlyings(1n << BigInt(ETH)));
      const before = await underlyingRowAt(desk(), ETH);
      await mined(parameters.setUnderlying(ETH, underlyingOf()));
      await chain.setNextTimestamp(Number(before.pokedAt) + 1_200);
      await mined(risk.pokeUnderlyings(1n << BigInt(ETH)));
      const after = await underlyingRowAt(desk(), ETH);
      expect(after.maintenance).to.equal(before.maintenance - 500n * 10n ** 14n);
      expect(after.initial).to.equal(before.initial - 1_200n * 13_888_888_888_888n);
    });
  });
});
