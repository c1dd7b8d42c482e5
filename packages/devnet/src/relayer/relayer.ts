import type { Clock } from "../chain/clock.js";
import type { Interface } from "ethers";
import { DevnetError, createErrorDecoder, decodeError, type ErrorDecoder } from "../errors.js";
import { decodeExecutorOptions } from "../layerzero/options.js";
import {
  makePacket,
  packetKey,
  packetName,
  type Packet,
  type PacketFields,
} from "../layerzero/packet.js";
import { FaultDial } from "./faults.js";
import { Pump, type PumpOptions } from "./pump.js";
import { PacketTracker, type TrackedPacket } from "./tracker.js";
import type { Delivery, DeliveryResult, RelayedSite } from "./workers.js";

/** Counts since the devnet began. */
export interface RelayerStatistics {
  /** Packets seen in PacketSent events. */
  readonly sent: number;
  /** Packets whose lzReceive succeeded. */
  readonly delivered: number;
  /** Deliveries tried again after a failed one. */
  readonly retried: number;
  /** Packets whose last lzReceive failed. */
  readonly failed: number;
}

/** One thing the relayer did or saw. */
export interface RelayerEvent {
  /** The devnet's time (unix seconds). */
  readonly at: number;
  readonly step: "seen" | "verify" | "commit" | "deliver" | "fail" | "orphan";
  readonly packet: Packet;
  /** A DVN's number, or what a contract said. */
  readonly detail: string;
}

/** What a delivery by hand may change. */
export interface DeliverOptions {
  /** Given to lzReceive in place of what was bought (gas units). */
  readonly gas?: bigint;
}

/** A lying DVN claims as many as any receiver may ask for (count). */
const FORGED_CONFIRMATIONS = 1_000_000;

/** The DVNs and executors of all chains: watches, waits, verifies, commits, executes. */
export class Relayer {
  /** What goes wrong. */
  readonly faults = new FaultDial();
  readonly #packets = new Map<string, TrackedPacket>();
  readonly #sites: ReadonlyMap<number, RelayedSite>;
  readonly #trackers: ReadonlyMap<number, PacketTracker>;
  readonly #listeners = new Set<(event: RelayerEvent) => void>();
  readonly #transcript: RelayerEvent[] = [];
  #retried = 0;
  #decode: ErrorDecoder = decodeError;

