import { Wallet } from "ethers";
import { expect } from "chai";

import { hygiene } from "../../scripts/checks/hygiene.js";
import { fixture, removeFixtures } from "../helpers/fixture.js";

// Every fault is put together here, so that this file passes the check itself.
const join = (...parts: string[]): string => parts.join("");
const keyOf = (seed: string): string => seed.repeat(32);

const faults: readonly { name: string; file: string; text: string; says: string }[] = [
  {
    name: "a machine path",
    file: "docs/a.md",
    text: join("see `/wo", "rk/place/file`"),
    says: "a machine path",
  },
  {
    name: "a home folder",
    file: "a.json",
    text: join('{ "a": "/ho', 'me/somebody/a" }'),
    says: "a machine path",
  },
  {
    name: "a registry host",
    file: ".npmrc",
    text: join("registry=https://registry.np", "mjs.org/"),
    says: "a registry host",
  },
  {
    name: "unfinished work",
    file: "a.sol",
    text: join("// TO", "DO: check"),
    says: "unfinished work",
  },
  {
    name: "a chosen test",
    file: "a.test.ts",
    text: join("it.on", 'ly("a", f);'),
    says: "a test switched off",
  },
  {
    name: "a skipped suite",
    file: "a.test.ts",
    text: join("describe.sk", 'ip("a", f);'),
    says: "a test switched off",
  },
  {
    name: "a crossed-out test",
    file: "a.test.ts",
    text: join("xi", 't("a", f);'),
    says: "a test switched off",
  },
  { name: "the type any", file: "a.ts", text: join("const a: an", "y = 1;"), says: "the type any" },
  { name: "a cast to any", file: "a.ts", text: join("f(a as an", "y);"), says: "the type any" },
  {
    name: "a silenced compiler",
    file: "a.ts",
    text: join("// @ts-ig", "nore"),
    says: "a type error switched off",
  },
  {
    name: "a silenced linter",
    file: "a.ts",
    text: join("/* eslint-dis", "able */"),
    says: "a lint rule switched off",
  },
  {
    name: "a private key",
    file: "a.ts",
    text: join("const private", `Key = "0x${keyOf("ab")}";`),
    says: "what looks like a private key",
  },
  { name: "a file for secrets", file: ".env.production", text: "A=1", says: "a file for secrets" },
  {
    name: "a range of versions",
    file: "packages/a/package.json",
    text: '{ "dependencies": { "ethers": "^6.17.0" } }',
    says: 'dependencies.ethers is "^6.17.0", not one version',
  },
  {
    name: "a lockfile tied to a host",
    file: "package-lock.json",
    text: '{ "packages": { "node_modules/a": { "resolved": "https://somewhere.example/a.tgz" } } }',
    says: "package-lock.json: node_modules/a is tied to a host",
  },
];

const problemsOf = async (files: Record<string, string>): Promise<string> =>
  (await hygiene.run(await fixture(files))).problems.join("\n");

describe("check hygiene", () => {
  after(removeFixtures);

  for (const { name, file, text, says } of faults) {
    it(`reports ${name}`, async () => {
      expect(await problemsOf({ [file]: `${text}\n` }))
        .to.contain(says)
        .and.to.contain(file);
    });
  }

  it("passes hashes, the keys everybody knows and words that only look alike", async () => {
    const known = Wallet.fromPhrase(`${"test ".repeat(11)}junk`).privateKey;
    const text = [
      `const digest = "0x${keyOf("ab")}";`,
      join("const private", `Key = "${known}";`),
      "const company: string = anything;",
      'const url = "https://example.org/home/page";',
    ].join("\n");
    expect(await problemsOf({ "a.ts": text })).to.equal("");
  });

  it("leaves alone what git ignores and what is generated", async () => {
    const bad = join("// TO", "DO");
    expect(await problemsOf({ "cache/a.ts": bad, "typechain-types/a.ts": bad })).to.equal("");
  });
});
