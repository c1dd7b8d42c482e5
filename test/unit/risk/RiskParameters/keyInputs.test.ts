import { expect } from "chai";
import { keeps } from "../../../helpers/keeps.js";
import { mined } from "../../../helpers/mined.js";
import {
  ETH,
  FAST_LANE,
  assetOf,
  globalsOf,
  keyOf,
  underlyingOf,
  useListedDesk,
} from "../../../helpers/riskDesk.js";

describe("RiskParameters.keyInputs", () => {
  const desk = useListedDesk();

  describe("when the id is not listed", () => {
    it("reverts with RiskParameters_UnknownKey(key)", async () => {
      const { parameters } = desk();
      for (const key of [0, 64, 255]) {
        for (const read of [parameters.keyInputs, parameters.keyParameters]) {
          await expect(read(key))
            .to.be.revertedWithCustomError(parameters, "RiskParameters_UnknownKey")
            .withArgs(key);
        }
      }
    });

    it("reverts with RiskParameters_UnknownUnderlying(asset)", async () => {
      const { parameters } = desk();
      for (const read of [parameters.underlyingInputs, parameters.underlyingParameters]) {
        await expect(read(9))
          .to.be.revertedWithCustomError(parameters, "RiskParameters_UnknownUnderlying")
          .withArgs(9);
      }
    });

    it("reverts with RiskParameters_UnknownAsset(asset)", async () => {
      const { parameters } = desk();
      await expect(parameters.assetParameters(9))
        .to.be.revertedWithCustomError(parameters, "RiskParameters_UnknownAsset")
        .withArgs(9);
    });

    it("reverts with RiskParameters_UnknownMarket(market)", async () => {
      const { parameters } = desk();
      await expect(parameters.marketOf(0))
        .to.be.revertedWithCustomError(parameters, "RiskParameters_UnknownMarket")
        .withArgs(0);
    });
  });

  describe("given a listed key", () => {
    it("answers its parameters, its asset's, the model's and its lane's latency", async () => {
      const { parameters } = desk();
      const key = keyOf({ eid: FAST_LANE });
      await mined(parameters.setLaneLatency(FAST_LANE, 200));
      await mined(parameters.setKey(0, key));
      const inputs = await parameters.keyInputs(0);
      keeps(inputs.key, key);
      keeps(inputs.asset, assetOf("eth"));
      keeps(inputs.globals, globalsOf());
      expect(inputs.latency).to.equal(200);
    });
  });

  describe("given a listed underlying", () => {
    it("answers its parameters, the model's and its asset's variance", async () => {
      const { parameters } = desk();
      const inputs = await parameters.underlyingInputs(ETH);
      keeps(inputs.underlying, underlyingOf());
      keeps(inputs.globals, globalsOf());
      expect(inputs.variance).to.equal(assetOf("eth").variance);
    });
  });
});
