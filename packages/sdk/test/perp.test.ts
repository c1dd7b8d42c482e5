import { expect } from "chai";
import fc from "fast-check";
import {
  WAD,
  bps,
  closePart,
  fillPrice,
  fundingOwed,
  fundingStep,
  integer,
  marketPnl,
  openCost,
  perpPnl,
  seconds,
  tradeFee,
  wad,
} from "../src/maths/index.js";
import { anyInt, anyPrice, anyRatio, anySignedValue, anySize, check } from "./helpers/fuzz.js";

const { abs, max } = integer;

describe("one position", () => {
  it("shows no gain when opened and marked at one price", () => {
    check(
      fc.property(anySize, anyPrice, (size, price) => {
        expect(perpPnl(size, price, openCost(size, price)) <= 0n).to.equal(true);
      }),
    );
  });

  it("closed in two parts never realises more than closed whole", () => {
    check(
      fc.property(anySize, anySignedValue, anyPrice, anyRatio, (size, cost, price, part) => {
        fc.pre(abs(size) > 1n);
        const magnitude = max<bigint>(1n, (abs(size) * part) / (WAD + 1n));
        const first = closePart(size, cost, wad(size < 0n ? -magnitude : magnitude), price);
        const { remainingSize, remainingCost } = first;
        const second = closePart(remainingSize, remainingCost, remainingSize, price);
        const whole = closePart(size, cost, size, price);
        expect(first.realised + second.realised <= whole.realised).to.equal(true);
        expect([second.remainingSize, second.remainingCost]).to.deep.equal([0n, 0n]);
        expect(whole.realised).to.equal(perpPnl(size, price, cost));
      }),
    );
  });

  it("never receives more funding than the other side owes", () => {
    check(
      fc.property(anySize, anySignedValue, anySignedValue, (size, now, entry) => {
        const owed = fundingOwed(size, now, entry) + fundingOwed(wad(0n - size), now, entry);
        expect(owed >= 0n && owed <= 1n).to.equal(true);
      }),
    );
  });
});

const scale = wad(1_000_000n * WAD);
// At most 1% of the scale, as orders are.
const skews = fc.bigInt({ min: -10_000n * WAD, max: 10_000n * WAD }).map(wad);
const price = wad(3000n * WAD + 7n);

describe("a market", () => {
  it("opening the first position shows its trader no gain", () => {
    check(
      fc.property(skews, anyPrice, (size, mark) => {
        const costSum = openCost(size, fillPrice(mark, wad(0n), size, scale));
        const flat = { fundingIndex: wad(0n), entryFundingSum: wad(0n) };
        const pnl = marketPnl({ skew: size, price: mark, skewScale: scale, costSum, ...flat });
        expect(pnl <= 0n).to.equal(true);
      }),
    );
  });

  it("buying and selling back never gains", () => {
    check(
      fc.property(skews, skews, (skew, size) => {
        const paid = openCost(size, fillPrice(price, skew, size, scale));
        const [after, back] = [wad(skew + size), wad(0n - size)];
        const received = openCost(back, fillPrice(price, after, back, scale));
        expect(paid + received >= 0n).to.equal(true);
      }),
    );
  });

  it("the fee lies between the maker and the taker rate on the notional", () => {
    const [maker, taker] = [bps(2n), bps(6n)];
    check(
      fc.property(skews, skews, (skew, size) => {
        const notional = abs(size) * price;
        const scaled = tradeFee(skew, size, price, { maker, taker }) * 10_000n * WAD;
        expect(scaled >= notional * maker).to.equal(true);
        expect(scaled < notional * taker + 10_000n * WAD).to.equal(true);
      }),
    );
  });
});

describe("funding", () => {
  const limits = { skewScale: scale, maxVelocity: wad(9n * WAD), maxRate: WAD, price };
  const rates = fc.bigInt({ min: -(10n ** 18n), max: WAD }).map(wad);
  const times = anyInt(0n, 10n ** 7n).map(seconds);

  it("keeps the rate within its limit and the index between the rates it passed through", () => {
    check(
      fc.property(rates, skews, times, (rate, skew, elapsed) => {
        const step = fundingStep({ rate, skew, elapsed, ...limits });
        expect(abs(step.rate) <= WAD).to.equal(true);
        // The index moves by at most price times the largest rate times the days, and one wei of rounding.
        const most = (price * WAD * elapsed) / (86_400n * WAD) + 1n;
        expect(abs(step.indexIncrease) <= most).to.equal(true);
      }),
    );
  });

  it("does not move for a balanced market at rest", () => {
    check(
      fc.property(times, (elapsed) => {
        const step = fundingStep({ rate: wad(0n), skew: wad(0n), elapsed, ...limits });
        expect(step).to.deep.equal({ rate: 0n, indexIncrease: 0n });
      }),
    );
  });

  it("never grows against the skew", () => {
    check(
      fc.property(rates, skews, times, (rate, skew, elapsed) => {
        const step = fundingStep({ rate, skew, elapsed, ...limits });
        expect(step.rate * skew >= 0n || abs(step.rate) <= abs(rate)).to.equal(true);
      }),
    );
  });
});
