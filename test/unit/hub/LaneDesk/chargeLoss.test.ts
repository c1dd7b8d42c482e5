import type { MessageCounter, MessageTotal } from "@causeway/sdk";
import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { A_ETH, hearSync, useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";

describe("LaneDesk.chargeLoss", () => {
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
  /** Credited less authorised, and the balances it must be (INV-02). */
  const books = async () => {
    const [credited = 0n, authorised = 0n] = await sums();
    return [credited - authorised, (await balance()) + (await balance(bob()))];
  };
  const sums = async () => {
    const { credited, authorised } = await gateway().sumsOf(A_ETH);
    return [credited, authorised];
  };
  const refuse = async (call: Promise<unknown>, units: bigint, bound: bigint) => {
    await expect(call)
      .to.be.revertedWithCustomError(gateway(), "LaneDesk_BeyondShortfall")
      .withArgs(A_ETH, units, bound);
  };

  describe("when the governor calls", () => {
    /** 500 credited to Alice, 9 tokens lost. */
    const lost = async () => {
      await hear(5, [counter(me(), 500n)], total(500n, 0n, 500n));
      await hear(6, [], total(500n, 0n, 491n));
    };

    it("lowers the balance and raises recipient 0's counter", async () => {
      await lost();
      await expect(gateway().chargeLoss(me(), A_ETH, 9n))
        .to.emit(gateway(), "ReleaseCharged")
        .withArgs(me(), ZeroAddress, A_ETH, 9n, 9n);
      expect(await gateway().authorisedOf(ZeroAddress, A_ETH)).to.equal(9n);
      expect(await books()).to.deep.equal([491n, 491n]);
      expect(await recorded()).to.deep.equal([0n, 0n, 0n, 0n]);
    });

    it("stays held by totals until the vault has booked the loss", async () => {
      await lost();
      await mined(gateway().chargeLoss(me(), A_ETH, 9n));
      await hear(7, [], total(500n, 0n, 491n));
      expect(await recorded()).to.deep.equal([0n, 0n, 9n, 0n]);
      await hear(8, [], total(500n, 9n, 491n));
      expect(await recorded()).to.deep.equal([0n, 0n, 0n, 0n]);
      expect(await gateway().isHeld(A_ETH)).to.equal(false);
    });

    it("finds a further loss all the same", async () => {
      await lost();
      await mined(gateway().chargeLoss(me(), A_ETH, 9n));
      await hear(7, [], total(500n, 14n, 480n));
      expect(await recorded()).to.deep.equal([0n, 0n, 6n, 5n]);
    });

    it("reverts with LaneDesk_BeyondShortfall(key, units, bound) beyond the shortfall", async () => {
      await lost();
      await refuse(gateway().chargeLoss(me(), A_ETH, 10n), 10n, 9n);
    });
  });

  describe("when the caller has no role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      await expect(gateway().connect(alice()).chargeLoss(me(), A_ETH, 1n))
        .to.be.revertedWithCustomError(lanes().hubVault, "AccessManagedUnauthorized")
        .withArgs(me());
    });
  });
});
