import { ZeroAddress } from "ethers";
import type { Lanes, Spoke } from "./lanes.js";
import { mined } from "./mined.js";

/** Stages of a lane (risk.md 2.4). */
export const stage = {
  normal: 0n,
  delayed: 1n,
  frozen: 2n,
  reduceOnly: 3n,
  quarantine: 4n,
} as const;

/** hb (seconds). */
export const HEARTBEAT = 900;

/** Messages nearer to each other than that count as one (seconds). */
export const SPACING = 300;

/** Sends the hub's clock to a vault. */
export async function tick(lanes: Lanes, spoke: Spoke): Promise<void> {
  const who = lanes.chain.signer(7);
  const value = await lanes.gateway.quoteFlush(spoke.eid, [], 0n);
  await mined(lanes.gateway.connect(who).flush(spoke.eid, [], 0n, who.address, { value }));
  await lanes.devnet.relayer.pump();
}

/** Sends a heartbeat of a vault, which names a payee or nobody. */
export async function beat(lanes: Lanes, spoke: Spoke, payee = ZeroAddress): Promise<void> {
  const who = spoke.chain.signer(7);
  const value = await spoke.vault.quoteSync([], 0n);
  await mined(spoke.vault.connect(who).sync([], payee, 0n, who.address, { value }));
  await lanes.devnet.relayer.pump();
}

/** Heartbeats, each a third of an interval after the one before. */
export async function heartbeats(lanes: Lanes, spoke: Spoke, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    if (i > 0) await lanes.devnet.increaseTime(SPACING);
    await beat(lanes, spoke);
  }
}

/** A first round trip: from then on the lane has a latency of its own. */
export async function roundTrip(lanes: Lanes, spoke: Spoke): Promise<void> {
  await tick(lanes, spoke);
  await beat(lanes, spoke);
}

/** What a lane is at and remembers. */
export async function stageOf(
  { gateway }: Lanes,
  { eid }: Spoke,
): Promise<Record<"stage" | "floor" | "counted", bigint>> {
  const lane = await gateway.laneOf(eid);
  return { stage: lane.stage, floor: lane.clock.floor, counted: lane.clock.counted };
}

/** When the next message of a lane is due (unix seconds). */
export async function dueOf({ gateway }: Lanes, { eid }: Spoke): Promise<number> {
  const { clock, latency } = await gateway.laneOf(eid);
  return Number(clock.newestEcho + latency) + HEARTBEAT;
}
