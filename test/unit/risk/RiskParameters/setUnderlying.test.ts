import { expect } from "chai";
import { bps, type risk as twin } from "../../../../packages/sdk/src/index.js";
import { keeps } from "../../../helpers/keeps.js";
import { mined } from "../../../helpers/mined.js";
import { refusesRange, type Refusal } from "../../../helpers/outOfRange.js";
import {
  BTC,
  ETH,
  STETH,
  USD,
  assetOf,
  underlyingOf,
  useDesk,
  useListedDesk,
} from "../../../helpers/riskDesk.js";

describe("RiskParameters.setUnderlying", () => {
  const empty = useDesk();
  const desk = useListedDesk();

  describe("when the caller lacks the role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const { parameters, chain } = desk();
      const stranger = chain.signer(1);
      await expect(parameters.connect(stranger).setUnderlying(ETH, underlyingOf()))
        .to.be.revertedWithCustomError(parameters, "AccessManagedUnauthorized")
        .withArgs(stranger.address);
    });
  });

  describe("when a parameter is outside its bounds", () => {
    it("reverts with RiskParameters_OutOfRange(name, actual, low, high)", async () => {
      const { parameters } = desk();
      const most = 2n ** 24n - 1n;
      const cases: readonly (readonly [Partial<twin.UnderlyingParameters>, Refusal])[] = [
        [{ scanMax: bps(10_001n) }, ["scanMax", 10_001n, 0n, 10_000n]],
        [{ scanBaseInitial: bps(399n) }, ["scanBaseInitial", 399n, 400n, 10_000n]],
        [{ scanMinInitial: bps(499n) }, ["scanMinInitial", 499n, 500n, 5_000n]],
        [{ scanMinInitial: bps(5_001n) }, ["scanMinInitial", 5_001n, 500n, 5_000n]],
        [{ rho: bps(10_001n) }, ["rho", 10_001n, 0n, 10_000n]],
        [{ beta: bps(10_001n) }, ["beta", 10_001n, 0n, 10_000n]],
        [{ eta: bps(10_001n) }, ["eta", 10_001n, 0n, 10_000n]],
        [{ maxCharge: bps(5_111n) }, ["maxCharge", 5_111n, 0n, 5_110n]],
        [{ depth: 0n }, ["depth", 0n, 1n, most]],
        [{ depth: most + 1n }, ["depth", most + 1n, 1n, most]],
      ];
      for (const [changes, refusal] of cases) {
        const sent = parameters.setUnderlying(ETH, underlyingOf(changes));
        await refusesRange(parameters, sent, refusal);
      }
      const settlement = parameters.setUnderlying(USD, underlyingOf());
      await refusesRange(parameters, settlement, ["underlying", 0n, 1n, 63n]);
    });
  });

  describe("when initial margin exceeds maintenance margin by less than minGap", () => {
    it("reverts with RiskParameters_NarrowGap(asset, initial, least)", async () => {
      const { parameters } = desk();
      for (const [changes, initial, least] of [
        [{ scanBaseInitial: bps(599n) }, 599, 600],
        [{ scanMinInitial: bps(699n) }, 699, 700],
      ] as const) {
        await expect(parameters.setUnderlying(ETH, underlyingOf(changes)))
          .to.be.revertedWithCustomError(parameters, "RiskParameters_NarrowGap")
          .withArgs(ETH, initial, least);
      }
    });
  });

  describe("when a listed underlying's sMax would change", () => {
    it("reverts with RiskParameters_OutOfRange(name, actual, low, high) at the fixed value", async () => {
      const { parameters } = desk();
      const sent = parameters.setUnderlying(ETH, underlyingOf({ scanMax: bps(4_999n) }));
      await refusesRange(parameters, sent, ["scanMax", 4_999n, 5_000n, 5_000n]);
    });
  });

  describe("when rho would move by more than 1,000 bps from the one in force", () => {
    it("reverts with RiskParameters_OutOfRange(name, actual, low, high), whatever was set before", async () => {
      const { parameters } = desk();
      for (const earlier of [7_000n, 6_000n]) {
        await mined(parameters.setUnderlying(ETH, underlyingOf({ rho: bps(earlier) })));
        const sent = parameters.setUnderlying(ETH, underlyingOf({ rho: bps(5_999n) }));
        await refusesRange(parameters, sent, ["rho", 5_999n, 6_000n, 8_000n]);
      }
    });
  });

  describe("when beta would move by more than 2,550 bps from the one in force", () => {
    it("reverts with RiskParameters_OutOfRange(name, actual, low, high), whatever was set before", async () => {
      const { parameters } = desk();
      for (const earlier of [100n, 2_650n]) {
        await mined(parameters.setUnderlying(ETH, underlyingOf({ beta: bps(earlier) })));
        const sent = parameters.setUnderlying(ETH, underlyingOf({ beta: bps(2_651n) }));
        await refusesRange(parameters, sent, ["beta", 2_651n, 0n, 2_650n]);
      }
    });
  });

  describe("when the parameters of the model are not set", () => {
    it("reverts with RiskParameters_NoGlobals()", async () => {
      const { parameters } = empty();
      await mined(parameters.setAsset(ETH, assetOf("eth")));
      await expect(parameters.setUnderlying(ETH, underlyingOf())).to.be.revertedWithCustomError(
        parameters,
        "RiskParameters_NoGlobals",
      );
    });
  });

  describe("when the asset is not listed", () => {
    it("reverts with RiskParameters_UnknownAsset(asset)", async () => {
      const { parameters } = desk();
      await expect(parameters.setUnderlying(9, underlyingOf()))
        .to.be.revertedWithCustomError(parameters, "RiskParameters_UnknownAsset")
        .withArgs(9);
    });
  });

  describe("when closing a position would cost more than it frees", () => {
    it("reverts with RiskParameters_CostlyClose(asset, penalty, bound)", async () => {
      const { parameters } = desk();
      // (1 - 0.8)(1 - 0.7) of 3.33% is 19.98 bps, below the penalty of 20.
      const low = underlyingOf({ scanMinMaintenance: bps(333n) });
      await expect(parameters.setUnderlying(ETH, low))
        .to.be.revertedWithCustomError(parameters, "RiskParameters_CostlyClose")
        .withArgs(ETH, 2n * 10n ** 15n, 1_998n * 10n ** 12n);
    });

    it("reverts with RiskParameters_CostlyClose(asset, penalty, bound) for another underlying that a higher rho hurts", async () => {
      const { parameters } = desk();
      // At the highest rho of 0.75 bitcoin's 4% is worth 20 bps, no more than the penalty.
      await expect(parameters.setUnderlying(ETH, underlyingOf({ rho: bps(7_500n) })))
        .to.be.revertedWithCustomError(parameters, "RiskParameters_CostlyClose")
        .withArgs(BTC, 2n * 10n ** 15n, 2n * 10n ** 15n);
    });
  });

  describe("when closing a matched pair would cost more than it frees", () => {
    it("reverts with RiskParameters_CheapBasis(asset, beta, penalty)", async () => {
      const { parameters } = desk();
      await expect(parameters.setUnderlying(ETH, underlyingOf({ beta: bps(20n) })))
        .to.be.revertedWithCustomError(parameters, "RiskParameters_CheapBasis")
        .withArgs(ETH, 20, 20);
    });
  });

  describe("given parameters within their bounds", () => {
    it("emits ScanSet and NettingSet and keeps them", async () => {
      const { parameters } = desk();
      const given = underlyingOf({ depth: 1n });
      const sent = parameters.setUnderlying(STETH, given);
      await expect(sent).to.emit(parameters, "ScanSet").withArgs(STETH, 400, 600, 500, 800, 5_000);
      await expect(sent)
        .to.emit(parameters, "NettingSet")
        .withArgs(STETH, 7_000, 7_000, 100, 1_000, 2_000, 1);
      keeps(await parameters.underlyingParameters(STETH), given);
      const { listedUnderlyings } = await parameters.listed();
      expect(listedUnderlyings).to.equal(
        (1n << BigInt(ETH)) | (1n << BigInt(BTC)) | (1n << BigInt(STETH)),
      );
    });
  });
});
