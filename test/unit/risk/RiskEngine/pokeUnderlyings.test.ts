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

  describe("when its parameters changed since the last poke", () => {
    it("follows the variance and the scan parameters, and not before", async () => {
      const { risk, parameters, chain } = desk();
      await mined(risk.pokeUnderlyings(1n << BigInt(ETH)));
      const before = await underlyingRowAt(desk(), ETH);
      const given = underlyingOf({ scanBaseMaintenance: bps(500n), rho: bps(100n) });
      const asset = assetOf("eth", { variance: twin.varianceOfYear(300n) });
      await mined(parameters.setUnderlying(ETH, given));
      await mined(parameters.setVariance(ETH, asset.variance));
      expect(await underlyingRowAt(desk(), ETH)).to.deep.equal(before);
      await mined(risk.pokeUnderlyings(1n << BigInt(ETH)));
      const time = seconds(BigInt(await chain.timestamp()));
      const inputs = { underlying: given, asset, globals: globalsOf() };
      const { row } = twin.firstUnderlyingPoke(inputs, await assetRowAt(desk(), ETH), time);
      expect(await underlyingRowAt(desk(), ETH)).to.deep.equal(row);
    });
  });
});
