import { decodeRelease } from "@causeway/sdk";
import { expect } from "chai";
import {
  A_EID,
  A_ETH,
  B_ETH,
  HUB_EID,
  HUB_KEY,
  credit,
  tokenOf,
  useLanes,
} from "../../../helpers/lanes.js";
import { dateOf, mined } from "../../../helpers/mined.js";
import { lastPacket } from "../../../helpers/packets.js";

const UNIT = 10n ** 10n;

describe("LaneGateway.flush", () => {
  const lanes = useLanes();
  const gateway = () => lanes().gateway.connect(lanes().chain.signer(11));
  const alice = () => lanes().chain.signer(1);
  const bob = () => lanes().chain.signer(2).address;
  const item = (key: number) => ({ holder: bob(), key });

  describe("when an item names a key of another lane or none", () => {
    it("reverts with LaneGateway_WrongLane(key, eid, laneOfKey)", async () => {
      const lanesOf = [
        [B_ETH, lanes().b.eid],
        [HUB_KEY, HUB_EID],
        [50, 0],
      ] as const;
      for (const [key, lane] of lanesOf) {
        await expect(gateway().quoteFlush(A_EID, [item(key)], 0n))
          .to.be.revertedWithCustomError(gateway(), "LaneGateway_WrongLane")
          .withArgs(key, A_EID, lane);
      }
    });
  });

  describe("when there are more items than a message carries", () => {
    it("reverts with LaneMessenger_TooManyCounters(count, maximum)", async () => {
      const items = Array.from({ length: 101 }, () => item(A_ETH));
      await expect(gateway().quoteFlush(A_EID, items, 0n))
        .to.be.revertedWithCustomError(gateway(), "LaneMessenger_TooManyCounters")
        .withArgs(101, 100);
    });
  });

  describe("when the fee is too low", () => {
    it("reverts with LZ_InsufficientFee(required, supplied)", async () => {
      const required = await gateway().quoteFlush(A_EID, [], 0n);
      await expect(gateway().flush(A_EID, [], 0n, bob(), { value: 2n }))
        .to.be.revertedWithCustomError(lanes().hub.site.layerZero.endpoint, "LZ_InsufficientFee")
        .withArgs(required, 2n, 0n, 0n);
    });
  });

  describe("given items", () => {
    it("lets anyone send their counters again, and a lost release is paid", async () => {
      const { a, devnet } = lanes();
      await withdrawLost();
      devnet.relayer.faults.clear();
      const value = await gateway().quoteFlush(A_EID, [item(A_ETH)], 0n);
      await mined(gateway().flush(A_EID, [item(A_ETH)], 0n, bob(), { value }));
      await devnet.relayer.pump();
      expect(await tokenOf(a, A_ETH).balanceOf(bob())).to.equal(400n * UNIT);
    });

    it("costs exactly what quoteFlush says", async () => {
      await withdrawLost();
      const { provider } = lanes().chain;
      const before = await provider.getBalance(bob());
      const value = await gateway().quoteFlush(A_EID, [item(A_ETH)], 70_000n);
      await mined(gateway().flush(A_EID, [item(A_ETH)], 70_000n, bob(), { value }));
      expect(await provider.getBalance(bob())).to.equal(before);
    });
  });

  describe("given no items", () => {
    it("carries the hub's clock and the echo", async () => {
      await credit(lanes(), lanes().a, { key: A_ETH, units: 1_000n, account: bob() });
      const { newestSentAt, newestSeenAt } = (await gateway().laneOf(A_EID)).clock;
      const value = await gateway().quoteFlush(A_EID, [], 0n);
      const sent = await mined(gateway().flush(A_EID, [], 0n, bob(), { value }));
      const sentAt = await dateOf(lanes().chain, sent);
      const { message } = await lastPacket(lanes().devnet);
      expect(decodeRelease(message)).to.deep.equal({
        sentAt,
        echo: Number(newestSentAt),
        hold: sentAt - Number(newestSeenAt),
        counters: [],
      });
    });
  });

  describe("when quoting a release", () => {
    it("reverts with LaneBook_UnknownKey(key) for a key that is not listed", async () => {
      await expect(gateway().quoteRelease(50, 0n))
        .to.be.revertedWithCustomError(gateway(), "LaneBook_UnknownKey")
        .withArgs(50);
    });

    it("is nothing for a key of the hub", async () => {
      expect(await gateway().quoteRelease(HUB_KEY, 0n)).to.equal(0n);
    });

    it("is what a withdrawal costs", async () => {
      const one = await gateway().quoteFlush(A_EID, [item(A_ETH)], 0n);
      expect(await gateway().quoteRelease(A_ETH, 0n)).to.equal(one);
    });
  });

  /** Alice withdraws 400 units to Bob, and the message is lost. */
  async function withdrawLost(): Promise<void> {
    const { a, engine, devnet } = lanes();
    await credit(lanes(), a, { key: A_ETH, units: 1_000n, account: alice().address });
    devnet.relayer.faults.lane(HUB_EID, A_EID, { drop: "all" });
    const value = await gateway().quoteRelease(A_ETH, 0n);
    const me = alice().address;
    const by = engine.connect(alice());
    await mined(by.withdrawCollateral(me, A_ETH, 400n, bob(), me, { value }));
    await devnet.relayer.pump();
  }
});
