import { expect } from "chai";
import { ZeroAddress } from "ethers";
import {
  A_ETH,
  A_USD,
  CAP,
  MINIMUM,
  SLOW,
  deposit,
  fund,
  hearRelease,
  tokenOf,
  useLanes,
} from "../../../helpers/lanes.js";
import { dateOf, mined } from "../../../helpers/mined.js";
import { setDeposited } from "../../../helpers/slots.js";

const UNIT = 10n ** 10n;

describe("CollateralVault.deposit", () => {
  const lanes = useLanes();
  const alice = () => lanes().a.chain.signer(1);
  const bob = () => lanes().a.chain.signer(2);
  const vault = () => lanes().a.vault.connect(alice());

  describe("when the key is not listed", () => {
    it("reverts with VaultLedger_UnknownKey(key)", async () => {
      await expect(vault().deposit(63, UNIT, alice().address))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_UnknownKey")
        .withArgs(63);
    });
  });

  describe("when the amount is zero", () => {
    it("reverts with VaultLedger_Dust(key, amount, unit)", async () => {
      await expect(vault().deposit(A_ETH, 0, alice().address))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_Dust")
        .withArgs(A_ETH, 0, UNIT);
    });
  });

  describe("when the amount is below one unit", () => {
    it("reverts with VaultLedger_Dust(key, amount, unit)", async () => {
      await expect(vault().deposit(A_ETH, UNIT - 1n, alice().address))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_Dust")
        .withArgs(A_ETH, UNIT - 1n, UNIT);
    });
  });

  describe("when the amount is below the minimum", () => {
    it("reverts with VaultLedger_BelowMinimum(key, units, minimum)", async () => {
      await expect(vault().deposit(A_ETH, MINIMUM * UNIT - 1n, alice().address))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_BelowMinimum")
        .withArgs(A_ETH, MINIMUM - 1n, MINIMUM);
    });
  });

  describe("when the amount is beyond the cap", () => {
    it("reverts with VaultLedger_OverCap(key, units, room)", async () => {
      await deposit(lanes().a, { key: A_ETH, units: 400n, account: alice().address });
      await expect(vault().deposit(A_ETH, CAP * UNIT, alice().address))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_OverCap")
        .withArgs(A_ETH, CAP, CAP - 400n);
    });
  });

  describe("when the account's counter has no room", () => {
    it("reverts with VaultLedger_CounterFull(account, key, units, room)", async () => {
      const { a } = lanes();
      await setDeposited(a.chain, a.vault, {
        account: bob().address,
        key: A_ETH,
        units: 2n ** 64n - 151n,
      });
      await expect(vault().deposit(A_ETH, 151n * UNIT, bob().address))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_CounterFull")
        .withArgs(bob().address, A_ETH, 151n, 150n);
    });
  });

  describe("when the amount is good", () => {
    it("takes whole units and leaves the rest with the payer", async () => {
      await fund(lanes().a, alice(), A_ETH, 1_000n * UNIT - 1n);
      await mined(vault().deposit(A_ETH, 1_000n * UNIT - 1n, alice().address));
      const token = tokenOf(lanes().a, A_ETH);
      expect(await token.balanceOf(vault())).to.equal(999n * UNIT);
      expect(await token.balanceOf(alice().address)).to.equal(UNIT - 1n);
    });

    it("raises the account's counter and the key's sum", async () => {
      const { a } = lanes();
      await deposit(a, { key: A_ETH, units: 300n, account: alice().address });
      await deposit(a, { key: A_ETH, units: 200n, account: alice().address });
      await deposit(a, { key: A_ETH, units: 100n, account: bob().address });
      expect(await a.vault.depositedOf(alice().address, A_ETH)).to.equal(500n);
      expect(await a.vault.depositedOf(bob().address, A_ETH)).to.equal(100n);
      expect(await a.vault.sumsOf(A_ETH)).to.deep.equal([600n, 0n]);
      expect(await a.vault.custodyOf(A_ETH)).to.equal(600n);
    });

    it("emits Deposited", async () => {
      await fund(lanes().a, alice(), A_USD, 700n);
      await expect(vault().deposit(A_USD, 700n, bob().address))
        .to.emit(vault(), "Deposited")
        .withArgs(A_USD, bob().address, alice().address, 700n, 700n);
    });

    it("lets anyone deposit for anyone", async () => {
      await deposit(lanes().a, { key: A_ETH, units: 123n, account: bob().address });
      expect(await vault().depositedOf(bob().address, A_ETH)).to.equal(123n);
    });

    it("lets anyone deposit for account 0 as cover", async () => {
      await deposit(lanes().a, { key: A_ETH, units: 123n, account: ZeroAddress });
      expect(await vault().depositedOf(ZeroAddress, A_ETH)).to.equal(123n);
    });

    it("takes exactly the room under the cap", async () => {
      await deposit(lanes().a, { key: A_ETH, units: CAP, account: alice().address });
      expect(await vault().roomOf(A_ETH)).to.deep.equal([0n, CAP / 5n]);
    });

    it("lowers the net level of the outflow bucket but not the gross", async () => {
      const { a } = lanes();
      await mined(a.vault.setLimits(A_ETH, SLOW.cap, SLOW.bucketBps));
      await deposit(a, { key: A_ETH, units: 5_000_000n, account: alice().address });
      const counters = [{ holder: bob().address, key: A_ETH, value: 4_000_000n }];
      const paidAt = await dateOf(a.chain, await hearRelease(lanes(), a, { sentAt: 1, counters }));
      await deposit(a, { key: A_ETH, units: 1_000_000n, account: alice().address });
      const elapsed = BigInt((await a.chain.timestamp()) - paidAt);
      const { net, gross } = await a.vault.limitsOf(A_ETH);
      expect(net).to.equal(3_000_000n - 100n * elapsed);
      expect(gross).to.equal(4_000_000n - 300n * elapsed);
    });

    it("still takes deposits after forged releases paid out more than was ever deposited", async () => {
      const { a } = lanes();
      await deposit(a, { key: A_ETH, units: 1_000n, account: alice().address });
      // A gift of 9 units, so that the vault can pay beyond its deposits.
      await fund(a, bob(), A_ETH, 9n * UNIT);
      await mined(
        tokenOf(a, A_ETH)
          .connect(bob())
          .transfer(await a.vault.getAddress(), 9n * UNIT),
      );
      const counters = [{ holder: bob().address, key: A_ETH, value: 5_000n }];
      await hearRelease(lanes(), a, { sentAt: 1, counters });
      expect(await a.vault.sumsOf(A_ETH)).to.deep.equal([1_000n, 1_009n]);
      await deposit(a, { key: A_ETH, units: 500n, account: ZeroAddress });
      expect(await a.vault.sumsOf(A_ETH)).to.deep.equal([1_500n, 1_009n]);
      expect(await a.vault.custodyOf(A_ETH)).to.equal(500n);
    });
  });
});
