import type { Devnet } from "./devnet.js";
import type { LayerZeroCore } from "./layerzero/stack.js";
import { packetKey, type Packet } from "./layerzero/packet.js";
import type { Fault } from "./relayer/faults.js";
import { createRng, type Rng, type Seed } from "./rng.js";

/** One thing that happens in a schedule. */
export type ScheduleStep =
  | { readonly kind: "send"; readonly index: number; readonly fault: Fault }
  | { readonly kind: "pump" }
  | { readonly kind: "wait"; readonly seconds: number }
  | { readonly kind: "halt" | "resume"; readonly chain: string }
  | { readonly kind: "gas price"; readonly chain: string; readonly times: number }
  | { readonly kind: "reorg"; readonly chain: string; readonly depth: number };

/** What happens and what goes wrong, in order: plain data, replayed as often as wanted. */
export interface FaultSchedule {
  readonly seed: string;
  readonly steps: readonly ScheduleStep[];
}

/** What a schedule may hold. */
export interface ScheduleOptions {
  /** How often `send` is called (count). */
  readonly sends: number;
  /** Chains that can halt, reorganise, or grow dear, by name. */
  readonly chains: readonly string[];
  /** DVNs that can be withheld (count); 2 by default. */
  readonly dvns?: number;
  /**
   * How deep reorgs go at most (count). They keep the transactions, in the same order; 0 by default: none. Chains
   * remember their blocks only if there are any.
   */
  readonly reorgDepth?: number;
}

/** What a schedule drives. */
export interface ScheduleDriver {
  /** Sends packets, by LayerZero, from one chain or several: the `index`-th such step. */
  readonly send: (index: number) => Promise<void>;
  /** Called after each step, to look at invariants. */
  readonly after?: (step: ScheduleStep) => Promise<void>;
}

/** What came of a schedule. */
export interface ScheduleReport {
  /** Packets the schedule's sends put under way. */
  readonly packets: readonly Packet[];
  /** Deliveries that had to be tried again (count). */
  readonly retried: number;
  /** Packets that no healing could deliver (count). */
  readonly undelivered: number;
}

/** Too little for any lzReceive that stores something (gas units). */
const STARVED = 30_000n;

/** Longer than any delay in a schedule (seconds). */
const LONG = 4_000;

function randomFault(rng: Rng, rank: number, dvns: number): Fault {
  switch (rng.int(0, 7)) {
    case 0:
      return { rank, delay: rng.int(1, 3_600) };
    case 1:
      return { rank, drop: rng.chance(2) ? "all" : "execution" };
    case 2:
      return { rank, duplicate: rng.int(1, 2) };
    case 3:
      return { rank, withhold: [rng.int(0, dvns - 1)] };
    case 4:
      return { rank, gas: STARVED };
    default:
      return { rank };
  }
}

function disturbance(rng: Rng, options: ScheduleOptions): readonly ScheduleStep[] {
  const chain = rng.pick(options.chains);
  switch (rng.int(0, 6)) {
    case 0:
      return [{ kind: "wait", seconds: rng.int(1, 3_600) }];
    case 1:
      return [{ kind: "gas price", chain, times: rng.int(1, 20) }];
    case 2:
      return [{ kind: "halt", chain }, { kind: "pump" }, { kind: "resume", chain }];
    case 3:
      if ((options.reorgDepth ?? 0) === 0) return [];
      return [{ kind: "reorg", chain, depth: rng.int(1, options.reorgDepth ?? 1) }];
    case 4:
    case 5:
      return [{ kind: "pump" }];
    default:
      return [];
  }
}

/**
 * A schedule of faults fixed by a seed: sends in order, each with a fault and a place in the order of delivery, and
 * between them pumps, waiting, halted chains, dear gas and reorgs.
 *
 * @param seed - the seed
 * @param options - how many sends, on which chains
 * @returns the schedule
 */
