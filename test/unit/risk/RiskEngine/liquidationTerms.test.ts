import { expect } from "chai";
import { bps, seconds } from "../../../../packages/sdk/src/index.js";
import { bookOf, position } from "../../../helpers/book.js";
import { mined } from "../../../helpers/mined.js";
import { usd } from "../../../helpers/money.js";
import {
  BTC,
  ETH,
  SLOW_LANE,
  keyOf,
  setTerms,
  useListedDesk,
  type ListedDesk,
} from "../../../helpers/riskDesk.js";
import {
  OUTSIDE,
  assetRowAt,
  keyRowAt,
  listKeys,
  transmit,
  underlyingRowAt,
} from "../../../helpers/rows.js";

/** Keys of these tests (id): ether on the hub and on a slow lane, and bitcoin. Key 9 has no row. */
const [ETHER, SLOW, BITCOIN, UNKNOWN] = [0, 5, 8, 9];

const book = bookOf(-10_000, [
  [ETHER, 2],
  [SLOW, 3],
  [BITCOIN, 1],
]);

async function listed(desk: ListedDesk): Promise<void> {
  await listKeys(
    desk,
    new Map([
      [ETHER, keyOf({ idiosyncratic: bps(0n) })],
      [SLOW, keyOf({ eid: SLOW_LANE })],
      [BITCOIN, keyOf({ asset: BTC })],
    ]),
    new Map([[SLOW, 1_200n]]),
  );
  await mined(desk.parameters.listMarket(0, ETH));
  await mined(desk.risk.takeMarket(0));
}

describe("RiskEngine.liquidationTerms", () => {
  const desk = useListedDesk();
  beforeEach(async () => listed(desk()));
  const termsOf = async (held = book) => {
    const [margin, offers] = await desk().risk.liquidationTerms.staticCall(held);
    await mined(desk().risk.liquidationTerms(held));
    const terms = await desk().risk.keyTerms(held);
    return { margin, offers, terms };
  };

  describe("given a book", () => {
    it("refreshes every price and pokes every row of it in this block", async () => {
      const { risk, chain, devnet } = desk();
      await devnet.increaseTime(1);
      const withPosition = { ...book, positions: bookOf(0, [], [position(0, usd(1))]).positions };
      await mined(risk.liquidationTerms(withPosition));
      const now = BigInt(await chain.timestamp());
      for (const asset of [0, ETH, BTC]) {
        expect((await assetRowAt(desk(), asset)).refreshedAt).to.equal(now);
      }
      for (const key of [ETHER, SLOW, BITCOIN]) {
        expect((await keyRowAt(desk(), key)).pokedAt).to.equal(now);
      }
      expect((await underlyingRowAt(desk(), ETH)).pokedAt).to.equal(now);
    });

    it("answers the margin at the new prices", async () => {
      await transmit(desk(), ETH, 100_000_000_000n);
      const { margin } = await termsOf();
      expect(margin.equity).to.equal(usd(2 * 1_000 + 3 * 1_000 + 60_000 - 10_000));
      await mined(desk().risk.liquidationTerms(book));
      expect(await desk().risk.margin(book)).to.deep.equal(margin);
    });

    it("answers the discounts of every held key, packed as an auction keeps them", async () => {
      const { offers, terms } = await termsOf();
      expect(terms.map((one) => Number(one.key))).to.deep.equal([ETHER, SLOW, BITCOIN]);
      // 32 bits a key, eight keys a word: dMax in ppm, and above its 19 bits dBase in bps.
      const [ether = 0n, slow = 0n, bitcoin = 0n] = terms.map(
        ({ maxDiscount, baseDiscount }) => maxDiscount / 10n ** 12n + (baseDiscount << 19n),
      );
      const first = ether + (slow << BigInt(32 * SLOW));
      expect(offers).to.deep.equal([first, bitcoin, 0n, 0n, 0n, 0n, 0n, 0n]);
      expect(terms.map((one) => one.baseDiscount)).to.deep.equal([600n, 600n, 600n]);
    });

    it("leaves the terms of every key for a view of the same block", async () => {
      const { terms } = await termsOf();
      const [ether] = terms;
      expect(ether?.price).to.equal(usd(3_000));
      expect([ether?.decimals, ether?.penalty]).to.deep.equal([8n, 100n]);
      expect([ether?.onSale, ether?.resumedAt]).to.deep.equal([true, 0n]);
    });

    it("needs no feed again in the same block", async () => {
      await desk().devnet.increaseTime(1);
      await mined(desk().risk.liquidationTerms(book));
      // Reading a feed needs 106,587 gas at least, three of them more than this.
      await desk().risk.liquidationTerms.staticCall(book, { gasLimit: 120_000 });
    });
  });

  describe("given a key of a slow lane", () => {
    it("sells it down to dBase and its latency premium", async () => {
      const { terms } = await termsOf();
      const { maintenance } = await desk().risk.haircutsOf(SLOW);
      const floor = usd("0.06") + maintenance.latency;
      const [, slow] = terms;
      expect(slow?.maxDiscount).to.equal(floor - (floor % 10n ** 12n));
    });
  });

  describe("given a haircut too small for dBase and the latency premium", () => {
    it("sells no deeper than haircut less penalty and gap, so that no sale harms", async () => {
      // A lane silent for days has a premium far above the dynamic cap of its haircut, which is still on its ramp.
      await setTerms(desk(), SLOW, { latency: seconds(1_000_000n) });
      const { terms } = await termsOf();
      const [, slow] = terms;
      const { maintenance } = await desk().risk.haircutsOf(SLOW);
      const deepest = (slow?.haircutMaintenance ?? 0n) - usd("0.015");
      expect(deepest).to.be.lessThan(usd("0.06") + maintenance.latency);
      expect(slow?.maxDiscount).to.equal(deepest - (deepest % 10n ** 12n));
    });
  });

  describe("when the feed of a key is out", () => {
    it("is not on sale, shows its last good price and an initial haircut of one", async () => {
      await transmit(desk(), ETH, OUTSIDE);
      const { terms, margin } = await termsOf();
      const [ether, , bitcoin] = terms;
      expect([ether?.onSale, ether?.price]).to.deep.equal([false, usd(3_000)]);
      expect(ether?.haircutInitial).to.equal(usd(1));
      expect(bitcoin?.onSale).to.equal(true);
      expect(margin.equity).to.equal(usd(2 * 5 * 3_000 + 60_000 - 10_000));
      expect(margin.unpriced).to.equal(false);
    });

    it("says since when it is on sale again", async () => {
      const { risk, chain } = desk();
      await transmit(desk(), ETH, OUTSIDE);
      await mined(risk.refresh(1n << BigInt(ETH)));
      await chain.increaseTime(900);
      await transmit(desk(), ETH, 290_000_000_000n);
      await mined(risk.liquidationTerms(book));
      const [ether, , bitcoin] = await risk.keyTerms(book);
      expect(ether?.resumedAt).to.equal(await chain.timestamp());
      expect(bitcoin?.resumedAt).to.equal(0);
    });
  });

  describe("given a key without a row", () => {
    it("is not on sale", async () => {
      const held = bookOf(0, [
        [ETHER, 1],
        [UNKNOWN, 1],
      ]);
      const { terms, offers } = await termsOf(held);
      const [, unknown] = terms;
      expect([unknown?.key, unknown?.onSale, unknown?.price]).to.deep.equal([9n, false, 0n]);
      expect(offers[1]).to.equal(0n);
    });
  });
});
