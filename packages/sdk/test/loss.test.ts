import { expect } from "chai";
import fc from "fast-check";
import {
  MAX_LEVERAGE,
  WAD,
  adlCharges,
  integer,
  isWaterfillLevel,
  lossWaterfall,
  ray,
  seconds,
  socialisedIndex,
  throttle,
  waterfill,
  wad,
} from "../src/maths/index.js";
import { anyInt, anySignedValue, anyValue, check } from "./helpers/fuzz.js";

const { max, min, sum } = integer;

describe("loss waterfall", () => {
  const inputs = fc.record({
    deficit: anyValue,
    perpPart: anyValue,
    insurance: anyValue,
    insuranceCap: anyValue,
    reserve: anyValue,
    adlCapacity: anyValue,
  });

  it("adds up to the deficit, and nobody bears more than they may", () => {
    check(
      fc.property(inputs, (loss) => {
        const { fromInsurance, fromReserve, fromAdl, socialised } = lossWaterfall(loss);
        expect(fromInsurance + fromReserve + fromAdl + socialised).to.equal(loss.deficit);
        expect(fromInsurance <= min(loss.insurance, loss.insuranceCap)).to.equal(true);
        expect(fromReserve <= loss.reserve).to.equal(true);
        expect(fromAdl <= min(loss.perpPart, loss.adlCapacity)).to.equal(true);
      }),
    );
  });

  it("reaches the pool only when all before it are spent", () => {
    check(
      fc.property(inputs, (loss) => {
        const shares = lossWaterfall(loss);
        const spent =
          shares.fromInsurance === min(loss.insurance, loss.insuranceCap) &&
          shares.fromReserve === loss.reserve &&
          shares.fromAdl === min(loss.perpPart, loss.adlCapacity);
        expect(shares.socialised === 0n || spent).to.equal(true);
      }),
    );
  });
});

describe("auto-deleveraging by profit", () => {
  it("charges the amount and less than one wei a winner more, nobody beyond their profit", () => {
    check(
      fc.property(anyValue, fc.array(anyValue, { maxLength: 12 }), (amount, profits) => {
        const { charges, surplus } = adlCharges(amount, profits);
        expect(sum(charges)).to.equal(min<bigint>(amount, sum(profits)) + surplus);
        expect(surplus >= 0n && surplus <= max(0n, BigInt(profits.length) - 1n)).to.equal(true);
        profits.forEach((profit, i) => {
          expect((charges[i] ?? -1n) >= 0n && (charges[i] ?? 0n) <= profit).to.equal(true);
        });
      }),
    );
  });
});

describe("auto-deleveraging by leverage", () => {
  const winners = fc.array(fc.record({ notional: anyValue, equity: anySignedValue }), {
    maxLength: 8,
  });

  it("unwinds the amount exactly, nobody beyond their position", () => {
    check(
      fc.property(winners, anyValue, (all, amount) => {
        const { quantities } = waterfill(all, amount);
        const total = sum(all.map((winner) => winner.notional));
        expect(sum(quantities)).to.equal(min<bigint>(amount, total));
        all.forEach(({ notional }, i) => {
          expect((quantities[i] ?? -1n) >= 0n && (quantities[i] ?? 0n) <= notional).to.equal(true);
        });
      }),
      200,
    );
  });

  it("the level it finds passes the contract's check, and its neighbours do not", () => {
    check(
      fc.property(winners, anyValue, (all, amount) => {
        const { level } = waterfill(all, amount);
        expect(isWaterfillLevel(all, amount, level)).to.equal(true);
        expect(isWaterfillLevel(all, amount, wad(level + 1n))).to.equal(false);
        expect(level === 0n || !isWaterfillLevel(all, amount, wad(level - 1n))).to.equal(true);
        expect(level <= MAX_LEVERAGE).to.equal(true);
      }),
      200,
    );
  });
});

describe("socialised loss", () => {
  it("the holders of the index pay at least the loss", () => {
    const indices = anyInt(0n, 10n ** 36n).map((x) => ray(x + 1n));
    const sizes = fc.tuple(anyValue, anyValue).filter(([a, b]) => a > 0n || b > 0n);
    check(
      fc.property(indices, sizes, (index, [a, b]) => {
        const [assets, loss] = [max(a, b), min(a, b)];
        const after = socialisedIndex(index, assets, loss);
        expect(after * assets <= index * (assets - loss)).to.equal(true);
        expect(after >= 0n && after <= index).to.equal(true);
      }),
    );
  });
});

describe("throttle", () => {
  it("grants at most what is in the bucket, and an account in critical health everything", () => {
    const buckets = fc.record({
      available: anyValue,
      cap: anyValue,
      ratePerSecond: anyInt(0n, WAD * WAD).map(wad),
      elapsed: anyInt(0n, 2n ** 32n).map(seconds),
    });
    check(
      fc.property(buckets, anyValue, (bucket, wanted) => {
        const { granted, left } = throttle(bucket, wanted, false);
        expect(granted + left <= bucket.cap && granted <= wanted && left >= 0n).to.equal(true);
        const critical = throttle(bucket, wanted, true);
        expect(critical.granted).to.equal(wanted);
        expect(critical.left <= left || granted < wanted).to.equal(true);
      }),
    );
  });
});
