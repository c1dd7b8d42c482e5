import type { MessageCounter, MessageTotal } from "@causeway/sdk";
import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { A_ETH, hearSync, useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";

describe("LaneDesk.writeOff", () => {
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
  const withdraw = async (units: bigint) => {
    const value = await gateway().quoteRelease(A_ETH, 0n);
    const by = lanes().engine.connect(alice());
    await mined(by.withdrawCollateral(me(), A_ETH, units, bob(), me(), { value }));
  };
  const refuse = async (call: Promise<unknown>, units: bigint, bound: bigint) => {
    await expect(call)
      .to.be.revertedWithCustomError(gateway(), "LaneDesk_BeyondShortfall")
      .withArgs(A_ETH, units, bound);
  };
  /** 500 credited to Alice; the vault says 380 in a newer message. */
  const short = async () => {
    await hear(5, [counter(me(), 500n)]);
    await hear(6, [counter(me(), 380n)]);
  };

  describe("when the governor calls", () => {
    it("lowers credit and balance and ends the hold", async () => {
      await short();
      await expect(gateway().writeOff(me(), ZeroAddress, A_ETH, 120n))
        .to.emit(gateway(), "WrittenOff")
        .withArgs(me(), ZeroAddress, A_ETH, 120n);
      expect(await balance()).to.equal(380n);
      expect(await sums()).to.deep.equal([380n, 0n]);
      expect(await recorded()).to.deep.equal([0n, 0n, 0n, 0n]);
      expect(await gateway().isHeld(A_ETH)).to.equal(false);
      await hear(7, [counter(me(), 400n)]);
      expect(await balance()).to.equal(400n);
    });

    it("lowers a recipient's authorised counter instead when that is named", async () => {
      await hear(5, [counter(me(), 500n)]);
      await withdraw(500n);
      await hear(6, [counter(me(), 380n)]);
      await mined(gateway().writeOff(me(), bob(), A_ETH, 120n));
      expect(await gateway().authorisedOf(bob(), A_ETH)).to.equal(380n);
      expect(await sums()).to.deep.equal([380n, 380n]);
      expect(await balance()).to.equal(0n);
    });

    it("keeps the hold while a part is left", async () => {
      await short();
      await mined(gateway().writeOff(me(), ZeroAddress, A_ETH, 119n));
      expect(await recorded()).to.deep.equal([1n, 0n, 0n, 0n]);
      await mined(gateway().writeOff(me(), ZeroAddress, A_ETH, 1n));
      expect(await recorded()).to.deep.equal([0n, 0n, 0n, 0n]);
    });

    it("reverts with LaneDesk_BeyondShortfall(key, units, bound) beyond the account's shortfall", async () => {
      await short();
      await refuse(gateway().writeOff(me(), ZeroAddress, A_ETH, 121n), 121n, 120n);
    });

    it("reverts with LaneDesk_BeyondShortfall(key, units, bound) for an account without one", async () => {
      await short();
      await refuse(gateway().writeOff(bob(), ZeroAddress, A_ETH, 1n), 1n, 0n);
    });

    it("reverts with LaneDesk_BeyondShortfall(key, units, bound) beyond the recipient's counter", async () => {
      await short();
      await refuse(gateway().writeOff(me(), bob(), A_ETH, 120n), 120n, 0n);
    });

    it("reverts with the engine's error when the balance is gone", async () => {
      await hear(5, [counter(me(), 500n)]);
      await withdraw(450n);
      await hear(6, [counter(me(), 380n)]);
      await expect(gateway().writeOff(me(), ZeroAddress, A_ETH, 120n))
        .to.be.revertedWithCustomError(lanes().engine, "MarginEngine_InsufficientBalance")
        .withArgs(me(), A_ETH, 50n, 120n);
    });

    it("lowers the recorded shortfall of deposits with it", async () => {
      await hear(5, [counter(me(), 500n)]);
      await hear(6, [counter(me(), 380n)], total(380n, 0n, 380n));
      expect(await recorded()).to.deep.equal([1n, 120n, 0n, 0n]);
      await mined(gateway().writeOff(me(), ZeroAddress, A_ETH, 120n));
      expect(await recorded()).to.deep.equal([0n, 0n, 0n, 0n]);
    });
  });

  describe("when the caller has no role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const by = gateway().connect(alice());
      await expect(by.writeOff(me(), ZeroAddress, A_ETH, 1n))
        .to.be.revertedWithCustomError(lanes().hubVault, "AccessManagedUnauthorized")
        .withArgs(alice().address);
    });
  });
});
