import { expect } from "chai";
import { bps, risk as twin, seconds, variance } from "../../../../packages/sdk/src/index.js";
import { keeps } from "../../../helpers/keeps.js";
import { mined } from "../../../helpers/mined.js";
import { refusesRange, type Refusal } from "../../../helpers/outOfRange.js";
import {
  BTC,
  ETH,
  STETH,
  assetOf,
  keyOf,
  useDesk,
  useListedDesk,
} from "../../../helpers/riskDesk.js";

const ether = (changes: Partial<twin.AssetParameters> = {}) =>
  assetOf("eth", { underlying: ETH, ...changes });

describe("RiskParameters.setAsset", () => {
  const desk = useDesk();
  const listed = useListedDesk();

  describe("when the caller lacks the role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const { parameters, chain } = desk();
      const stranger = chain.signer(1);
      await expect(parameters.connect(stranger).setAsset(ETH, ether()))
        .to.be.revertedWithCustomError(parameters, "AccessManagedUnauthorized")
        .withArgs(stranger.address);
    });
  });

  describe("when a parameter is outside its bounds", () => {
    it("reverts with RiskParameters_OutOfRange(name, actual, low, high)", async () => {
      const { parameters } = desk();
      const most = 2n ** 24n - 1n;
      const { minVariance, maxVariance } = ether();
      const cases: readonly (readonly [Partial<twin.AssetParameters>, Refusal])[] = [
        [{ underlying: 64 }, ["underlying", 64n, 0n, 63n]],
        [{ baseInitial: bps(10_001n) }, ["baseInitial", 10_001n, 0n, 10_000n]],
        [{ baseDiscount: bps(1_810n) }, ["baseDiscount", 1_810n, 0n, 1_800n]],
        [{ baseDiscount: bps(605n) }, ["baseDiscount", 605n, 600n, 600n]],
        [{ eta: bps(10_001n) }, ["eta", 10_001n, 0n, 10_000n]],
        [{ maxCharge: bps(10_001n) }, ["maxCharge", 10_001n, 0n, 10_000n]],
        [{ maxHaircut: 99n }, ["maxHaircut", 99n, 0n, 98n]],
        [{ minHaircut: 96n }, ["minHaircut", 96n, 0n, 95n]],
        [{ depth: 0n }, ["depth", 0n, 1n, most]],
        [
          { maxVariance: variance(10n ** 32n + 1n) },
          ["maxVariance", 10n ** 32n + 1n, 0n, 10n ** 32n],
        ],
        [
          { variance: variance(minVariance - 1n) },
          ["variance", minVariance - 1n, minVariance, maxVariance],
        ],
        [
          { variance: variance(maxVariance + 1n) },
          ["variance", maxVariance + 1n, minVariance, maxVariance],
        ],
      ];
      for (const [changes, refusal] of cases) {
        await refusesRange(parameters, parameters.setAsset(ETH, ether(changes)), refusal);
      }
      await refusesRange(parameters, parameters.setAsset(64, ether()), ["asset", 64n, 0n, 63n]);
    });
  });

  describe("when initial margin exceeds maintenance margin by less than minGap", () => {
    it("reverts with RiskParameters_NarrowGap(asset, initial, least)", async () => {
      const { parameters } = desk();
      await expect(parameters.setAsset(ETH, ether({ baseInitial: bps(1_499n) })))
        .to.be.revertedWithCustomError(parameters, "RiskParameters_NarrowGap")
        .withArgs(ETH, 1_499, 1_500);
      await mined(parameters.setAsset(ETH, ether({ baseInitial: bps(1_500n) })));
    });
  });

  describe("when the underlying is not listed", () => {
    it("reverts with RiskParameters_UnknownAsset(asset)", async () => {
      const { parameters } = desk();
      await expect(parameters.setAsset(STETH, ether()))
        .to.be.revertedWithCustomError(parameters, "RiskParameters_UnknownAsset")
        .withArgs(ETH);
    });
  });

  describe("when a listed asset's underlying would change", () => {
    it("reverts with RiskParameters_UnderlyingFixed(asset, underlying)", async () => {
      const { parameters } = listed();
      await expect(parameters.setAsset(STETH, assetOf("eth", { underlying: BTC })))
        .to.be.revertedWithCustomError(parameters, "RiskParameters_UnderlyingFixed")
        .withArgs(STETH, ETH);
    });
  });

  describe("when a listed asset's haircut limits would change", () => {
    it("reverts with RiskParameters_OutOfRange(name, actual, low, high) at the fixed value", async () => {
      const { parameters } = listed();
      const { setAsset } = parameters;
      await refusesRange(parameters, setAsset(ETH, ether({ minHaircut: 6n })), [
        "minHaircut",
        6n,
        5n,
        5n,
      ]);
      await refusesRange(parameters, setAsset(ETH, ether({ maxHaircut: 94n })), [
        "maxHaircut",
        94n,
        95n,
        95n,
      ]);
    });
  });

  describe("when a listed key could be sold so cheaply that the sale harms", () => {
    it("reverts with RiskParameters_ToxicDiscount(asset, haircut, cost)", async () => {
      const { parameters } = listed();
      await mined(parameters.setKey(0, keyOf({ idiosyncratic: bps(50n) })));
      // basePx_MM 700 + idio 50 against dBase 600 + phi 100 + gap 50, and one less.
      const low = { baseMaintenance: bps(700n) };
      await mined(parameters.setAsset(ETH, ether(low)));
      await expect(parameters.setAsset(ETH, ether({ baseMaintenance: bps(699n) })))
        .to.be.revertedWithCustomError(parameters, "RiskParameters_ToxicDiscount")
        .withArgs(ETH, 749, 750);
    });
  });

  describe("when more of a listed key could count for less", () => {
    it("reverts with RiskParameters_FallingRecognition(key, charge, bound)", async () => {
      const { parameters } = listed();
      const key = keyOf();
      await mined(parameters.setKey(7, key));
      const asset = ether({ maxCharge: bps(5_200n) });
      const inputs = { key, asset, globals: twin.globalDefaults, latency: seconds(7_200n) };
      const { initial } = twin.haircutBases(inputs);
      const charge = twin.accountIndependent(initial) + 780n * 10n ** 15n;
      await expect(parameters.setAsset(ETH, asset))
        .to.be.revertedWithCustomError(parameters, "RiskParameters_FallingRecognition")
        .withArgs(7, charge, 10n ** 18n);
    });

    it("reverts with RiskParameters_FallingValue(key, charge, bound), also while a higher qMax is still in force", async () => {
      const { parameters, devnet } = listed();
      await mined(parameters.setKey(7, keyOf({ recognised: false })));
      await mined(parameters.setAsset(ETH, ether({ maxCharge: bps(5_200n) })));
      await devnet.increaseTime(26 * 3_600);
      // 17% + 0.5% + mmDynCap 5% + 1.5 times 52%, though qMax is on its way to 20%.
      const base = { baseMaintenance: bps(1_700n), baseInitial: bps(2_000n) };
      await expect(parameters.setAsset(ETH, ether(base)))
        .to.be.revertedWithCustomError(parameters, "RiskParameters_FallingValue")
        .withArgs(7, 10_050n * 10n ** 14n, 10n ** 18n);
    });
  });

  describe("given parameters within their bounds", () => {
    it("emits HaircutSet, SaleTermsSet, SizeChargeSet, DepthCapSet and VarianceSet and keeps them", async () => {
      const { parameters } = desk();
      const asset = ether();
      const { baseMaintenance, baseInitial, minHaircut, maxHaircut } = asset;
      const sent = parameters.setAsset(ETH, asset);
      await expect(sent)
        .to.emit(parameters, "HaircutSet")
        .withArgs(
          ETH,
          ETH,
          baseMaintenance,
          baseInitial,
          minHaircut,
          maxHaircut,
          asset.minVariance,
          asset.maxVariance,
        );
      await expect(sent).to.emit(parameters, "SaleTermsSet").withArgs(ETH, 600, 100);
      await expect(sent).to.emit(parameters, "SizeChargeSet").withArgs(ETH, 25_000, 1_500, 2_000);
      await expect(sent).to.emit(parameters, "DepthCapSet").withArgs(ETH, 25_000);
      await expect(sent).to.emit(parameters, "VarianceSet").withArgs(ETH, asset.variance);
      keeps(await parameters.assetParameters(ETH), asset);
      expect((await parameters.listed()).listedAssets).to.equal(1n << BigInt(ETH));
    });
  });
});
