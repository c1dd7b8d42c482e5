import type { Interface } from "ethers";
import { toQuantity } from "ethers";
import type { Chain } from "../chain/chain.js";
import { field, quantity, text } from "../chain/connection.js";
import type { DecodedError } from "../errors.js";
import { EndpointV2__factory, SendUln302__factory } from "../generated/index.js";
import { bytes32ToAddress, decodePacket, packetKey, type Packet } from "../layerzero/packet.js";
import type { LayerZeroCore } from "../layerzero/stack.js";

/**
 * Where a packet stands. "orphaned": a reorg dropped it before the DVNs signed. "failed": lzReceive reverted, a retry
 * may succeed.
 */
export type PacketState = "sent" | "verified" | "committed" | "delivered" | "failed" | "orphaned";

/** A packet and what the relayer knows of it. */
export interface TrackedPacket {
  readonly packet: Packet;
  /** Made up by the devnet, never sent. */
  readonly forged: boolean;
  state: PacketState;
  /** The block it was sent in; a reorg can move it. */
  blockNumber: number;
  /** Blocks its sender asked the DVNs to wait for (count). */
  readonly confirmations: number;
  /** DVNs its sender paid, by number. */
  readonly dvns: readonly number[];
  /** Those that signed. */
  signed: readonly number[];
  /** Its block was dropped: the source chain knows nothing of it any more. */
  reorgedOut: boolean;
  /** When it was first seen with its confirmations (unix seconds). */
  confirmedAt?: number;
  /** Why it did not get further at the last attempt. */
  reason?: DecodedError;
}

/** A chain and the LayerZero contracts on it. */
export interface Site {
  readonly chain: Chain;
  readonly layerZero: LayerZeroCore;
}

const endpointAbi = EndpointV2__factory.createInterface();
const sendAbi = SendUln302__factory.createInterface();
const packetSent = endpointAbi.getEvent("PacketSent").topicHash;
const feePaid = sendAbi.getEvent("DVNFeePaid").topicHash;

interface Checkpoint {
  readonly number: number;
  readonly hash: string;
}

interface SentLog {
  readonly blockNumber: number;
  readonly packet: Packet;
  readonly dvns: readonly string[];
}

/** Finds the packets of one source chain, and notices when the chain takes some of them back. */
export class PacketTracker {
  #checkpoints: readonly Checkpoint[] = [];
  readonly #start: number;
  #rewound = false;
  #reorgs = 0;

  /**
   * @param site - the source chain
   * @param start - the last block that is not looked at
   */
  constructor(
    private readonly site: Site,
    start: number,
  ) {
    this.#start = start;
  }

  /** Whether the last scan found that blocks had been replaced. */
  get rewound(): boolean {
    return this.#rewound;
  }

  /**
   * Looks at the blocks since the last time.
   *
   * @param known - the packets tracked so far, by key; updated
   * @returns the packets that are new
   */
  async scan(known: Map<string, TrackedPacket>): Promise<TrackedPacket[]> {
    this.#rewound = false;
    const head = await this.#head();
    const last = this.#checkpoints.at(-1);
    if (last?.hash === head.hash || head.number <= this.#start) return [];
    const rewound = await this.#rewind();
    // A block that came and went between two scans left no trace here, but may have held a delivery.
    this.#rewound = rewound || this.site.chain.reorgs !== this.#reorgs;
    this.#reorgs = this.site.chain.reorgs;
    const from = (this.#checkpoints.at(-1)?.number ?? this.#start) + 1;
    const logs = from > head.number ? [] : await this.#logs(from, head.number);
    if (this.#rewound) this.#reconcile(known, logs, from);
    const found = await this.#track(known, logs);
    this.#checkpoints = [...this.#checkpoints.slice(-255), head];
    return found;
  }

  /** What was looked at; calling the result puts it back. */
  capture(): () => void {
    const checkpoints = this.#checkpoints;
    return () => {
      this.#checkpoints = checkpoints;
    };
  }

  async #head(): Promise<Checkpoint> {
    const block = await this.site.chain.connection.raw("eth_getBlockByNumber", ["latest", false]);
    return {
      number: Number(quantity(field(block, "number"), "number of the newest block")),
      hash: text(field(block, "hash"), "hash of the newest block"),
    };
  }

  /** Forgets the checkpoints whose blocks are gone; true if there were any. */
  async #rewind(): Promise<boolean> {
    let rewound = false;
    for (let last = this.#checkpoints.at(-1); last !== undefined; last = this.#checkpoints.at(-1)) {
      if ((await this.site.chain.blockHash(last.number)) === last.hash) return rewound;
      this.#checkpoints = this.#checkpoints.slice(0, -1);
      rewound = true;
    }
    return rewound;
  }

  /** Packets of blocks that were replaced, and are not in the new ones, were never sent as far as the chain knows. */
  #reconcile(known: Map<string, TrackedPacket>, logs: readonly SentLog[], from: number): void {
    const still = new Set(logs.map((log) => packetKey(log.packet)));
    for (const [key, tracked] of known) {
      const here = tracked.packet.srcEid === this.site.chain.eid && !tracked.forged;
      if (!here || tracked.blockNumber < from || still.has(key)) continue;
      tracked.reorgedOut = true;
      // What the DVNs signed stays signed: such a packet goes its way though its chain has forgotten it.
      if (tracked.state === "sent") tracked.state = "orphaned";
    }
  }

