import { expect } from "chai";

import { typescript } from "../../scripts/checks/typescript.js";
import { fixture, removeFixtures } from "../helpers/fixture.js";

const project = {
  "package.json": '{ "type": "module" }',
  "tsconfig.json": JSON.stringify({
    compilerOptions: { strict: true, module: "nodenext", target: "es2023", types: ["node"] },
    include: ["packages", "scripts"],
  }),
};

const faulty = [
  'import { readFileSync } from "node:fs";',
  ["export function read(value: an", "y): string { return value.name; }"].join(""),
  "export async function later(): Promise<void> { await Promise.resolve(); }",
  "export function start(): void { later(); }",
  "export function age(): number { return Date.now(); }",
  'export function money(): number { return parseFloat("1.5"); }',
  "export function tell(): void { console.log(readFileSync); }",
  "export function many(a: number, b: number, c: number, d: number, e: number): number { return a + b + c + d + e; }",
  "export function first(list: string[]): string { return list[0]!; }",
  `export function long(): void {\n${"  start();\n".repeat(60)}}`,
  "export default start;",
].join("\n");

const RULES = [
  "no-explicit-any",
  "no-floating-promises",
  "Take the time through a port",
  "never parseFloat",
  "no-console",
  "max-params",
  "no-non-null-assertion",
  "max-lines-per-function",
  "Named exports only",
  "The SDK runs in browsers",
];

describe("check typescript", function () {
  after(removeFixtures);

  let report = "";
  before(async () => {
    const root = await fixture({ ...project, "packages/sdk/src/index.ts": faulty });
    report = (await typescript.run(root)).problems.join("\n");
  });

  for (const rule of RULES) {
    it(`reports ${rule}`, () => {
      expect(report).to.contain(rule);
    });
  }

  it("passes a clean file", async () => {
    const clean = "export function twice(value: bigint): bigint {\n  return value * 2n;\n}\n";
    const root = await fixture({ ...project, "packages/sdk/src/index.ts": clean });
    expect(await typescript.run(root)).to.deep.equal({ problems: [] });
  });
});
