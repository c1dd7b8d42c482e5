import type { Packet } from "@causeway/devnet";
import { expect } from "chai";
import { ZeroAddress, ZeroHash } from "ethers";
import { A_EID, A_ETH, deposit, useLanes } from "../../../helpers/lanes.js";
import { dateOf, mined } from "../../../helpers/mined.js";

const HALF_HOUR = 1_800;

describe("LaneGateway.skipGap", () => {
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

  describe("when the next packet is verified too", () => {
    it("reverts with LaneMessenger_NoGap(eid, nextNonce, verifiedNonce)", async () => {
      await verify(...(await send(2)));
      await expect(gateway().skipGap(A_EID, 2n))
        .to.be.revertedWithCustomError(gateway(), "LaneMessenger_NoGap")
        .withArgs(A_EID, 3n, 2n);
    });
  });

  describe("given a reported gap", () => {
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

    it("covers 32 packets, however far ahead the verified one is", async () => {
      // A forged packet that can never be delivered: all before it would have to be verified first.
      const [sent] = await send(1);
      if (sent === undefined) throw new Error("no such packet");
      const far = 2n ** 64n - 1n;
      await verify(relayer().forge({ ...sent, nonce: far, guid: ZeroHash }));
      await report(far);
      await lanes().devnet.increaseTime(HALF_HOUR);
      for (let nonce = 1n; nonce <= 32n; nonce++) await mined(gateway().skipGap(A_EID, far));
      await expect(gateway().skipGap(A_EID, far))
        .to.be.revertedWithCustomError(gateway(), "LaneMessenger_TooEarly")
        .withArgs(A_EID, 33n, 0n);
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
  });
});
