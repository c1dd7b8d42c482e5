import { expect } from "chai";

import { layers } from "../../scripts/checks/layers.js";
import { fixture, removeFixtures } from "../helpers/fixture.js";

const project = {
  "package.json": '{ "type": "module" }',
  "tsconfig.json": '{ "compilerOptions": { "module": "nodenext" } }',
  "typechain-types/index.ts": "export const bindings = 1;\n",
  "scripts/tool.ts": "export const tool = 1;\n",
  "packages/sdk/src/codec.ts": "export const codec = 1;\n",
};

const faults: readonly { name: string; file: string; text: string }[] = [
  {
    name: "maths-is-pure",
    file: "packages/sdk/src/maths/haircut.ts",
    text: 'import { codec } from "../codec.js";\nexport const haircut = codec;\n',
  },
  {
    name: "devnet-knows-no-protocol",
    file: "packages/devnet/src/chain.ts",
    text: 'import { codec } from "../../sdk/src/codec.js";\nexport const chain = codec;\n',
  },
  {
    name: "devnet-knows-no-protocol",
    file: "packages/devnet/src/bound.ts",
    text: 'import { bindings } from "../../../typechain-types/index.js";\nexport const bound = bindings;\n',
  },
  {
    name: "packages-stand-alone",
    file: "packages/sdk/src/tooled.ts",
    text: 'import { tool } from "../../../scripts/tool.js";\nexport const tooled = tool;\n',
  },
  {
    name: "source-imports-no-test",
    file: "packages/sdk/src/tested.ts",
    text: 'import { helper } from "../test/helper.js";\nexport const tested = helper;\n',
  },
  {
    name: "imports-exist",
    file: "packages/sdk/src/lost.ts",
    text: 'import { gone } from "./gone.js";\nexport const lost = gone;\n',
  },
];

describe("check layers", () => {
  after(removeFixtures);

  let report = "";
  before(async () => {
    const root = await fixture({
      ...project,
      "packages/sdk/test/helper.ts": "export const helper = 1;\n",
      "packages/sdk/src/one.ts":
        'import { two } from "./two.js";\nexport const one = (): number => two();\n',
      "packages/sdk/src/two.ts":
        'import { one } from "./one.js";\nexport const two = (): number => one();\n',
      ...Object.fromEntries(faults.map(({ file, text }) => [file, text])),
    });
    report = (await layers.run(root)).problems.join("\n");
  });

  for (const { name, file } of faults) {
    it(`reports ${name} for ${file}`, () => {
      expect(report).to.contain(`${name}: ${file}`);
    });
  }

  it("reports a cycle", () => {
    expect(report).to.contain("no-cycles: packages/sdk/src/one.ts");
  });

  it("passes imports that only go down", async () => {
    const root = await fixture(project);
    expect(await layers.run(root)).to.deep.equal({ problems: [] });
  });
});