  /**
   * @param sites - by eid
   * @param starts - by eid: the last block that is not looked at
   * @param clock - the devnet's time
   */
  constructor(
    sites: ReadonlyMap<number, RelayedSite>,
    starts: ReadonlyMap<number, number>,
    private readonly clock: Clock,
  ) {
    this.#sites = sites;
    this.#trackers = new Map(
      [...sites].map(([eid, site]) => [eid, new PacketTracker(site, starts.get(eid) ?? 0)]),
    );
  }

  /** Every packet seen or forged, oldest first. */
  get packets(): readonly Readonly<TrackedPacket>[] {
    return [...this.#packets.values()];
  }

  /** Counts since the devnet began. */
  get statistics(): RelayerStatistics {
    const all = this.packets;
    return {
      sent: all.filter((tracked) => !tracked.forged).length,
      delivered: all.filter((tracked) => tracked.state === "delivered").length,
      retried: this.#retried,
      failed: all.filter((tracked) => tracked.state === "failed").length,
    };
  }

  /** Everything done so far, in order. */
  get transcript(): readonly RelayerEvent[] {
    return this.#transcript;
  }

  /** Calls `listener` on everything done from now on; the result ends that. */
  on(listener: (event: RelayerEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Decodes failures of lzReceive with these ABIs too, in place of those given before. */
  knowErrors(...interfaces: readonly Interface[]): void {
    this.#decode = createErrorDecoder(interfaces);
  }

  /** What is known of a packet, by guid (the newest of them) or key. */
  find(guid: string): Readonly<TrackedPacket> | undefined {
    return this.packets.findLast(
      ({ packet }) => packet.guid === guid || packetKey(packet) === guid,
    );
  }

  /** Looks for new packets on every chain. */
  async scan(): Promise<Packet[]> {
    const found: Packet[] = [];
    const orphans = new Set(this.packets.filter(({ state }) => state === "orphaned"));
    for (const [eid, tracker] of this.#trackers) {
      for (const { packet } of await tracker.scan(this.#packets)) {
        found.push(packet);
        this.#tell("seen", packet, "");
      }
      if (tracker.rewound) await this.#recall(eid);
    }
    for (const tracked of this.packets) {
      if (tracked.state === "orphaned" && !orphans.has(tracked)) {
        this.#tell("orphan", tracked.packet, "");
      }
    }
    return found;
  }

  /** A destination lost blocks: what was done in them is to be done again. */
  async #recall(eid: number): Promise<void> {
    for (const tracked of this.#packets.values()) {
      const begun = tracked.signed.length > 0 && tracked.state !== "orphaned";
      if (tracked.packet.dstEid !== eid || !begun) continue;
      const { signed, committed, cleared } = await this.#site(eid).workers.standing(
        tracked.packet,
        tracked.dvns,
      );
      if (tracked.state === "delivered" && cleared) continue;
      if (committed) {
        if (tracked.state !== "failed") tracked.state = "committed";
        continue;
      }
      tracked.signed = signed;
      tracked.state = tracked.dvns.every((dvn) => signed.includes(dvn)) ? "verified" : "sent";
    }
  }

  /**
   * Relays everything that can be relayed, until nothing moves: what a packet's delivery sends is relayed too.
   *
   * @param options - whether to mine confirmations
   * @returns how many packets were delivered meanwhile
   */
  async pump(options: PumpOptions = {}): Promise<number> {
    const delivered = (): number =>
      this.#transcript.filter(({ step }) => step === "deliver").length;
    const before = delivered();
    await new Pump(this, this.#packets, this.#sites, this.clock).run(options.mine ?? true);
    return delivered() - before;
  }

  /**
   * Has DVNs sign a packet.
   *
   * @param packet - seen or forged
   * @param dvns - which of those that were paid, by number; all by default
   */
  async verify(packet: Packet, dvns?: readonly number[]): Promise<void> {
    const tracked = this.#tracked(packet);
    const { workers } = this.#site(packet.dstEid);
    for (const dvn of dvns ?? tracked.dvns) {
      await workers.verify(dvn, packet, tracked.confirmations);
      tracked.signed = [...new Set([...tracked.signed, dvn])];
      this.#tell("verify", packet, `DVN ${dvn}`);
    }
    if (tracked.state === "sent" && tracked.dvns.every((dvn) => tracked.signed.includes(dvn)))
      tracked.state = "verified";
  }

  /** Commits a verified packet; a refusal is thrown, with LayerZero's error decoded. */
  async commit(packet: Packet): Promise<void> {
    const tracked = this.#tracked(packet);
    await this.#site(packet.dstEid).workers.commit(packet);
    if (tracked.state !== "delivered") tracked.state = "committed";
    this.#tell("commit", packet, "");
  }

  /** Delivers a committed packet with the gas and value its options bought; a failing lzReceive is a result. */
  async execute(packet: Packet, options: DeliverOptions = {}): Promise<DeliveryResult> {
    const tracked = this.#tracked(packet);
    const bought = decodeExecutorOptions(packet.options);
    const delivery: Delivery = { ...bought, gas: options.gas ?? bought.gas };
    const raw = await this.#site(packet.dstEid).workers.execute(packet, delivery);
    const result: DeliveryResult =
      raw.reason === undefined ? raw : { ...raw, reason: this.#decode(raw.reason.data) };
    if (result.delivered) {
      tracked.state = "delivered";
      delete tracked.reason;
      this.#tell("deliver", packet, `${result.receipt.gasUsed} gas`);
    } else {
      if (tracked.state !== "delivered") tracked.state = "failed";
      if (result.reason !== undefined) tracked.reason = result.reason;
      this.#tell("fail", packet, result.reason?.text ?? "");
    }
    return result;
  }

  /** Verifies by every DVN that was paid, commits and executes, whatever the fault dial says. */
  async deliver(packet: Packet, options: DeliverOptions = {}): Promise<DeliveryResult> {
    await this.verify(packet);
    await this.commit(packet);
    return this.execute(packet, options);
  }

  /** Tries a failed delivery again; nothing of what was bought is taken off for the first try. */
  async retry(packet: Packet, options: DeliverOptions = {}): Promise<DeliveryResult> {
    const tracked = this.#tracked(packet);
    if (tracked.state !== "failed") {
      throw new DevnetError(
        `${packetName(packet)} is ${tracked.state}; only a failed packet can be tried again`,
      );
    }
    this.#retried += 1;
    return this.execute(packet, options);
  }

  /**
   * Makes up a packet that was never sent. Every DVN will sign it if told to: `deliver` it, or step by step.
   *
   * @param fields - nonce, path and message; the guid is the one LayerZero would give unless one is named
   * @returns the packet, tracked like any other
   */
  forge(fields: PacketFields): Packet {
    const packet = makePacket(fields);
    const { addresses } = this.#site(packet.dstEid).layerZero;
    this.#packets.set(packetKey(packet), {
      packet,
      forged: true,
      state: "sent",
      blockNumber: 0,
      confirmations: FORGED_CONFIRMATIONS,
      dvns: addresses.dvns.map((_, dvn) => dvn),
      signed: [],
      reorgedOut: false,
    });
    return packet;
  }

  /** Everything the relayer knows; calling the result puts it back. */
  capture(): () => void {
    const packets = [...this.#packets].map(([key, tracked]) => [key, { ...tracked }] as const);
    const parts = [
      this.faults.capture(),
      ...[...this.#trackers.values()].map((tracker) => tracker.capture()),
    ];
    const told = this.#transcript.length;
    const retried = this.#retried;
    return () => {
      this.#packets.clear();
      for (const [key, tracked] of packets) this.#packets.set(key, { ...tracked });
      for (const part of parts) part();
      this.#transcript.splice(told);
      this.#retried = retried;
    };
  }

  #tell(step: RelayerEvent["step"], packet: Packet, detail: string): void {
    const event: RelayerEvent = { at: this.clock.now(), step, packet, detail };
    this.#transcript.push(event);
    for (const listener of this.#listeners) listener(event);
  }

  #site(eid: number): RelayedSite {
    const site = this.#sites.get(eid);
    if (site === undefined) {
      throw new DevnetError(
        `no chain with eid ${eid} here; there are ${[...this.#sites.keys()].join(", ")}`,
      );
    }
    return site;
  }

  #tracked(packet: Packet): TrackedPacket {
    const tracked = this.#packets.get(packetKey(packet));
    if (tracked === undefined) {
      throw new DevnetError(
        `${packetName(packet)} is not known here; scan() finds sent packets, forge() makes others`,
      );
    }
    return tracked;
  }
}
