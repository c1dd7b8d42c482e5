import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { runRiskPlot } from "../../scripts/plot/command.js";
import { readNetwork } from "../../scripts/plot/networks.js";
import { home } from "../../scripts/lib/home.js";

/** JavaScript that gives a value again, bigints included. */
const source = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === "bigint" ? `${part}n!` : part,
  ).replace(/"(-?\d+n)!"/g, "$1");

/** Tags that are not closed in the right order, and attributes without quotes. */
function faultsOf(xml: string): string[] {
  const faults: string[] = [];
  const open: string[] = [];
  for (const [tag, closing, name = "", attributes = "", empty] of xml.matchAll(
    /<(\/?)([a-zA-Z]+)([^>]*?)(\/?)>/g,
  )) {
    if (!/^(\s+[\w:-]+="[^"<]*")*\s*$/.test(attributes)) faults.push(tag);
    if (closing === "/") {
      if (open.pop() !== name) faults.push(tag);
    } else if (empty !== "/") open.push(name);
  }
  const rest = xml.replace(/<[^>]*>/g, "");
  if (/[<>]|&(?!amp;|lt;|gt;|quot;)/.test(rest)) faults.push("a bare < > or &");
  return [...faults, ...open];
}

describe("npm run risk:plot", () => {
  let folder: string;
  const run = async (...args: string[]): Promise<{ code: number; out: string; err: string }> => {
    const [out, err]: [string[], string[]] = [[], []];
    const code = await runRiskPlot(args, {
      line: (text) => out.push(text),
      complain: (text) => err.push(text),
    });
    return { code, out: out.join("\n"), err: err.join("\n") };
  };

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "causeway-plot-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("writes three figures and the table, prints the table, and says where they are", async () => {
    const { code, out } = await run("--out", folder);
    expect(code).to.equal(0);
    const files = [
      "local-haircut-against-outage.svg",
      "local-ramp-against-target.svg",
      "local-recognised-against-size.svg",
      "local-risk.txt",
    ];
    expect(readdirSync(folder).sort()).to.deep.equal(files);
    expect(out).to.include(readFileSync(path.join(folder, "local-risk.txt"), "utf8"));
    expect(out).to.include(`written to ${folder}: ${files.join(", ")}`);
  });

  it("draws well-formed SVG with axes, units, a legend, and colours for a dark page", async () => {
    await run("--out", folder);
    for (const name of readdirSync(folder).filter((file) => file.endsWith(".svg"))) {
      const svg = readFileSync(path.join(folder, name), "utf8");
      expect(faultsOf(svg), name).to.deep.equal([]);
      expect(svg).to.match(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 \d+ \d+"/);
      expect(svg).to.include("prefers-color-scheme:dark");
      expect(svg).to.match(/>[^<]*\((hours|\$ million)\)<\/text>/);
      for (const lane of ["hub", "arbitrum", "base", "optimism"])
        expect(svg).to.include(`>${lane}</text>`);
      expect(svg).not.to.match(/NaN|undefined|Infinity/);
    }
  });

  it("takes the path of a file that exports an environment", async () => {
    const { lanes, ...rest } = await readNetwork(home, "local");
    const sources = lanes.slice(1).map(({ name, minLatency }) => ({ name, minLatency }));
    const file = path.join(folder, "elsewhere.mjs");
    const environment = { ...rest, name: "elsewhere", hub: { name: "hub" }, sources };
    writeFileSync(file, `export const elsewhere = ${source(environment)};\n`);
    const { code, out } = await run(file, "--out", folder);
    expect(code).to.equal(0);
    expect(out).to.include("Recognised value against size, elsewhere");
  });

  it("knows the local file by its path too", async () => {
    expect((await run("deploy/networks/local.ts", "--out", folder)).code).to.equal(0);
  });

  const refused: readonly (readonly [what: string, args: readonly string[], told: RegExp])[] = [
    ["a network that is not there", ["atlantis"], /no network "atlantis".*such as local/],
    ["a file without an environment", ["deploy/roles.ts"], /deploy\/roles\.ts exports no environ/],
    ["two networks", ["local", "other"], /one network at a time, not local and other/],
    ["an unknown option", ["--colour"], /--colour/],
  ];
  for (const [what, args, told] of refused)
    it(`refuses ${what} and says what to do`, async () => {
      const { code, err } = await run(...args, "--out", folder);
      expect(code).to.equal(2);
      expect(err)
        .to.match(told)
        .and.to.match(/see --help$/);
      expect(readdirSync(folder)).to.deep.equal([]);
    });

  it("refuses a source chain that states no latency", async () => {
    const { lanes, ...rest } = await readNetwork(home, "local");
    const sources = lanes.slice(1).map(({ name }) => ({ name }));
    const file = path.join(folder, "silent.mjs");
    writeFileSync(
      file,
      `export const silent = ${source({ ...rest, hub: { name: "hub" }, sources })};\n`,
    );
    const { code, err } = await run(file, "--out", folder);
    expect(code).to.equal(2);
    expect(err).to.include("the source chain arbitrum states no minLatency (seconds)");
  });

  it("explains itself", async () => {
    const { code, out } = await run("--help");
    expect(code).to.equal(0);
    expect(out).to.include("usage: npm run risk:plot");
  });
});
