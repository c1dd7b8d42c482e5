import { risk as twin } from "@causeway/sdk";
import { duration, fixed } from "./format.js";
import { hubTime, stageName } from "./lanes.js";
import type { Stage } from "./stage.js";

const WIDTHS = [15, 13, 13, 17, 17];

const percent = (wad: bigint): string => `${fixed(wad * 100n, 18, 2, 2)}%`;

const row = (cells: readonly string[]): string =>
  cells
    .map((cell, index) => cell.padEnd(WIDTHS[index] ?? 0))
    .join("")
    .trimEnd();

/** A key's haircuts against time, as a table of the story and as records of the report. */
export class HaircutTable {
  /**
   * @param stage - where it is told
   * @param key - whose haircuts (id)
   */
  constructor(
    private readonly stage: Stage,
    private readonly key: number,
  ) {}

  /** The heading. */
  async head(): Promise<void> {
    const cells = ["lane overdue", "stage", "T_j", "premium IM/MM", "haircut IM/MM"];
    await this.stage.tell.say("hub", row(cells));
  }

  /** The haircuts in force now, size aside, and what of them the lane's delay asks for. */
  async line(): Promise<void> {
    const { world, tell, chronicle } = this.stage;
    const { hub } = world;
    const lane = await hub.desk.laneOf(await hub.gateway.laneOfKey(this.key));
    const { initial, maintenance } = await hub.risk.haircutsOf(this.key);
    const stands = await this.inForce();
    chronicle.haircuts.push({
      key: this.key,
      t: await hubTime(world),
      im: stands.initial.toString(),
      mm: stands.maintenance.toString(),
      latencyIm: initial.latency.toString(),
      latencyMm: maintenance.latency.toString(),
    });
    const cells = [
      duration(Number(lane.overdue)),
      stageName(lane.stage),
      duration(Number(lane.latency + lane.overdue)),
      `${percent(initial.latency)} ${percent(maintenance.latency)}`,
      `${percent(stands.initial)} ${percent(stands.maintenance)}`,
    ];
    await tell.say("hub", row(cells));
  }

  /** The key's row. */
  async inForce(): Promise<twin.KeyRow> {
    const found = twin.decodeKeyRow(await this.stage.world.hub.risk.keyRow(this.key));
    if (found === undefined) throw new Error(`key ${this.key} was never poked`);
    return found;
  }
}
