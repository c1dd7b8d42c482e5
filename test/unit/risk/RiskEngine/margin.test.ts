import { expect } from "chai";
import { bps, units } from "../../../../packages/sdk/src/index.js";
import { bookOf, position } from "../../../helpers/book.js";
import { mined } from "../../../helpers/mined.js";
import { usd } from "../../../helpers/money.js";
import {
  BTC,
  ETH,
  STETH,
  USD,
  keyOf,
  setKey,
  useListedDesk,
  type ListedDesk,
} from "../../../helpers/riskDesk.js";
import { OUTSIDE, keyRowAt, listKeys, transmit } from "../../../helpers/rows.js";

/** Keys of these tests (id): ether twice, bitcoin, the settlement asset, staked ether, ether without recognition. */
const [ETHER, ETHER_TOO, BITCOIN, DOLLAR, STAKED, UNRECOGNISED] = [0, 1, 6, 7, 8, 63];
/** A key that no parameters know (id). */
const UNKNOWN = 33;

/** A hundred thousand ether (units). */
const TOTAL = units(10n ** 13n);

const mulUp = (a: bigint, b: bigint) => (a * b + 10n ** 18n - 1n) / 10n ** 18n;

async function listed(desk: ListedDesk): Promise<void> {
  await listKeys(
    desk,
    new Map([
      [ETHER, keyOf()],
      [ETHER_TOO, keyOf()],
      [BITCOIN, keyOf({ asset: BTC })],
      [DOLLAR, keyOf({ asset: USD, idiosyncratic: bps(100n) })],
      [STAKED, keyOf({ asset: STETH, idiosyncratic: bps(200n) })],
      [UNRECOGNISED, keyOf({ recognised: false })],
    ]),
  );
  await mined(desk.parameters.listMarket(0, ETH));
  await mined(desk.risk.takeMarket(0));
}