export function randomFaultSchedule(seed: Seed, options: ScheduleOptions): FaultSchedule {
  const rng = createRng(`schedule/${String(seed)}`);
  const order = rng.shuffle(Array.from({ length: options.sends }, (_, index) => index));
  const steps: ScheduleStep[] = [];
  for (const [index, rank] of order.entries()) {
    steps.push({ kind: "send", index, fault: randomFault(rng, rank, options.dvns ?? 2) });
    steps.push(...disturbance(rng, options));
  }
  return { seed: String(seed), steps: [...steps, { kind: "pump" }] };
}

/**
 * A schedule as one line, to print beside a failure.
 *
 * @param schedule - the schedule
 * @returns JSON; bigints as text
 */
export function describeSchedule(schedule: FaultSchedule): string {
  return JSON.stringify(schedule, (_, value: unknown) =>
    typeof value === "bigint" ? value.toString() : value,
  );
}

async function send(
  devnet: Devnet<LayerZeroCore>,
  driver: ScheduleDriver,
  step: { index: number; fault: Fault },
) {
  // What was sent before is not this step's.
  await devnet.relayer.scan();
  await driver.send(step.index);
  const found = await devnet.relayer.scan();
  for (const packet of found) devnet.relayer.faults.packet(packetKey(packet), step.fault);
  return found;
}

/** A chain that has not enough blocks of its own yet cannot lose as many. */
async function reorg(devnet: Devnet<LayerZeroCore>, name: string, depth: number): Promise<void> {
  const chain = devnet.chain(name);
  const possible = Math.min(depth, chain.remembered);
  if (possible > 0) await chain.reorg(possible, { keep: () => true });
}

async function take(
  devnet: Devnet<LayerZeroCore>,
  step: Exclude<ScheduleStep, { kind: "send" }>,
): Promise<void> {
  switch (step.kind) {
    case "pump":
      await devnet.relayer.pump();
      return;
    case "wait":
      return devnet.increaseTime(step.seconds);
    case "halt":
      devnet.chain(step.chain).halt();
      return;
    case "resume":
      devnet.chain(step.chain).resume();
      return;
    case "gas price":
      return devnet.setGasPrice(step.chain, step.times);
    case "reorg":
      return reorg(devnet, step.chain, step.depth);
  }
}

/** Everything goes right from here on, and what failed is tried again, until nothing moves. */
async function heal(devnet: Devnet<LayerZeroCore>, schedule: FaultSchedule): Promise<void> {
  const { relayer } = devnet;
  relayer.faults.clear();
  for (const chain of devnet.chains) chain.resume();
  const dear = schedule.steps.flatMap((step) => (step.kind === "gas price" ? [step.chain] : []));
  for (const chain of new Set(dear)) await devnet.setGasPrice(chain, 1);
  await devnet.increaseTime(LONG);
  for (let moved = true; moved;) {
    moved = (await relayer.pump()) > 0;
    for (const { packet } of relayer.packets.filter(({ state }) => state === "failed")) {
      moved = (await relayer.retry(packet)).delivered || moved;
    }
  }
}

/**
 * Runs a schedule on a devnet, then heals every fault.
 *
 * @param devnet - as it stands; restore a snapshot first to replay
 * @param schedule - what happens
 * @param driver - what is sent
 * @returns what came of it
 */
export async function replaySchedule(
  devnet: Devnet<LayerZeroCore>,
  schedule: FaultSchedule,
  driver: ScheduleDriver,
): Promise<ScheduleReport> {
  const before = devnet.relayer.statistics.retried;
  if (schedule.steps.some((step) => step.kind === "reorg")) {
    for (const chain of devnet.chains) chain.recordBlocks();
  }
  const packets: Packet[] = [];
  for (const step of schedule.steps) {
    if (step.kind === "send") packets.push(...(await send(devnet, driver, step)));
    else await take(devnet, step);
    await driver.after?.(step);
  }
  await heal(devnet, schedule);
  const undelivered = packets.filter(
    (packet) => devnet.relayer.find(packetKey(packet))?.state !== "delivered",
  );
  return {
    packets,
    retried: devnet.relayer.statistics.retried - before,
    undelivered: undelivered.length,
  };
}
