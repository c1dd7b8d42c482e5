import { expect } from "chai";
import fc from "fast-check";
import {
  WAD,
  bps,
  exponentialFactor,
  insolventFactor,
  integer,
  linearFactor,
  lotAmount,
  lotValue,
  maxDiscount,
  payment,
  penaltySplit,
  perpFraction,
  seconds,
  startFactor,
  takeAmount,
  targetHaircut,
  unitPrice,
  units,
  wad,
} from "../src/maths/index.js";
import type { Wad } from "../src/maths/index.js";
import { anyPrice, anyRatio, anySignedValue, anyValue, check, ratioOfBps } from "./helpers/fuzz.js";

const { max, min, mulDown, mulUp } = integer;

const PENALTY = wad(10n ** 16n);
const GAP = wad(5n * 10n ** 15n);
const BUFFER = wad(5n * 10n ** 17n);

const times = fc.bigInt({ min: 0n, max: 10_000n }).map(seconds);
const twoTimes = fc.tuple(times, times);

describe("auction factors", () => {
  it("fall, never below the floor and never above the start", () => {
    const speeds = fc.constantFrom(1n, 2n, 3n, 6n);
    const floors = ratioOfBps(5000, 9600);
    const bases = fc.bigInt({ min: 0n, max: 2000n }).map(bps);
    check(
      fc.property(speeds, floors, bases, twoTimes, (speed, floor, base, [a, b]) => {
        const start = startFactor(base);
        const [cut, step] = [wad(998n * 10n ** 15n), seconds(12n)];
        const curves = [
          (t: bigint) => exponentialFactor({ start, cut, speed, step, floor }, seconds(t)),
          (t: bigint) => linearFactor({ start, duration: seconds(3600n), floor }, seconds(t)),
        ];
        for (const factorAt of curves) {
          const [early, late] = [factorAt(min(a, b)), factorAt(max(a, b))];
          expect(early >= late && late >= floor && early <= start).to.equal(true);
        }
      }),
    );
  });

  it("of an insolvent account fall to zero", () => {
    check(
      fc.property(anyRatio, times, times, (entry, a, b) => {
        const length = seconds(3600n);
        const early = insolventFactor(entry, min(a, b), length);
        const late = insolventFactor(entry, max(a, b), length);
        expect(early <= entry && early >= late).to.equal(true);
        expect(insolventFactor(entry, length, length)).to.equal(0n);
      }),
    );
  });
});

/** A key whose haircut leaves room for a discount: setters see to that (risk.md 4.3). */
interface Key {
  readonly maintenance: Wad;
  readonly initial: Wad;
  readonly floor: Wad;
}

const sellableKeys: fc.Arbitrary<Key> = fc
  .tuple(ratioOfBps(300, 9000), ratioOfBps(200, 900), fc.bigInt({ min: 0n, max: 3000n }), anyRatio)
  .map(([maintenance, above, base, lag]) => {
    const latency = wad(lag / 5n);
    const input = { base: bps(base), latencyPremium: latency, haircut: maintenance };
    const discount = maxDiscount({ ...input, penalty: PENALTY, gap: GAP });
    return { maintenance, initial: wad(maintenance + above), floor: wad(WAD - discount) };
  });

describe("the no-toxic floor", () => {
  it("every sale at or above it improves health", () => {
    check(
      fc.property(sellableKeys, fc.boolean(), ({ maintenance, initial, floor }, binds) => {
        const freed = targetHaircut(maintenance, initial, binds, BUFFER);
        expect(freed + mulDown(floor, WAD - PENALTY) > WAD).to.equal(true);
      }),
    );
  });

  it("selling everything at the floor at the trigger leaves equity", () => {
    const values = fc.bigInt({ min: 100n * WAD, max: 10n ** 36n });
    check(
      fc.property(sellableKeys, values, ({ maintenance, floor }, value) => {
        const equity = wad(mulUp(value, maintenance) - 1n);
        const proceeds = unitPrice(wad(value), floor);
        const shares = { chip: wad(5n * 10n ** 14n), insuranceShare: wad(7n * 10n ** 17n) };
        const tip = wad(5n * WAD);
        const split = penaltySplit({ proceeds, penaltyRate: PENALTY, equity, tip, ...shares });
        expect(equity - value + split.credited >= 0n).to.equal(true);
      }),
    );
  });
});

