import { createLocalSystem } from "../../deploy/local/world.js";
import { crash, cure } from "./crash.js";
import { fixed } from "./format.js";
import { Keeper } from "./keeper.js";
import { LaneWatch } from "./lanes.js";
import { opening } from "./opening.js";
import type { DemoOptions } from "./options.js";
import { plotOf } from "./plot.js";
import { reportOf, type Report } from "./report.js";
import { SlowLane } from "./slowdown.js";
import type { Chronicle, Stage } from "./stage.js";
import { Teller, type Sink } from "./teller.js";

const blank = (): Chronicle => ({
  deposits: [],
  takes: [],
  releases: [],
  haircuts: [],
  gas: {},
  startFactor: "",
  firstAuctionAfterSeconds: 0,
});

async function epilogue({ tell }: Stage, report: Report): Promise<void> {
  await tell.chapter("What held");
  const { sent, delivered, retried, failed } = report.messages;
  await tell.say(
    "all",
    `${sent} messages sent, ${delivered} delivered, ${retried} retried, ${failed} failed`,
  );
  for (const [act, gas] of Object.entries(report.gas))
    await tell.say("gas", `${act.padEnd(20)} ${fixed(BigInt(gas), 0, 0).padStart(9)}`);
  const held = Object.entries(report.invariants).filter(([, holds]) => holds);
  await tell.say("all", `invariants that hold: ${held.map(([id]) => id).join(", ")}`);
  for (const problem of report.problems) await tell.say("all", `WRONG: ${problem}`);
}

/**
 * Plays the story on chains of its own.
 *
 * @param options - seed, speed, forks
 * @param sink - where its lines go
 * @param elapsed - seconds since the demo started, by the machine's clock
 */
export async function play(
  options: DemoOptions,
  sink: Sink,
  elapsed: () => number,
): Promise<Report> {
  const { seed, forks } = options;
  const world = await createLocalSystem({
    seed: `demo ${seed}`,
    ...(forks.length > 0 ? { forks } : {}),
  });
  try {
    const tell = new Teller(sink, () => world.devnet.now(), options.speed);
    const stage: Stage = { world, plot: plotOf(seed), tell, chronicle: blank(), elapsed };
    const keeper = new Keeper(stage);
    const lanes = new LaneWatch(world);
    await lanes.look();
    await opening(stage);
    const slowdown = await new SlowLane(stage, keeper, lanes).play();
    const auctionClosed = await crash(stage, keeper);
    const cured = await cure(stage, keeper);
    const report = await reportOf(stage, seed, {
      auctionClosed,
      cured,
      slowdown,
      lanes: await lanes.records(),
    });
    await epilogue(stage, report);
    return report;
  } finally {
    await world.devnet.close();
  }
}
