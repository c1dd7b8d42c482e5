import { addressToBytes32 } from "@causeway/devnet";
import { expect } from "chai";
import { PermitToken__factory } from "../../../../typechain-types/index.js";
import {
  A_ETH,
  BUCKET_BPS,
  B_EID,
  CAP,
  HUB_EID,
  MINIMUM,
  deposit,
  hearRelease,
  tokenOf,
  useLanes,
} from "../../../helpers/lanes.js";
import { throughManager } from "../../../helpers/manager.js";
import { dateOf, mined } from "../../../helpers/mined.js";

const HOURS_72 = 259_200;
const DAYS_7 = 604_800;

describe("CollateralVault administration", () => {
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
  const limits = async () => {
    const { cap, bucketBps } = await vault().limitsOf(A_ETH);
    return [cap, bucketBps];
  };

  describe("when a stranger calls a restricted function", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const by = vault().connect(stranger());
      const calls = [
        by.listKey(9, bob(), 8, 1n, 1n, 1n),
        by.setMinimum(A_ETH, 1n),
        by.setLimits(A_ETH, 1n, 1n),
        by.lowerLimits(A_ETH, 1n, 1n),
        by.confirmLimits(A_ETH),
        by.writeOffReleased(bob(), A_ETH, 1n),
      ];
      for (const call of calls) {
        await expect(call)
          .to.be.revertedWithCustomError(vault(), "AccessManagedUnauthorized")
          .withArgs(stranger().address);
      }
    });
  });

  describe("when listing a key", () => {
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

  describe("when setting a minimum", () => {
    it("holds from the next deposit on", async () => {
      await expect(vault().setMinimum(A_ETH, 1_000n))
        .to.emit(vault(), "MinimumSet")
        .withArgs(A_ETH, 1_000n);
      await expect(vault().deposit(A_ETH, 999n * 10n ** 10n, bob()))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_BelowMinimum")
        .withArgs(A_ETH, 999n, 1_000n);
    });

    it("reverts with VaultLedger_UnknownKey(key) for another key", async () => {
      await expect(vault().setMinimum(50, 1n))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_UnknownKey")
        .withArgs(50);
    });
  });

  describe("when setting limits", () => {
    it("replaces cap and bucket and keeps the levels", async () => {
      await deposit(spoke(), { key: A_ETH, units: CAP / 10n, account: bob() });
      await mined(vault().setLimits(A_ETH, 86_400_000n, 1_000n));
      const counters = [{ holder: bob(), key: A_ETH, value: 5_000_000n }];
      await hearRelease(lanes(), spoke(), { sentAt: 1, counters });
      await expect(vault().setLimits(A_ETH, 86_400_000n, 0n))
        .to.emit(vault(), "LimitsSet")
        .withArgs(A_ETH, 86_400_000n, 0n);
      const { net } = await vault().limitsOf(A_ETH);
      // At most a few seconds at 100 units each leaked before the change, and nothing leaks from b = 0.
      expect(net > 4_990_000n && net <= 5_000_000n).to.equal(true);
      await lanes().devnet.increaseTime(86_400);
      expect((await vault().limitsOf(A_ETH)).net).to.equal(net);
    });

    it("reverts with Guarded_BadLimits(cap, bucketBps) out of range", async () => {
      await expect(vault().setLimits(A_ETH, CAP, 10_001n))
        .to.be.revertedWithCustomError(vault(), "Guarded_BadLimits")
        .withArgs(CAP, 10_001n);
    });

    it("reverts with VaultLedger_UnknownKey(key) for another key", async () => {
      await expect(vault().setLimits(50, 1n, 1n))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_UnknownKey")
        .withArgs(50);
    });
  });

  describe("when a guardian lowers limits", () => {
    it("lowers them at once for 72 hours", async () => {
      const receipt = await mined(vault().lowerLimits(A_ETH, 5n, 100n));
      const at = await dateOf(spoke().chain, receipt);
      await expect(Promise.resolve(receipt))
        .to.emit(vault(), "LimitsLowered")
        .withArgs(A_ETH, 5n, 100n, at + HOURS_72);
      expect(await limits()).to.deep.equal([5n, 100n]);
      await lanes().devnet.setTime(at + HOURS_72 - 1);
      expect(await limits()).to.deep.equal([5n, 100n]);
      await lanes().devnet.setTime(at + HOURS_72);
      expect(await limits()).to.deep.equal([CAP, BUCKET_BPS]);
      await deposit(spoke(), { key: A_ETH, units: 1_000n, account: bob() });
    });

    it("reverts with Guarded_NotLower(key, cap, currentCap, bucketBps, currentBucketBps) if either rises", async () => {
      for (const [cap, bps] of [
        [CAP + 1n, BUCKET_BPS],
        [CAP, BUCKET_BPS + 1n],
      ] as const) {
        await expect(vault().lowerLimits(A_ETH, cap, bps))
          .to.be.revertedWithCustomError(vault(), "Guarded_NotLower")
          .withArgs(A_ETH, cap, CAP, bps, BUCKET_BPS);
      }
    });

    it("reverts with Guarded_TooSoon(againAt) within 7 days", async () => {
      const at = await dateOf(spoke().chain, await mined(vault().lowerLimits(A_ETH, 5n, 100n)));
      await lanes().devnet.setTime(at + DAYS_7 - 10);
      await expect(vault().lowerLimits(A_ETH, 4n, 100n))
        .to.be.revertedWithCustomError(vault(), "Guarded_TooSoon")
        .withArgs(at + DAYS_7);
    });

    it("may be repeated after 7 days", async () => {
      const at = await dateOf(spoke().chain, await mined(vault().lowerLimits(A_ETH, 5n, 100n)));
      await lanes().devnet.setTime(at + DAYS_7);
      await mined(vault().lowerLimits(A_ETH, 4n, 100n));
      expect(await limits()).to.deep.equal([4n, 100n]);
    });
  });

  describe("when the governor confirms lowered limits", () => {
    it("makes them permanent", async () => {
      await mined(vault().lowerLimits(A_ETH, 5n, 100n));
      await expect(vault().confirmLimits(A_ETH))
        .to.emit(vault(), "LimitsConfirmed")
        .withArgs(A_ETH);
      await lanes().devnet.increaseTime(HOURS_72);
      expect(await limits()).to.deep.equal([5n, 100n]);
    });

    it("reverts with Guarded_NothingActive() if none are lowered", async () => {
      await expect(vault().confirmLimits(A_ETH)).to.be.revertedWithCustomError(
        vault(),
        "Guarded_NothingActive",
      );
    });

    it("reverts with Guarded_NothingActive() after they came back", async () => {
      await mined(vault().lowerLimits(A_ETH, 5n, 100n));
      await lanes().devnet.increaseTime(HOURS_72);
      await expect(vault().confirmLimits(A_ETH)).to.be.revertedWithCustomError(
        vault(),
        "Guarded_NothingActive",
      );
    });
  });

  describe("when writing off releases", () => {
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

    it("reverts with CollateralVault_BelowPaid(recipient, key, units, unpaid) below what was paid", async () => {
      await owe();
      await expect(vault().writeOffReleased(bob(), A_ETH, 401n))
        .to.be.revertedWithCustomError(vault(), "CollateralVault_BelowPaid")
        .withArgs(bob(), A_ETH, 401n, 400n);
    });
  });

  describe("when setting the peer", () => {
    const peer = async () => addressToBytes32(await lanes().gateway.getAddress());

    it("reverts with CollateralVault_NotHub(eid, hubEid) for another chain", async () => {
      const data = vault().interface.encodeFunctionData("setPeer", [B_EID, await peer()]);
      await expect(throughManager(spoke().manager, vault(), data))
        .to.be.revertedWithCustomError(vault(), "CollateralVault_NotHub")
        .withArgs(B_EID, HUB_EID);
    });

    it("reverts with LaneMessenger_PeerAlreadySet(eid, peer) the second time", async () => {
      const data = vault().interface.encodeFunctionData("setPeer", [HUB_EID, await peer()]);
      await expect(throughManager(spoke().manager, vault(), data))
        .to.be.revertedWithCustomError(vault(), "LaneMessenger_PeerAlreadySet")
        .withArgs(HUB_EID, await peer());
    });

    it("reverts with OwnableUnauthorizedAccount(account) for a stranger", async () => {
      await expect(
        vault()
          .connect(stranger())
          .setPeer(HUB_EID, await peer()),
      )
        .to.be.revertedWithCustomError(vault(), "OwnableUnauthorizedAccount")
        .withArgs(stranger().address);
    });
  });
});
