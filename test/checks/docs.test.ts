import { expect } from "chai";

import { docs } from "../../scripts/checks/docs.js";
import { fixture, removeFixtures } from "../helpers/fixture.js";

const map = (...lines: string[]): string =>
  ["# It", "", "```", "it/", ...lines, "```", ""].join("\n");
const README = map("├── scripts/   tools", "└── package.json");
const project = {
  "package.json": '{ "scripts": { "check": "x", "test": "x" } }',
  "scripts/a.ts": "",
  "README.md": README,
};

const problemsOf = async (files: Record<string, string>): Promise<string> =>
  (await docs.run(await fixture({ ...project, ...files }))).problems.join("\n");

describe("check docs", () => {
  after(removeFixtures);

  it("passes a true README", async () => {
    const text = `${README}\nRun \`npm ci && npm test\`, [read on](docs/more.md#part) or [look](https://example.org).\n`;
    expect(
      await problemsOf({ "README.md": text, "docs/more.md": "" }),
      "docs is not drawn",
    ).to.contain("docs/");
    expect(
      await problemsOf({ "README.md": text.replace("docs/more.md#part", "scripts/a.ts") }),
    ).to.equal("");
  });

  it("reports 201 lines", async () => {
    const problems = await problemsOf({ "README.md": README + "line\n".repeat(200 - 7) });
    expect(problems).to.equal("");
    const longer = await problemsOf({ "README.md": README + "line\n".repeat(201 - 7) });
    expect(longer).to.contain("README.md has 201 lines, at most 200");
  });

  it("reports what is drawn and does not exist", async () => {
    const problems = await problemsOf({
      "README.md": map("├── scripts/", "│   └── b.ts", "└── package.json"),
    });
    expect(problems).to.equal("README.md draws scripts/b.ts, which does not exist");
  });

  it("reports a folder beside drawn ones that is not drawn", async () => {
    const drawn = map("└── packages/", "    └── sdk/");
    const problems = await problemsOf({
      "README.md": drawn,
      "packages/sdk/a.ts": "",
      "packages/app/a.ts": "",
    });
    expect(problems)
      .to.contain("does not draw scripts/")
      .and.to.contain("does not draw packages/app/");
  });

  it("reports a README without a map, and no README", async () => {
    expect(await problemsOf({ "README.md": "# It\n" })).to.contain("no map of the repository");
    const root = await fixture({ "package.json": "{}" });
    expect((await docs.run(root)).problems).to.deep.equal(["there is no README.md"]);
  });

  it("reports a command that package.json does not have", async () => {
    const problems = await problemsOf({ "SECURITY.md": "```\nnpm run demo\n```\n" });
    expect(problems).to.equal(
      'SECURITY.md quotes "npm run demo", which package.json does not have',
    );
  });

  it("reports a link to nothing", async () => {
    const problems = await problemsOf({ "scripts/notes.md": "[there](../STYLE.md)\n" });
    expect(problems).to.equal("scripts/notes.md links to ../STYLE.md, which does not exist");
  });
});
