import type { Packet } from "@causeway/devnet";
import { expect } from "chai";
import { LaneGateway__factory } from "../../../../typechain-types/index.js";
import { ZeroAddress } from "ethers";
import { A_EID, A_ETH, deposit, useLanes } from "../../../helpers/lanes.js";
import { dateOf, mined } from "../../../helpers/mined.js";

const HALF_HOUR = 1_800;

describe("LaneGateway.reportGap", () => {
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
      const whole = LaneGateway__factory.connect(
        await gateway().getAddress(),
        lanes().chain.provider,
      );
      await expect(gateway().reportGap(77, 1n))
        .to.be.revertedWithCustomError(whole, "NoPeer")
        .withArgs(77);
    });
  });

  describe("when the next packet is verified too", () => {
    it("reverts with LaneMessenger_NoGap(eid, nextNonce, verifiedNonce)", async () => {
      await verify(...(await send(2)));
      await expect(gateway().reportGap(A_EID, 2n))
        .to.be.revertedWithCustomError(gateway(), "LaneMessenger_NoGap")
        .withArgs(A_EID, 3n, 2n);
    });
  });

  describe("given a gap", () => {
    it("cannot be put off by reporting again", async () => {
      await gapped();
      const at = await report(2n);
      await lanes().devnet.increaseTime(1_000);
      await report(3n);
      expect(await gateway().gapOf(A_EID)).to.deep.equal([2n, BigInt(at + HALF_HOUR)]);
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
});
