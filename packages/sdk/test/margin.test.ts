import { expect } from "chai";
import fc from "fast-check";
import {
  WAD,
  accountMargin,
  hedgeOffset,
  integer,
  scanRequirement,
  wad,
} from "../src/maths/index.js";
import type { Wad } from "../src/maths/index.js";
import { anyRatio, anySignedValue, anyValue, check } from "./helpers/fuzz.js";

const { abs, ceilDiv, max, min, mulDown, mulUp, sum } = integer;

interface Book {
  readonly legs: readonly Wad[];
  readonly other: readonly Wad[];
  readonly hedges: readonly Wad[];
  readonly rhos: readonly Wad[];
}

/** Up to six underlyings: two books of legs, hedges, and correlations. */
const books: fc.Arbitrary<Book> = fc
  .array(fc.tuple(anySignedValue, anySignedValue, anyValue, anyRatio), { maxLength: 6 })
  .map((rows) => ({
    legs: rows.map((row) => row[0]),
    other: rows.map((row) => row[1]),
    hedges: rows.map((row) => row[2]),
    rhos: rows.map((row) => row[3]),
  }));

const add = (a: readonly Wad[], b: readonly Wad[]): Wad[] => a.map((x, i) => wad(x + (b[i] ?? 0n)));

/** The worst loss over all 2^(U+1) corners of one common factor and one shock an underlying. */
function bruteForce({ legs, rhos }: Book): bigint {
  let worst = 0n;
  for (let corner = 0; corner < 2 ** (legs.length + 1); corner++) {
    const factor = corner & 1 ? 1n : -1n;
    const losses = legs.map((leg, i) => {
      const [rho, shock] = [rhos[i] ?? 0n, (corner >> (i + 1)) & 1 ? 1n : -1n];
      return 0n - leg * (rho * factor + (WAD - rho) * shock);
    });
    worst = max(worst, sum(losses));
  }
  return ceilDiv(worst, WAD);
}

describe("scan requirement", () => {
  it("is the worst corner scenario, by brute force", () => {
    check(
      fc.property(books, (book) => {
        expect(scanRequirement(book.legs, book.rhos)).to.equal(bruteForce(book));
      }),
    );
  });

  it("is at most gross, at least (1 − ρmax)·gross, and at least |Σ ρ·a|", () => {
    check(
      fc.property(books, ({ legs, rhos }) => {
        const required = scanRequirement(legs, rhos);
        const gross = sum(legs.map(abs));
        const common = abs(sum(legs.map((leg, i) => leg * (rhos[i] ?? 0n))));
        expect(required <= gross).to.equal(true);
        expect(required >= mulDown(gross, WAD - max<bigint>(0n, ...rhos))).to.equal(true);
        expect(required * WAD >= common).to.equal(true);
      }),
    );
  });

  it("is subadditive but for one wei: merging accounts never raises margin", () => {
    check(
      fc.property(books, ({ legs, other, rhos }) => {
        const merged = scanRequirement(add(legs, other), rhos);
        const apart = scanRequirement(legs, rhos) + scanRequirement(other, rhos);
        expect(merged <= apart + 1n).to.equal(true);
      }),
    );
  });

  it("gives positions of one direction no credit", () => {
    check(
      fc.property(books, ({ hedges, rhos }) => {
        expect(scanRequirement(hedges, rhos)).to.equal(sum(hedges));
        const shorts = hedges.map((x) => wad(0n - x));
        expect(scanRequirement(shorts, rhos)).to.equal(sum(hedges));
      }),
    );
  });
});

describe("hedge offset", () => {
  it("is between zero and θ times the smaller leg", () => {
    check(
      fc.property(books, anyRatio, ({ legs, hedges, rhos }, theta) => {
        const offset = hedgeOffset(legs, hedges, rhos, theta);
        const smaller = min<bigint>(scanRequirement(legs, rhos), sum(hedges));
        expect(offset >= 0n && offset <= mulDown(smaller, theta)).to.equal(true);
      }),
    );
  });

  it("leaves a charge of at least the larger leg", () => {
    check(
      fc.property(books, anyRatio, ({ legs, hedges, rhos }, theta) => {
        const [alone, hedge] = [scanRequirement(legs, rhos), sum(hedges)];
        const charge = alone + hedge - hedgeOffset(legs, hedges, rhos, theta);
        expect(charge >= max<bigint>(alone, hedge)).to.equal(true);
      }),
    );
  });

  it("is zero for collateral and positions of one direction, but for one wei", () => {
    check(
      fc.property(books, anyRatio, ({ other, hedges, rhos }, theta) => {
        const longs = other.map((x) => wad(abs(x)));
        expect(hedgeOffset(longs, hedges, rhos, theta) <= 1n).to.equal(true);
      }),
    );
  });
});

describe("account margin", () => {
  const keys = fc.array(
    fc.record({ value: anyValue, haircut: anyRatio, share: anyRatio, underlying: fc.nat(5) }),
    { maxLength: 8 },
  );

  it("is equity less haircuts, scan and add-ons, plus at most the offset", () => {
    check(
      fc.property(books, keys, anySignedValue, anyRatio, (book, rows, cash, theta) => {
        fc.pre(book.legs.length > 0);
        const held = rows.map(({ value, haircut, share, underlying }) => ({
          value,
          haircut,
          priceRisk: wad(mulDown(haircut, share)),
          underlying: underlying % book.legs.length,
        }));
        const rest = { cash, pnl: wad(0n), addOns: wad(5n * WAD), theta };
        const whole = accountMargin({ keys: held, legs: book.legs, rhos: book.rhos, ...rest });
        const haircuts = sum(held.map((key) => mulUp(key.value, key.haircut)));
        const scan = scanRequirement(book.legs, book.rhos);
        const upper = haircuts + scan + rest.addOns;
        expect(whole.equity).to.equal(sum(held.map((key) => key.value)) + cash);
        expect(whole.margin).to.equal(whole.equity - whole.charges);
        expect(whole.charges <= upper && whole.charges >= upper - min(haircuts, scan)).to.equal(
          true,
        );
      }),
    );
  });
});
