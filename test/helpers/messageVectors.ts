import { readFileSync } from "node:fs";
import type { MessageCounter, MessageTotal, ReleaseMessage, SyncMessage } from "@causeway/sdk";

/** A message and its bytes. */
export interface Golden<M> {
  readonly name: string;
  readonly message: M;
  readonly bytes: string;
}

/** Bytes that are no message of a type. */
export interface Malformed {
  readonly name: string;
  readonly kind: "sync" | "release";
  readonly bytes: string;
}

/** The golden messages that Solidity and SDK both read. */
export interface MessageVectors {
  readonly sync: readonly Golden<SyncMessage>[];
  readonly release: readonly Golden<ReleaseMessage>[];
  readonly malformed: readonly Malformed[];
}

type Json = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null;
}

function record(value: unknown): Json {
  if (!isRecord(value)) throw new TypeError("a message vector has no object where one is due");
  return value;
}

function list<T>(value: unknown, read: (item: Json) => T): T[] {
  if (!Array.isArray(value)) throw new TypeError("a message vector has no list where one is due");
  return value.map((item: unknown) => read(record(item)));
}

function text(value: unknown): string {
  if (typeof value !== "string")
    throw new TypeError("a message vector has no text where one is due");
  return value;
}

function count(value: unknown): number {
  if (typeof value !== "number")
    throw new TypeError("a message vector has no number where one is due");
  return value;
}

const header = (m: Json) => ({
  sentAt: count(m.sentAt),
  echo: count(m.echo),
  hold: count(m.hold),
});

const counter = (c: Json): MessageCounter => ({
  holder: text(c.holder),
  key: count(c.key),
  value: BigInt(text(c.value)),
});

const total = (t: Json): MessageTotal => ({
  key: count(t.key),
  deposited: BigInt(text(t.deposited)),
  paid: BigInt(text(t.paid)),
  custody: BigInt(text(t.custody)),
});

const sync = (m: Json): SyncMessage => ({
  ...header(m),
  payee: text(m.payee),
  counters: list(m.counters, counter),
  totals: list(m.totals, total),
});

const release = (m: Json): ReleaseMessage => ({
  ...header(m),
  counters: list(m.counters, counter),
});

const golden =
  <M>(read: (m: Json) => M) =>
  (g: Json): Golden<M> => ({
    name: text(g.name),
    message: read(record(g.message)),
    bytes: text(g.bytes),
  });

const malformed = (g: Json): Malformed => ({
  name: text(g.name),
  kind: g.kind === "sync" ? "sync" : "release",
  bytes: text(g.bytes),
});

/** Reads `test/vectors/messages.json`. */
export function readMessageVectors(): MessageVectors {
  const file = new URL("../vectors/messages.json", import.meta.url);
  const all = record(JSON.parse(readFileSync(file, "utf8")));
  return {
    sync: list(all.sync, golden(sync)),
    release: list(all.release, golden(release)),
    malformed: list(all.malformed, malformed),
  };
}
