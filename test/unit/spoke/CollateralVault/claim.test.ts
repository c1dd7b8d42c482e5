import { expect } from "chai";
import {
  A_ETH,
  A_USD,
  SLOW,
  deposit,
  hearRelease,
  tokenOf,
  useLanes,
} from "../../../helpers/lanes.js";
import { dateOf, mined } from "../../../helpers/mined.js";

const UNIT = 10n ** 10n;
const OWED = 20_000_000n;

describe("CollateralVault.claim", () => {
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

  describe("when the key is not listed", () => {
    it("reverts with VaultLedger_UnknownKey(key)", async () => {
      await expect(vault().claim(bob().address, 63))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_UnknownKey")
        .withArgs(63);
    });
  });

  describe("when nothing is owed", () => {
    it("reverts with VaultLedger_NothingToClaim(recipient, key, claimable, room)", async () => {
      const [, room] = await vault().roomOf(A_ETH);
      await expect(vault().claim(bob().address, A_ETH))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_NothingToClaim")
        .withArgs(bob().address, A_ETH, 0n, room);
    });
  });

  describe("when the bucket is empty", () => {
    it("reverts with VaultLedger_NothingToClaim(recipient, key, claimable, room)", async () => {
      await owe();
      await mined(spoke().vault.setLimits(A_ETH, SLOW.cap, 0));
      await expect(vault().claim(bob().address, A_ETH))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_NothingToClaim")
        .withArgs(bob().address, A_ETH, OWED - SLOW.bucket, 0n);
    });
  });

  describe("when the token does not pay", () => {
    it("reverts with VaultLedger_PaymentFailed(key, to, units)", async () => {
      // The vault holds no token of key A_USD, as if an issuer had taken them.
      const counters = [{ holder: bob().address, key: A_USD, value: 50n }];
      await hearRelease(lanes(), spoke(), { sentAt: 1, counters });
      await expect(vault().claim(bob().address, A_USD))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_PaymentFailed")
        .withArgs(A_USD, bob().address, 50n);
    });
  });

  describe("given the bucket has refilled", () => {
    it("lets anyone pay the recipient what the bucket lets through", async () => {
      const owedAt = await owe();
      await lanes().devnet.increaseTime(3_600);
      const paid = await mined(spoke().vault.connect(carol()).claim(bob().address, A_ETH));
      // 100 units a second.
      const elapsed = BigInt((await dateOf(spoke().chain, paid)) - owedAt);
      expect(await balance(bob().address)).to.equal((SLOW.bucket + 100n * elapsed) * UNIT);
    });

    it("pays everything over the days", async () => {
      await owe();
      for (let day = 0; day < 2; day++) {
        await lanes().devnet.increaseTime(86_400);
        await mined(vault().claim(bob().address, A_ETH));
      }
      expect(await vault().payableOf(bob().address, A_ETH)).to.deep.equal([OWED, OWED]);
      expect(await balance(bob().address)).to.equal(OWED * UNIT);
    });
  });
});
