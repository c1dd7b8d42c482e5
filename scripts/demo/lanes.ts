import { decodeSync } from "@causeway/sdk";
import type { LocalSystem } from "../../deploy/local/world.js";

/** Names of the stages of a lane (risk.md 2.4), by index. */
export const stageNames = ["NORMAL", "DELAYED", "FROZEN", "REDUCE_ONLY", "QUARANTINE"] as const;

/** A stage and when it was first seen (unix seconds). */
export interface StageRecord {
  readonly t: number;
  readonly stage: string;
}

/** A lane as the report tells it. */
export interface LaneRecord {
  readonly eid: number;
  /** Round trips measured (count). */
  readonly samples: number;
  /** Smoothed round trip (ms). */
  readonly srttMs: number;
  readonly stageHistory: readonly StageRecord[];
}

/** The name of a stage. */
export function stageName(stage: bigint): string {
  const name = stageNames[Number(stage)];
  if (name === undefined) throw new RangeError(`there is no stage ${stage}`);
  return name;
}

/** The hub's date (unix seconds). */
export async function hubTime({ devnet, hub }: LocalSystem): Promise<number> {
  return devnet.chain(hub.chain.name).timestamp();
}

/** Round trips that a lane's delivered messages measured: one a newest echo (risk.md 2.3). */
function samplesOf({ devnet, hub }: LocalSystem, eid: number): number {
  const heard = devnet.relayer.transcript.filter(
    ({ step, packet }) =>
      step === "deliver" && packet.srcEid === eid && packet.dstEid === hub.chain.eid,
  );
  const echoes = heard.map(({ packet }) => decodeSync(packet.message).echo);
  return echoes.filter((echo, index) => echo > Math.max(0, ...echoes.slice(0, index))).length;
}

/** Follows the stages of all lanes. */
export class LaneWatch {
  readonly #history = new Map<number, StageRecord[]>();

  /** @param world - whose lanes */
  constructor(private readonly world: LocalSystem) {}

  /** Looks, and remembers what changed. */
  async look(): Promise<void> {
    const t = await hubTime(this.world);
    for (const { chain } of this.world.sources) {
      const lane = await this.world.hub.desk.laneOf(chain.eid);
      const stage = stageName(lane.stage);
      const history = this.#history.get(chain.eid) ?? [];
      if (history.at(-1)?.stage !== stage) history.push({ t, stage });
      this.#history.set(chain.eid, history);
    }
  }

  /** What it saw, and what was measured. */
  async records(): Promise<LaneRecord[]> {
    const records: LaneRecord[] = [];
    for (const { chain } of this.world.sources) {
      const { clock } = await this.world.hub.desk.laneOf(chain.eid);
      records.push({
        eid: chain.eid,
        samples: samplesOf(this.world, chain.eid),
        srttMs: Number(clock.smoothed),
        stageHistory: this.#history.get(chain.eid) ?? [],
      });
    }
    return records;
  }
}
