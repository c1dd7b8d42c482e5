import { deployFeed } from "@causeway/devnet";
import { expect } from "chai";
import { bookOf, position } from "../../../helpers/book.js";
import { mined } from "../../../helpers/mined.js";
import { usd } from "../../../helpers/money.js";
import { ETH, USD, keyOf, limitsOf, useListedDesk } from "../../../helpers/riskDesk.js";
import { OUTSIDE, assetRowAt, listKeys, transmit } from "../../../helpers/rows.js";

/** Keys of these tests (id): ether and the settlement asset. */
const [ETHER, DOLLAR] = [0, 7];
const WEEK = 604_800;
const LATEST = { blockTag: "latest" };
/** A band wide enough for all of these tests (bps). */
const BAND = 500;

const WAD = 10n ** 18n;
/** The higher price as a row keeps it: up to a ppm of the lower above it. */
const kept = (low: bigint, high: bigint): bigint => {
  const ppm = ((high - low) * 1_000_000n + low - 1n) / low;
  return low + (low * ppm + 999_999n) / 1_000_000n;
};
const mulUp = (a: bigint, b: bigint): bigint => (a * b + WAD - 1n) / WAD;

describe("RiskEngine.margin at two prices", () => {
  const desk = useListedDesk();
  beforeEach(async () =>
    listKeys(
      desk(),
      new Map([
        [ETHER, keyOf()],
        [DOLLAR, keyOf({ asset: USD, idiosyncratic: keyOf().idiosyncratic })],
      ]),
    ),
  );
  beforeEach(async () => {
    await mined(desk().parameters.listMarket(0, ETH));
    await mined(desk().risk.takeMarket(0));
  });
  const marginOf = async (...args: Parameters<typeof bookOf>) =>
    desk().risk.margin(bookOf(...args), LATEST);

  /** Gives an asset a second source; the first shows one price and the second another (raw, eight decimals). */
  const apart = async (asset: number, first: bigint, second: bigint): Promise<void> => {
    const { chain, oracle, feeds, risk } = desk();
    const other = await deployFeed(chain, "risk desk", { description: "B", maxAnswer: 10n ** 15n });
    await transmit(desk(), asset, first);
    await other.transmit(second);
    const source = feeds.get(asset)?.address ?? "";
    await mined(oracle.setFeeds(asset, [limitsOf(source), limitsOf(other.address)], BAND));
    await mined(risk.refresh(1n << BigInt(asset)));
  };
  const goesBad = async (asset: number): Promise<void> => {
    await transmit(desk(), asset, OUTSIDE);
    await mined(desk().risk.refresh(1n << BigInt(asset)));
  };

  describe("given two sources of a key's price that differ", () => {
    it("counts the lower for initial margin and the higher for maintenance margin", async () => {
      await apart(ETH, 306_000_000_000n, 300_000_000_000n);
      const { equity, initialEquity } = await marginOf(0, [[ETHER, 2]]);
      expect([equity, initialEquity]).to.deep.equal([usd(6_120), usd(6_000)]);
    });

    it("charges maintenance margin as at the higher price alone", async () => {
      await apart(ETH, 300_000_000_000n, 306_000_000_000n);
      const two = await marginOf(0, [[ETHER, 2]]);
      await apart(ETH, 306_000_000_000n, 306_000_000_000n);
      const one = await marginOf(0, [[ETHER, 2]]);
      expect(two.maintenance).to.equal(one.maintenance);
      // Of the same haircut initial margin takes the lower value.
      expect(two.initial).to.be.lessThan(one.initial);
    });

    it("sells the key at the higher", async () => {
      await apart(ETH, 300_000_000_000n, 306_000_000_000n);
      const [two] = await desk().risk.keyTerms(bookOf(0, [[ETHER, 2]]));
      await apart(ETH, 306_000_000_000n, 306_000_000_000n);
      const [one] = await desk().risk.keyTerms(bookOf(0, [[ETHER, 2]]));
      expect(two?.price).to.equal(usd(3_060));
      // A dollar at the higher price is 3,000/3,060 at the lower, which is what it frees of C_IM.
      expect(two?.haircutInitial).to.equal(((one?.haircutInitial ?? 0n) * 3_000n) / 3_060n);
      expect(two?.haircutMaintenance).to.equal(one?.haircutMaintenance);
    });
  });

  describe("given two sources that agree", () => {
    it("counts them as one", async () => {
      const one = await marginOf(-1_000, [[ETHER, 2]]);
      await apart(ETH, 300_000_000_000n, 300_000_000_000n);
      await apart(USD, 100_000_000n, 100_000_000n);
      expect(await marginOf(-1_000, [[ETHER, 2]])).to.deep.equal(one);
    });
  });

  describe("given two sources of the settlement asset's price that differ", () => {
    it("counts credit at the lower for initial margin and the higher for maintenance margin, at most a dollar", async () => {
      await apart(USD, 99_000_000n, 101_000_000n);
      const { equity, initialEquity } = await marginOf(1_000);
      expect([equity, initialEquity]).to.deep.equal([usd(1_000), usd(990)]);
    });

    it("counts debt at the higher for initial margin and the lower for maintenance margin, at least a dollar", async () => {
      await apart(USD, 99_000_000n, 101_000_000n);
      const low = await marginOf(-1_000);
      const dear = mulUp(usd(1_000), kept(usd("0.99"), usd("1.01")));
      expect([low.equity, low.initialEquity]).to.deep.equal([-usd(1_000), -dear]);
      await apart(USD, 102_000_000n, 104_000_000n);
      const high = await marginOf(-1_000);
      const dearer = mulUp(usd(1_000), kept(usd("1.02"), usd("1.04")));
      expect([high.equity, high.initialEquity]).to.deep.equal([-usd(1_020), -dearer]);
    });

    it("cuts a key of the settlement asset at a dollar at both", async () => {
      await apart(USD, 99_000_000n, 101_000_000n);
      const low = await marginOf(0, [[DOLLAR, 1_000]]);
      expect([low.equity, low.initialEquity]).to.deep.equal([usd(1_000), usd(990)]);
      await apart(USD, 102_000_000n, 104_000_000n);
      const high = await marginOf(0, [[DOLLAR, 1_000]]);
      expect([high.equity, high.initialEquity]).to.deep.equal([usd(1_000), usd(1_000)]);
    });
  });

  describe("given two sources of a market's price that differ", () => {
    it("counts a long at the lower for initial margin and the higher for maintenance margin", async () => {
      await apart(ETH, 300_000_000_000n, 306_000_000_000n);
      const long = [position(0, usd(1), { cost: position(0, usd(3_040)).size })];
      const { equity, initialEquity, pnl } = await marginOf(100, [], long);
      expect([equity, initialEquity, pnl]).to.deep.equal([usd(120), usd(60), -usd(40)]);
    });

    it("counts a short at the higher for initial margin and the lower for maintenance margin", async () => {
      await apart(ETH, 300_000_000_000n, 306_000_000_000n);
      const short = [position(0, -usd(1), { cost: position(0, -usd(3_040)).size })];
      const { equity, initialEquity, pnl } = await marginOf(100, [], short);
      expect([equity, initialEquity, pnl]).to.deep.equal([usd(140), usd(80), -usd(20)]);
    });

    it("charges for what it is exposed to at the higher", async () => {
      const short = [position(0, -usd(1), { cost: position(0, -usd(3_000)).size })];
      await apart(ETH, 300_000_000_000n, 306_000_000_000n);
      const two = await marginOf(0, [], short);
      await apart(ETH, 306_000_000_000n, 306_000_000_000n);
      const one = await marginOf(0, [], short);
      expect([two.maintenance, two.initial]).to.deep.equal([one.maintenance, one.initial]);
    });
  });

  describe("when the settlement asset's feed died above a dollar", () => {
    it("values debt at par for maintenance margin", async () => {
      await transmit(desk(), USD, 103_000_000n);
      await mined(desk().risk.refresh(1n << BigInt(USD)));
      expect((await marginOf(-1_000)).equity).to.equal(-usd(1_030));
      await goesBad(USD);
      const { equity, initialEquity, unpriced } = await marginOf(-1_000);
      expect([equity, initialEquity, unpriced]).to.deep.equal([-usd(1_000), -usd(1_030), true]);
      expect(await desk().risk.settlementPrice()).to.equal(usd(1));
    });
  });

  describe("when a feed has been out for long", () => {
    it("counts its keys twice until seven days after its last good price, then as nothing", async () => {
      await goesBad(ETH);
      const { observedAt } = await assetRowAt(desk(), ETH);
      const at = async (time: number) => {
        await desk().chain.setNextTimestamp(time);
        await mined(desk().risk.refresh(1n << BigInt(USD)));
        return marginOf(0, [[ETHER, 1]]);
      };
      const twice = await at(Number(observedAt) + WEEK - 1);
      expect([twice.equity, twice.doubted]).to.deep.equal([usd(6_000), usd(3_000)]);
      const nothing = await at(Number(observedAt) + WEEK);
      // Equity still shows it, so that nobody may take it out; the charge is as high.
      expect([nothing.equity, nothing.maintenance]).to.deep.equal([usd(3_000), usd(3_000)]);
      expect([nothing.doubted, nothing.doubt]).to.deep.equal([usd(3_000), usd(3_000)]);
      expect([nothing.initialEquity, nothing.initial]).to.deep.equal([0n, 0n]);
    });
  });
});
