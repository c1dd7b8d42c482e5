import { expect } from "chai";
import type { Packet } from "@causeway/devnet";
import { A_EID, HUB_EID, useLanes } from "../../../helpers/lanes.js";
import { dateOf, mined } from "../../../helpers/mined.js";

const HALF_HOUR = 1_800;

describe("CollateralVault.reportGap", () => {
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

  describe("given a gap", () => {
    it("lets anyone report it and starts the clock", async () => {
      await gapped();
      const reported = await mined(vault().reportGap(HUB_EID, 2n));
      const skippableAt = (await dateOf(lanes().a.chain, reported)) + HALF_HOUR;
      await expect(Promise.resolve(reported))
        .to.emit(vault(), "GapReported")
        .withArgs(HUB_EID, 1n, 2n, skippableAt);
      expect(await vault().gapOf(HUB_EID)).to.deep.equal([2n, BigInt(skippableAt)]);
    });
  });

  describe("when the packet given is not verified", () => {
    it("reverts with LaneMessenger_NoGap(eid, nextNonce, verifiedNonce)", async () => {
      await gapped();
      await expect(vault().reportGap(HUB_EID, 3n))
        .to.be.revertedWithCustomError(vault(), "LaneMessenger_NoGap")
        .withArgs(HUB_EID, 1n, 3n);
    });
  });
});