describe("lots", () => {
  it("a partial lot restores the target, and one wei less would not", () => {
    const missings = fc.bigInt({ min: 1n, max: 10n ** 30n }).map(wad);
    check(
      fc.property(
        sellableKeys,
        missings,
        fc.boolean(),
        ({ maintenance, initial, floor }, missing, binds) => {
          const freed = targetHaircut(maintenance, initial, binds, BUFFER);
          const gain = freed + mulDown(floor, WAD - PENALTY) - WAD;
          const lot = { missing, targetHaircut: freed, factor: floor, penalty: PENALTY };
          const value = lotValue({ ...lot, maxValue: wad(2n ** 200n) });
          expect(value * gain >= missing * WAD && (value - 1n) * gain < missing * WAD).to.equal(
            true,
          );
        },
      ),
    );
  });

  it("are never more than the balance, and all of it where a sale frees nothing", () => {
    check(
      fc.property(anyValue, anyRatio, anyRatio, anyValue, (missing, freed, factor, maxValue) => {
        fc.pre(missing > 0n);
        const lot = { missing, targetHaircut: freed, factor, penalty: PENALTY, maxValue };
        const toxic = freed + mulDown(factor, WAD - PENALTY) <= WAD;
        expect(lotValue(lot) <= maxValue && (!toxic || lotValue(lot) === maxValue)).to.equal(true);
      }),
    );
  });
});

describe("amounts", () => {
  it("the amount of a lot is worth at least its value", () => {
    const amounts = units(2n ** 255n);
    check(
      fc.property(
        anyValue,
        anyPrice,
        fc.bigInt({ min: 0n, max: 18n }),
        (value, price, decimals) => {
          const amount = lotAmount(value, price, decimals, amounts);
          expect(payment(amount, price, decimals) >= value).to.equal(true);
        },
      ),
    );
  });

  it("a take leaves no dust and takes at most what is held", () => {
    const amounts = fc.bigInt({ min: 0n, max: 10n ** 12n }).map(units);
    const dust = wad(100n * WAD);
    check(
      fc.property(amounts, amounts, amounts, (wanted, held, needed) => {
        const price = wad(3000n * WAD);
        const take = { wanted, held, needed, unitPrice: price, decimals: 8n, dust };
        const left = held - takeAmount(take);
        expect(left === 0n || (left >= 0n && (left * price) / 10n ** 8n >= dust)).to.equal(true);
      }),
    );
  });

  it("the fraction of the positions to close is between zero and one and frees what is missing", () => {
    check(
      fc.property(anyValue, anyValue, anyValue, anyRatio, (missing, part, gross, fee) => {
        const fraction = perpFraction(missing, part, gross, fee);
        const freed = part - mulUp(gross, fee);
        expect(fraction >= 0n && fraction <= WAD).to.equal(true);
        expect(fraction === WAD || fraction * freed >= missing * WAD || missing === 0n).to.equal(
          true,
        );
      }),
    );
  });
});

describe("penalty split", () => {
  it("adds up to the wei and never exceeds the equity", () => {
    const rates = fc.tuple(anyRatio, anyRatio, anyRatio);
    check(
      fc.property(anyValue, anySignedValue, anyValue, rates, (proceeds, equity, tip, [a, b, c]) => {
        const terms = { penaltyRate: a, chip: b, insuranceShare: c };
        const split = penaltySplit({ proceeds, equity, tip, ...terms });
        expect(split.penalty).to.equal(split.keeper + split.insurance + split.protocol);
        expect(split.credited).to.equal(proceeds - split.penalty);
        expect(split.penalty <= max<bigint>(0n, equity)).to.equal(true);
        expect(min<bigint>(split.keeper, split.insurance, split.protocol) >= 0n).to.equal(true);
      }),
    );
  });
});
