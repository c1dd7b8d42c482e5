import { expect } from "chai";
import { mined } from "../../../helpers/mined.js";
import { refusesRange } from "../../../helpers/outOfRange.js";
import { ETH, STETH, USD, useListedDesk } from "../../../helpers/riskDesk.js";

describe("RiskParameters.listMarket", () => {
  const desk = useListedDesk();

  describe("when the caller lacks the role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const { parameters, chain } = desk();
      const stranger = chain.signer(1);
      await expect(parameters.connect(stranger).listMarket(0, ETH))
        .to.be.revertedWithCustomError(parameters, "AccessManagedUnauthorized")
        .withArgs(stranger.address);
    });
  });

  describe("when the id is 32 or more", () => {
    it("reverts with RiskParameters_OutOfRange(name, actual, low, high)", async () => {
      const { parameters } = desk();
      const sent = parameters.listMarket(32, ETH);
      await refusesRange(parameters, sent, ["market", 32n, 0n, 31n]);
    });
  });

  describe("when the asset is not listed", () => {
    it("reverts with RiskParameters_UnknownAsset(asset)", async () => {
      const { parameters } = desk();
      await expect(parameters.listMarket(0, 9))
        .to.be.revertedWithCustomError(parameters, "RiskParameters_UnknownAsset")
        .withArgs(9);
    });
  });

  describe("when the asset's underlying has no parameters", () => {
    it("reverts with RiskParameters_UnknownUnderlying(asset)", async () => {
      const { parameters } = desk();
      await expect(parameters.listMarket(0, USD))
        .to.be.revertedWithCustomError(parameters, "RiskParameters_UnknownUnderlying")
        .withArgs(USD);
    });
  });

  describe("when the market is listed already", () => {
    it("reverts with RiskParameters_MarketListed(market)", async () => {
      const { parameters } = desk();
      await mined(parameters.listMarket(3, ETH));
      await expect(parameters.listMarket(3, ETH))
        .to.be.revertedWithCustomError(parameters, "RiskParameters_MarketListed")
        .withArgs(3);
    });
  });

  describe("given an asset with an underlying", () => {
    it("emits MarketListed and keeps the asset and its underlying", async () => {
      const { parameters } = desk();
      await expect(parameters.listMarket(31, STETH))
        .to.emit(parameters, "MarketListed")
        .withArgs(31, STETH, ETH);
      expect(await parameters.marketOf(31)).to.deep.equal([BigInt(STETH), BigInt(ETH)]);
      expect((await parameters.listed()).listedMarkets).to.equal(1n << 31n);
    });
  });
});
