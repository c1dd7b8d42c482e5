import { packetKey, type Packet } from "../layerzero/packet.js";

/** What goes wrong with a packet. Absent fields go right. */
export interface Fault {
  /** Never relayed ("all"), or verified and committed but never executed ("execution"), while the fault is set. */
  readonly drop?: "all" | "execution";
  /** How long the relayer waits after the confirmations (seconds). */
  readonly delay?: number;
  /** How many further times each step is tried after the delivery (count). */
  readonly duplicate?: number;
  /** DVNs, by number, that do not sign. */
  readonly withhold?: readonly number[];
  /** What the executor gives lzReceive in place of what was bought (gas units). */
  readonly gas?: bigint;
  /** Packets are committed and executed by ascending rank, equal ranks as sent; 0 by default. */
  readonly rank?: number;
}

/** Which packets a fault is for: a guid, a nonce on a lane, or a test of one's own. */
export type PacketMatch =
  | string
  | { readonly srcEid: number; readonly dstEid: number; readonly nonce: bigint }
  | ((packet: Packet) => boolean);

interface Rule {
  readonly matches: (packet: Packet) => boolean;
  readonly fault: Fault;
}

function matcher(match: PacketMatch): (packet: Packet) => boolean {
  if (typeof match === "function") return match;
  if (typeof match === "string")
    return (packet) => packet.guid === match || packetKey(packet) === match;
  return ({ srcEid, dstEid, nonce }) =>
    srcEid === match.srcEid && dstEid === match.dstEid && nonce === match.nonce;
}

/** The fault dial: what goes wrong, by lane and by packet. A packet's own settings win over its lane's. */
export class FaultDial {
  #lanes = new Map<string, Fault>();
  #packets: readonly Rule[] = [];

  /** Sets what goes wrong on one lane, in place of what was set before. */
  lane(srcEid: number, dstEid: number, fault: Fault): void {
    this.#lanes.set(`${srcEid}>${dstEid}`, fault);
  }

  /** Adds to what goes wrong with some packets; later settings win over earlier ones. */
  packet(match: PacketMatch, fault: Fault): void {
    this.#packets = [...this.#packets, { matches: matcher(match), fault }];
  }

  /** Everything goes right again. */
  clear(): void {
    this.#lanes = new Map();
    this.#packets = [];
  }

  /** What goes wrong with a packet. */
  of(packet: Packet): Fault {
    const lane = this.#lanes.get(`${packet.srcEid}>${packet.dstEid}`) ?? {};
    return this.#packets
      .filter((rule) => rule.matches(packet))
      .reduce<Fault>((fault, rule) => ({ ...fault, ...rule.fault }), lane);
  }

  /** Everything set; calling the result puts it back. */
  capture(): () => void {
    const lanes = new Map(this.#lanes);
    const packets = this.#packets;
    return () => {
      this.#lanes = new Map(lanes);
      this.#packets = packets;
    };
  }
}