  async #track(
    known: Map<string, TrackedPacket>,
    logs: readonly SentLog[],
  ): Promise<TrackedPacket[]> {
    const found: TrackedPacket[] = [];
    for (const { packet, dvns, blockNumber } of logs) {
      const again = known.get(packetKey(packet));
      if (again !== undefined) {
        again.blockNumber = blockNumber;
        again.reorgedOut = false;
        if (again.state === "orphaned") again.state = "sent";
        delete again.confirmedAt;
        continue;
      }
      const tracked: TrackedPacket = {
        packet,
        forged: false,
        state: "sent",
        blockNumber,
        confirmations: await this.#confirmations(packet),
        dvns: this.#numbersOf(dvns),
        signed: [],
        reorgedOut: false,
      };
      known.set(packetKey(packet), tracked);
      found.push(tracked);
    }
    return found;
  }

  /** The sender's own setting, as the send library hands it to the DVNs with the job. */
  async #confirmations(packet: Packet): Promise<number> {
    const sender = bytes32ToAddress(packet.sender);
    const config = await this.site.layerZero.sendUln.getUlnConfig(sender, packet.dstEid);
    return Number(config.confirmations);
  }

  #numbersOf(addresses: readonly string[]): number[] {
    return this.site.layerZero.addresses.dvns.flatMap((address, number) =>
      addresses.some((paid) => paid.toLowerCase() === address.toLowerCase()) ? [number] : [],
    );
  }

  async #logs(from: number, to: number): Promise<SentLog[]> {
    const { connection } = this.site.chain;
    const { endpoint, sendUln } = this.site.layerZero.addresses;
    const filter = {
      address: [endpoint, sendUln],
      topics: [[packetSent, feePaid]],
      fromBlock: toQuantity(from),
      toBlock: toQuantity(to),
    };
    const logs = await connection.raw("eth_getLogs", [filter]);
    if (!Array.isArray(logs)) throw new TypeError("eth_getLogs: expected a list");
    return pairUp(logs.map(readLog), sendUln);
  }
}

interface RawLog {
  readonly topic: string;
  readonly data: string;
  readonly blockNumber: number;
}

function readLog(log: unknown): RawLog {
  const topics = field(log, "topics");
  const topic: unknown = Array.isArray(topics) ? topics[0] : undefined;
  return {
    topic: text(topic, "topic of a log"),
    data: text(field(log, "data"), "data of a log"),
    blockNumber: Number(quantity(field(log, "blockNumber"), "block of a log")),
  };
}

function addresses(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** The send library names the DVNs it paid just before the endpoint emits the packet. */
function pairUp(logs: readonly RawLog[], sendUln: string): SentLog[] {
  const sent: SentLog[] = [];
  let paid: string[] = [];
  for (const { topic, data, blockNumber } of logs) {
    const abi: Interface = topic === feePaid ? sendAbi : endpointAbi;
    const args = abi.parseLog({ topics: [topic], data })?.args;
    if (args === undefined) continue;
    if (topic === feePaid) {
      paid = [...addresses(args[0]), ...addresses(args[1])];
    } else if (String(args[2]).toLowerCase() === sendUln.toLowerCase()) {
      sent.push({
        blockNumber,
        packet: decodePacket(String(args[0]), String(args[1])),
        dvns: paid,
      });
    }
  }
  return sent;
}
