import { ZeroAddress } from "ethers";
import { expect } from "chai";
import { HUB_ETH, SOURCE_ETH, useHub } from "../../../helpers/hub.js";
import { as, borrow, depositKey, supply, tokenOf } from "../../../helpers/hubActions.js";
import { mined } from "../../../helpers/mined.js";
import { units8, usdc } from "../../../helpers/money.js";

describe("MarginEngine.releaseFor", () => {
  const hub = useHub();
  const cast = async () => {
    const { engine, auctions, chain } = hub();
    const bob = chain.signer(2);
    return { engine, house: engine.connect(await as(hub(), auctions)), bob };
  };

  describe("when the caller is not the auction house", () => {
    it("reverts with MarginEngine_NotSystem(caller)", async () => {
      const { engine, bob } = await cast();
      const { address } = bob;
      await expect(engine.connect(bob).releaseFor(address, HUB_ETH, 1, address, address))
        .to.be.revertedWithCustomError(engine, "MarginEngine_NotSystem")
        .withArgs(address);
    });
  });

  describe("when the recipient cannot receive", () => {
    it("reverts with MarginEngine_BadRecipient(account, recipient)", async () => {
      const { engine, house, bob } = await cast();
      await depositKey(hub(), bob.address, HUB_ETH, 5n);
      for (const recipient of [ZeroAddress, await engine.getAddress()]) {
        await expect(house.releaseFor(bob.address, HUB_ETH, 5, recipient, bob.address))
          .to.be.revertedWithCustomError(engine, "MarginEngine_BadRecipient")
          .withArgs(bob.address, recipient);
      }
    });
  });

  describe("given units of a key of the hub", () => {
    it("pays the recipient at once", async () => {
      const { engine, house, bob } = await cast();
      const recipient = hub().chain.signer(4).address;
      await depositKey(hub(), bob.address, HUB_ETH, units8(2));
      await mined(house.releaseFor(bob.address, HUB_ETH, units8(2), recipient, bob.address));
      expect(await tokenOf(hub(), HUB_ETH).balanceOf(recipient)).to.equal(2n * 10n ** 18n);
      expect(await engine.heldKeys(bob.address)).to.equal(0n);
    });
  });

  describe("given units of a key of a source chain", () => {
    it("authorises them on their lane, the fee from the value sent", async () => {
      const { engine, house, bob } = await cast();
      await depositKey(hub(), bob.address, SOURCE_ETH, units8(2));
      const value = await hub().gateway.quoteRelease(SOURCE_ETH, 0n);
      const call = house.releaseFor(bob.address, SOURCE_ETH, units8(2), bob.address, bob.address, {
        value,
      });
      await expect(call)
        .to.emit(hub().gateway, "Authorised")
        .withArgs(bob.address, bob.address, SOURCE_ETH, units8(2), units8(2));
      expect(await engine.balanceOf(bob.address, SOURCE_ETH)).to.equal(0n);
    });
  });

  describe("given a buyer in debt", () => {
    it("holds to the same health as a withdrawal of its own", async () => {
      const { engine, house, bob } = await cast();
      await supply(hub(), usdc(100_000));
      await borrow(hub(), bob, { key: HUB_ETH, units: units8(10) }, usdc(22_000));
      await expect(
        house.releaseFor(bob.address, HUB_ETH, units8(9), bob.address, bob.address),
      ).to.be.revertedWithCustomError(engine, "MarginEngine_BelowInitialMargin");
    });
  });
});
