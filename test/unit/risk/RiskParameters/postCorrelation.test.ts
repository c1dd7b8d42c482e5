import { expect } from "chai";
import { bps } from "../../../../packages/sdk/src/index.js";
import { mined } from "../../../helpers/mined.js";
import { refusesRange } from "../../../helpers/outOfRange.js";
import { ETH, underlyingOf, useListedDesk } from "../../../helpers/riskDesk.js";

const HOUR = 3_600;

describe("RiskParameters.postCorrelation", () => {
  const desk = useListedDesk();
  const schedule = () => desk().parameters.nettingSchedule(ETH);

  describe("when the caller lacks the role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const { parameters, chain } = desk();
      const stranger = chain.signer(1);
      await expect(parameters.connect(stranger).postCorrelation(ETH, 5_000))
        .to.be.revertedWithCustomError(parameters, "AccessManagedUnauthorized")
        .withArgs(stranger.address);
    });
  });

  describe("when the underlying is not listed", () => {
    it("reverts with RiskParameters_UnknownUnderlying(asset)", async () => {
      const { parameters } = desk();
      for (const sent of [
        () => parameters.postCorrelation(9, 1),
        () => parameters.nettingSchedule(9),
      ]) {
        await expect(sent())
          .to.be.revertedWithCustomError(parameters, "RiskParameters_UnknownUnderlying")
          .withArgs(9);
      }
    });
  });

  describe("when the last post is less than 20 hours old", () => {
    it("reverts with RiskParameters_TooSoon(asset, time, earliest)", async () => {
      const { parameters, chain } = desk();
      const earliest = (await schedule()).postedAt + 20n * 3_600n;
      await chain.setNextTimestamp(Number(earliest) - 1);
      await expect(parameters.postCorrelation(ETH, 6_500))
        .to.be.revertedWithCustomError(parameters, "RiskParameters_TooSoon")
        .withArgs(ETH, earliest - 1n, earliest);
      await chain.setNextTimestamp(Number(earliest));
      await mined(parameters.postCorrelation(ETH, 6_500));
    });
  });

  describe("when it is less than half of the governor's rho or more than it", () => {
    it("reverts with RiskParameters_OutOfRange(name, actual, low, high)", async () => {
      const { parameters, devnet } = desk();
      await devnet.increaseTime(20 * HOUR);
      for (const rho of [3_499n, 7_001n]) {
        const sent = parameters.postCorrelation(ETH, rho);
        await refusesRange(parameters, sent, ["rho", rho, 3_500n, 7_000n]);
      }
    });
  });

  describe("when it is more than 1,000 bps from the one in force", () => {
    it("reverts with RiskParameters_OutOfRange(name, actual, low, high)", async () => {
      const { parameters, devnet } = desk();
      await devnet.increaseTime(20 * HOUR);
      const sent = parameters.postCorrelation(ETH, 5_999);
      await refusesRange(parameters, sent, ["rho", 5_999n, 6_000n, 8_000n]);
      await mined(parameters.postCorrelation(ETH, 6_000));
      // Twenty hours later 18 of 24 hours of the way are done, and with the next block a second more: 6,249, down.
      await devnet.setTime(Number((await schedule()).setAt) + 20 * HOUR);
      expect((await schedule()).current.rho).to.equal(6_250);
      const again = parameters.postCorrelation(ETH, 5_200);
      await refusesRange(parameters, again, ["rho", 5_200n, 5_249n, 7_249n]);
    });
  });

  describe("given a rho", () => {
    it("emits NettingSet, waits out the notice and moves over a day", async () => {
      const { parameters, devnet } = desk();
      await devnet.increaseTime(20 * HOUR);
      await expect(parameters.postCorrelation(ETH, 6_000))
        .to.emit(parameters, "NettingSet")
        .withArgs(ETH, 6_000, 7_000, 100, 1_000, 2_000, 50_000);
      const start = Number((await schedule()).setAt);
      for (const [time, rho] of [
        [2 * HOUR, 7_000],
        [2 * HOUR + 1, 6_999],
        [14 * HOUR, 6_500],
        [26 * HOUR, 6_000],
      ] as const) {
        await devnet.setTime(start + time);
        expect((await schedule()).current.rho).to.equal(rho);
      }
      expect((await parameters.underlyingParameters(ETH)).rho).to.equal(7_000);
    });

    it("stays when the governor sets something else, and within the bounds of another rho", async () => {
      const { parameters, devnet } = desk();
      for (const rho of [6_000, 5_000, 4_000, 3_500]) {
        await devnet.increaseTime(26 * HOUR);
        await mined(parameters.postCorrelation(ETH, rho));
      }
      const { setAt } = await schedule();
      await mined(parameters.setUnderlying(ETH, underlyingOf({ scanBaseInitial: bps(700n) })));
      expect((await schedule()).setAt).to.equal(setAt);
      await mined(parameters.setUnderlying(ETH, underlyingOf({ rho: bps(7_200n) })));
      // Half of 7,200 is more than what was posted.
      const { next, setAt: again } = await schedule();
      expect(next.rho).to.equal(3_600);
      expect(again).to.be.greaterThan(setAt);
    });
  });
});
