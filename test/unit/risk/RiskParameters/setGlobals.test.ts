import { expect } from "chai";
import { bps, risk as twin, seconds } from "../../../../packages/sdk/src/index.js";
import { keeps } from "../../../helpers/keeps.js";
import { mined } from "../../../helpers/mined.js";
import { refusesRange, type Refusal } from "../../../helpers/outOfRange.js";
import {
  ETH,
  assetOf,
  globalsOf,
  keyOf,
  useDesk,
  useListedDesk,
} from "../../../helpers/riskDesk.js";

describe("RiskParameters.setGlobals", () => {
  const desk = useDesk();
  const listed = useListedDesk();

  describe("when the caller lacks the role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const { parameters, chain } = desk();
      const stranger = chain.signer(1);
      await expect(parameters.connect(stranger).setGlobals(globalsOf()))
        .to.be.revertedWithCustomError(parameters, "AccessManagedUnauthorized")
        .withArgs(stranger.address);
    });
  });

  describe("when a parameter is outside its bounds", () => {
    it("reverts with RiskParameters_OutOfRange(name, actual, low, high)", async () => {
      const { parameters } = desk();
      const cases: readonly (readonly [Parameters<typeof globalsOf>[0], Refusal])[] = [
        [{ zMaintenance: bps(9_999n) }, ["zMaintenance", 9_999n, 10_000n, 100_000n]],
        [{ zMaintenance: bps(100_001n) }, ["zMaintenance", 100_001n, 10_000n, 100_000n]],
        [{ zInitial: bps(39_999n) }, ["zInitial", 39_999n, 40_000n, 100_000n]],
        [{ localTime: seconds(0n) }, ["localTime", 0n, 1n, 86_400n]],
        [{ perpTime: seconds(86_401n) }, ["perpTime", 86_401n, 1n, 86_400n]],
        [{ thetaMaintenance: bps(10_001n) }, ["thetaMaintenance", 10_001n, 0n, 10_000n]],
        [{ thetaInitial: bps(8_001n) }, ["thetaInitial", 8_001n, 0n, 8_000n]],
        [{ perpPenalty: bps(1_001n) }, ["perpPenalty", 1_001n, 0n, 1_000n]],
      ];
      for (const [changes, refusal] of cases) {
        await refusesRange(parameters, parameters.setGlobals(globalsOf(changes)), refusal);
      }
    });
  });

  describe("when closing a position would cost more than it frees", () => {
    it("reverts with RiskParameters_CostlyClose(asset, penalty, bound)", async () => {
      const { parameters } = listed();
      // (1 - 0.8)(1 - 0.7) of ether's 5% is 30 bps, of bitcoin's 4% is 24 bps: ether fails first at 30.
      await expect(parameters.setGlobals(globalsOf({ perpPenalty: bps(30n) })))
        .to.be.revertedWithCustomError(parameters, "RiskParameters_CostlyClose")
        .withArgs(ETH, 3n * 10n ** 15n, 3n * 10n ** 15n);
      await mined(parameters.setGlobals(globalsOf({ perpPenalty: bps(23n) })));
    });
  });

  describe("when a theta would move by more than 1,000 bps", () => {
    it("reverts with RiskParameters_OutOfRange(name, actual, low, high)", async () => {
      const { parameters } = listed();
      const cases: readonly (readonly [Parameters<typeof globalsOf>[0], Refusal])[] = [
        [{ thetaMaintenance: bps(6_999n) }, ["thetaMaintenance", 6_999n, 7_000n, 9_000n]],
        [{ thetaMaintenance: bps(9_001n) }, ["thetaMaintenance", 9_001n, 7_000n, 9_000n]],
        [{ thetaInitial: bps(3_999n) }, ["thetaInitial", 3_999n, 4_000n, 6_000n]],
      ];
      for (const [changes, refusal] of cases) {
        await refusesRange(parameters, parameters.setGlobals(globalsOf(changes)), refusal);
      }
    });
  });

  describe("when more of a listed key could count for less", () => {
    it("reverts with RiskParameters_FallingRecognition(key, charge, bound)", async () => {
      const { parameters } = listed();
      const key = keyOf({ idiosyncratic: bps(4_500n) });
      await mined(parameters.setKey(3, key));
      const globals = globalsOf({ zInitial: bps(80_000n) });
      const inputs = { key, asset: assetOf("eth"), globals, latency: seconds(7_200n) };
      const { initial } = twin.haircutBases(inputs);
      await expect(parameters.setGlobals(globals))
        .to.be.revertedWithCustomError(parameters, "RiskParameters_FallingRecognition")
        .withArgs(3, twin.accountIndependent(initial) + 3n * 10n ** 17n, 10n ** 18n);
    });
  });

  describe("given parameters within their bounds", () => {
    it("emits GlobalsSet and keeps them", async () => {
      const { parameters } = desk();
      const globals = globalsOf();
      await expect(parameters.setGlobals(globals))
        .to.emit(parameters, "GlobalsSet")
        .withArgs(40_000, 60_000, 1_200, 600, 8_000, 5_000, 20);
      keeps(await parameters.globalParameters(), globals);
    });
  });
});
