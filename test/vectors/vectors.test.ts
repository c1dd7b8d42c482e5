import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { network } from "hardhat";
import {
  CATALOGUE,
  parseVectors,
  runVectors,
  twinSide,
} from "../../packages/sdk/src/vectors/index.js";
import type { Outcome, Side } from "../../packages/sdk/src/vectors/index.js";
import { createContractSide } from "../../scripts/vectors/contract-side.js";

const read = (name: string): Promise<string> => readFile(new URL(name, import.meta.url), "utf8");

const fileOf = (...cases: object[]): string => JSON.stringify({ cases });

const UNIT_PRICE = { id: "p", fn: "unit_price", args: ["3", "1000000000000000000"], out: "3" };

let ready: Promise<Side[]> | undefined;

async function createSides(): Promise<Side[]> {
  const { ethers } = await network.create({ network: "hub" });
  return [await createContractSide(ethers), twinSide];
}

/** Solidity and SDK, deployed once. */
const bothSides = (): Promise<Side[]> => (ready ??= createSides());

async function run(text: string): Promise<Outcome & { readonly told: string }> {
  const lines: string[] = [];
  const outcome = await runVectors(parseVectors(text), await bothSides(), (line) =>
    lines.push(line),
  );
  return { ...outcome, told: lines.join("\n") };
}

describe("vectors, the golden files", () => {
  it("risk.json: all 299 cases pass on both sides", async () => {
    expect(await run(await read("risk.json"))).to.deep.equal({
      passed: 299,
      failed: 0,
      told: "",
    });
  });

  it("edges.json: every formula at the ends of its bounds passes on both sides", async () => {
    const { passed, failed, told } = await run(await read("edges.json"));
    expect({ failed, told }).to.deep.equal({ failed: 0, told: "" });
    expect(passed).to.be.greaterThan(CATALOGUE.size * 10);
  });

  it("together they name every formula of the catalogue", async () => {
    const cases = [
      ...parseVectors(await read("risk.json")),
      ...parseVectors(await read("edges.json")),
    ];
    const named = new Set(cases.map((item) => ("formula" in item ? item.formula.short : "")));
    expect([...CATALOGUE.keys()].filter((short) => !named.has(short))).to.deep.equal([]);
  });
});

describe("vectors, when an expected result is wrong by one wei", () => {
  it("fails the case on both sides and shows function, arguments, expected and got", async () => {
    const { passed, failed, told } = await run(
      fileOf(UNIT_PRICE, { ...UNIT_PRICE, id: "q", out: "4" }),
    );
    expect({ passed, failed }).to.deep.equal({ passed: 1, failed: 1 });
    for (const side of ["solidity", "sdk"]) {
      expect(told).to.include(`MISMATCH q: unit_price (unitPrice) on ${side}`);
    }
    expect(told).to.match(
      /price = 3\n.*factor = 1000000000000000000\n {2}expected 4\n {2}got {6}3/,
    );
  });
});

describe("vectors, when one side alone is wrong", () => {
  it("fails the case and names that side", async () => {
    const off: Side = {
      name: "off-by-one",
      answer: (cases) => Promise.resolve(cases.map(() => ({ values: [4n] }))),
    };
    const lines: string[] = [];
    const cases = parseVectors(fileOf(UNIT_PRICE));
    const outcome = await runVectors(cases, [...(await bothSides()), off], (line) =>
      lines.push(line),
    );
    expect(outcome).to.deep.equal({ passed: 0, failed: 1 });
    expect(lines).to.have.length(1);
    expect(lines[0]).to.include("on off-by-one");
  });
});

describe("vectors, when the function is unknown", () => {
  it("counts the case as failed and names the function", async () => {
    const { passed, failed, told } = await run(
      fileOf(UNIT_PRICE, { ...UNIT_PRICE, fn: "unit_prize" }),
    );
    expect({ passed, failed }).to.deep.equal({ passed: 1, failed: 1 });
    expect(told).to.equal('UNKNOWN  p: there is no function "unit_prize"');
  });
});

describe("vectors, when a formula has no result", () => {
  it("fails the case with the reason of either side", async () => {
    const { failed, told } = await run(
      fileOf({ id: "z", fn: "socialise", args: ["3", "0", "0"], out: "3" }),
    );
    expect(failed).to.equal(1);
    expect(told).to.include("got      failed: reverted with panic 0x12");
    expect(told).to.include("got      failed: Division by zero");
  });
});
