import {
  MessageError,
  decodeRelease,
  decodeSync,
  encodeRelease,
  encodeSync,
  messageKind,
  type MessageTotal,
  type ReleaseMessage,
  type SyncMessage,
} from "@causeway/sdk";
import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { network } from "hardhat";
import type { MessagesHarness } from "../../../../typechain-types/index.js";
import { readMessageVectors } from "../../../helpers/messageVectors.js";

const MAX_SUM = 2n ** 96n - 1n;
const vectors = readMessageVectors();

const cut = (sum: bigint): bigint => (sum > MAX_SUM ? MAX_SUM : sum);

/** What a decoder finds: sums cut off at 96 bits. */
const saturated = (total: MessageTotal): MessageTotal => ({
  key: total.key,
  deposited: cut(total.deposited),
  paid: cut(total.paid),
  custody: cut(total.custody),
});

const carried = (message: SyncMessage): SyncMessage => ({
  ...message,
  totals: message.totals.map(saturated),
});

const lower = <M extends ReleaseMessage>(message: M): M => ({
  ...message,
  counters: message.counters.map((c) => ({ ...c, holder: c.holder.toLowerCase() })),
});

const heartbeat: SyncMessage = {
  sentAt: 1,
  echo: 0,
  hold: 0,
  payee: ZeroAddress,
  counters: [],
  totals: [],
};

describe("Messages", () => {
  let harness: MessagesHarness;
  before(async () => {
    const { ethers } = await network.create({ network: "hub" });
    harness = await ethers.deployContract("MessagesHarness");
  });

  const onChain = async (bytes: string, kind: number): Promise<SyncMessage> => {
    const [valid, header, counters, totals] = await harness.decode(bytes, kind);
    expect(valid).to.equal(true);
    return {
      sentAt: Number(header.sentAt),
      echo: Number(header.echo),
      hold: Number(header.hold),
      payee: header.payee.toLowerCase(),
      counters: counters.map(({ holder, key, value }) => ({
        holder: holder.toLowerCase(),
        key: Number(key),
        value,
      })),
      totals: totals.map(({ key, deposited, paid, custody }) => ({
        key: Number(key),
        deposited,
        paid,
        custody,
      })),
    };
  };

  describe("when the contracts encode", () => {
    it("packs every golden SYNC byte for byte", async () => {
      for (const { name, message, bytes } of vectors.sync) {
        const { counters, totals } = carried(message);
        const packed = await harness.encodeSync(message, [...counters], [...totals]);
        expect(packed, name).to.equal(bytes);
      }
    });

    it("packs every golden RELEASE byte for byte", async () => {
      for (const { name, message, bytes } of vectors.release) {
        const header = { ...message, payee: ZeroAddress };
        expect(await harness.encodeRelease(header, [...message.counters]), name).to.equal(bytes);
      }
    });
  });

  describe("when the contracts decode", () => {
    it("reads every golden SYNC field for field", async () => {
      for (const { name, message, bytes } of vectors.sync) {
        expect(await onChain(bytes, messageKind.sync), name).to.deep.equal(carried(lower(message)));
      }
    });

    it("reads every golden RELEASE field for field", async () => {
      for (const { name, message, bytes } of vectors.release) {
        const wanted = { ...lower(message), payee: ZeroAddress, totals: [] };
        expect(await onChain(bytes, messageKind.release), name).to.deep.equal(wanted);
      }
    });

    it("refuses every malformed byte string", async () => {
      for (const { name, kind, bytes } of vectors.malformed) {
        const [valid] = await harness.decode(bytes, messageKind[kind]);
        expect(valid, `${kind}: ${name}`).to.equal(false);
      }
    });
  });

  describe("when the SDK encodes", () => {
    it("packs every golden SYNC byte for byte", () => {
      for (const { name, message, bytes } of vectors.sync)
        expect(encodeSync(message), name).to.equal(bytes);
    });

    it("packs every golden RELEASE byte for byte", () => {
      for (const { name, message, bytes } of vectors.release)
        expect(encodeRelease(message), name).to.equal(bytes);
    });

    it("refuses a field beyond its width", () => {
      const counter = { holder: ZeroAddress, key: 0, value: 0n };
      const beyond: SyncMessage[] = [
        { ...heartbeat, sentAt: 2 ** 40 },
        { ...heartbeat, sentAt: 0.5 },
        { ...heartbeat, echo: -1 },
        { ...heartbeat, hold: 2 ** 32 },
        { ...heartbeat, counters: [{ ...counter, key: 65_536 }] },
        { ...heartbeat, counters: [{ ...counter, value: 2n ** 64n }] },
        { ...heartbeat, totals: [{ key: 0, deposited: -1n, paid: 0n, custody: 0n }] },
      ];
      for (const message of beyond) expect(() => encodeSync(message)).to.throw(MessageError);
    });

    it("refuses what is not an address", () => {
      expect(() => encodeSync({ ...heartbeat, payee: "0x12" })).to.throw(MessageError, "payee");
    });

    it("refuses more counters or totals than a message carries", () => {
      const counters = Array.from({ length: 101 }, () => ({
        holder: ZeroAddress,
        key: 0,
        value: 0n,
      }));
      const totals = Array.from({ length: 65 }, () => ({
        key: 0,
        deposited: 0n,
        paid: 0n,
        custody: 0n,
      }));
      expect(() => encodeSync({ ...heartbeat, counters })).to.throw(MessageError, "101 counters");
      expect(() => encodeSync({ ...heartbeat, totals })).to.throw(MessageError, "65 totals");
    });
  });

  describe("when the SDK decodes", () => {
    it("reads every golden SYNC field for field", () => {
      for (const { name, message, bytes } of vectors.sync)
        expect(decodeSync(bytes), name).to.deep.equal(carried(lower(message)));
    });

    it("reads every golden RELEASE field for field", () => {
      for (const { name, message, bytes } of vectors.release)
        expect(decodeRelease(bytes), name).to.deep.equal(lower(message));
    });

    it("refuses every malformed byte string", () => {
      const decoders = { sync: decodeSync, release: decodeRelease };
      for (const { name, kind, bytes } of vectors.malformed)
        expect(() => decoders[kind](bytes), `${kind}: ${name}`).to.throw(MessageError);
    });

    it("refuses what is not bytes", () => {
      for (const bytes of ["", "01", "0x0", "0xzz"])
        expect(() => decodeSync(bytes)).to.throw(MessageError, "hex");
    });
  });
});
