import { expect } from "chai";
import { listAt, numberAt, parseJson, textAt, type Json } from "../../scripts/lib/json.js";
import { demo } from "../helpers/demo.js";

/** The lane that slows down (eid), and the key of the story on it. */
const SLOW = 40_245;
const BITCOIN_ON_BASE = 6;

const bps = (count: number): bigint => BigInt(count) * 10n ** 14n;

/** The slow lane in the demo's report (risk.md 2.3 to 2.5). */
describe("npm run demo -- --json about a lane that slows down", () => {
  let lanes: readonly Json[];
  let haircuts: readonly Json[];

  before(async () => {
    const { stdout } = await demo("--json", "--seed", "6");
    const report = parseJson(stdout, "the demo's stdout");
    lanes = listAt(report, "lanes");
    haircuts = listAt(report, "haircuts");
  });

  const stagesOf = (eid: number): string[] => {
    const lane = lanes.find((one) => one.eid === eid) ?? expect.fail(`no lane ${eid}`);
    return listAt(lane, "stageHistory").map((entry) => textAt(entry, "stage"));
  };
  const wad = (field: string): bigint[] => haircuts.map((entry) => BigInt(textAt(entry, field)));
  const times = (): number[] => haircuts.map((entry) => numberAt(entry, "t"));
  /** Index of the line with the longest silence. */
  const worst = (): number => {
    const premiums = wad("latencyIm");
    return premiums.indexOf(premiums.reduce((a, b) => (a > b ? a : b)));
  };

  it("has every lane with its round trips and stages, and haircuts of the slow lane's key", () => {
    expect(lanes.map((lane) => numberAt(lane, "eid"))).to.deep.equal([40_231, SLOW, 40_232]);
    for (const lane of lanes) {
      expect(Object.keys(lane).sort()).to.deep.equal(["eid", "samples", "srttMs", "stageHistory"]);
      // The first round trip, and one after the hub's clock of the opening; the slow lane heard a release too.
      expect(numberAt(lane, "samples")).to.be.within(2, 4);
      // A message waits for 20 s of confirmations there and 24 s back, and for the people in between.
      expect(numberAt(lane, "srttMs")).to.be.within(40_000, 80_000);
    }
    for (const entry of haircuts) {
      const fields = ["im", "key", "latencyIm", "latencyMm", "mm", "t"];
      expect(Object.keys(entry).sort()).to.deep.equal(fields);
      expect(numberAt(entry, "key")).to.equal(BITCOIN_ON_BASE);
    }
  });

  it("brings the slow lane stage by stage to REDUCE_ONLY and back, the others nowhere", () => {
    expect(stagesOf(SLOW)).to.deep.equal([
      "NORMAL",
      "DELAYED",
      "FROZEN",
      "REDUCE_ONLY",
      "FROZEN",
      "DELAYED",
      "NORMAL",
    ]);
    expect(stagesOf(40_231)).to.deep.equal(["NORMAL"]);
    expect(stagesOf(40_232)).to.deep.equal(["NORMAL"]);
  });

  it("raises the initial haircut with the premium at once, and lowers it by 5% an hour at most", () => {
    const [initial, premium, dates] = [wad("im"), wad("latencyIm"), times()];
    for (let i = 1; i < initial.length; i++) {
      const rise = (initial[i] ?? 0n) - (initial[i - 1] ?? 0n);
      const premiumRise = (premium[i] ?? 0n) - (premium[i - 1] ?? 0n);
      // Up to the last line before the messages arrive; the measured volatility falls a little meanwhile.
      if (i <= worst()) expect(premiumRise - rise < bps(1), `line ${i}`).to.equal(true);
      const elapsed = BigInt((dates[i] ?? 0) - (dates[i - 1] ?? 0));
      if (i > worst())
        expect(-rise <= (bps(500) * elapsed) / 3_600n + 1n, `line ${i}`).to.equal(true);
    }
  });

  it("raises the maintenance haircut by 1% an hour at most and stops at the dynamic cap", () => {
    const [maintenance, dates] = [wad("mm"), times()];
    for (let i = 1; i < maintenance.length; i++) {
      const rise = (maintenance[i] ?? 0n) - (maintenance[i - 1] ?? 0n);
      const elapsed = BigInt((dates[i] ?? 0) - (dates[i - 1] ?? 0));
      // P-R2: 1% an hour and 25 bps.
      expect(rise <= (bps(100) * elapsed) / 3_600n + bps(25), `line ${i}`).to.equal(true);
    }
    // base 1,200 + idio 50 + mmDynCap 500 bps (risk.md 2.5 and 8).
    expect(maintenance[worst()]).to.equal(bps(1_750));
  });

  it("ends with the premium the lane began with", () => {
    const premiums = wad("latencyMm");
    const [first, last] = [premiums[0] ?? 0n, premiums.at(-1) ?? 0n];
    // The measured volatility is a little lower by then.
    expect(last <= first && last * 10n > first * 9n).to.equal(true);
  });
});
