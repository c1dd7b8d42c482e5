import { expect } from "chai";
import { refusesRange } from "../../../helpers/outOfRange.js";
import { ETH, useListedDesk } from "../../../helpers/riskDesk.js";

describe("RiskParameters.setDepth", () => {
  const desk = useListedDesk();

  describe("when the caller lacks the role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const { parameters, chain } = desk();
      const stranger = chain.signer(1);
      await expect(parameters.connect(stranger).setDepth(ETH, 1))
        .to.be.revertedWithCustomError(parameters, "AccessManagedUnauthorized")
        .withArgs(stranger.address);
    });
  });

  describe("when the asset is not listed", () => {
    it("reverts with RiskParameters_UnknownAsset(asset)", async () => {
      const { parameters } = desk();
      await expect(parameters.setDepth(9, 1))
        .to.be.revertedWithCustomError(parameters, "RiskParameters_UnknownAsset")
        .withArgs(9);
    });
  });

  describe("when it is zero", () => {
    it("reverts with RiskParameters_OutOfRange(name, actual, low, high)", async () => {
      const { parameters } = desk();
      const refusal = ["depth", 0n, 1n, 2n ** 32n - 1n] as const;
      await refusesRange(parameters, parameters.setDepth(ETH, 0), refusal);
    });
  });

  describe("given a depth", () => {
    it("emits SizeChargeSet and keeps it", async () => {
      const { parameters } = desk();
      await expect(parameters.setDepth(ETH, 12_500))
        .to.emit(parameters, "SizeChargeSet")
        .withArgs(ETH, 12_500, 1_500, 2_000);
      expect((await parameters.assetParameters(ETH)).depth).to.equal(12_500);
    });
  });
});
