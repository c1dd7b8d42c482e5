import type { Chain } from "../chain/chain.js";
import type { Clock } from "../chain/clock.js";
import { RevertedError } from "../errors.js";
import { packetKey, type Packet } from "../layerzero/packet.js";
import type { FaultDial } from "./faults.js";
import type { TrackedPacket } from "./tracker.js";
import type { DeliveryResult, RelayedSite } from "./workers.js";

/** How a pump runs. */
export interface PumpOptions {
  /** Mine the blocks that packets wait for; true by default. */
  readonly mine?: boolean;
}

/** The steps a pump takes, and what goes wrong with them. */
export interface RelaySteps {
  readonly faults: FaultDial;
  scan(): Promise<readonly Packet[]>;
  verify(packet: Packet, dvns: readonly number[]): Promise<void>;
  commit(packet: Packet): Promise<void>;
  execute(packet: Packet, options?: { readonly gas?: bigint }): Promise<DeliveryResult>;
}

/** States in which a packet still has something to wait for. */
const open: ReadonlySet<string> = new Set(["sent", "verified", "committed"]);

/** One run of the relayer, until nothing moves. */
export class Pump {
  /** Packets whose commit was refused in this run: asked again in the next. */
  readonly #refused = new Set<string>();
  #timeMoved = false;

  /**
   * @param relayer - whose steps are taken
   * @param book - its packets, by key
   * @param sites - by eid
   * @param clock - the devnet's time
   */
  constructor(
    private readonly relayer: RelaySteps,
    private readonly book: ReadonlyMap<string, TrackedPacket>,
    private readonly sites: ReadonlyMap<number, RelayedSite>,
    private readonly clock: Clock,
  ) {}

  /** Runs; with `mine`, mines the blocks that packets wait for. */
  async run(mine: boolean): Promise<void> {
    for (let moved = true; moved;) {
      await this.relayer.scan();
      if (mine) await this.#mineConfirmations();
      moved = await this.#round();
    }
    if (this.#timeMoved) await this.#syncAll();
  }

  /** Chains that wait for the same packets' confirmations wait at the same time, not one after the other. */
  async #mineConfirmations(): Promise<void> {
    const reached: number[] = [];
    this.clock.setFollowing(false);
    try {
      for (const { chain } of this.sites.values()) {
        const blocks = chain.halted ? 0 : await this.#missingBlocks(chain);
        if (blocks <= 0) continue;
        await chain.mine(blocks);
        reached.push((await chain.timestamp()) - chain.skew);
      }
    } finally {
      this.clock.setFollowing(true);
    }
    for (const time of reached) this.clock.reach(time);
    this.#timeMoved ||= reached.length > 0;
  }

  async #missingBlocks(chain: Chain): Promise<number> {
    const waiting = [...this.book.values()].filter(
      (tracked) =>
        tracked.state === "sent" &&
        !tracked.forged &&
        tracked.confirmedAt === undefined &&
        tracked.packet.srcEid === chain.eid &&
        this.sites.has(tracked.packet.dstEid),
    );
    if (waiting.length === 0) return 0;
    const height = await chain.height();
    return Math.max(
      ...waiting.map((tracked) => tracked.blockNumber + tracked.confirmations - height),
    );
  }

  async #round(): Promise<boolean> {
    const ready = await this.#ready();
    let moved = false;
    for (const tracked of ready) moved = (await this.#verify(tracked)) || moved;
    for (const tracked of ready) moved = (await this.#commit(tracked)) || moved;
    for (const tracked of ready) moved = (await this.#execute(tracked)) || moved;
    return moved;
  }

  /** What can be worked on now, in the order the dial asks for. */
  async #ready(): Promise<TrackedPacket[]> {
    await this.#markConfirmed();
    const rank = (tracked: TrackedPacket): number =>
      this.relayer.faults.of(tracked.packet).rank ?? 0;
    return [...this.book.values()]
      .filter((tracked) => this.#isReady(tracked))
      .sort((a, b) => rank(a) - rank(b));
  }

  #isReady(tracked: TrackedPacket): boolean {
    const site = this.sites.get(tracked.packet.dstEid);
    if (site === undefined || site.chain.halted || !open.has(tracked.state)) return false;
    const fault = this.relayer.faults.of(tracked.packet);
    if (fault.drop === "all" || tracked.confirmedAt === undefined) return false;
    return this.clock.now() >= tracked.confirmedAt + (fault.delay ?? 0);
  }

  async #markConfirmed(): Promise<void> {
    for (const { chain } of this.sites.values()) {
      const waiting = [...this.book.values()].filter(
        (tracked) =>
          tracked.packet.srcEid === chain.eid &&
          tracked.confirmedAt === undefined &&
          open.has(tracked.state),
      );
      if (waiting.length === 0) continue;
      const height = await chain.height();
      for (const tracked of waiting) {
        const enough = height - tracked.blockNumber >= tracked.confirmations;
        if (tracked.forged || enough) tracked.confirmedAt = this.clock.now();
      }
    }
  }

  async #verify(tracked: TrackedPacket): Promise<boolean> {
    if (tracked.state !== "sent") return false;
    const withheld = this.relayer.faults.of(tracked.packet).withhold ?? [];
    const willing = tracked.dvns.filter(
      (dvn) => !withheld.includes(dvn) && !tracked.signed.includes(dvn),
    );
    await this.relayer.verify(tracked.packet, willing);
    return willing.length > 0;
  }

  async #commit(tracked: TrackedPacket): Promise<boolean> {
    const key = packetKey(tracked.packet);
    const partly = tracked.state === "sent" && tracked.signed.length > 0;
    if (this.#refused.has(key) || !(partly || tracked.state === "verified")) return false;
    const { workers } = this.#destination(tracked);
    const reason = await workers.cannotCommit(tracked.packet);
    if (reason !== undefined) {
      tracked.reason = reason;
      // A packet short of signatures may get them in a later round of this run.
      if (!partly) this.#refused.add(key);
      return false;
    }
    await this.relayer.commit(tracked.packet);
    return true;
  }

  async #execute(tracked: TrackedPacket): Promise<boolean> {
    const fault = this.relayer.faults.of(tracked.packet);
    if (tracked.state !== "committed" || fault.drop === "execution") return false;
    const { workers } = this.#destination(tracked);
    // The endpoint delivers a packet only once every earlier one of its path is committed.
    if ((await workers.inboundNonce(tracked.packet)) < tracked.packet.nonce) return false;
    const result = await this.relayer.execute(
      tracked.packet,
      fault.gas === undefined ? {} : { gas: fault.gas },
    );
    for (let again = 0; result.delivered && again < (fault.duplicate ?? 0); again++)
      await this.#duplicate(tracked);
    return true;
  }

  /** Everything once more, as a confused worker might: the contracts must refuse. */
  async #duplicate(tracked: TrackedPacket): Promise<void> {
    await this.relayer.verify(tracked.packet, tracked.signed);
    try {
      await this.relayer.commit(tracked.packet);
    } catch (error) {
      if (!(error instanceof RevertedError)) throw error;
    }
    await this.relayer.execute(tracked.packet);
  }

  async #syncAll(): Promise<void> {
    for (const { chain } of this.sites.values()) if (!chain.halted) await chain.sync();
  }

  #destination(tracked: TrackedPacket): RelayedSite {
    const site = this.sites.get(tracked.packet.dstEid);
    if (site === undefined) throw new RangeError(`no chain with eid ${tracked.packet.dstEid}`);
    return site;
  }
}
