import {
  createRng,
  describeSchedule,
  randomFaultSchedule,
  replaySchedule,
  type DevnetSnapshot,
} from "@causeway/devnet";
import { expect } from "chai";
import {
  expectInvariants,
  unsettledOf,
  observe,
  type Observer,
  type Reading,
} from "../helpers/invariants.js";
import { makeMove, movedKeys, prepare, type Tally } from "../helpers/moves.js";
import { settleEverything } from "../helpers/settle.js";
import { systemFixture, type LocalSystem } from "../helpers/system.js";

/**
 * One schedule by its seed (`CAUSEWAY_SEED=17`), or so many from a first one on (`CAUSEWAY_SCHEDULES=5000`,
 * `CAUSEWAY_FIRST=501`).
 */
const { CAUSEWAY_SEED, CAUSEWAY_SCHEDULES = "500", CAUSEWAY_FIRST = "1" } = process.env;

const seeds =
  CAUSEWAY_SEED === undefined
    ? Array.from({ length: Number(CAUSEWAY_SCHEDULES) }, (_, index) =>
        String(Number(CAUSEWAY_FIRST) + index),
      )
    : [CAUSEWAY_SEED];

/** Every so many schedules blocks are lost too; a chain that remembers its blocks mines them one by one (count). */
const REORG_EVERY = 25;

interface Stage {
  readonly world: LocalSystem;
  readonly observer: Observer;
  readonly start: DevnetSnapshot;
  readonly first: Reading;
  readonly tally: Tally;
}

async function stageOf(): Promise<Stage> {
  const world = await systemFixture();
  await prepare(world);
  const observer = await observe(world);
  await observer.remember();
  const start = await world.devnet.snapshot();
  const first = await observer.read();
  return { world, observer, start, first, tally: new Map() };
}

const reorgs = (seed: string): boolean => Number(seed) % REORG_EVERY === 0;

const scheduleOf = (seed: string) =>
  randomFaultSchedule(seed, {
    sends: 6,
    chains: ["hub", "arbitrum", "base", "optimism"],
    reorgDepth: reorgs(seed) ? 3 : 0,
  });

/** INV-01 to INV-04 and INV-10 after every step, INV-07 by what failed, INV-06 at the end. */
async function run(stage: Stage, seed: string): Promise<void> {
  const { world, observer, tally } = stage;
  const moves = createRng(`moves/${seed}`);
  let previous = stage.first;
  const look = async (situation: string): Promise<void> => {
    const reading = await observer.read(movedKeys);
    expectInvariants(reading, previous, situation);
    previous = reading;
  };
  const report = await replaySchedule(world.devnet, scheduleOf(seed), {
    send: () => makeMove(world, moves, tally),
    after: (step) => look(`after ${step.kind}`),
  });
  // INV-07: what failed had too little gas, and goes through once it is given what was bought.
  const failed = world.devnet.relayer.packets.filter(({ state }) => state === "failed");
  expect(
    failed.map(({ reason }) => reason?.text),
    "INV-07",
  ).to.deep.equal([]);
  // A reorg dates a message anew, so that its packet is another: the old one need not arrive.
  if (!reorgs(seed)) expect(report.undelivered, "packets never delivered").to.equal(0);
  await look("after healing");
  const settled = await settleEverything(world, observer, movedKeys);
  expectInvariants(settled, previous, "after settling");
  for (const { unseen, unreleased, unpaid } of unsettledOf(settled))
    expect([...unseen, ...unreleased, ...unpaid], "INV-06").to.deep.equal([]);
}

/** Says how to see the failure again. */
function replayable(seed: string, error: unknown): Error {
  const told = error instanceof Error ? error.message : String(error);
  const again = `CAUSEWAY_SEED=${seed} npx hardhat test mocha test/integration/faults.test.ts`;
  const schedule = describeSchedule(scheduleOf(seed));
  return new Error(`seed ${seed}: ${told}\n${again}\n${schedule}`, { cause: error });
}

describe("fault schedules", function () {
  this.timeout(0);

  it(`leave every invariant standing, seeds ${seeds[0] ?? "none"} to ${seeds.at(-1) ?? "none"}`, async () => {
    const stage = await stageOf();
    for (const seed of seeds) {
      await stage.world.devnet.restore(stage.start);
      try {
        await run(stage, seed);
      } catch (error) {
        throw replayable(seed, error);
      }
    }
    if (seeds.length < 100) return;
    // A schedule that only ever hears "nothing to do" would prove little.
    for (const [kind, { made }] of stage.tally) expect(made, kind).to.be.greaterThan(0);
  });
});
