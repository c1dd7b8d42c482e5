import { expect } from "chai";
import { bps, risk as twin, seconds } from "../../../../packages/sdk/src/index.js";
import { keeps } from "../../../helpers/keeps.js";
import { mined } from "../../../helpers/mined.js";
import { refusesRange, type Refusal } from "../../../helpers/outOfRange.js";
import {
  BTC,
  ETH,
  FAST_LANE,
  HUB_LANE,
  SLOW_LANE,
  USD,
  assetOf,
  keyOf,
  parametersOf,
  useDesk,
  useListedDesk,
} from "../../../helpers/riskDesk.js";

describe("RiskParameters.setKey", () => {
  const empty = useDesk();
  const desk = useListedDesk();

  describe("when the caller lacks the role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const { parameters, chain } = desk();
      const stranger = chain.signer(1);
      await expect(parameters.connect(stranger).setKey(0, keyOf()))
        .to.be.revertedWithCustomError(parameters, "AccessManagedUnauthorized")
        .withArgs(stranger.address);
    });
  });

  describe("when a parameter is outside its bounds", () => {
    it("reverts with RiskParameters_OutOfRange(name, actual, low, high)", async () => {
      const { parameters } = desk();
      const cases: readonly (readonly [number, Partial<twin.KeyParameters>, Refusal])[] = [
        [64, {}, ["key", 64n, 0n, 63n]],
        [0, { decimals: 9 }, ["decimals", 9n, 0n, 8n]],
        [0, { idiosyncratic: bps(10_001n) }, ["idiosyncratic", 10_001n, 0n, 10_000n]],
        [0, { eid: 0 }, ["eid", 0n, 1n, 2n ** 32n - 1n]],
      ];
      for (const [key, changes, refusal] of cases) {
        await refusesRange(parameters, parameters.setKey(key, keyOf(changes)), refusal);
      }
    });
  });

  describe("when the parameters of the model are not set", () => {
    it("reverts with RiskParameters_NoGlobals()", async () => {
      const { parameters } = empty();
      await mined(parameters.setAsset(ETH, assetOf("eth")));
      await expect(parameters.setKey(0, keyOf())).to.be.revertedWithCustomError(
        parameters,
        "RiskParameters_NoGlobals",
      );
    });
  });

  describe("when the asset is not listed", () => {
    it("reverts with RiskParameters_UnknownAsset(asset)", async () => {
      const { parameters } = desk();
      await expect(parameters.setKey(0, keyOf({ asset: 9 })))
        .to.be.revertedWithCustomError(parameters, "RiskParameters_UnknownAsset")
        .withArgs(9);
    });
  });

  describe("when asset, decimals or lane of a listed key would change", () => {
    it("reverts with RiskParameters_KeyFixed(key, asset, decimals, eid)", async () => {
      const { parameters } = desk();
      await mined(parameters.setKey(5, keyOf()));
      for (const changes of [{ asset: BTC }, { decimals: 7 }, { eid: FAST_LANE }]) {
        await expect(parameters.setKey(5, keyOf(changes)))
          .to.be.revertedWithCustomError(parameters, "RiskParameters_KeyFixed")
          .withArgs(5, ETH, 8, HUB_LANE);
      }
    });
  });

  describe("when it could be sold so cheaply that the sale harms", () => {
    it("reverts with RiskParameters_ToxicDiscount(asset, haircut, cost)", async () => {
      const { parameters } = desk();
      // A stable asset at basePx_MM 190 and idio 9 against dBase 100 + phi 50 + gap 50, and at idio 10.
      await mined(
        parameters.setAsset(
          USD,
          assetOf("stable", { underlying: USD, baseMaintenance: bps(190n) }),
        ),
      );
      await expect(parameters.setKey(0, keyOf({ asset: USD, idiosyncratic: bps(9n) })))
        .to.be.revertedWithCustomError(parameters, "RiskParameters_ToxicDiscount")
        .withArgs(USD, 199, 200);
      await mined(parameters.setKey(0, keyOf({ asset: USD, idiosyncratic: bps(10n) })));
    });
  });

  describe("when more of it could count for less", () => {
    // On the slowest lane ether at 75% a year has 18.8% price risk and 4.6% latency premium, and 1.5 qMax is 30%.
    const slow = keyOf({ eid: SLOW_LANE, idiosyncratic: bps(5_000n) });

    it("reverts with RiskParameters_FallingRecognition(key, charge, bound)", async () => {
      const { parameters } = desk();
      const { initial } = twin.haircutBases({
        key: slow,
        asset: assetOf("eth"),
        globals: twin.globalDefaults,
        latency: seconds(7_200n),
      });
      await expect(parameters.setKey(0, slow))
        .to.be.revertedWithCustomError(parameters, "RiskParameters_FallingRecognition")
        .withArgs(0, twin.accountIndependent(initial) + 3n * 10n ** 17n, 10n ** 18n);
    });

    it("accepts it without initial-margin recognition, so that tightening is never refused", async () => {
      const { parameters } = desk();
      await mined(parameters.setKey(0, { ...slow, recognised: false }));
    });

    it("reverts with RiskParameters_FallingValue(key, charge, bound) whether it counts for initial margin or not", async () => {
      const { parameters } = desk();
      // basePx_MM 13%, mmDynCap 5% and 1.5 qMax 30% leave 52% for idio.
      for (const recognised of [true, false]) {
        await expect(parameters.setKey(0, keyOf({ idiosyncratic: bps(5_201n), recognised })))
          .to.be.revertedWithCustomError(parameters, "RiskParameters_FallingValue")
          .withArgs(0, 10_001n * 10n ** 14n, 10n ** 18n);
      }
      await mined(parameters.setKey(0, keyOf({ idiosyncratic: bps(5_200n), recognised: false })));
    });
  });

  describe("given a key that is delisted", () => {
    const delisted = keyOf({ idiosyncratic: bps(10_000n), recognised: false });

    it("is accepted, though more of it may count for less on the way", async () => {
      const { parameters } = desk();
      await mined(parameters.setKey(5, keyOf()));
      await mined(parameters.setKey(5, delisted));
      expect((await parameters.keyParameters(5)).idiosyncratic).to.equal(10_000);
    });

    it("stands in the way of no other change", async () => {
      const { parameters } = desk();
      await mined(parameters.setKey(5, delisted));
      await mined(parameters.setAsset(ETH, assetOf("eth", { underlying: ETH, eta: bps(1_400n) })));
      await mined(parameters.setGlobals({ ...twin.globalDefaults, zInitial: bps(61_000n) }));
    });

    it("is refused while it may count for initial margin", async () => {
      const { parameters } = desk();
      await expect(parameters.setKey(5, { ...delisted, recognised: true }))
        .to.be.revertedWithCustomError(parameters, "RiskParameters_FallingValue")
        .withArgs(5, 148n * 10n ** 16n, 10n ** 18n);
    });
  });

  describe("given parameters within their bounds", () => {
    it("emits KeySet and keeps them", async () => {
      const { parameters } = desk();
      const given = parametersOf(keyOf({ eid: FAST_LANE }));
      await expect(parameters.setKey(63, given))
        .to.emit(parameters, "KeySet")
        .withArgs(63, ETH, FAST_LANE, 8, 50, true);
      keeps(await parameters.keyParameters(63), given);
      expect((await parameters.listed()).listedKeys).to.equal(1n << 63n);
    });
  });
});
