import { expect } from "chai";
import { bookOf } from "../../../helpers/book.js";
import { mined } from "../../../helpers/mined.js";
import { usd } from "../../../helpers/money.js";
import { BTC, ETH, keyOf, useListedDesk, type ListedDesk } from "../../../helpers/riskDesk.js";
import { OUTSIDE, assetRowAt, keyRowAt, listKeys, transmit } from "../../../helpers/rows.js";

/** Keys of these tests (id). */
const [ETHER, BITCOIN] = [0, 1];
const MINUTE = 60;

const book = bookOf(-10_000, [
  [ETHER, 2],
  [BITCOIN, 1],
]);

async function listed(desk: ListedDesk): Promise<void> {
  await listKeys(
    desk,
    new Map([
      [ETHER, keyOf()],
      [BITCOIN, keyOf({ asset: BTC })],
    ]),
  );
  await mined(desk.risk.refresh(0b1111n));
}

describe("RiskEngine.saleTerms", () => {
  const desk = useListedDesk();
  beforeEach(async () => listed(desk()));

  describe("when the key has no row", () => {
    it("reverts with RiskEngine_UnknownKey(key)", async () => {
      const { risk } = desk();
      for (const key of [2, 63, 64, 255]) {
        await expect(risk.saleTerms(book, key, MINUTE))
          .to.be.revertedWithCustomError(risk, "RiskEngine_UnknownKey")
          .withArgs(key);
      }
    });
  });

  describe("given a held key", () => {
    it("refreshes its price in this block and leaves younger ones", async () => {
      const { risk, chain, devnet } = desk();
      await devnet.increaseTime(MINUTE - 10);
      await transmit(desk(), ETH, 290_000_000_000n);
      await transmit(desk(), BTC, 5_000_000_000_000n);
      await mined(risk.saleTerms(book, ETHER, MINUTE));
      const ether = await assetRowAt(desk(), ETH);
      expect(ether.refreshedAt).to.equal(await chain.timestamp());
      expect(ether.price).to.equal(usd(2_900));
      expect((await assetRowAt(desk(), BTC)).price).to.equal(usd(60_000));
    });

    it("refreshes what else is older than allowed", async () => {
      const { risk, devnet } = desk();
      await devnet.increaseTime(MINUTE + 1);
      await transmit(desk(), BTC, 5_000_000_000_000n);
      const [margin] = await risk.saleTerms.staticCall(book, ETHER, MINUTE);
      expect(margin.equity).to.equal(usd(6_000 + 50_000 - 10_000));
    });

    it("pokes its row when older than five minutes, and no other", async () => {
      const { risk, chain, devnet } = desk();
      const [etherBefore, bitcoinBefore] = [await keyRowAt(desk(), 0), await keyRowAt(desk(), 1)];
      await mined(risk.saleTerms(book, ETHER, MINUTE));
      expect(await keyRowAt(desk(), ETHER)).to.deep.equal(etherBefore);
      await devnet.increaseTime(301);
      await mined(risk.saleTerms(book, ETHER, MINUTE));
      expect((await keyRowAt(desk(), ETHER)).pokedAt).to.equal(await chain.timestamp());
      expect(await keyRowAt(desk(), BITCOIN)).to.deep.equal(bitcoinBefore);
    });

    it("answers the margin of the book and the terms of the key", async () => {
      const { risk } = desk();
      await mined(risk.refresh(0b111n));
      const [margin, terms] = await risk.saleTerms.staticCall(book, BITCOIN, MINUTE);
      expect(margin).to.deep.equal(await risk.margin(book));
      const [, bitcoin] = await risk.keyTerms(book);
      expect(terms).to.deep.equal(bitcoin);
    });
  });

  describe("when its feed is out", () => {
    it("is not on sale", async () => {
      await transmit(desk(), ETH, OUTSIDE);
      const [, terms] = await desk().risk.saleTerms.staticCall(book, ETHER, MINUTE);
      expect(terms.onSale).to.equal(false);
    });

    it("asks that feed once", async () => {
      const { risk } = desk();
      await transmit(desk(), ETH, OUTSIDE);
      for (let look = 0; look < 2; ++look) {
        const { logs } = await mined(risk.saleTerms(book, ETHER, MINUTE));
        expect(logs.map((log) => risk.interface.parseLog(log)?.name)).to.deep.equal([
          "PriceRefreshed",
        ]);
      }
    });
  });
});
