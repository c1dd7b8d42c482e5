import { expect } from "chai";
import { A_ETH, deposit, hearRelease, useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";

describe("VaultDesk.writeOffReleased", () => {
  const lanes = useLanes();
  const spoke = () => lanes().a;
  const vault = () => spoke().vault;
  const stranger = () => spoke().chain.signer(11);
  const bob = () => spoke().chain.signer(2).address;

  describe("when the governor calls", () => {
    const owe = async () => {
      await mined(vault().setLimits(A_ETH, 1_000n, 1_000n));
      await deposit(spoke(), { key: A_ETH, units: 1_000n, account: bob() });
      const counters = [{ holder: bob(), key: A_ETH, value: 500n }];
      await hearRelease(lanes(), spoke(), { sentAt: 1, counters });
    };

    it("lowers released", async () => {
      await owe();
      await expect(vault().writeOffReleased(bob(), A_ETH, 400n))
        .to.emit(vault(), "ReleaseWrittenOff")
        .withArgs(A_ETH, bob(), 400n, 100n);
      expect(await vault().payableOf(bob(), A_ETH)).to.deep.equal([100n, 100n]);
    });

    it("is undone by a flush where the hub did order the release", async () => {
      await owe();
      await mined(vault().writeOffReleased(bob(), A_ETH, 400n));
      const counters = [{ holder: bob(), key: A_ETH, value: 500n }];
      await hearRelease(lanes(), spoke(), { sentAt: 2, counters });
      expect(await vault().payableOf(bob(), A_ETH)).to.deep.equal([500n, 100n]);
    });

    it("reverts with VaultDesk_BelowPaid(recipient, key, units, unpaid) below what was paid", async () => {
      await owe();
      await expect(vault().writeOffReleased(bob(), A_ETH, 401n))
        .to.be.revertedWithCustomError(vault(), "VaultDesk_BelowPaid")
        .withArgs(bob(), A_ETH, 401n, 400n);
    });
  });

  describe("when the caller has no role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const by = vault().connect(stranger());
      await expect(by.writeOffReleased(bob(), A_ETH, 1n))
        .to.be.revertedWithCustomError(spoke().app, "AccessManagedUnauthorized")
        .withArgs(stranger().address);
    });
  });
});
