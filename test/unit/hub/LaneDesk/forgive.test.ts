import type { MessageCounter, MessageTotal } from "@causeway/sdk";
import { expect } from "chai";
import { A_ETH, hearSync, useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";

describe("LaneDesk.forgive", () => {
  const lanes = useLanes();
  const gateway = () => lanes().gateway;
  const alice = () => lanes().chain.signer(1);
  const me = () => alice().address;
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
    it("ends the hold without charging anybody and later messages respect it", async () => {
      await paid();
      await expect(gateway().forgive(A_ETH, 70n, 9n))
        .to.emit(gateway(), "ShortfallForgiven")
        .withArgs(A_ETH, 70n, 9n);
      expect(await gateway().isHeld(A_ETH)).to.equal(false);
      await hear(7, [], total(500n, 70n, 421n));
      expect(await gateway().isHeld(A_ETH)).to.equal(false);
      expect(await balance()).to.equal(500n);
    });

    it("finds a further loss all the same", async () => {
      await paid();
      await mined(gateway().forgive(A_ETH, 70n, 9n));
      await hear(7, [], total(500n, 75n, 410n));
      expect(await recorded()).to.deep.equal([0n, 0n, 6n, 5n]);
    });

    it("reverts with LaneDesk_BeyondShortfall(key, units, bound) beyond either part", async () => {
      await paid();
      await refuse(gateway().forgive(A_ETH, 71n, 0n), 71n, 70n);
      await refuse(gateway().forgive(A_ETH, 0n, 10n), 10n, 9n);
    });
  });

  describe("when the caller has no role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const by = gateway().connect(alice());
      await expect(by.forgive(A_ETH, 1n, 1n))
        .to.be.revertedWithCustomError(lanes().hubVault, "AccessManagedUnauthorized")
        .withArgs(alice().address);
    });
  });
});
