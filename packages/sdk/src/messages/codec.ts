import { FieldReader, FieldWriter } from "./bytes.js";
import {
  MessageError,
  type MessageCounter,
  type MessageHeader,
  type MessageTotal,
  type ReleaseMessage,
  type SyncMessage,
} from "./types.js";

/** Version of the format. */
export const MESSAGE_VERSION = 1;

/** Types of messages, also LayerZero's types of enforced options. */
export const messageKind = { sync: 1, release: 2 } as const;

/** Most counters and totals a message carries (count). */
export const MAX_COUNTERS = 100;
export const MAX_TOTALS = 64;

const MAX_SUM = (1n << 96n) - 1n;
const SYNC_HEADER = 38;
const RELEASE_HEADER = 18;
const COUNTER = 30;
const TOTAL = 38;

const saturate = (sum: bigint): bigint => (sum > MAX_SUM ? MAX_SUM : sum);

function writeHeader(writer: FieldWriter, kind: number, header: MessageHeader): void {
  writer.number("version", MESSAGE_VERSION, 1);
  writer.number("type", kind, 1);
  writer.number("sentAt", header.sentAt, 5);
  writer.number("echo", header.echo, 5);
  writer.number("hold", header.hold, 4);
}

function writeCounts(writer: FieldWriter, counters: number, totals: number): void {
  if (counters > MAX_COUNTERS) {
    throw new MessageError(`${counters} counters; a message carries at most ${MAX_COUNTERS}`);
  }
  if (totals > MAX_TOTALS) {
    throw new MessageError(`${totals} totals; a message carries at most ${MAX_TOTALS}`);
  }
  writer.number("counters", counters, 1);
  writer.number("totals", totals, 1);
}

function writeCounters(writer: FieldWriter, counters: readonly MessageCounter[]): void {
  for (const { holder, key, value } of counters) {
    writer.address("holder", holder);
    writer.number("key", key, 2);
    writer.number("value", value, 8);
  }
}

/**
 * Bytes of a SYNC, exactly as `Messages.encodeSync` packs them.
 *
 * @param message - what a vault tells the hub
 * @returns the bytes in hex
 */
export function encodeSync(message: SyncMessage): string {
  const writer = new FieldWriter();
  writeHeader(writer, messageKind.sync, message);
  writer.address("payee", message.payee);
  writeCounts(writer, message.counters.length, message.totals.length);
  writeCounters(writer, message.counters);
  for (const { key, deposited, paid, custody } of message.totals) {
    writer.number("key", key, 2);
    writer.number("deposited", saturate(deposited), 12);
    writer.number("paid", saturate(paid), 12);
    writer.number("custody", saturate(custody), 12);
  }
  return writer.finish();
}

/**
 * Bytes of a RELEASE, exactly as `Messages.encodeRelease` packs them.
 *
 * @param message - what the hub orders a vault
 * @returns the bytes in hex
 */
export function encodeRelease(message: ReleaseMessage): string {
  const writer = new FieldWriter();
  writeHeader(writer, messageKind.release, message);
  writeCounts(writer, message.counters.length, 0);
  writeCounters(writer, message.counters);
  return writer.finish();
}

function readHeader(reader: FieldReader, kind: number): MessageHeader {
  const version = reader.number(1);
  if (version !== BigInt(MESSAGE_VERSION)) throw new MessageError(`version ${version} is unknown`);
  const type = reader.number(1);
  if (type !== BigInt(kind)) throw new MessageError(`type is ${type}, wanted ${kind}`);
  return {
    sentAt: Number(reader.number(5)),
    echo: Number(reader.number(5)),
    hold: Number(reader.number(4)),
  };
}

interface Counts {
  readonly counters: number;
  readonly totals: number;
}

function readCounts(reader: FieldReader, header: number, maxTotals: number): Counts {
  const counters = Number(reader.number(1));
  const totals = Number(reader.number(1));
  const length = header + counters * COUNTER + totals * TOTAL;
  if (counters > MAX_COUNTERS || totals > maxTotals || reader.length !== length) {
    throw new MessageError(
      `${reader.length} bytes with ${counters} counters and ${totals} totals; wanted ${length}, at most ${MAX_COUNTERS} and ${maxTotals}`,
    );
  }
  return { counters, totals };
}

const times = <T>(count: number, read: () => T): T[] => Array.from({ length: count }, read);

const readCounter = (reader: FieldReader) => (): MessageCounter => ({
  holder: reader.address(),
  key: Number(reader.number(2)),
  value: reader.number(8),
});

const readTotal = (reader: FieldReader) => (): MessageTotal => ({
  key: Number(reader.number(2)),
  deposited: reader.number(12),
  paid: reader.number(12),
  custody: reader.number(12),
});

/**
 * Reads a SYNC. What the contracts park, this refuses.
 *
 * @param bytes - the message in hex
 * @returns what it says; addresses in lower case
 */
export function decodeSync(bytes: string): SyncMessage {
  const reader = new FieldReader(bytes);
  const header = readHeader(reader, messageKind.sync);
  const payee = reader.address();
  const { counters, totals } = readCounts(reader, SYNC_HEADER, MAX_TOTALS);
  return {
    ...header,
    payee,
    counters: times(counters, readCounter(reader)),
    totals: times(totals, readTotal(reader)),
  };
}

/**
 * Reads a RELEASE. What the contracts park, this refuses.
 *
 * @param bytes - the message in hex
 * @returns what it says; addresses in lower case
 */
export function decodeRelease(bytes: string): ReleaseMessage {
  const reader = new FieldReader(bytes);
  const header = readHeader(reader, messageKind.release);
  const { counters } = readCounts(reader, RELEASE_HEADER, 0);
  return { ...header, counters: times(counters, readCounter(reader)) };
}
