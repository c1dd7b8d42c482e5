import { expect } from "chai";
import fc from "fast-check";
import { WAD, bps, risk, seconds, wad } from "../src/index.js";
import { check } from "./helpers/fuzz.js";
import { START, later, pokedAt } from "./helpers/riskCases.js";

const bits = (width: number): fc.Arbitrary<bigint> =>
  fc.bigInt({ min: 0n, max: (1n << BigInt(width)) - 1n });

/** A word of fields, the lowest first. */
const wordOf = (fields: readonly (readonly [bigint, number])[]): bigint => {
  let [word, shift] = [0n, 0n];
  for (const [value, width] of fields) {
    word += value << shift;
    shift += BigInt(width);
  }
  return word;
};

describe("rows", () => {
  it("a key's row is 60, 60, 20, 32, 32, 16, 8, 4, 8 and 8 bits from the lowest on", () => {
    const word = wordOf([
      [11n, 60],
      [12n, 60],
      [13n, 20],
      [14n, 32],
      [15n, 32],
      [16n, 16],
      [17n, 8],
      [8n, 4],
      [19n, 8],
      [20n, 8],
    ]);
    expect(risk.decodeKeyRow(word)).to.deep.equal({
      maintenance: 11n,
      initial: 12n,
      discount: 13n * 10n ** 12n,
      sizeFloor: 14n * 10n ** 9n,
      pokedAt: 15n,
      recognisedFor: 16n,
      asset: 17,
      decimals: 8n,
      baseDiscount: 190n,
      penalty: 20n,
    });
  });

  it("an asset's row is 96, 20, 32, 32, 8, 24, 14, 14, 8 and 8 bits, the sequencer the top bit of its status", () => {
    const fields = (status: bigint): bigint =>
      wordOf([
        [11n, 96],
        [12n, 20],
        [13n, 32],
        [14n, 32],
        [status, 8],
        [16n, 24],
        [17n, 14],
        [18n, 14],
        [19n, 8],
        [20n, 8],
      ]);
    const row = risk.decodeAssetRow(fields(2n));
    expect(row).to.deep.equal({
      price: 11n,
      spread: 12n,
      observedAt: 13n,
      refreshedAt: 14n,
      status: "STALE",
      sequencerDown: false,
      depth: 16_000n * WAD,
      eta: 17n * 10n ** 14n,
      maxCharge: 18n * 10n ** 14n,
      minHaircut: 19n * 10n ** 16n,
      maxHaircut: 20n * 10n ** 16n,
    });
    expect(risk.decodeAssetRow(fields(130n))).to.deep.equal({ ...row, sequencerDown: true });
    expect(() => risk.decodeAssetRow(fields(6n))).to.throw(RangeError, "no price status 6");
  });

  it("every word comes back as it was", () => {
    check(
      fc.property(bits(248), bits(256), bits(256), (key, asset, underlying) => {
        const keyRow = risk.decodeKeyRow(key);
        if (keyRow !== undefined) expect(risk.encodeKeyRow(keyRow)).to.equal(key);
        const good = (asset & ~(0x7fn << 180n)) | (1n << 180n);
        expect(risk.encodeAssetRow(risk.decodeAssetRow(good))).to.equal(good);
        const row = risk.decodeUnderlyingRow(underlying);
        if (row !== undefined) expect(risk.encodeUnderlyingRow(row)).to.equal(underlying);
      }),
    );
  });

  it("an empty slot is no row", () => {
    expect(risk.decodeKeyRow(0n)).to.equal(undefined);
    expect(risk.decodeUnderlyingRow(0n)).to.equal(undefined);
  });

  it("a value wider than its field is refused", () => {
    const { key } = pokedAt(200);
    expect(() => risk.encodeKeyRow({ ...key, maintenance: wad(1n << 60n) })).to.throw(
      RangeError,
      "does not fit 60 bits",
    );
  });

  it("the spread and the higher price round up, and a spread of more than 20 bits saturates", () => {
    const [low, high] = [wad(3_000n * WAD), wad(3_000n * WAD + 1n)];
    expect(risk.spreadOf(low, high)).to.equal(1n);
    expect(risk.highPrice({ price: low, spread: 1n })).to.equal(3_000_003n * 10n ** 15n);
    expect(risk.spreadOf(low, low)).to.equal(0n);
    expect(risk.highPrice({ price: low, spread: 0n })).to.equal(low);
    expect(risk.spreadOf(wad(WAD), wad(3n * WAD))).to.equal((1n << 20n) - 1n);
    expect(risk.spreadOf(wad(0n), low)).to.equal(0n);
  });

  it("a key counts for initial margin until its time is over, without end, or not at all", () => {
    const { key } = pokedAt(200);
    const row = { ...key, recognisedFor: seconds(600n) };
    expect(risk.isRecognised(row, START)).to.equal(true);
    expect(risk.isRecognised(row, later(599))).to.equal(true);
    expect(risk.isRecognised(row, later(600))).to.equal(false);
    expect(risk.isRecognised(risk.suspended(row), START)).to.equal(false);
    const own = { ...row, recognisedFor: risk.WITHOUT_END };
    expect(risk.isRecognised(own, later(10n ** 9n))).to.equal(true);
    expect(risk.suspended({ ...row, penalty: bps(7n) }).penalty).to.equal(7n);
  });
});