describe("RiskEngine.margin", () => {
  const desk = useListedDesk();
  beforeEach(async () => listed(desk()));
  const marginOf = async (...args: Parameters<typeof bookOf>) =>
    desk().risk.margin(bookOf(...args));
  const goesBad = async (asset: number) => {
    await transmit(desk(), asset, OUTSIDE);
    await mined(desk().risk.refresh(1n << BigInt(asset)));
  };

  describe("given keys of several words", () => {
    it("sums their values and charges", async () => {
      const { equity } = await marginOf(5, [
        [ETHER, 1],
        [BITCOIN, 1],
        [UNRECOGNISED, 1],
      ]);
      expect(equity).to.equal(usd(3_000 + 60_000 + 3_000 + 5));
    });
  });

  describe("given two keys of one asset", () => {
    it("charges their size together, over all lanes", async () => {
      const one = await marginOf(0, [[ETHER, 200]]);
      const two = await marginOf(0, [
        [ETHER, 100],
        [ETHER_TOO, 100],
      ]);
      expect([two.equity, two.maintenance]).to.deep.equal([one.equity, one.maintenance]);
    });
  });

  describe("given a key without a row", () => {
    it("counts it as nothing", async () => {
      const without = await marginOf(0, [[ETHER, 1]]);
      const held = await marginOf(0, [
        [ETHER, 1],
        [UNKNOWN, 1_000_000],
      ]);
      expect(held).to.deep.equal(without);
    });
  });

  describe("given a key without initial-margin recognition", () => {
    it("counts it for maintenance margin only", async () => {
      const recognised = await marginOf(0, [[ETHER, 1]]);
      const { initialEquity, initial, maintenance } = await marginOf(0, [[UNRECOGNISED, 1]]);
      expect(initialEquity - initial).to.equal(0n);
      expect(maintenance).to.equal(recognised.maintenance);
    });

    it("refunds no hedge at initial margin", async () => {
      const short = [position(0, -usd(1), { cost: position(0, -usd(3_000)).size })];
      const bare = await marginOf(0, [], short);
      const hedged = await marginOf(0, [[UNRECOGNISED, 1]], short);
      expect(hedged.initial).to.equal(bare.initial + usd(3_000));
      const alone = await marginOf(0, [[UNRECOGNISED, 1]]);
      expect(hedged.maintenance).to.be.lessThan(bare.maintenance + alone.maintenance);
    });
  });

  describe("when the feed of a key is out", () => {
    it("counts it as nothing for initial margin and double its last good price for maintenance margin", async () => {
      const good = await marginOf(0, [[ETHER, 1]]);
      await goesBad(ETH);
      const out = await marginOf(0, [[ETHER, 1]]);
      expect(out.initialEquity - out.initial).to.equal(0n);
      expect(out.equity).to.equal(2n * good.equity);
      // Its haircut is that of twice the value.
      await transmit(desk(), ETH, 600_000_000_000n);
      await mined(desk().risk.refresh(1n << BigInt(ETH)));
      expect((await marginOf(0, [[ETHER, 1]])).maintenance).to.equal(out.maintenance);
    });

    it("neither blocks new risk nor touches other keys", async () => {
      const alone = await marginOf(0, [[BITCOIN, 1]]);
      await goesBad(ETH);
      const both = await marginOf(0, [
        [ETHER, "0.03"],
        [BITCOIN, 1],
      ]);
      expect(both.unpriced).to.equal(false);
      expect(both.initialEquity - both.initial).to.equal(alone.initialEquity - alone.initial);
    });
  });

  describe("given the settlement asset on another lane", () => {
    it("values it at par with cash, less its haircut", async () => {
      for (const price of [99_000_000n, 100_000_000n, 104_000_000n]) {
        await transmit(desk(), USD, price);
        await mined(desk().risk.refresh(1n));
        const cash = await marginOf(1_000);
        const key = await marginOf(0, [[DOLLAR, 1_000]]);
        expect(key.equity).to.equal(cash.equity);
        expect(key.maintenance).to.be.greaterThan(0n);
      }
    });
  });

  describe("given a settlement asset off its peg", () => {
    it("frees no margin below a dollar and costs above it", async () => {
      const at = async (price: bigint) => {
        await transmit(desk(), USD, price);
        await mined(desk().risk.refresh(1n));
        const [debt, credit] = [await marginOf(-1_000), await marginOf(1_000)];
        return [debt.equity, credit.equity];
      };
      expect(await at(97_000_000n)).to.deep.equal([-usd(1_000), usd(970)]);
      expect(await at(103_000_000n)).to.deep.equal([-usd(1_030), usd(1_000)]);
    });
  });

  describe("given a liability", () => {
    it("adds the reserve of five dollars once", async () => {
      const free = await marginOf(0, [[ETHER, 1]]);
      const indebted = await marginOf(-1, [[ETHER, 1]]);
      expect(indebted.maintenance - free.maintenance).to.equal(usd(5));
      expect(indebted.initial - free.initial).to.equal(usd(5));
      const flat = [position(0, 0n)];
      expect((await marginOf(-1, [[ETHER, 1]], flat)).maintenance).to.equal(indebted.maintenance);
    });
  });

  describe("given a position with a profit", () => {
    it("counts the profit for maintenance margin and not for initial margin", async () => {
      const gain = [position(0, usd(1), { cost: position(0, usd(2_500)).size })];
      const { equity, initialEquity, pnl } = await marginOf(100, [], gain);
      expect([equity, initialEquity, pnl]).to.deep.equal([usd(600), usd(100), usd(500)]);
    });
  });

  describe("given a position with a loss and funding owed", () => {
    it("counts both for both margins", async () => {
      const [cost, funding] = [position(0, usd(3_400)).size, position(0, usd(25)).size];
      const loss = [position(0, usd(1), { cost, funding })];
      const { equity, initialEquity, pnl } = await marginOf(1_000, [], loss);
      expect([equity, initialEquity, pnl]).to.deep.equal([usd(575), usd(575), -usd(425)]);
    });
  });

  describe("given collateral that hedges through its underlying", () => {
    it("refunds staked ether against an ether market", async () => {
      const short = [position(0, -usd(1), { cost: position(0, -usd(3_000)).size })];
      const apart =
        (await marginOf(0, [[STAKED, 1]])).maintenance + (await marginOf(0, [], short)).maintenance;
      expect((await marginOf(0, [[STAKED, 1]], short)).maintenance).to.be.lessThan(apart);
      const other =
        (await marginOf(0, [[BITCOIN, 1]])).maintenance +
        (await marginOf(0, [], short)).maintenance;
      expect((await marginOf(0, [[BITCOIN, 1]], short)).maintenance).to.equal(other);
    });
  });

  describe("given any size", () => {
    it("keeps initial margin two per cent above maintenance margin", async () => {
      for (const ether of ["0.00000001", 1, 10_000, 100_000_000]) {
        const { equity, initial, maintenance } = await marginOf(0, [[ETHER, ether]]);
        expect(initial - maintenance).to.be.at.least(mulUp(equity, 2n * 10n ** 16n) - 1n);
      }
    });

    it("charges at initial margin at least the size floor of the key", async () => {
      const { risk } = desk();
      const before = await marginOf(0, [[ETHER, 1]]);
      await setKey(desk(), ETHER, keyOf({ totalUnits: TOTAL }));
      await mined(risk.poke(1n << BigInt(ETHER)));
      const after = await marginOf(0, [[ETHER, 1]]);
      const { initial, sizeFloor } = await keyRowAt(desk(), ETHER);
      expect(after.maintenance).to.equal(before.maintenance);
      expect(after.initial).to.equal(mulUp(usd(3_000), initial + sizeFloor));
    });
  });
});
