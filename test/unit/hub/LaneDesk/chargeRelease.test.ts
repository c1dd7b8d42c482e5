import type { MessageCounter, MessageTotal } from "@causeway/sdk";
import { expect } from "chai";
import { A_ETH, hearSync, useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";

describe("LaneDesk.chargeRelease", () => {
  const lanes = useLanes();
  const gateway = () => lanes().gateway;
  const alice = () => lanes().chain.signer(1);
  const me = () => alice().address;
  const bob = () => lanes().chain.signer(2).address;
  const counter = (holder: string, value: bigint): MessageCounter => ({
    holder,
    key: A_ETH,
    value,
  });
  const total = (deposited: bigint, paid: bigint, custody: bigint): MessageTotal => ({
    key: A_ETH,
    deposited,
    paid,
    custody,
  });
  const hear = (sentAt: number, counters: MessageCounter[], ...totals: MessageTotal[]) =>
    hearSync(lanes(), lanes().a, { sentAt, counters, totals });
  const recorded = async () => {
    const found = await gateway().shortfallOf(A_ETH);
    return [found.accounts, found.deposits, found.custody, found.releases];
  };
  const balance = (who = me()) => lanes().engine.balanceOf(who, A_ETH);
  const sums = async () => {
    const { credited, authorised } = await gateway().sumsOf(A_ETH);
    return [credited, authorised];
  };
  const refuse = async (call: Promise<unknown>, units: bigint, bound: bigint) => {
    await expect(call)
      .to.be.revertedWithCustomError(gateway(), "LaneDesk_BeyondShortfall")
      .withArgs(A_ETH, units, bound);
  };
  /** 500 credited to Alice; 70 paid that the hub never ordered, and 9 tokens lost besides. */
  const paid = async () => {
    await hear(5, [counter(me(), 500n)], total(500n, 0n, 500n));
    await hear(6, [], total(500n, 70n, 421n));
  };

  describe("when the governor calls", () => {
    it("lowers the balance, raises the recipient's counter and ends the hold", async () => {
      await hear(5, [counter(me(), 500n)], total(500n, 0n, 500n));
      await hear(6, [], total(500n, 70n, 430n));
      await expect(gateway().chargeRelease(me(), bob(), A_ETH, 70n))
        .to.emit(gateway(), "ReleaseCharged")
        .withArgs(me(), bob(), A_ETH, 70n);
      expect(await balance()).to.equal(430n);
      expect(await gateway().authorisedOf(bob(), A_ETH)).to.equal(70n);
      expect(await gateway().isHeld(A_ETH)).to.equal(false);
      await hear(7, [counter(me(), 500n)], total(500n, 70n, 430n));
      expect(await gateway().isHeld(A_ETH)).to.equal(false);
      // The deposit stands as before, so nothing can be granted a second time.
      await mined(gateway().grant(me(), A_ETH));
      expect(await balance()).to.equal(430n);
    });

    it("keeps the sum of balances at credited less authorised", async () => {
      await paid();
      await mined(gateway().chargeRelease(me(), bob(), A_ETH, 40n));
      const [credited = 0n, authorised = 0n] = await sums();
      expect(credited - authorised).to.equal(await balance());
      expect(await recorded()).to.deep.equal([0n, 0n, 9n, 30n]);
    });

    it("reverts with LaneDesk_BeyondShortfall(key, units, bound) beyond the shortfall", async () => {
      await paid();
      await refuse(gateway().chargeRelease(me(), bob(), A_ETH, 71n), 71n, 70n);
    });
  });

  describe("when the caller has no role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const by = gateway().connect(alice());
      await expect(by.chargeRelease(me(), bob(), A_ETH, 1n))
        .to.be.revertedWithCustomError(lanes().hubVault, "AccessManagedUnauthorized")
        .withArgs(alice().address);
    });
  });
});
