import { expect } from "chai";
import { refusesRange } from "../../../helpers/outOfRange.js";
import { ETH, assetOf, useListedDesk } from "../../../helpers/riskDesk.js";

describe("RiskParameters.setVariance", () => {
  const desk = useListedDesk();
  const { minVariance, maxVariance } = assetOf("eth");

  describe("when the caller lacks the role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const { parameters, chain } = desk();
      const stranger = chain.signer(1);
      await expect(parameters.connect(stranger).setVariance(ETH, minVariance))
        .to.be.revertedWithCustomError(parameters, "AccessManagedUnauthorized")
        .withArgs(stranger.address);
    });
  });

  describe("when the asset is not listed", () => {
    it("reverts with RiskParameters_UnknownAsset(asset)", async () => {
      const { parameters } = desk();
      for (const asset of [9, 255]) {
        await expect(parameters.setVariance(asset, minVariance))
          .to.be.revertedWithCustomError(parameters, "RiskParameters_UnknownAsset")
          .withArgs(asset);
      }
    });
  });

  describe("when it is outside the asset's limits", () => {
    it("reverts with RiskParameters_OutOfRange(name, actual, low, high)", async () => {
      const { parameters } = desk();
      for (const wrong of [minVariance - 1n, maxVariance + 1n]) {
        const sent = parameters.setVariance(ETH, wrong);
        await refusesRange(parameters, sent, ["variance", wrong, minVariance, maxVariance]);
      }
    });
  });

  describe("given a variance within the limits", () => {
    it("emits VarianceSet and keeps it", async () => {
      const { parameters } = desk();
      for (const variance of [minVariance, maxVariance]) {
        await expect(parameters.setVariance(ETH, variance))
          .to.emit(parameters, "VarianceSet")
          .withArgs(ETH, variance);
        expect((await parameters.assetParameters(ETH)).variance).to.equal(variance);
      }
    });
  });
});
