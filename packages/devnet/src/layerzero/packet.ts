import { concat, dataSlice, getAddress, keccak256, toBeHex, zeroPadValue } from "ethers";

/** A LayerZero V2 packet, as its PacketSent event gave it (or as a forger made it up). */
export interface Packet {
  readonly nonce: bigint;
  readonly srcEid: number;
  /** The sending application, left-padded to 32 bytes. */
  readonly sender: string;
  readonly dstEid: number;
  /** The receiving application, left-padded to 32 bytes. */
  readonly receiver: string;
  readonly guid: string;
  readonly message: string;
  /** What the sender paid the workers to do, type 3. */
  readonly options: string;
  /** Version, nonce and path: what the DVNs sign, with the hash. */
  readonly header: string;
  /** Hash of guid and message. */
  readonly payloadHash: string;
}

/** What a packet says and where it goes, without what follows from that. */
export interface PacketFields {
  readonly nonce: bigint;
  readonly srcEid: number;
  readonly sender: string;
  readonly dstEid: number;
  readonly receiver: string;
  readonly message: string;
  readonly options: string;
  /** By default the one LayerZero would give it. */
  readonly guid?: string;
}

/**
 * An address as LayerZero writes it.
 *
 * @param address - 20 bytes
 * @returns the address left-padded to 32 bytes
 */
export function addressToBytes32(address: string): string {
  return zeroPadValue(address, 32).toLowerCase();
}

/**
 * The address in LayerZero's 32 bytes.
 *
 * @param bytes32 - 12 zero bytes and an address
 * @returns the address, with its checksum
 */
export function bytes32ToAddress(bytes32: string): string {
  return getAddress(dataSlice(bytes32, 12));
}

/**
 * The id LayerZero gives a packet. It does not depend on the message: after a reorg, two messages can share it.
 *
 * @param path - nonce and path
 * @returns the guid
 */
export function packetGuid(path: Omit<PacketFields, "message" | "options" | "guid">): string {
  const { nonce, srcEid, sender, dstEid, receiver } = path;
  return keccak256(
    concat([toBeHex(nonce, 8), toBeHex(srcEid, 4), sender, toBeHex(dstEid, 4), receiver]),
  );
}

/**
 * A packet from its fields.
 *
 * @param fields - what it says and where it goes
 * @returns the packet with header, guid and hash
 */
export function makePacket(fields: PacketFields): Packet {
  const { nonce, srcEid, dstEid, message, options } = fields;
  const sender = addressToBytes32(fields.sender);
  const receiver = addressToBytes32(fields.receiver);
  const guid = fields.guid ?? packetGuid({ nonce, srcEid, sender, dstEid, receiver });
  const header = concat([
    "0x01",
    toBeHex(nonce, 8),
    toBeHex(srcEid, 4),
    sender,
    toBeHex(dstEid, 4),
    receiver,
  ]);
  const payloadHash = keccak256(concat([guid, message]));
  return { nonce, srcEid, sender, dstEid, receiver, guid, message, options, header, payloadHash };
}

/**
 * Reads a PacketSent event's bytes.
 *
 * @param encoded - the encoded packet, version 1
 * @param options - the options of the same event
 * @returns the packet
 */
export function decodePacket(encoded: string, options: string): Packet {
  return makePacket({
    nonce: BigInt(dataSlice(encoded, 1, 9)),
    srcEid: Number(dataSlice(encoded, 9, 13)),
    sender: dataSlice(encoded, 13, 45),
    dstEid: Number(dataSlice(encoded, 45, 49)),
    receiver: dataSlice(encoded, 49, 81),
    guid: dataSlice(encoded, 81, 113),
    message: dataSlice(encoded, 113),
    options,
  });
}

/**
 * What tells two packets apart even when they share a guid.
 *
 * @param packet - the packet
 * @returns guid and payload hash
 */
export function packetKey(packet: Packet): string {
  return `${packet.guid}/${packet.payloadHash}`;
}

/**
 * Short words for a packet, for messages and transcripts.
 *
 * @param packet - the packet
 * @returns source, destination and nonce
 */
export function packetName(packet: Packet): string {
  return `${packet.srcEid}>${packet.dstEid} #${packet.nonce.toString()}`;
}

/**
 * The origin as LayerZero's contracts take it.
 *
 * @param packet - the packet
 * @returns its origin
 */
export function originOf(packet: Packet): { srcEid: number; sender: string; nonce: bigint } {
  return { srcEid: packet.srcEid, sender: packet.sender, nonce: packet.nonce };
}
