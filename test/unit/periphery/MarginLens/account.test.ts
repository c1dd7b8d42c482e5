import { bps, maths, seconds, units, variance, wad } from "@causeway/sdk";
import { expect } from "chai";
import { MarginLens__factory } from "../../../../typechain-types/index.js";
import {
  HUB_EID,
  HUB_ETH,
  SOURCE_EID,
  SOURCE_ETH,
  UNKNOWN_TO_RISK,
  deployEngine,
  partsOf,
} from "../../../helpers/hub.js";
import {
  borrow,
  credit,
  depositCash,
  depositKey,
  liquidated,
  setPrice,
  supply,
} from "../../../helpers/hubActions.js";
import { ETH, FEED_MAX_AGE, USD, allAssets } from "../../../helpers/hubRisk.js";
import { REVERTS, addedUp, answeredBy, become, useLens } from "../../../helpers/lens.js";
import { mined } from "../../../helpers/mined.js";
import { units8, usd, usdc } from "../../../helpers/money.js";

const WAD = 10n ** 18n;

describe("MarginLens.account", () => {
  const seen = useLens();
  const alice = () => seen().chain.signer(1);
  const report = () => seen().lens.account(alice().address);

  /** Nine ether of the hub, one of the source chain, and $20,000 of debt. */
  const indebted = async (): Promise<void> => {
    await supply(seen(), usdc(50_000));
    await depositKey(seen(), alice().address, SOURCE_ETH, units8(1));
    await borrow(seen(), alice(), { key: HUB_ETH, units: units8(9) }, usdc(20_000));
  };

  const expectSums = async (): Promise<void> => {
    const margin = await seen().engine.marginOf(alice().address);
    const shown = await report();
    expect([...shown.margin]).to.deep.equal([...margin]);
    expect(addedUp(shown)).to.deep.equal(answeredBy(margin));
    expect([shown.maintenanceMargin, shown.initialMargin]).to.deep.equal([
      margin.equity - margin.maintenance,
      margin.initialEquity - margin.initial,
    ]);
  };

  describe("given an account that never did anything", () => {
    it("answers zeros of the block it names", async () => {
      const { answered, holdings, cash, debt, target, time, blockNumber, inAuction, header } =
        await report();
      expect([answered, inAuction]).to.deep.equal([true, false]);
      expect([...holdings]).to.deep.equal([]);
      expect([cash, debt, target]).to.deep.equal([0n, 0n, 0n]);
      expect([...header]).to.deep.equal([0n, 0n, 0n, 0n, 0n, false]);
      const { chain } = seen();
      expect(Number(blockNumber)).to.be.at.least(await chain.height());
      expect(Number(time)).to.be.at.least(await chain.timestamp());
      await expectSums();
    });
  });

  describe("given keys on two lanes and a loan", () => {
    beforeEach(indebted);

    it("adds up to the engine's margins", async () => {
      await expectSums();
      const { cash, debt, reserve, holdings } = await report();
      expect(cash).to.equal(-debt);
      expect(reserve).to.equal(usd(5));
      expect(holdings.map(({ key, eid, units: held }) => [key, eid, held])).to.deep.equal([
        [BigInt(HUB_ETH), BigInt(HUB_EID), units8(9)],
        [BigInt(SOURCE_ETH), BigInt(SOURCE_EID), units8(1)],
      ]);
      expect(holdings.map(({ valueLow }) => valueLow)).to.deep.equal([usd(27_000), usd(3_000)]);
    });

    it("splits each haircut into its parts", async () => {
      const { holdings } = await report();
      for (const { key, maintenance, initial, explained, recognised } of holdings) {
        expect([explained, recognised]).to.deep.equal([true, true]);
        const { haircuts, terms, row } = await seen().lens.key(key);
        const [sigma, local, lane] = [
          variance(haircuts.variance),
          seconds(1_200n),
          seconds(terms.latency),
        ];
        // Ether of the test hub: base 1,300 and 1,600 bps, z 4 and 6, eta 15%, D $25M, qMax 20% (risk.md section 8).
        for (const [side, base, z] of [
          [maintenance, bps(1_300n), wad(4n * WAD)],
          [initial, bps(1_600n), wad(6n * WAD)],
        ] as const) {
          const { parts } = side;
          expect(parts.base + parts.volatility).to.equal(maths.priceRisk(base, z, sigma, local));
          expect(parts.latency).to.equal(maths.latencyPremium(z, sigma, local, lane));
          expect(parts.idiosyncratic).to.equal(0n);
        }
        // Q of $30,000 of ether on both lanes together.
        const size = maths.sizeCharge(
          wad((WAD * 15n) / 100n),
          wad(usd(30_000)),
          wad(usd(25_000_000)),
          wad(WAD / 5n),
        );
        expect(maintenance.size).to.equal(size);
        expect(maintenance.accountIndependent).to.equal(row.maintenance);
        expect(maintenance.haircut).to.equal(row.maintenance + size);
        const floored = size > row.sizeFloor ? size : row.sizeFloor;
        expect(initial.size).to.equal(floored);
        expect(initial.haircut).to.equal(row.initial + floored);
        expect([maintenance.target, maintenance.afterPoke]).to.deep.equal([
          haircuts.maintenanceTarget,
          haircuts.maintenanceNow,
        ]);
        expect([initial.target, initial.afterPoke]).to.deep.equal([
          haircuts.initialTarget,
          haircuts.initialNow,
        ]);
      }
    });

    it("tells how old price, row and lane are", async () => {
      const { risk, devnet } = seen();
      await devnet.increaseTime(2_000);
      await mined(risk.refresh(1n << BigInt(ETH)));
      await devnet.increaseTime(500);
      const { holdings, time } = await report();
      const [local, remote] = holdings;
      const [own, other] = [await risk.keyRow(HUB_ETH), await risk.assetRow(ETH)];
      // Layouts of KeyRow and AssetRow: pokedAt at bit 172; observedAt at 116, refreshedAt at 148.
      const date = (word: bigint, bit: bigint) => BigInt.asUintN(32, word >> bit);
      expect(local?.pokeAge).to.equal(time - date(own, 172n));
      expect(local?.price.age).to.equal(time - date(other, 116n));
      expect(local?.price.refreshAge).to.equal(time - date(other, 148n));
      const { clock, overdue, stage } = await seen().desk.laneOf(SOURCE_EID);
      expect([local?.lane.age, local?.lane.overdue]).to.deep.equal([0n, 0n]);
      expect(remote?.lane.age).to.equal(time - clock.newestEcho);
      expect([remote?.lane.overdue, remote?.lane.stage]).to.deep.equal([overdue, stage]);
    });
  });

  describe("given positive cash alone", () => {
    it("counts it without a reserve", async () => {
      await depositCash(seen(), alice(), alice().address, usdc(3));
      const { cash, debt, reserve, cashInitial, cashMaintenance } = await report();
      expect([cash, debt, reserve]).to.deep.equal([usd(3), 0n, 0n]);
      expect([cashInitial, cashMaintenance]).to.deep.equal([usd(3), usd(3)]);
      await expectSums();
    });
  });

  describe("given a key without a row", () => {
    it("shows the units, worth nothing", async () => {
      await indebted();
      await depositKey(seen(), alice().address, UNKNOWN_TO_RISK, 5n);
      const holding = (await report()).holdings.at(2);
      expect([holding?.key, holding?.units, holding?.eid]).to.deep.equal([
        BigInt(UNKNOWN_TO_RISK),
        5n,
        BigInt(HUB_EID),
      ]);
      expect([holding?.hasRow, holding?.explained, holding?.recognised]).to.deep.equal([
        false,
        false,
        false,
      ]);
      expect([holding?.valueHigh, holding?.maintenance.value]).to.deep.equal([0n, 0n]);
      await expectSums();
    });
  });

  describe("given a key that no gateway lists", () => {
    it("shows no lane", async () => {
      await credit(seen(), alice().address, 63, 2n ** 64n - 1n);
      const holding = (await report()).holdings.at(0);
      expect([holding?.key, holding?.eid, holding?.hasRow]).to.deep.equal([63n, 0n, false]);
      expect([...(holding?.lane ?? [])]).to.deep.equal([0n, 0n, 0n, false]);
    });
  });

  describe("given a feed that has fallen silent", () => {
    it("counts the key for maintenance margin only", async () => {
      await indebted();
      const { devnet, risk } = seen();
      await devnet.increaseTime(FEED_MAX_AGE + 1);
      await setPrice(seen(), USD, 1);
      await mined(risk.refresh(allAssets));
      const holding = (await report()).holdings.at(0);
      // Twice its last good price before anybody is liquidated (system.md 4.1).
      expect(holding?.valueHigh).to.equal(usd(27_000));
      expect(holding?.maintenance.value).to.equal(usd(54_000));
      expect(holding?.initial.recognised).to.equal(0n);
      expect(holding?.recognised).to.equal(false);
      await expectSums();
    });
  });

  describe("given a held lane", () => {
    it("shows the hold, and no recognition for new risk", async () => {
      await indebted();
      await mined(seen().desk.holdLane(SOURCE_EID));
      const [local, remote] = (await report()).holdings;
      expect([local?.lane.held, remote?.lane.held]).to.deep.equal([false, true]);
      expect([local?.recognised, remote?.recognised]).to.deep.equal([true, false]);
      expect(remote?.initial.recognised).to.equal(0n);
      expect(remote?.maintenance.recognised).to.be.greaterThan(0n);
      await expectSums();
    });
  });

  describe("given an account in liquidation", () => {
    it("shows the auction and the equity that ends it", async () => {
      await supply(seen(), usdc(50_000));
      await liquidated(seen(), alice());
      const { inAuction, header, margin, target, cureEquity } = await report();
      expect([inAuction, header.inLiquidation]).to.deep.equal([true, true]);
      expect(target).to.equal(
        maths.target(wad(margin.initial), wad(margin.maintenance), wad(WAD / 2n)),
      );
      expect(cureEquity).to.equal(margin.initialEquity);
      await expectSums();
    });
  });

  describe("given an engine that was never bound", () => {
    it("shows no auction", async () => {
      const { admin, desk } = seen();
      const engine = await deployEngine(admin, await partsOf(seen()));
      const lens = await new MarginLens__factory(admin).deploy(engine, desk);
      const { inAuction, answered, holdings } = await lens.account(alice().address);
      expect([inAuction, answered, holdings.length]).to.deep.equal([false, true, 0]);
    });
  });

  describe("given a risk engine that reverts", () => {
    it("shows header, cash and units alone", async () => {
      await indebted();
      await become(seen(), seen().risk, REVERTS);
      const { answered, header, cash, debt, holdings, margin, target } = await report();
      expect([answered, target, margin.equity]).to.deep.equal([false, 0n, 0n]);
      expect(header.held).to.equal((1n << BigInt(HUB_ETH)) | (1n << BigInt(SOURCE_ETH)));
      expect(cash).to.equal(-debt);
      expect(holdings.map((one) => [one.units, one.eid, one.hasRow])).to.deep.equal([
        [units(units8(9)), BigInt(HUB_EID), false],
        [units(units8(1)), BigInt(SOURCE_EID), false],
      ]);
    });
  });
});
