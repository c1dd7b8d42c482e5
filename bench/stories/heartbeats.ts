import { sync } from "../../deploy/local/moves.js";
import { heartbeats as beats } from "../../deploy/local/lanes.js";
import { cast, deliverOne, type Costs } from "../lib/acts.js";
import type { Bench } from "../lib/world.js";
import { receiveFrame } from "./messages.js";

/** A lane that pays nobody yet, and whose vault has 16 keys. */
const LANE = "base";

/** The first heartbeat of a lane that is paid, to somebody without cash: what its gas must be enough for. */
export async function heartbeats(bench: Bench): Promise<Costs> {
  await beats(bench, 1, [LANE]);
  if ((await bench.hub.engine.reserveCash()) === 0n) throw new Error("the reserve is empty");
  await sync(bench, LANE, [], cast.sender);
  const paid = await receiveFrame(bench, await deliverOne(bench));
  return { "receive.heartbeat": paid };
}
