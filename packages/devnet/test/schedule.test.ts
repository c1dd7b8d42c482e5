import { expect } from "chai";
import {
  createDevnet,
  createRng,
  deploymentsOf,
  describeSchedule,
  fixture,
  oraclesOf,
  randomFaultSchedule,
  replaySchedule,
  type Devnet,
  type FaultSchedule,
  type ScheduleOptions,
} from "../src/index.js";
import { createWorld, HUB, SPOKE_A, SPOKE_B, specs, type World } from "./helpers/world.js";

const options: ScheduleOptions = { sends: 6, chains: ["hub", "spokeA", "spokeB"], reorgDepth: 4 };

/** Seed 22 reorganises a destination that holds a refused transaction. */
const seeds = [0, 1, 2, 3, 4, 5, 6, 7, 14, 22];

function transcriptOf(devnet: Devnet): string[] {
  return devnet.relayer.transcript.map(
    ({ at, step, packet, detail }) => `${at} ${step} ${packet.guid} ${detail}`,
  );
}

async function play(world: World, schedule: FaultSchedule): Promise<string[]> {
  const report = await replaySchedule(world.devnet, schedule, {
    send: async (index) => {
      const from = index % 2 === 0 ? SPOKE_A : SPOKE_B;
      const body = `0x0${index}`;
      const { nativeFee } = await world.mailbox(from).quote(HUB, body, "0x");
      await (await world.mailbox(from).post(HUB, body, "0x", { value: nativeFee })).wait();
    },
  });
  expect(report.undelivered, describeSchedule(schedule)).to.equal(0);
  expect(report.packets.length, describeSchedule(schedule)).to.equal(options.sends);
  return transcriptOf(world.devnet);
}

describe("devnet seeds", () => {
  const fresh = fixture(() => createWorld({ seed: 7 }));
  after(async () => (await fresh()).devnet.close());

  it("give a random stream that always starts alike", () => {
    const draw = (seed: string): unknown[] => {
      const rng = createRng(seed);
      return [
        rng.int(0, 1_000_000),
        rng.bigint(0n, 10n ** 30n),
        rng.hex(8),
        rng.shuffle([1, 2, 3, 4, 5, 6, 7]),
      ];
    };
    expect(draw("a")).to.deep.equal(draw("a"));
    expect(draw("a")).not.to.deep.equal(draw("b"));
  });

  it("give a devnet a stream of its own for each label", async () => {
    const { devnet } = await fresh();
    const draw = (label: string): string => devnet.rng(label).hex(16);
    expect(draw("prices")).to.equal(draw("prices"));
    expect(draw("prices")).not.to.equal(draw("users"));
  });

  it("shuffle into every order", () => {
    const rng = createRng("orders");
    const seen = new Set(Array.from({ length: 200 }, () => rng.shuffle([1, 2, 3]).join("")));
    expect([...seen].sort()).to.deep.equal(["123", "132", "213", "231", "312", "321"]);
  });

  it("give the same schedule for the same seed, and others for others", () => {
    const describe = (seed: number): string => describeSchedule(randomFaultSchedule(seed, options));
    expect(describe(1)).to.equal(describe(1));
    expect(new Set(Array.from({ length: 50 }, (_, seed) => describe(seed))).size).to.equal(50);
  });

  it("cover every kind of fault and disturbance between them", () => {
    const steps = Array.from(
      { length: 200 },
      (_, seed) => randomFaultSchedule(seed, options).steps,
    ).flat();
    const faults = steps.flatMap((step) => (step.kind === "send" ? Object.keys(step.fault) : []));
    expect([...new Set(faults)].sort()).to.deep.equal([
      "delay",
      "drop",
      "duplicate",
      "gas",
      "rank",
      "withhold",
    ]);
    const kinds = new Set(steps.map(({ kind }) => kind));
    expect([...kinds].sort()).to.deep.equal([
      "gas price",
      "halt",
      "pump",
      "reorg",
      "resume",
      "send",
      "wait",
    ]);
  });

  it("deliver every letter in the end, whatever went wrong on the way", async () => {
    for (const seed of seeds) {
      const world = await fresh();
      await play(world, randomFaultSchedule(seed, options));
      const bodies = await world.bodies(HUB);
      expect([...bodies].sort(), `seed ${seed}`).to.deep.equal([
        "0x00",
        "0x01",
        "0x02",
        "0x03",
        "0x04",
        "0x05",
      ]);
    }
  });

  it("give two devnets the same keys, addresses and transcripts", async () => {
    const schedule = randomFaultSchedule("twice", options);
    const first = await fresh();
    const second = await createWorld({ seed: 7 });
    try {
      expect(deploymentsOf(second.devnet)).to.deep.equal(deploymentsOf(first.devnet));
      const accounts = ({ devnet }: World): string[] =>
        devnet.chain(HUB).signers.map(({ address }) => address);
      expect(accounts(second)).to.deep.equal(accounts(first));
      const told = await play(first, schedule);
      expect(await play(second, schedule)).to.deep.equal(told);
      const head = async ({ devnet }: World): Promise<number[]> => {
        const hub = devnet.chain(HUB);
        return [await hub.height(), await hub.timestamp()];
      };
      expect(await head(second)).to.deep.equal(await head(first));
    } finally {
      await second.devnet.close();
    }
  });

  it("give other devnets other keys", async () => {
    const other = await createDevnet({ chains: specs.slice(0, 2), seed: 8 });
    try {
      const { devnet } = await fresh();
      expect(other.chain(HUB).signer(0).address).not.to.equal(devnet.chain(HUB).signer(0).address);
      expect(other.layerZero(HUB).dvns[0]?.signers[0]?.address).not.to.equal(
        devnet.layerZero(HUB).dvns[0]?.signers[0]?.address,
      );
      expect(oraclesOf(8)[0]?.address).not.to.equal(oraclesOf(7)[0]?.address);
    } finally {
      await other.close();
    }
  });
});
