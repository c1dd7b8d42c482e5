import { addressToBytes32 } from "@causeway/devnet";
import { encodeRelease, encodeSync, type MessageCounter } from "@causeway/sdk";
import { expect } from "chai";
import { ZeroAddress, ZeroHash, keccak256 } from "ethers";
import { LaneGateway__factory, type LaneGateway } from "../../../../typechain-types/index.js";
import {
  A_EID,
  A_ETH,
  A_USD,
  A_WETH,
  B_EID,
  B_ETH,
  HUB_KEY,
  hearSync,
  syncOf,
  toGateway,
  useLanes,
} from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";
import { permutations } from "../../../helpers/permutations.js";

describe("LaneGateway.lzReceive", () => {
  const lanes = useLanes();
  const spoke = () => lanes().a;
  const gateway = () => lanes().gateway;
  const alice = () => lanes().chain.signer(1).address;
  const bob = () => lanes().chain.signer(2).address;
  const counter = (holder: string, value: bigint, key = A_ETH): MessageCounter => ({
    holder,
    key,
    value,
  });
  const hear = (sentAt: number, ...counters: MessageCounter[]) =>
    hearSync(lanes(), spoke(), { sentAt, counters });
  const balance = (who: string, key = A_ETH) => lanes().engine.balanceOf(who, key);
  const message = () => encodeSync(syncOf({ sentAt: 1 }));
  const endpoint = () => lanes().chain.impersonate(lanes().hub.site.layerZero.addresses.endpoint);
  const app = async (): Promise<LaneGateway> =>
    LaneGateway__factory.connect(await gateway().getAddress(), await endpoint());
  const origin = (sender: string) => ({
    srcEid: A_EID,
    sender: addressToBytes32(sender),
    nonce: 1n,
  });

  describe("when the caller is not the endpoint", () => {
    it("reverts with OnlyEndpoint(caller)", async () => {
      const from = origin(await spoke().vault.getAddress());
      const by = (await app()).connect(lanes().admin);
      await expect(by.lzReceive(from, ZeroHash, message(), ZeroAddress, "0x"))
        .to.be.revertedWithCustomError(by, "OnlyEndpoint")
        .withArgs(lanes().admin.address);
    });
  });

  describe("when the sender is not the lane's vault", () => {
    it("reverts with OnlyPeer(eid, sender)", async () => {
      const from = origin(bob());
      await expect((await app()).lzReceive(from, ZeroHash, message(), ZeroAddress, "0x"))
        .to.be.revertedWithCustomError(await app(), "OnlyPeer")
        .withArgs(A_EID, from.sender);
    });
  });

  describe("when native value is sent along", () => {
    it("reverts with LaneMessenger_NativeValue(value)", async () => {
      const from = origin(await spoke().vault.getAddress());
      const by = await app();
      await expect(by.lzReceive(from, ZeroHash, message(), ZeroAddress, "0x", { value: 7n }))
        .to.be.revertedWithCustomError(by, "LaneMessenger_NativeValue")
        .withArgs(7n);
    });
  });

  describe("when the bytes are not a SYNC", () => {
    it("parks them and changes nothing", async () => {
      const release = encodeRelease({ sentAt: 9, echo: 0, hold: 0, counters: [] });
      const before = (await gateway().laneOf(A_EID)).clock;
      for (const bytes of ["0x", `${message()}00`, release, message().replace("0x01", "0x02")]) {
        await expect(toGateway(lanes(), spoke(), bytes))
          .to.emit(gateway(), "MessageParked")
          .withArgs(A_EID, (guid: string) => guid.length === 66, keccak256(bytes));
      }
      expect((await gateway().laneOf(A_EID)).clock).to.deep.equal(before);
    });
  });

  describe("when the message is dated more than two hours ahead", () => {
    it("parks it and keeps the lane's clock", async () => {
      const ahead = (await lanes().chain.timestamp()) + 7_300;
      const heard = Promise.resolve(await hear(ahead, counter(alice(), 500n)));
      await expect(heard).to.emit(gateway(), "MessageParked");
      expect((await gateway().laneOf(A_EID)).clock.newestSentAt).to.equal(0n);
      expect(await balance(alice())).to.equal(0n);
    });

    it("takes one dated two hours ahead", async () => {
      await hear((await lanes().chain.timestamp()) + 7_200, counter(alice(), 500n));
      expect(await balance(alice())).to.equal(500n);
    });
  });

  describe("when a counter names a key of another lane or none", () => {
    it("ignores that counter and takes the others", async () => {
      const foreign = [B_ETH, HUB_KEY, 40, 64, 65_535];
      const counters = foreign.map((key) => counter(alice(), 9n, key));
      const heard = Promise.resolve(await hear(1, ...counters, counter(alice(), 500n)));
      for (const key of foreign) {
        await expect(heard)
          .to.emit(gateway(), "CounterIgnored")
          .withArgs(A_EID, (guid: string) => guid.length === 66, key);
      }
      expect(await balance(alice(), B_ETH)).to.equal(0n);
      expect(await balance(alice(), HUB_KEY)).to.equal(0n);
      expect(await balance(alice())).to.equal(500n);
    });
  });

  describe("when the engine is locked", () => {
    it("reverts and can be delivered again", async () => {
      // Tested in place, from a callback of a send: `callback.test.ts` delivers the same packet twice.
      const bytes = encodeSync(syncOf({ sentAt: 1, counters: [counter(alice(), 500n)] }));
      const { chain, engine } = lanes();
      const code = await chain.provider.getCode(engine);
      const address = await engine.getAddress();
      await chain.connection.raw("hardhat_setCode", [address, "0x5f5ffd"]);
      await expect(toGateway(lanes(), spoke(), bytes)).to.be.revertedWithoutReason(
        lanes().chain.connection.hardhat?.ethers ?? expect.fail("in process"),
      );
      await chain.connection.raw("hardhat_setCode", [address, code]);
      await toGateway(lanes(), spoke(), bytes);
      expect(await balance(alice())).to.equal(500n);
    });
  });

  describe("given a first counter", () => {
    it("credits the account in the engine and emits Credited", async () => {
      const heard = Promise.resolve(await hear(1, counter(alice(), 500n)));
      await expect(heard).to.emit(gateway(), "Credited").withArgs(alice(), A_ETH, 500n, 500n);
      await expect(heard).not.to.emit(gateway(), "Seen");
      expect(await balance(alice())).to.equal(500n);
      expect(await gateway().creditOf(alice(), A_ETH)).to.deep.equal([500n, 1n, 500n, 1n, false]);
    });

    it("raises the key's sums", async () => {
      await hear(1, counter(alice(), 500n), counter(bob(), 300n));
      const { credited, authorised } = await gateway().sumsOf(A_ETH);
      expect([credited, authorised]).to.deep.equal([800n, 0n]);
    });
  });

  describe("given a newer counter", () => {
    it("credits the difference", async () => {
      await hear(1, counter(alice(), 500n));
      await hear(3, counter(alice(), 800n));
      expect(await balance(alice())).to.equal(800n);
      expect(await gateway().creditOf(alice(), A_ETH)).to.deep.equal([800n, 3n, 800n, 3n, false]);
    });
  });

  describe("given an older counter", () => {
    it("changes nothing", async () => {
      await hear(5, counter(alice(), 500n));
      for (const value of [400n, 900n]) await hear(4, counter(alice(), value));
      expect(await gateway().creditOf(alice(), A_ETH)).to.deep.equal([500n, 5n, 500n, 5n, false]);
    });
  });

  describe("given a counter of equal date", () => {
    it("takes the larger value", async () => {
      for (const value of [500n, 700n, 600n]) await hear(5, counter(alice(), value));
      expect(await gateway().creditOf(alice(), A_ETH)).to.deep.equal([700n, 5n, 700n, 5n, false]);
    });
  });

  describe("given any order and repetition of six messages", () => {
    it("ends in one state", async () => {
      const values = [100n, 250n, 250n, 400n, 700n, 900n];
      const snapshot = await lanes().devnet.snapshot();
      const orders = permutations([0, 1, 2, 3, 4, 5]);
      // Every seventh of 720 orders here; the integration tests run all of them over the relayer.
      for (const order of orders.filter((_, i) => i % 7 === 0)) {
        for (const i of [...order, ...order.slice(0, 2)])
          await hear(10 + i, counter(alice(), values[i] ?? 0n));
        expect(await balance(alice()), order.join()).to.equal(900n);
        expect((await gateway().sumsOf(A_ETH)).credited).to.equal(900n);
        await lanes().devnet.restore(snapshot);
      }
    });
  });

  describe("given a counter for account 0", () => {
    it("is cover, never credit", async () => {
      const heard = Promise.resolve(await hear(4, counter(ZeroAddress, 500n)));
      await expect(heard).to.emit(gateway(), "Seen").withArgs(ZeroAddress, A_ETH, 500n, 0n);
      await mined(gateway().grant(ZeroAddress, A_ETH));
      expect(await balance(ZeroAddress)).to.equal(0n);
      const { credited, flags } = await gateway().sumsOf(A_ETH);
      expect([credited, flags]).to.deep.equal([0n, 8n]);
    });
  });

  describe("given no counters", () => {
    it("emits HeartbeatHeard with the payee", async () => {
      await expect(hearSync(lanes(), spoke(), { sentAt: 12, payee: bob() }))
        .to.emit(gateway(), "HeartbeatHeard")
        .withArgs(A_EID, bob(), 12n);
    });
  });

  describe("given many counters of two keys", () => {
    it("credits each", async () => {
      const who = (i: number) => `0x${(0xabc000 + i).toString(16).padStart(40, "0")}`;
      const counters = Array.from({ length: 100 }, (_, i) =>
        counter(who(i), BigInt(i + 1), i % 2 === 0 ? A_ETH : A_WETH),
      );
      await hear(1, ...counters);
      for (const i of [0, 1, 50, 99]) {
        expect(await balance(who(i), i % 2 === 0 ? A_ETH : A_WETH)).to.equal(BigInt(i + 1));
      }
      // 1 + 3 + ... + 99 and 2 + 4 + ... + 100.
      expect((await gateway().sumsOf(A_ETH)).credited).to.equal(2_500n);
      expect((await gateway().sumsOf(A_WETH)).credited).to.equal(2_550n);
      expect((await gateway().sumsOf(A_USD)).credited).to.equal(0n);
      expect(await gateway().laneOfKey(B_ETH)).to.equal(B_EID);
    });
  });
});
