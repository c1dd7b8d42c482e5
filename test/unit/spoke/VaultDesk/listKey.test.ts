import { expect } from "chai";
import { PermitToken__factory } from "../../../../typechain-types/index.js";
import { A_ETH, BUCKET_BPS, CAP, MINIMUM, tokenOf, useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";

describe("VaultDesk.listKey", () => {
  const lanes = useLanes();
  const spoke = () => lanes().a;
  const vault = () => spoke().vault;
  const stranger = () => spoke().chain.signer(11);
  const bob = () => spoke().chain.signer(2).address;
  const newToken = async (decimals = 18): Promise<string> => {
    const token = await new PermitToken__factory(spoke().chain.signer(0)).deploy("NEW", decimals);
    return token.getAddress();
  };
  const list = (key: number, token: string, shared = 8) =>
    vault().listKey(key, token, shared, MINIMUM, CAP, BUCKET_BPS);

  describe("when the governor calls", () => {
    it("lists the token with its limits", async () => {
      const token = await newToken(10);
      const receipt = mined(vault().listKey(9, token, 6, 5n, 1_000n, 2_500n));
      await expect(receipt).to.emit(vault(), "KeyListed").withArgs(9, token, 6, 5n);
      await expect(receipt).to.emit(vault(), "LimitsSet").withArgs(9, 1_000n, 2_500n);
      expect(await vault().listingOf(9)).to.deep.equal([token, 10n, 6n, 5n]);
      expect(((await vault().listedKeys()) >> 9n) & 1n).to.equal(1n);
      expect(await vault().roomOf(9)).to.deep.equal([1_000n, 250n]);
    });

    const refuse = async (key: number, token: string) => {
      await expect(list(key, token))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_CannotList")
        .withArgs(key, token);
    };

    it("reverts with VaultLedger_CannotList(key, token) above key 63", async () => {
      await refuse(64, await newToken());
    });

    it("reverts with VaultLedger_CannotList(key, token) for a key in use", async () => {
      await refuse(A_ETH, await newToken());
    });

    it("reverts with VaultLedger_CannotList(key, token) for a token in use", async () => {
      await refuse(9, await tokenOf(spoke(), A_ETH).getAddress());
    });

    it("reverts with VaultLedger_CannotList(key, token) for the vault itself", async () => {
      await refuse(9, await vault().getAddress());
    });

    const refuseDecimals = async (decimals: number, shared: number) => {
      const token = await newToken(decimals);
      await expect(list(9, token, shared))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_BadDecimals")
        .withArgs(token, decimals, shared);
    };

    it("reverts with VaultLedger_BadDecimals(token, decimals, sharedDecimals) above the token's decimals", async () => {
      await refuseDecimals(6, 7);
    });

    it("reverts with VaultLedger_BadDecimals(token, decimals, sharedDecimals) above eight", async () => {
      await refuseDecimals(18, 9);
    });

    it("reverts with VaultLedger_BadDecimals(token, decimals, sharedDecimals) for a unit beyond 10^57", async () => {
      await refuseDecimals(64, 6);
    });

    it("reverts with Guarded_BadLimits(cap, bucketBps) out of range", async () => {
      const token = await newToken();
      for (const [cap, bps] of [
        [2n ** 63n, 1n],
        [1n, 10_001n],
      ] as const) {
        await expect(vault().listKey(9, token, 8, 1n, cap, bps))
          .to.be.revertedWithCustomError(vault(), "Guarded_BadLimits")
          .withArgs(cap, bps);
      }
    });
  });

  describe("when the caller has no role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const by = vault().connect(stranger());
      await expect(by.listKey(9, bob(), 8, 1n, 1n, 1n))
        .to.be.revertedWithCustomError(spoke().app, "AccessManagedUnauthorized")
        .withArgs(stranger().address);
    });
  });
});
