import { expect } from "chai";
import { figuresOf, type Figure, type Line } from "../../scripts/plot/figures.js";
import { readNetwork } from "../../scripts/plot/networks.js";
import { home } from "../../scripts/lib/home.js";

/** Not chai's `closeTo`, which the chain matchers replace by one for whole numbers. */
const expectNear = (actual: number, expected: number, tolerance: number): void => {
  expect(Math.abs(actual - expected) <= tolerance, `${actual} near ${expected}`).to.equal(true);
};

describe("figures of the risk model", () => {
  let figures: readonly Figure[];
  const figure = (file: string): Figure => {
    const found = figures.find((one) => one.file === file);
    if (found === undefined) throw new RangeError(`no figure ${file}`);
    return found;
  };
  const line = (file: string, asset: string, lane: string, kind: string): Line => {
    const panel = figure(file).panels.find(({ title }) => title === asset);
    const found = panel?.lines.find((one) => one.name === lane && one.kind === kind);
    if (found === undefined) throw new RangeError(`no line ${asset} ${lane} ${kind}`);
    return found;
  };
  const at = ({ points }: Line, x: number): number => {
    const found = points.find(([here]) => Math.abs(here - x) < 1e-9);
    if (found === undefined) throw new RangeError(`no point at ${x}`);
    return found[1];
  };

  before(async () => {
    figures = figuresOf(await readNetwork(home, "local"));
  });

  it("have a panel for each asset and lines for each lane that lists it", () => {
    for (const { panels, kinds } of figures) {
      expect(panels.map(({ title }) => title)).to.deep.equal(["USDC", "ETH", "BTC", "ARB"]);
      const lanes = panels.map(({ lines }) => [...new Set(lines.map(({ name }) => name))]);
      expect(lanes).to.deep.equal([
        ["arbitrum", "base", "optimism"],
        ["hub", "arbitrum", "base", "optimism"],
        ["hub", "base"],
        ["arbitrum"],
      ]);
      for (const { lines } of panels)
        expect([...new Set(lines.map(({ kind }) => kind))]).to.deep.equal(kinds);
    }
  });

  describe("haircut against the length of an outage", () => {
    const outage = (lane: string, kind: string): Line =>
      line("haircut-against-outage", "ETH", lane, kind);

    it("starts on the hub at the worked example of risk.md 2.6, with this tier's base", () => {
      // Volatility of 75% a year over 1,200 s: 1.850% at z = 4 and 2.775% at z = 6, above 13% and 16%.
      expectNear(at(outage("hub", "H_MM"), 0), 14.85, 0.001);
      expectNear(at(outage("hub", "H_IM"), 0), 18.775, 0.001);
    });

    it("counts nothing for initial margin from the second in which the lane is REDUCE_ONLY", () => {
      // Heartbeat 900 s, Tmin of arbitrum 300 s, overdue by 7,200 s.
      const reduced = 8_400 / 3_600;
      for (const [hours, haircut] of outage("arbitrum", "H_IM").points)
        expect(haircut === 100, `${hours} h`).to.equal(hours >= reduced - 1e-9);
    });

    it("never falls, and keeps the maintenance haircut below the dynamic cap of 5%", () => {
      for (const lane of ["arbitrum", "base", "optimism"])
        for (const kind of ["H_IM", "H_MM"]) {
          const values = outage(lane, kind).points.map(([, value]) => value);
          expect(values).to.deep.equal([...values].sort((a, b) => a - b));
          if (kind === "H_MM") expect(Math.max(...values)).to.be.at.most(18.5);
        }
    });
  });

  describe("ramp against its target", () => {
    const ramp = (kind: string): Line => line("ramp-against-target", "ETH", "base", kind);

    it("rises by at most 100 bps an hour and never above its target", () => {
      const target = ramp("target").points;
      ramp("la_MM").points.forEach(([hours, value], i, all) => {
        const [, before] = all[i - 1] ?? [0, value];
        expect(value - before, `${hours} h`).to.be.at.most(5 / 60 + 1e-9);
        expect(value).to.be.at.most((target[i]?.[1] ?? 0) + 1e-9);
      });
    });

    it("lags behind its target in the first hours and reaches it", () => {
      expect(at(ramp("target"), 1) - at(ramp("la_MM"), 1)).to.be.greaterThan(0.3);
      expect(at(ramp("la_MM"), 6)).to.equal(at(ramp("target"), 6));
    });

    it("lets initial margin fall by at most 500 bps an hour once messages are back", () => {
      const values = ramp("la_IM").points;
      values.forEach(([hours, value], i) => {
        const [, before] = values[i - 1] ?? [0, value];
        expect(before - value, `${hours} h`).to.be.at.most(5 / 12 + 1e-9);
      });
      expect(at(ramp("la_IM"), 12)).to.be.greaterThan(at(ramp("la_IM"), 12.5));
    });
  });

  describe("recognised value against size", () => {
    it("grows with size and stays below the value, initial margin below maintenance margin", () => {
      for (const asset of ["USDC", "ETH", "ARB"]) {
        const [initial, maintenance] = ["IM", "MM"].map(
          (kind) => line("recognised-against-size", asset, "arbitrum", kind).points,
        );
        maintenance?.forEach(([value, counted], i) => {
          const [, before] = maintenance[i - 1] ?? [0, 0];
          expect(counted).to.be.at.least(before);
          expect(counted).to.be.at.most(value);
          expect(initial?.[i]?.[1]).to.be.at.most(counted);
        });
      }
    });

    it("charges Q at the depth: eta, 15% for ether, on top of the account-independent part", () => {
      // $25 million at H_MM = 15.07% (arbitrum, see above) + 15%.
      const counted = at(line("recognised-against-size", "ETH", "arbitrum", "MM"), 25);
      const la = at(line("haircut-against-outage", "ETH", "arbitrum", "H_MM"), 0);
      expectNear(counted, 25 * (1 - la / 100 - 0.15), 1e-6);
    });
  });
});
