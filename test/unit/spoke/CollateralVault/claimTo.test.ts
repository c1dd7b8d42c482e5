import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { A_ETH, SLOW, deposit, hearRelease, tokenOf, useLanes } from "../../../helpers/lanes.js";
import { dateOf, mined } from "../../../helpers/mined.js";

const UNIT = 10n ** 10n;
const OWED = 20_000_000n;

describe("CollateralVault.claimTo", () => {
  const lanes = useLanes();
  const spoke = () => lanes().a;
  const bob = () => spoke().chain.signer(2);
  const carol = () => spoke().chain.signer(3);
  const vault = () => spoke().vault.connect(bob());
  const balance = (who: string) => tokenOf(spoke(), A_ETH).balanceOf(who);
  /** Bob is owed twenty million units, of which b = 8,640,000 are paid at once. */
  const owe = async (): Promise<number> => {
    const account = spoke().chain.signer(1).address;
    await mined(spoke().vault.setLimits(A_ETH, SLOW.cap, SLOW.bucketBps));
    await deposit(spoke(), { key: A_ETH, units: OWED, account });
    const counters = [{ holder: bob().address, key: A_ETH, value: OWED }];
    return dateOf(spoke().chain, await hearRelease(lanes(), spoke(), { sentAt: 1, counters }));
  };

  describe("when the recipient claims", () => {
    it("pays there and counts it as the recipient's", async () => {
      await owe();
      await lanes().devnet.increaseTime(86_400);
      await expect(vault().claimTo(A_ETH, carol().address))
        .to.emit(vault(), "Paid")
        .withArgs(A_ETH, bob().address, carol().address, SLOW.bucket, 2n * SLOW.bucket);
      expect(await balance(carol().address)).to.equal(SLOW.bucket * UNIT);
    });

    it("pays only what the caller itself is owed", async () => {
      await owe();
      await lanes().devnet.increaseTime(86_400);
      await expect(spoke().vault.connect(carol()).claimTo(A_ETH, carol().address))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_NothingToClaim")
        .withArgs(carol().address, A_ETH, 0n, SLOW.bucket);
    });
  });

  describe("when the address is zero, the vault or the token", () => {
    it("reverts with VaultLedger_PaymentFailed(key, to, units)", async () => {
      await owe();
      await lanes().devnet.increaseTime(86_400);
      const token = await tokenOf(spoke(), A_ETH).getAddress();
      for (const to of [ZeroAddress, await vault().getAddress(), token]) {
        await expect(vault().claimTo(A_ETH, to))
          .to.be.revertedWithCustomError(vault(), "VaultLedger_PaymentFailed")
          .withArgs(A_ETH, to, OWED - SLOW.bucket);
      }
    });
  });

  describe("when the key is not listed", () => {
    it("reverts with VaultLedger_UnknownKey(key)", async () => {
      await expect(vault().claimTo(63, bob().address))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_UnknownKey")
        .withArgs(63);
    });
  });
});
