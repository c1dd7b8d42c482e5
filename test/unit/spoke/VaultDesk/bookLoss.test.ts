import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { A_ETH, deposit, hearRelease, tokenOf, useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";

/** A token of 18 decimals in units of 8. */
const SCALE = 10n ** 10n;

describe("VaultDesk.bookLoss", () => {
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
  /** 1,000 deposited, then `units` leave the vault by no rule. */
  const lose = async (units: bigint) => {
    await deposit(spoke(), { key: A_ETH, units: 1_000n, account: bob() });
    const thief = await spoke().chain.impersonate(await vault().getAddress());
    const token = tokenOf(spoke(), A_ETH).connect(thief);
    await mined(token.transfer(stranger().address, units * SCALE));
  };
  const refuseLoss = async (missing: bigint, charged: bigint) => {
    await expect(vault().bookLoss(A_ETH))
      .to.be.revertedWithCustomError(vault(), "VaultDesk_NoLoss")
      .withArgs(A_ETH, missing, charged);
  };

  describe("when anyone calls", () => {
    it("books what the hub has charged as paid to nobody", async () => {
      await lose(9n);
      await hear(1, ZeroAddress, 9n);
      await expect(vault().connect(stranger()).bookLoss(A_ETH))
        .to.emit(vault(), "LossBooked")
        .withArgs(A_ETH, 9n, 9n);
      expect(await totals()).to.deep.equal([1_000n, 9n, 991n]);
      expect(await vault().payableOf(ZeroAddress, A_ETH)).to.deep.equal([9n, 9n]);
    });

    it("books no more than is missing", async () => {
      await lose(9n);
      await hear(1, ZeroAddress, 20n);
      await mined(vault().bookLoss(A_ETH));
      expect(await totals()).to.deep.equal([1_000n, 9n, 991n]);
      await refuseLoss(0n, 11n);
    });

    it("reverts with VaultLedger_UnknownKey(key) for another key", async () => {
      await expect(vault().bookLoss(9))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_UnknownKey")
        .withArgs(9);
    });

    it("reverts with VaultDesk_NoLoss(key, missing, charged) where the hub has charged nothing", async () => {
      await lose(9n);
      await refuseLoss(9n, 0n);
    });

    it("reverts with VaultDesk_NoLoss(key, missing, charged) where nothing is missing", async () => {
      await owe();
      await hear(2, ZeroAddress, 5n);
      await refuseLoss(0n, 5n);
    });
  });
});
