import { expect } from "chai";
import type { Packet } from "@causeway/devnet";
import { A_EID, HUB_EID, useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";

const HALF_HOUR = 1_800;

describe("CollateralVault.skipGap", () => {
  const lanes = useLanes();
  const vault = () => lanes().a.vault.connect(lanes().a.chain.signer(11));

  /** Two packets of the hub, of which the first is missing. */
  const gapped = async (): Promise<Packet> => {
    const { gateway, chain, devnet } = lanes();
    const me = chain.signer(1).address;
    for (let i = 0; i < 2; i++) {
      const value = await gateway.quoteFlush(A_EID, [], 0n);
      await mined(gateway.flush(A_EID, [], 0n, me, { value }));
    }
    await chain.mine(5);
    const [, second] = await devnet.relayer.scan();
    if (second === undefined) throw new Error("no second packet");
    await devnet.relayer.verify(second);
    await devnet.relayer.commit(second);
    return second;
  };

  describe("given a reported gap", () => {
    it("reverts with LaneMessenger_TooEarly(eid, nonce, skippableAt) before 30 minutes are over", async () => {
      await gapped();
      await mined(vault().reportGap(HUB_EID, 2n));
      const [, skippableAt] = await vault().gapOf(HUB_EID);
      await expect(vault().skipGap(HUB_EID, 2n))
        .to.be.revertedWithCustomError(vault(), "LaneMessenger_TooEarly")
        .withArgs(HUB_EID, 1n, skippableAt);
    });

    it("lets anyone skip it after 30 minutes, and the packet behind it arrives", async () => {
      const second = await gapped();
      await mined(vault().reportGap(HUB_EID, 2n));
      await lanes().devnet.increaseTime(HALF_HOUR);
      await expect(vault().skipGap(HUB_EID, 2n))
        .to.emit(vault(), "GapSkipped")
        .withArgs(HUB_EID, 1n);
      await lanes().devnet.relayer.execute(second);
      expect((await vault().hubClock())[0]).not.to.equal(0n);
    });
  });
});
