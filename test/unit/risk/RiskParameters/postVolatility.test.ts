import { expect } from "chai";
import { refusesRange } from "../../../helpers/outOfRange.js";
import { ETH, useListedDesk } from "../../../helpers/riskDesk.js";

const DEVIATION = 5n * 10n ** 14n;

describe("RiskParameters.postVolatility", () => {
  const desk = useListedDesk();

  describe("when the caller lacks the role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const { parameters, chain } = desk();
      const stranger = chain.signer(1);
      await expect(parameters.connect(stranger).postVolatility(ETH, DEVIATION, 60))
        .to.be.revertedWithCustomError(parameters, "AccessManagedUnauthorized")
        .withArgs(stranger.address);
    });
  });

  describe("when the asset is not listed", () => {
    it("reverts with RiskParameters_UnknownAsset(asset)", async () => {
      const { parameters } = desk();
      for (const sent of [
        () => parameters.postVolatility(9, DEVIATION, 60),
        () => parameters.volatilityLimits(9),
        () => parameters.postedVolatility(9),
      ]) {
        await expect(sent())
          .to.be.revertedWithCustomError(parameters, "RiskParameters_UnknownAsset")
          .withArgs(9);
      }
    });
  });

  describe("when a value is outside its bounds", () => {
    it("reverts with RiskParameters_OutOfRange(name, actual, low, high)", async () => {
      const { parameters } = desk();
      const most = 10n ** 16n;
      await refusesRange(parameters, parameters.postVolatility(ETH, most + 1n, 60), [
        "deviation",
        most + 1n,
        0n,
        most,
      ]);
      await refusesRange(parameters, parameters.postVolatility(ETH, most, 21_601), [
        "validFor",
        21_601n,
        0n,
        21_600n,
      ]);
    });
  });

  describe("given a forecast", () => {
    it("emits VolatilityPosted and holds until it lapses", async () => {
      const { parameters, chain, devnet } = desk();
      const sent = parameters.postVolatility(ETH, DEVIATION, 21_600);
      await (await sent).wait();
      const until = (await chain.timestamp()) + 21_600;
      await expect(sent).to.emit(parameters, "VolatilityPosted").withArgs(ETH, DEVIATION, until);
      expect(await parameters.postedVolatility(ETH)).to.deep.equal([DEVIATION, BigInt(until)]);
      expect((await parameters.volatilityLimits(ETH)).postedDeviation).to.equal(DEVIATION);
      await devnet.increaseTime(21_600);
      expect((await parameters.volatilityLimits(ETH)).postedDeviation).to.equal(0);
      expect(await parameters.postedVolatility(ETH)).to.deep.equal([DEVIATION, BigInt(until)]);
    });
  });
});
