import type { Packet } from "@causeway/devnet";
import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { A_EID, A_ETH, HUB_EID, deposit, useLanes } from "../../../helpers/lanes.js";
import { dateOf, mined } from "../../../helpers/mined.js";

const HALF_HOUR = 1_800;

describe("LaneMessenger gaps", () => {
  const lanes = useLanes();
  const relayer = () => lanes().devnet.relayer;
  const gateway = () => lanes().gateway.connect(lanes().chain.signer(11));
  const alice = () => lanes().a.chain.signer(1).address;

  /** Sends that many packets from vault A, each with one more deposit of Alice's. */
  const send = async (count: number): Promise<Packet[]> => {
    const { a } = lanes();
    const item = [{ holder: alice(), key: A_ETH }];
    for (let i = 0; i < count; i++) {
      await deposit(a, { key: A_ETH, units: 1_000n, account: alice() });
      const value = await a.vault.quoteSync(item, 0n);
      await mined(a.vault.sync(item, ZeroAddress, 0n, alice(), { value }));
    }
    await a.chain.mine(10);
    return relayer().scan();
  };
  const verify = async (...packets: readonly (Packet | undefined)[]): Promise<void> => {
    for (const packet of packets) {
      if (packet === undefined) throw new Error("no such packet");
      await relayer().verify(packet);
      await relayer().commit(packet);
    }
  };
  /** Three packets, of which the first is missing. */
  const gapped = async (): Promise<Packet[]> => {
    const packets = await send(3);
    await verify(packets[1], packets[2]);
    return packets;
  };
  const report = async (nonce: bigint): Promise<number> =>
    dateOf(lanes().chain, await mined(gateway().reportGap(A_EID, nonce)));

  describe("when the next packet is verified too", () => {
    it("reverts with LaneMessenger_NoGap(eid, nextNonce, verifiedNonce)", async () => {
      await verify(...(await send(2)));
      for (const call of [gateway().reportGap(A_EID, 2n), gateway().skipGap(A_EID, 2n)]) {
        await expect(call)
          .to.be.revertedWithCustomError(gateway(), "LaneMessenger_NoGap")
          .withArgs(A_EID, 3n, 2n);
      }
    });
  });

  describe("when the packet given is not verified", () => {
    it("reverts with LaneMessenger_NoGap(eid, nextNonce, verifiedNonce)", async () => {
      await gapped();
      await expect(gateway().reportGap(A_EID, 4n))
        .to.be.revertedWithCustomError(gateway(), "LaneMessenger_NoGap")
        .withArgs(A_EID, 1n, 4n);
    });
  });

  describe("when the packet given is not behind the gap", () => {
    it("reverts with LaneMessenger_NoGap(eid, nextNonce, verifiedNonce)", async () => {
      await gapped();
      for (const nonce of [0n, 1n]) {
        await expect(gateway().reportGap(A_EID, nonce))
          .to.be.revertedWithCustomError(gateway(), "LaneMessenger_NoGap")
          .withArgs(A_EID, 1n, nonce);
      }
    });
  });

  describe("when the lane has no peer", () => {
    it("reverts with NoPeer(eid)", async () => {
      await expect(gateway().reportGap(77, 1n))
        .to.be.revertedWithCustomError(lanes().a.vault, "NoPeer")
        .withArgs(77);
    });
  });

  describe("when the gap is skipped without a report", () => {
    it("reverts with LaneMessenger_TooEarly(eid, nonce, skippableAt)", async () => {
      await gapped();
      await expect(gateway().skipGap(A_EID, 3n))
        .to.be.revertedWithCustomError(gateway(), "LaneMessenger_TooEarly")
        .withArgs(A_EID, 1n, 0n);
    });
  });

  describe("when the gap is skipped before 30 minutes are over", () => {
    it("reverts with LaneMessenger_TooEarly(eid, nonce, skippableAt)", async () => {
      await gapped();
      const at = await report(3n);
      await lanes().devnet.setTime(at + HALF_HOUR - 10);
      await expect(gateway().skipGap(A_EID, 3n))
        .to.be.revertedWithCustomError(gateway(), "LaneMessenger_TooEarly")
        .withArgs(A_EID, 1n, at + HALF_HOUR);
    });
  });

  describe("given a reported gap", () => {
    it("cannot be put off by reporting again", async () => {
      await gapped();
      const at = await report(2n);
      await lanes().devnet.increaseTime(1_000);
      await report(3n);
      expect(await gateway().gapOf(A_EID)).to.deep.equal([2n, BigInt(at + HALF_HOUR)]);
    });

    it("lets anyone skip it after 30 minutes, and the packets behind it arrive", async () => {
      const packets = await gapped();
      await report(3n);
      await lanes().devnet.increaseTime(HALF_HOUR);
      const skip = gateway().skipGap(A_EID, 3n);
      await expect(skip).to.emit(gateway(), "GapSkipped").withArgs(A_EID, 1n);
      for (const packet of packets.slice(1)) await relayer().execute(packet);
      // The last packet's counter holds what the skipped one would have told.
      expect(await lanes().engine.balanceOf(alice(), A_ETH)).to.equal(3_000n);
    });

    it("skips every packet missing before the reported one without another wait", async () => {
      const packets = await send(4);
      await verify(packets[3]);
      await report(4n);
      await lanes().devnet.increaseTime(HALF_HOUR);
      for (const nonce of [1n, 2n, 3n]) {
        await expect(gateway().skipGap(A_EID, 4n))
          .to.emit(gateway(), "GapSkipped")
          .withArgs(A_EID, nonce);
      }
      const [last] = packets.slice(3);
      if (last !== undefined) await relayer().execute(last);
      expect(await lanes().engine.balanceOf(alice(), A_ETH)).to.equal(4_000n);
    });

    it("cannot be skipped once the missing packet is verified", async () => {
      const packets = await gapped();
      await report(3n);
      await lanes().devnet.increaseTime(HALF_HOUR);
      await verify(packets[0]);
      await expect(gateway().skipGap(A_EID, 3n))
        .to.be.revertedWithCustomError(gateway(), "LaneMessenger_NoGap")
        .withArgs(A_EID, 4n, 3n);
    });

    it("can be reported anew for a later gap", async () => {
      const packets = await gapped();
      await report(2n);
      await verify(packets[0]);
      const [, later] = await send(2);
      await verify(later);
      const at = await report(5n);
      expect(await gateway().gapOf(A_EID)).to.deep.equal([5n, BigInt(at + HALF_HOUR)]);
    });
  });

  describe("given a gap on the way to a vault", () => {
    it("is reported and skipped there alike", async () => {
      const { a, gateway: hub } = lanes();
      const me = lanes().chain.signer(1).address;
      for (let i = 0; i < 2; i++) {
        const value = await hub.quoteFlush(A_EID, [], 0n);
        await mined(hub.flush(A_EID, [], 0n, me, { value }));
      }
      await lanes().chain.mine(5);
      const [, second] = await relayer().scan();
      await verify(second);
      const anyone = a.vault.connect(a.chain.signer(11));
      const reported = await mined(anyone.reportGap(HUB_EID, 2n));
      const skippableAt = (await dateOf(a.chain, reported)) + HALF_HOUR;
      await expect(Promise.resolve(reported))
        .to.emit(a.vault, "GapReported")
        .withArgs(HUB_EID, 1n, 2n, skippableAt);
      await lanes().devnet.setTime(skippableAt);
      await expect(anyone.skipGap(HUB_EID, 2n))
        .to.emit(a.vault, "GapSkipped")
        .withArgs(HUB_EID, 1n);
      if (second !== undefined) await relayer().execute(second);
      expect((await a.vault.hubClock())[0]).not.to.equal(0n);
    });
  });
});
