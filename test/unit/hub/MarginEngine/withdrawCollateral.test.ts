import { ZeroAddress } from "ethers";
import { expect } from "chai";
import { HUB_BTC, HUB_EID, HUB_ETH, SOURCE_ETH, useHub } from "../../../helpers/hub.js";
import { depositKey, subAccount, tokenOf } from "../../../helpers/hubActions.js";
import { mined } from "../../../helpers/mined.js";
import { units8 } from "../../../helpers/money.js";

const TOKEN = 10n ** 18n;

describe("MarginEngine.withdrawCollateral", () => {
  const hub = useHub();
  const cast = () => {
    const { engine, chain } = hub();
    const [alice, bob] = [chain.signer(1), chain.signer(2)];
    return { engine, alice, bob, asAlice: engine.connect(alice) };
  };

  describe("when the caller neither owns nor operates the account", () => {
    it("reverts with MarginEngine_NotAuthorised(account, caller)", async () => {
      const { engine, alice, bob } = cast();
      await depositKey(hub(), alice.address, HUB_ETH, 10n);
      const call = engine
        .connect(bob)
        .withdrawCollateral(alice.address, HUB_ETH, 10, bob.address, bob.address);
      await expect(call)
        .to.be.revertedWithCustomError(engine, "MarginEngine_NotAuthorised")
        .withArgs(alice.address, bob.address);
    });
  });

  describe("when the recipient cannot receive", () => {
    it("reverts with MarginEngine_BadRecipient(account, recipient)", async () => {
      const { engine, alice, asAlice } = cast();
      await depositKey(hub(), alice.address, HUB_ETH, 10n);
      const refused = [ZeroAddress, await engine.getAddress(), subAccount(alice.address, 3)];
      for (const recipient of refused) {
        await expect(
          asAlice.withdrawCollateral(alice.address, HUB_ETH, 10, recipient, alice.address),
        )
          .to.be.revertedWithCustomError(engine, "MarginEngine_BadRecipient")
          .withArgs(alice.address, recipient);
      }
    });

    it("reverts with LaneGateway_BadRecipient(recipient, key) for the vault and the token", async () => {
      const { alice, asAlice } = cast();
      const { gateway, vault } = hub();
      await depositKey(hub(), alice.address, HUB_ETH, 10n);
      for (const refused of [vault, tokenOf(hub(), HUB_ETH)]) {
        const recipient = await refused.getAddress();
        await expect(
          asAlice.withdrawCollateral(alice.address, HUB_ETH, 10, recipient, alice.address),
        )
          .to.be.revertedWithCustomError(gateway, "LaneGateway_BadRecipient")
          .withArgs(recipient, HUB_ETH);
      }
    });
  });

  describe("when the amount is zero", () => {
    it("reverts with MarginEngine_ZeroAmount(account)", async () => {
      const { engine, alice, asAlice } = cast();
      const { address } = alice;
      await expect(asAlice.withdrawCollateral(address, HUB_ETH, 0, address, address))
        .to.be.revertedWithCustomError(engine, "MarginEngine_ZeroAmount")
        .withArgs(address);
    });
  });

  describe("when a fee is sent without anybody to refund", () => {
    it("reverts with MarginEngine_ZeroAddress()", async () => {
      const { engine, alice, asAlice } = cast();
      await depositKey(hub(), alice.address, HUB_ETH, 10n);
      const call = asAlice.withdrawCollateral(
        alice.address,
        HUB_ETH,
        1,
        alice.address,
        ZeroAddress,
        { value: 1n },
      );
      await expect(call).to.be.revertedWithCustomError(engine, "MarginEngine_ZeroAddress");
    });
  });

  describe("when the account holds less of the key", () => {
    it("reverts with MarginEngine_InsufficientBalance(account, key, have, asked)", async () => {
      const { engine, alice, asAlice } = cast();
      const { address } = alice;
      await depositKey(hub(), address, HUB_ETH, 10n);
      await depositKey(hub(), address, HUB_BTC, 100n);
      await expect(asAlice.withdrawCollateral(address, HUB_ETH, 11, address, address))
        .to.be.revertedWithCustomError(engine, "MarginEngine_InsufficientBalance")
        .withArgs(address, HUB_ETH, 10, 11);
    });

    it("holds nothing of a key nobody listed", async () => {
      const { engine, alice, asAlice } = cast();
      const { address } = alice;
      for (const key of [60, 64, 255]) {
        await expect(asAlice.withdrawCollateral(address, key, 1, address, address))
          .to.be.revertedWithCustomError(engine, "MarginEngine_InsufficientBalance")
          .withArgs(address, key, 0, 1);
      }
    });
  });

  describe("given a key of the hub itself", () => {
    it("pays at once and takes no fee", async () => {
      const { engine, alice, bob, asAlice } = cast();
      const { address } = alice;
      await depositKey(hub(), address, HUB_ETH, units8(3));
      await expect(asAlice.withdrawCollateral(address, HUB_ETH, units8(2), bob.address, address))
        .to.emit(engine, "CollateralWithdrawn")
        .withArgs(address, HUB_ETH, bob.address, units8(2));
      expect(await tokenOf(hub(), HUB_ETH).balanceOf(bob.address)).to.equal(2n * TOKEN);
      expect(await engine.balanceOf(address, HUB_ETH)).to.equal(units8(1));
    });

    it("reverts with LaneGateway_NoFeeNeeded(value) when value is sent", async () => {
      const { alice, asAlice } = cast();
      const { address } = alice;
      await depositKey(hub(), address, HUB_ETH, 10n);
      await expect(
        asAlice.withdrawCollateral(address, HUB_ETH, 10, address, address, { value: 5n }),
      )
        .to.be.revertedWithCustomError(hub().gateway, "LaneGateway_NoFeeNeeded")
        .withArgs(5);
    });
  });

  describe("given a key of a source chain", () => {
    it("reverts with LZ_InsufficientFee when the fee is short", async () => {
      const { alice, asAlice } = cast();
      const { address } = alice;
      await depositKey(hub(), address, SOURCE_ETH, units8(1));
      const fee = await hub().gateway.quoteRelease(SOURCE_ETH, 0n);
      const call = asAlice.withdrawCollateral(address, SOURCE_ETH, 1, address, address, {
        value: fee - 1n,
      });
      const { endpoint } = hub().devnet.layerZero(HUB_EID);
      await expect(call)
        .to.be.revertedWithCustomError(endpoint, "LZ_InsufficientFee")
        .withArgs(fee, fee - 1n, 0n, 0n);
    });

    it("sends the release and refunds what is beyond the fee", async () => {
      const { engine, alice, bob, asAlice } = cast();
      const { address } = alice;
      const refund = subAccount(bob.address, 77);
      await depositKey(hub(), address, SOURCE_ETH, units8(4));
      const fee = await hub().gateway.quoteRelease(SOURCE_ETH, 0n);
      await expect(
        asAlice.withdrawCollateral(address, SOURCE_ETH, units8(3), bob.address, refund, {
          value: fee + 12_345n,
        }),
      )
        .to.emit(hub().gateway, "Authorised")
        .withArgs(address, bob.address, SOURCE_ETH, units8(3), units8(3));
      expect(await hub().chain.provider.getBalance(refund)).to.equal(12_345n);
      expect(await engine.balanceOf(address, SOURCE_ETH)).to.equal(units8(1));
    });

    it("reaches the recipient on the key's chain", async () => {
      const { alice, bob, asAlice } = cast();
      const { address } = alice;
      await depositKey(hub(), address, SOURCE_ETH, units8(4));
      const value = await hub().gateway.quoteRelease(SOURCE_ETH, 0n);
      const fee = { value };
      await mined(
        asAlice.withdrawCollateral(address, SOURCE_ETH, units8(3), bob.address, address, fee),
      );
      await hub().devnet.relayer.pump();
      expect(await tokenOf(hub(), SOURCE_ETH).balanceOf(bob.address)).to.equal(3n * TOKEN);
    });

    it("leaves no native token behind in the engine", async () => {
      const { engine, alice, asAlice } = cast();
      const { address } = alice;
      await depositKey(hub(), address, SOURCE_ETH, units8(1));
      await mined(
        asAlice.withdrawCollateral(address, SOURCE_ETH, 1, address, address, {
          value: 10n ** 17n,
        }),
      );
      expect(await hub().chain.provider.getBalance(await engine.getAddress())).to.equal(0n);
    });
  });
});
