import { expect } from "chai";

import { runModel } from "./cli.js";
import { configNamed, configs } from "./configs.js";
import { Explorer } from "./explore.js";
import { formatViolation } from "./report.js";
import { StateStore } from "./store.js";
import type { Config } from "./types.js";
import { sound } from "./types.js";
import type { Variant } from "./variants.js";
import { variants } from "./variants.js";

/** The same protocol and adversaries in bounds a test run can afford. */
function smaller(config: Config): Config {
  const forged = config.forgeries > 0;
  const two = config.lanes === 2;
  return {
    ...config,
    deposits: 1,
    clock: forged || two || config.losses > 0 ? 1 : Math.min(config.clock, 2),
    cover: forged ? 0 : Math.min(config.cover, 1),
    refills: forged ? 0 : config.refills,
    seizures: config.seizures && !two && config.reorgs === 0,
    forgeries: Math.min(config.forgeries, 1),
    forgedSync: config.forgedSync && !two,
    writeOffs: two ? 0 : Math.min(config.writeOffs, 1),
  };
}

function variantNamed(name: string): Variant {
  const found = variants.find((variant) => variant.name === name);
  if (found === undefined) throw new Error(`the variant ${name} is gone`);
  return found;
}

function run(...args: string[]): { code: number; text: string } {
  const lines: string[] = [];
  const code = runModel(args, {
    line: (text) => lines.push(text),
    progress: () => undefined,
  });
  return { code, text: lines.join("\n") };
}

describe("Protocol model", () => {
  describe("within small bounds", () => {
    for (const config of configs) {
      it(`holds in every state of ${config.name}`, () => {
        const outcome = new Explorer({ config: smaller(config), rules: sound }).run();
        expect(outcome.violation?.trace.map((line) => line.label)).to.equal(undefined);
        expect(outcome.complete).to.equal(true);
      });
    }
  });

  describe("with one decision turned", () => {
    for (const variant of variants) {
      it(`refutes ${variant.name} by ${variant.watch}`, () => {
        const outcome = new Explorer(variant).run();
        expect(outcome.violation?.id).to.equal(variant.watch);
      });
    }
  });

  describe("with the rest of the story played", () => {
    const canaries = [
      { name: "delta-messages", watch: "INV-05" },
      { name: "delta-messages", watch: "INV-06" },
      { name: "compare-paid", watch: "RECOVERY" },
    ];
    for (const { name, watch } of canaries) {
      it(`sees ${name} break ${watch} too`, () => {
        const outcome = new Explorer({ ...variantNamed(name), watch }).run();
        expect(outcome.violation?.id).to.equal(watch);
      });
    }
  });

  it("shows a shortest trace with its counters", () => {
    // Two SYNCs of one deposit of 1: a delta counts twice, and no run of fewer than three steps can show it.
    const { violation } = new Explorer(variantNamed("delta-messages")).run();
    if (violation === undefined) throw new Error("delta messages were not refuted");
    expect(violation.trace).to.have.length(4);
    const text = formatViolation(violation).join("\n");
    expect(text).to.contain(
      "INV-01 fails after 3 steps: lane 0: account 1 has 2 credited, 1 deposited",
    );
    expect(text).to.contain("dep 0/1/0  seen 0/2/0  cred 0/2/0");
  });
});

describe("Model command", () => {
  it("lists every configuration and variant", () => {
    const { code, text } = run("--list");
    expect(code).to.equal(0);
    for (const { name } of [...configs, ...variants]) expect(text).to.contain(`${name}: `);
  });

  it("refutes one variant by name", () => {
    const { code, text } = run("--config", "refund-by-time-out");
    expect(code).to.equal(0);
    expect(text).to.contain("time-out: 1 authorised for account 1 is refunded");
    expect(text).to.match(/model: 0 configurations hold, 1 wrong variants refuted$/);
  });

  it("fails when a configuration is cut short", () => {
    const { code, text } = run("--config", "honest", "--max-states", "100");
    expect(code).to.equal(1);
    expect(text).to.contain("cut short");
    expect(text).to.match(/model: 0 configurations hold, 0 wrong variants refuted$/);
  });

  it("fails when a wrong variant is not refuted in time", () => {
    const { code, text } = run("--config", "refund-by-time-out", "--max-states", "3");
    expect(code).to.equal(1);
    expect(text).to.contain("NOT refuted: INV-01 held in");
  });

  it("names what it knows when asked for something else", () => {
    const { code, text } = run("--config", "nonsense");
    expect(code).to.equal(2);
    expect(text).to.contain('no configuration named "nonsense"; there are honest, honest-cover');
  });

  it("refuses a count that is none", () => {
    const { code, text } = run("--max-states", "many");
    expect(code).to.equal(2);
    expect(text).to.contain('not "many"');
  });
});

describe("StateStore", () => {
  it("keeps every state apart from every other, across growth", () => {
    const store = new StateStore(3);
    const bytes = new Uint8Array(3);
    const count = 200_000;
    for (let i = 0; i < count; i += 1) {
      bytes.set([i & 255, (i >> 8) & 255, i >> 16]);
      expect(store.find(bytes)).to.equal(-1);
      expect(store.add(bytes, 0, i)).to.equal(i);
    }
    bytes.set([199_999 & 255, (199_999 >> 8) & 255, 199_999 >> 16]);
    expect(store.find(bytes)).to.equal(199_999);
    expect(store.mark(199_999)).to.equal(199_999);
    expect([...store.at(258)]).to.deep.equal([2, 1, 0]);
  });
});

describe("Configurations", () => {
  it("are found by name", () => {
    expect(configNamed("reorg").reorgs).to.be.greaterThan(0);
  });
});
