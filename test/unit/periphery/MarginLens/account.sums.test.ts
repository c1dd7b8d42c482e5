import { deployFeed, type DevSigner } from "@causeway/devnet";
import { maths, risk as twin, seconds, units, wad } from "@causeway/sdk";
import { expect } from "chai";
import fc from "fast-check";
import { anyInt } from "../../../../packages/sdk/test/helpers/fuzz.js";
import type { AccountReportStructOutput } from "../../../../typechain-types/contracts/interfaces/IMarginLens.js";
import {
  HUB_BTC,
  HUB_ETH,
  HUB_USD,
  SOURCE_EID,
  SOURCE_ETH,
  UNKNOWN_TO_RISK,
} from "../../../helpers/hub.js";
import { credit, depositCash, setPrice, supply } from "../../../helpers/hubActions.js";
import { BTC, ETH, FEED_MAX_AGE, USD, allAssets } from "../../../helpers/hubRisk.js";
import { addedUp, answeredBy, useLens } from "../../../helpers/lens.js";
import { mined } from "../../../helpers/mined.js";
import { units8, usdc } from "../../../helpers/money.js";

const PORTFOLIOS = 10;
const SEED = 20_260_801;
const keys = [HUB_ETH, HUB_BTC, HUB_USD, SOURCE_ETH, UNKNOWN_TO_RISK] as const;
const allKeys = keys
  .filter((key) => key !== UNKNOWN_TO_RISK)
  .reduce((bits, key) => bits | (1n << BigInt(key)), 0n);

/** Balances of any of the keys, dust and millions, and a loan or cash (asset units). */
const portfolios = fc.sample(
  fc.record({
    balances: fc.array(
      fc.record({ key: fc.constantFrom(...keys), units: anyInt(1n, 10n ** 14n) }),
      { maxLength: 6 },
    ),
    borrows: fc.boolean(),
    cash: fc.bigInt({ min: usdc(100), max: usdc(1_000) }),
  }),
  { numRuns: PORTFOLIOS, seed: SEED },
);

