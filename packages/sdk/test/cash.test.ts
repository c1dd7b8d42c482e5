import { expect } from "chai";
import fc from "fast-check";
import {
  RAY,
  WAD,
  accrueIndex,
  borrowRate,
  borrowShares,
  cashValue,
  debtOwed,
  integer,
  ray,
  repayShares,
  seconds,
  utilisation,
  wad,
} from "../src/maths/index.js";
import { anyInt, anyPrice, anyRatio, anySignedValue, anyValue, check } from "./helpers/fuzz.js";

const { max, min } = integer;
const indices = anyInt(0n, 10n ** 30n).map((x) => ray(RAY + x));

describe("debt", () => {
  it("is never below what was lent", () => {
    check(
      fc.property(anyValue, indices, (amount, index) => {
        expect(debtOwed(borrowShares(amount, index), index) >= amount).to.equal(true);
      }),
    );
  });

  it("is never lowered by more than was repaid, but for its own rounding", () => {
    check(
      fc.property(anyValue, indices, (amount, index) => {
        expect(debtOwed(repayShares(amount, index), index) <= amount).to.equal(true);
      }),
    );
  });

  it("the index never falls, and grows at least by the simple interest", () => {
    const times = anyInt(0n, 2n ** 32n).map(seconds);
    check(
      fc.property(indices, anyRatio, times, (index, rate, elapsed) => {
        const simple = (index * rate * elapsed) / (31_536_000n * WAD);
        expect(accrueIndex(index, rate, elapsed) >= index + simple).to.equal(true);
      }),
    );
  });
});

describe("cash", () => {
  it("is never worth more than at par, and debt never less", () => {
    check(
      fc.property(anySignedValue, anyPrice, (cash, price) => {
        expect(cashValue(cash, price) <= cash).to.equal(true);
        expect(cashValue(cash, WAD)).to.equal(cash);
      }),
    );
  });
});

describe("interest", () => {
  it("utilisation lies between zero and one and does not fall as cash leaves", () => {
    check(
      fc.property(anyValue, anySignedValue, anySignedValue, (debt, a, b) => {
        const [full, drained] = [utilisation(debt, max(a, b)), utilisation(debt, min(a, b))];
        expect(full >= 0n && drained <= WAD && full <= drained).to.equal(true);
      }),
    );
  });

  it("the rate rises with utilisation up to 100% a year", () => {
    check(
      fc.property(anyRatio, anyRatio, (a, b) => {
        expect(borrowRate(min(a, b)) <= borrowRate(max(a, b))).to.equal(true);
      }),
    );
    expect(borrowRate(WAD)).to.equal(WAD);
    expect(borrowRate(wad(8n * 10n ** 17n))).to.equal(6n * 10n ** 16n);
  });
});
