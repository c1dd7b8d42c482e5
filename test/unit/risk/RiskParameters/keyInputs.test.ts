import { expect } from "chai";
import { keeps } from "../../../helpers/keeps.js";
import { mined } from "../../../helpers/mined.js";
import {
  ETH,
  FAST_LANE,
  assetOf,
  globalsOf,
  keyOf,
  parametersOf,
  underlyingOf,
  useListedDesk,
} from "../../../helpers/riskDesk.js";

/** Some fields of a struct. */
const only = <T extends object>(given: T, names: readonly (keyof T & string)[]): object =>
  Object.fromEntries(names.map((name) => [name, given[name]]));

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
    it("answers its parameters, its asset's and the model's", async () => {
      const { parameters } = desk();
      const key = parametersOf(keyOf({ eid: FAST_LANE }));
      await mined(parameters.setKey(0, key));
      const inputs = await parameters.keyInputs(0);
      const asset = assetOf("eth");
      keeps(inputs.key, key);
      keeps(inputs, only(asset, ["baseMaintenance", "baseInitial", "baseDiscount", "penalty"]));
      keeps(inputs, only(asset, ["minHaircut", "maxHaircut", "underlying"]));
      keeps(inputs.size, only(asset, ["depth", "eta", "maxCharge"]));
      keeps(inputs.volatility, only(asset, ["minVariance", "maxVariance"]));
      keeps(inputs, only(globalsOf(), ["zMaintenance", "zInitial", "localTime"]));
      keeps(inputs, { pendingCharge: 0 });
    });
  });

  describe("given a listed underlying", () => {
    it("answers its parameters, the model's and the limits of its asset's variance", async () => {
      const { parameters } = desk();
      const inputs = await parameters.underlyingInputs(ETH);
      const { rho, beta, eta, maxCharge, depth, ...scan } = underlyingOf();
      keeps(inputs, scan);
      keeps(inputs.netting, { rho, beta, eta, maxCharge, depth });
      keeps(inputs.pending, { rho: 0, beta: 0, charge: 0 });
      keeps(inputs.volatility, only(assetOf("eth"), ["minVariance", "maxVariance"]));
      keeps(inputs, only(globalsOf(), ["zMaintenance", "zInitial", "perpTime"]));
      keeps(inputs, only(globalsOf(), ["thetaMaintenance", "thetaInitial"]));
    });
  });
});