describe("MarginLens.account sums", () => {
  const seen = useLens();
  const holders: DevSigner[] = [];

  /** The rows as they are stored, decoded by the SDK. */
  const storedRows = async (): Promise<twin.CollateralRows> => {
    const { risk } = seen();
    const assets = new Map<number, twin.AssetRow>();
    for (const asset of [USD, ETH, BTC])
      assets.set(asset, twin.decodeAssetRow(await risk.assetRow(asset)));
    const rows = new Map<number, twin.KeyRow>();
    for (const key of keys) {
      const row = twin.decodeKeyRow(await risk.keyRow(key));
      if (row !== undefined) rows.set(key, row);
    }
    return { assets, keys: rows };
  };

  const expectValues = (report: AccountReportStructOutput, rows: twin.CollateralRows): void => {
    const balances = new Map(
      report.holdings.map((held) => [Number(held.key), units(held.units)] as const),
    );
    const valued = twin.valuedKeys({ balances }, rows, seconds(report.time));
    const shown = report.holdings
      .filter(({ hasRow }) => hasRow)
      .map(({ key, asset, maintenance, initial }) => ({
        key: Number(key),
        asset: Number(asset),
        value: { maintenance: maintenance.value, initial: initial.value },
        haircut: { maintenance: maintenance.haircut, initial: initial.haircut },
      }));
    expect(shown).to.deep.equal(valued);
    for (const { maintenance, initial } of report.holdings)
      for (const { value, haircut, recognised } of [maintenance, initial])
        expect(recognised).to.equal(maths.recognisedValue(wad(value), wad(haircut)));
  };

  const expectSums = async (): Promise<void> => {
    const rows = await storedRows();
    for (const { address } of holders) {
      const margin = await seen().engine.marginOf(address);
      const report = await seen().lens.account(address);
      expectValues(report, rows);
      expect([...report.margin]).to.deep.equal([...margin]);
      expect(addedUp(report)).to.deep.equal(answeredBy(margin));
      expect([report.maintenanceMargin, report.initialMargin]).to.deep.equal([
        margin.equity - margin.maintenance,
        margin.initialEquity - margin.initial,
      ]);
    }
  };

  describe("given random portfolios", () => {
    beforeEach(async () => {
      holders.length = 0;
      await supply(seen(), usdc(50_000));
      for (const [place, { balances, borrows, cash }] of portfolios.entries()) {
        const holder = seen().chain.signer(10 + place);
        holders.push(holder);
        for (const balance of balances)
          await credit(seen(), holder.address, balance.key, balance.units);
        if (borrows) {
          await credit(seen(), holder.address, HUB_ETH, units8(2));
          const { engine } = seen();
          await mined(engine.connect(holder).withdrawCash(holder.address, cash, holder.address));
        } else await depositCash(seen(), holder, holder.address, cash);
      }
    });

    describe("when every price is good", () => {
      it("values each key as the SDK does, and adds up to the engine's margins", async () => {
        await expectSums();
        await seen().devnet.increaseTime(1_000);
        await mined(seen().risk.poke(allKeys));
        await expectSums();
      });
    });

    describe("when two sources differ", () => {
      it("values each key as the SDK does, and adds up to the engine's margins", async () => {
        const { chain, oracle, feeds, risk } = seen();
        for (const [asset, answer] of [
          [USD, 100_700_000n],
          [ETH, 302_345_678_901n],
          [BTC, 5_950_000_000_001n],
        ] as const) {
          const second = await deployFeed(chain, "second", {
            description: `second ${asset.toString()}`,
            maxAnswer: 10n ** 15n,
          });
          await second.transmit(answer);
          const limits = { maxAge: FEED_MAX_AGE, minPrice: 10n ** 14n, maxPrice: 10n ** 24n };
          const sources = [feeds.get(asset)?.address ?? "", second.address];
          await mined(
            oracle.setFeeds(
              asset,
              sources.map((source) => ({ source, ...limits })),
              200,
            ),
          );
        }
        await mined(risk.refresh(allAssets));
        await expectSums();
      });
    });

    describe("when the settlement asset is off its peg", () => {
      it("values each key as the SDK does, and adds up to the engine's margins", async () => {
        for (const price of [0.97, 1.03]) {
          await seen().devnet.increaseTime(60);
          await setPrice(seen(), USD, price);
          await mined(seen().risk.refresh(allAssets));
          await expectSums();
        }
      });
    });

    describe("when feeds are silent", () => {
      it("values each key as the SDK does, and adds up to the engine's margins", async () => {
        await seen().devnet.increaseTime(FEED_MAX_AGE + 1);
        await setPrice(seen(), BTC, 61_234.56);
        await mined(seen().risk.refresh(allAssets));
        const report = await seen().lens.account(holders[0]?.address ?? "");
        expect(report.margin.unpriced).to.equal(true);
        await expectSums();
      });
    });

    describe("when feeds have been silent for more than a week", () => {
      it("values each key as the SDK does, and adds up to the engine's margins", async () => {
        await seen().devnet.increaseTime(7 * 86_400 + 1);
        await mined(seen().risk.refresh(allAssets));
        await expectSums();
      });
    });

    describe("when a lane is held", () => {
      it("values each key as the SDK does, and adds up to the engine's margins", async () => {
        await mined(seen().desk.holdLane(SOURCE_EID));
        await expectSums();
      });
    });

    describe("when a lane is in a confirmed quarantine", () => {
      it("values each key as the SDK does, and adds up to the engine's margins", async () => {
        const { desk, devnet, risk } = seen();
        await mined(desk.setQuarantine(SOURCE_EID, true));
        await mined(desk.confirmQuarantine(SOURCE_EID));
        for (let rounds = 0; rounds < 3; rounds++) {
          await devnet.increaseTime(900);
          await mined(risk.poke(allKeys));
          await expectSums();
        }
      });
    });
  });
});
