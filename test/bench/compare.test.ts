import { expect } from "chai";
import { canonical, compare, problemsOf, tableOf } from "../../bench/lib/compare.js";
import type { Operation } from "../../bench/lib/operations.js";

const bounded: Operation = { id: "a.b", title: "b", unit: "gas", budget: 110, stretch: 90 };
const miss: Operation = { ...bounded, missed: "it writes three slots" };
const free: Operation = { id: "a.c", title: "c", unit: "gas" };

function problems(now: Record<string, number>, recorded = now, strict = false): string[] {
  return problemsOf(compare([bounded, free], recorded, now), now, strict);
}

describe("bench comparison", () => {
  it("passes at the budget", () => {
    expect(problems({ "a.b": 110, "a.c": 1 })).to.deep.equal([]);
  });

  it("fails one beyond the budget and says by how much", () => {
    expect(problems({ "a.b": 111, "a.c": 1 })).to.deep.equal([
      "a.b: 111 gas, 1 more than its budget of 110",
    ]);
  });

  describe("of a miss that is listed with its reason", () => {
    const judged = (now: number, recorded: Record<string, number>): string[] =>
      problemsOf(compare([miss], recorded, { "a.b": now }), { "a.b": now }, false);

    it("passes up to what is recorded, and shows the distance from the budget", () => {
      expect(judged(120, { "a.b": 120 })).to.deep.equal([]);
      expect(judged(119, { "a.b": 120 })).to.deep.equal([]);
      const table = tableOf(compare([miss], { "a.b": 120 }, { "a.b": 121 }));
      expect(table).to.match(/ MISSED by 11 \(10\.0%\)$/m);
    });

    it("fails when it grew", () => {
      expect(judged(121, { "a.b": 120 })).to.deep.equal([
        "a.b: 121 gas, a miss that grew by 1 from 120 recorded",
      ]);
    });

    it("fails when it was never recorded", () => {
      expect(judged(121, {})).to.deep.equal(["a.b: a miss that was never recorded"]);
    });

    it("fails when it is no miss any more", () => {
      expect(judged(110, { "a.b": 120 })).to.deep.equal([
        "a.b: within its budget, but listed as missed; strike the reason",
      ]);
    });

    it("fails when it was not measured", () => {
      expect(problemsOf(compare([miss], { "a.b": 120 }, {}), {}, false)).to.deep.equal([
        "a.b: not measured",
      ]);
    });
  });

  it("does not let an operation vanish", () => {
    expect(problems({ "a.c": 1 })).to.deep.equal(["a.b: not measured"]);
  });

  it("refuses a figure of an operation nobody listed", () => {
    expect(problems({ "a.b": 1, "a.c": 1, "a.d": 1 })).to.deep.equal([
      "a.d: measured, but not listed in bench/lib/operations.ts",
    ]);
  });

  it("shows drift within the budget and passes", () => {
    const now = { "a.b": 100, "a.c": 1 };
    const table = tableOf(compare([bounded, free], { "a.b": 80, "a.c": 1 }, now));
    expect(table).to.match(/^b +110 +90 +80 +100 +\+20 \(25\.0%\) +in budget$/m);
    expect(problems(now, { "a.b": 80, "a.c": 1 })).to.deep.equal([]);
  });

  it("fails on drift when strict", () => {
    expect(problems({ "a.b": 79, "a.c": 1 }, { "a.b": 80 }, true)).to.deep.equal([
      "a.b: 80 recorded, 79 now; record it with --record if it is meant",
      "a.c: nothing recorded, 1 now; record it with --record if it is meant",
    ]);
  });

  it("tells budget, stretch and neither apart", () => {
    const verdict = (now: number): string =>
      tableOf(compare([bounded], {}, { "a.b": now }))
        .split("  ")
        .at(-1) ?? "";
    expect([90, 91, 111].map(verdict)).to.deep.equal(["in stretch", "in budget", "OVER BUDGET"]);
  });

  it("writes figures down in the order of their names", () => {
    expect(canonical({ b: 2, a: 1 })).to.equal('{\n  "a": 1,\n  "b": 2\n}\n');
  });
});
