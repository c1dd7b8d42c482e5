import { expect } from "chai";
import { A_ETH, deposit, hearRelease, useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";

describe("VaultDesk.redeposit", () => {
  const lanes = useLanes();
  const spoke = () => lanes().a;
  const vault = () => spoke().vault;
  const stranger = () => spoke().chain.signer(11);
  const bob = () => spoke().chain.signer(2).address;
  const hear = (sentAt: number, holder: string, value: bigint) =>
    hearRelease(lanes(), spoke(), { sentAt, counters: [{ holder, key: A_ETH, value }] });
  const totals = async () => {
    const { deposited, paid } = await vault().sumsOf(A_ETH);
    return [deposited, paid, await vault().custodyOf(A_ETH)];
  };
  /** 1,000 deposited by Bob, 500 released to him, of which the bucket of 100 let 100 out. */
  const owe = async () => {
    await mined(vault().setLimits(A_ETH, 1_000n, 1_000n));
    await deposit(spoke(), { key: A_ETH, units: 1_000n, account: bob() });
    await hear(1, bob(), 500n);
  };

  describe("when the governor calls", () => {
    it("raises paid and deposited, moves no tokens and pays nothing more", async () => {
      await owe();
      await expect(vault().redeposit(bob(), A_ETH, 300n))
        .to.emit(vault(), "Redeposited")
        .withArgs(A_ETH, bob(), 300n, 400n, 1_300n);
      expect(await vault().payableOf(bob(), A_ETH)).to.deep.equal([500n, 400n]);
      expect(await vault().depositedOf(bob(), A_ETH)).to.equal(1_300n);
      // 1,300 less 400 are the 900 held (INV-03).
      expect(await totals()).to.deep.equal([1_300n, 400n, 900n]);
    });

    it("changes nothing more when an old or repeated RELEASE arrives", async () => {
      await owe();
      await mined(vault().redeposit(bob(), A_ETH, 400n));
      await hear(1, bob(), 500n);
      await hear(0, bob(), 200n);
      expect(await vault().payableOf(bob(), A_ETH)).to.deep.equal([500n, 500n]);
      expect(await totals()).to.deep.equal([1_400n, 500n, 900n]);
    });

    it("reverts with VaultDesk_BelowPaid(recipient, key, units, unpaid) beyond what is unpaid", async () => {
      await owe();
      await expect(vault().redeposit(bob(), A_ETH, 401n))
        .to.be.revertedWithCustomError(vault(), "VaultDesk_BelowPaid")
        .withArgs(bob(), A_ETH, 401n, 400n);
    });

    it("reverts with VaultLedger_CounterFull(account, key, units, room) beyond the counter", async () => {
      await owe();
      await hear(2, bob(), 2n ** 64n - 1n);
      // 2^64 - 1 less the 1,000 deposited are left.
      const units = 2n ** 64n - 1_000n;
      await expect(vault().redeposit(bob(), A_ETH, units))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_CounterFull")
        .withArgs(bob(), A_ETH, units, units - 1n);
    });
  });

  describe("when the caller has no role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      await expect(vault().connect(stranger()).redeposit(bob(), A_ETH, 1n))
        .to.be.revertedWithCustomError(spoke().app, "AccessManagedUnauthorized")
        .withArgs(stranger().address);
    });
  });
});
