import { deploySequencerFeed } from "@causeway/devnet";
import { expect } from "chai";
import { bookOf, position } from "../../../helpers/book.js";
import { mined } from "../../../helpers/mined.js";
import { usd } from "../../../helpers/money.js";
import { BTC, ETH, USD, keyOf, useListedDesk, type ListedDesk } from "../../../helpers/riskDesk.js";
import {
  OUTSIDE,
  assetRowAt,
  keyRowAt,
  listKeys,
  transmit,
  underlyingRowAt,
} from "../../../helpers/rows.js";

const MINUTE = 60;
const FIVE_MINUTES = 300;
const FOREVER = 10n ** 9n;

/** Two ether and a bitcoin against ten thousand dollars of debt. */
const book = bookOf(-10_000, [
  [0, 2],
  [1, 1],
]);

async function listed(desk: ListedDesk): Promise<void> {
  await listKeys(
    desk,
    new Map([
      [0, keyOf()],
      [1, keyOf({ asset: BTC })],
    ]),
  );
  await mined(desk.parameters.listMarket(0, ETH));
  await mined(desk.risk.takeMarket(0));
  await mined(desk.risk.refresh(0b1111n));
}

describe("RiskEngine.freshMargin", () => {
  const desk = useListedDesk();

  describe("given prices and rows within the ages allowed", () => {
    it("answers what margin answers and changes nothing", async () => {
      await listed(desk());
      const { risk } = desk();
      await transmit(desk(), ETH, 100_000_000_000n);
      const before = await assetRowAt(desk(), ETH);
      const expected = await risk.margin(book);
      expect(await risk.freshMargin.staticCall(book, MINUTE, FIVE_MINUTES)).to.deep.equal(expected);
      await mined(risk.freshMargin(book, MINUTE, FIVE_MINUTES));
      expect(await assetRowAt(desk(), ETH)).to.deep.equal(before);
    });
  });

  describe("when a cached price is older than allowed", () => {
    it("refreshes it, and only what the book holds", async () => {
      await listed(desk());
      const { risk, devnet } = desk();
      await devnet.increaseTime(MINUTE);
      await mined(risk.refresh(1n << BigInt(BTC)));
      const young = await assetRowAt(desk(), BTC);
      const absent = await assetRowAt(desk(), 3);
      await transmit(desk(), ETH, 100_000_000_000n);
      await mined(risk.freshMargin(book, MINUTE, FIVE_MINUTES));
      expect((await assetRowAt(desk(), ETH)).price).to.equal(usd(1_000));
      expect(await assetRowAt(desk(), BTC)).to.deep.equal(young);
      expect(await assetRowAt(desk(), 3)).to.deep.equal(absent);
      // Two ether at 1,000 and a bitcoin at 60,000 against 10,000.
      expect((await risk.margin(book)).equity).to.equal(usd(52_000));
    });

    it("answers with the new price", async () => {
      await listed(desk());
      const { risk, devnet } = desk();
      await transmit(desk(), ETH, 100_000_000_000n);
      await devnet.increaseTime(MINUTE + 1);
      const { equity } = await risk.freshMargin.staticCall(book, MINUTE, FIVE_MINUTES);
      expect(equity).to.equal(usd(52_000));
    });

    it("refreshes the asset of a market", async () => {
      await listed(desk());
      const { risk } = desk();
      const positions = [position(0, usd(1), { cost: position(0, usd(3_000)).size })];
      await transmit(desk(), ETH, 100_000_000_000n);
      const { pnl } = await risk.freshMargin.staticCall(bookOf(0, [], positions), 0, FIVE_MINUTES);
      expect(pnl).to.equal(-usd(2_000));
    });
  });

  describe("when a cached price is not good", () => {
    it("asks its feed again, once, whatever its age", async () => {
      await listed(desk());
      const { risk } = desk();
      const young = await assetRowAt(desk(), BTC);
      await transmit(desk(), ETH, OUTSIDE);
      await mined(risk.refresh(1n << BigInt(ETH)));
      const { logs } = await mined(risk.freshMargin(book, MINUTE, FIVE_MINUTES));
      const refreshed = logs.map((log) => risk.interface.parseLog(log));
      expect(refreshed.map((event) => event?.name)).to.deep.equal(["PriceRefreshed"]);
      await transmit(desk(), ETH, 100_000_000_000n);
      await mined(risk.freshMargin(book, MINUTE, FIVE_MINUTES));
      const ether = await assetRowAt(desk(), ETH);
      expect([ether.price, ether.status]).to.deep.equal([usd(1_000), "GOOD"]);
      expect(await assetRowAt(desk(), BTC)).to.deep.equal(young);
    });
  });

  describe("when a row was poked longer ago than allowed", () => {
    it("pokes it, and only what the book holds", async () => {
      await listed(desk());
      const { risk, devnet, chain, parameters } = desk();
      await mined(parameters.setKey(2, keyOf()));
      await mined(risk.poke(0b100n));
      const absent = await keyRowAt(desk(), 2);
      await devnet.increaseTime(FIVE_MINUTES);
      await mined(risk.poke(0b10n));
      const young = await keyRowAt(desk(), 1);
      await mined(risk.freshMargin(book, FOREVER, FIVE_MINUTES));
      expect((await keyRowAt(desk(), 0)).pokedAt).to.equal(await chain.timestamp());
      expect(await keyRowAt(desk(), 1)).to.deep.equal(young);
      expect(await keyRowAt(desk(), 2)).to.deep.equal(absent);
    });

    it("pokes the underlying of a position once", async () => {
      await listed(desk());
      const { risk, devnet, chain, parameters } = desk();
      await mined(parameters.listMarket(1, ETH));
      await mined(risk.takeMarket(1));
      await devnet.increaseTime(FIVE_MINUTES);
      const positions = [position(0, usd(1)), position(1, usd(1))];
      const { logs } = await mined(
        risk.freshMargin(bookOf(0, [], positions), FOREVER, FIVE_MINUTES),
      );
      expect(logs.length).to.equal(1);
      expect((await underlyingRowAt(desk(), ETH)).pokedAt).to.equal(await chain.timestamp());
    });
  });

  describe("when the sequencer is down or within its grace hour", () => {
    it("answers an unpriced margin by a status as old as a price may be", async () => {
      await listed(desk());
      const { risk, oracle, chain, devnet } = desk();
      const feed = await deploySequencerFeed(chain);
      await mined(oracle.setSequencerFeed(feed.address));
      const unpriced = async () => (await risk.freshMargin.staticCall(book, 60, FOREVER)).unpriced;
      await devnet.increaseTime(61);
      expect(await unpriced()).to.equal(true);
      await devnet.increaseTime(3_600);
      expect(await unpriced()).to.equal(false);
      await mined(risk.freshMargin(book, 60, FOREVER));
      await feed.down();
      expect(await unpriced()).to.equal(false);
      await devnet.increaseTime(61);
      expect(await unpriced()).to.equal(true);
      expect((await risk.margin(book)).unpriced).to.equal(false);
    });
  });

  describe("when the settlement asset or the asset of a market has no good price", () => {
    it("answers an unpriced margin", async () => {
      await listed(desk());
      const { risk } = desk();
      const positions = [position(0, usd(1))];
      await transmit(desk(), ETH, OUTSIDE);
      expect((await risk.freshMargin.staticCall(book, 0, FOREVER)).unpriced).to.equal(false);
      const exposed = bookOf(0, [], positions);
      expect((await risk.freshMargin.staticCall(exposed, 0, FOREVER)).unpriced).to.equal(true);
      await transmit(desk(), USD, OUTSIDE);
      expect((await risk.freshMargin.staticCall(book, 0, FOREVER)).unpriced).to.equal(true);
    });
  });

  describe("given an empty book", () => {
    it("requires nothing", async () => {
      const { risk } = desk();
      const empty = await risk.freshMargin.staticCall(bookOf(0), 0, 0);
      expect(empty).to.deep.equal([0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n, false]);
    });
  });
});
