import { expect } from "chai";
import { bps, risk as twin, seconds, units } from "../../../../packages/sdk/src/index.js";
import { mined } from "../../../helpers/mined.js";
import { usd } from "../../../helpers/money.js";
import {
  ETH,
  FAST_LANE,
  STETH,
  assetOf,
  globalsOf,
  keyOf,
  setKey,
  setTerms,
  type ListedKey,
  useListedDesk,
} from "../../../helpers/riskDesk.js";
import { assetRowAt, keyRowAt } from "../../../helpers/rows.js";

const LATENCY = 200;
/** A key that is listed here first (id). */
const KEY = 9;

describe("RiskEngine.poke", () => {
  const desk = useListedDesk();

  /** The row of a key as the SDK computes it. */
  const expected = async (
    key: ListedKey,
    asset: twin.AssetParameters,
    latency = 0,
  ): Promise<twin.KeyRow> => {
    const lane = { ...twin.hubTerms(key.totalUnits), latency: seconds(BigInt(latency)) };
    const time = seconds(BigInt(await desk().chain.timestamp()));
    const row = await assetRowAt(desk(), key.asset);
    return twin.firstPoke({ key, asset, globals: globalsOf(), lane }, row, time).key;
  };

  describe("when a key is not listed", () => {
    it("reverts with RiskParameters_UnknownKey(key)", async () => {
      const { risk, parameters } = desk();
      for (const key of [0, 64, 255]) {
        await expect(risk.poke(1n << BigInt(key)))
          .to.be.revertedWithCustomError(parameters, "RiskParameters_UnknownKey")
          .withArgs(key);
      }
    });
  });

  describe("given a listed key", () => {
    it("computes the row that the SDK computes, and emits KeyPoked", async () => {
      const { risk } = desk();
      const key = keyOf({ eid: FAST_LANE, totalUnits: units(10n ** 15n) });
      await setKey(desk(), 7, key, BigInt(LATENCY));
      const sent = risk.poke(1n << 7n);
      await mined(sent);
      const row = await expected(key, assetOf("eth"), LATENCY);
      expect(await keyRowAt(desk(), 7)).to.deep.equal(row);
      await expect(sent)
        .to.emit(risk, "KeyPoked")
        .withArgs(7, row.maintenance, row.initial, row.discount, row.sizeFloor, 65_535);
      // 10 million ether at $3,000, one per cent of it against a depth of $25 million: 15% of the root of 12,
      // which is more than qMax.
      expect(row.sizeFloor).to.equal(2n * 10n ** 17n);
    });

    it("takes over its asset's price risk, size charge and limits, and emits AssetPoked once", async () => {
      const { risk, parameters } = desk();
      await mined(parameters.setKey(0, keyOf()));
      await mined(parameters.setKey(1, keyOf()));
      const inputs = { key: keyOf(), asset: assetOf("eth"), globals: globalsOf() };
      const bases = twin.haircutBases({ ...inputs, latency: seconds(0n) });
      const maintenance = twin.hedgeable(bases.maintenance);
      const initial = twin.hedgeable(bases.initial);
      await expect(risk.poke(1n))
        .to.emit(risk, "AssetPoked")
        .withArgs(ETH, ETH, maintenance, initial, 25_000, 1_500, 2_000, 5, 95);
      await expect(risk.poke(0b11n)).not.to.emit(risk, "AssetPoked");
      expect(await risk.priceRiskOf(ETH)).to.deep.equal([maintenance, initial, BigInt(ETH), 0n]);
      const row = await assetRowAt(desk(), ETH);
      expect([row.depth, (await keyRowAt(desk(), 0)).penalty]).to.deep.equal([
        usd(25_000_000),
        100n,
      ]);
    });

    it("keeps the underlying of a wrapped asset", async () => {
      const { risk, parameters } = desk();
      await mined(parameters.setKey(0, keyOf({ asset: STETH })));
      await mined(risk.poke(1n));
      expect((await risk.priceRiskOf(STETH)).underlying).to.equal(ETH);
    });
  });

  describe("given a key whose lane was never heard", () => {
    it("writes no first row and does not revert", async () => {
      const { risk } = desk();
      await setKey(desk(), KEY, keyOf());
      await setTerms(desk(), KEY, { latency: seconds(7_200n), heard: false });
      await mined(risk.poke(1n << BigInt(KEY)));
      expect(await risk.keyRow(KEY)).to.equal(0n);
      await setTerms(desk(), KEY, { latency: seconds(60n) });
      await mined(risk.poke(1n << BigInt(KEY)));
      expect((await keyRowAt(desk(), KEY)).pokedAt > 0n).to.equal(true);
    });

    it("goes on with a row that stands", async () => {
      const { risk } = desk();
      await setKey(desk(), KEY, keyOf());
      await mined(risk.poke(1n << BigInt(KEY)));
      const { pokedAt } = await keyRowAt(desk(), KEY);
      await setTerms(desk(), KEY, { heard: false });
      await mined(risk.poke(1n << BigInt(KEY)));
      expect((await keyRowAt(desk(), KEY)).pokedAt > pokedAt).to.equal(true);
    });
  });

  describe("when its parameters changed since the last poke", () => {
    it("follows the latency, the depth and the idiosyncratic part in the discount and the size floor, and not before", async () => {
      const { risk } = desk();
      await setKey(desk(), 0, keyOf({ eid: FAST_LANE }));
      await mined(risk.poke(1n));
      const before = await keyRowAt(desk(), 0);
      const key = keyOf({
        eid: FAST_LANE,
        idiosyncratic: bps(200n),
        totalUnits: units(10n ** 10n),
      });
      await setKey(desk(), 0, key, BigInt(LATENCY));
      expect(await keyRowAt(desk(), 0)).to.deep.equal(before);
      await mined(risk.poke(1n));
      const { discount, sizeFloor } = await expected(key, assetOf("eth"), LATENCY);
      const after = await keyRowAt(desk(), 0);
      expect([after.discount, after.sizeFloor]).to.deep.equal([discount, sizeFloor]);
    });
  });

  describe("given a key without initial-margin recognition", () => {
    it("has no initial haircut", async () => {
      const { risk, parameters } = desk();
      const key = keyOf({ recognised: false });
      await mined(parameters.setKey(0, key));
      await expect(risk.poke(1n)).to.emit(risk, "KeyPoked");
      expect((await keyRowAt(desk(), 0)).recognisedFor).to.equal(0n);
      expect(await keyRowAt(desk(), 0)).to.deep.equal(await expected(key, assetOf("eth")));
    });
  });

  describe("given haircuts beyond one", () => {
    it("cuts what the row holds at one, which changes no haircut", async () => {
      const { risk } = desk();
      // 136 years: 6 sigma of it are 52 times the price.
      await setKey(desk(), 0, keyOf(), 2n ** 32n - 1n);
      await mined(risk.poke(1n));
      const { initial, discount } = await keyRowAt(desk(), 0);
      expect([initial, discount]).to.deep.equal([10n ** 18n, 10n ** 18n]);
    });
  });
});
