import { ZeroAddress } from "ethers";
import { expect } from "chai";
import { maths, ray, wad } from "@causeway/sdk";
import { useHub } from "../../../helpers/hub.js";
import {
  borrow,
  depositCash,
  depositKey,
  subAccount,
  supply,
} from "../../../helpers/hubActions.js";
import { mined } from "../../../helpers/mined.js";
import { units8, usd, usdc } from "../../../helpers/money.js";

describe("MarginEngine.withdrawCash", () => {
  const hub = useHub();
  const cast = () => {
    const { engine, cash, chain } = hub();
    return { engine, cash, alice: chain.signer(1), bob: chain.signer(2) };
  };

  describe("when the caller neither owns nor operates the account", () => {
    it("reverts with MarginEngine_NotAuthorised(account, caller)", async () => {
      const { engine, alice, bob } = cast();
      await depositCash(hub(), alice, alice.address, usdc(10));
      await expect(engine.connect(bob).withdrawCash(alice.address, usdc(10), bob.address))
        .to.be.revertedWithCustomError(engine, "MarginEngine_NotAuthorised")
        .withArgs(alice.address, bob.address);
    });
  });

  describe("when the recipient cannot receive", () => {
    it("reverts with MarginEngine_BadRecipient(account, recipient)", async () => {
      const { engine, alice } = cast();
      await depositCash(hub(), alice, alice.address, usdc(10));
      const refused = [ZeroAddress, await engine.getAddress(), subAccount(alice.address, 3)];
      for (const recipient of refused) {
        await expect(engine.connect(alice).withdrawCash(alice.address, usdc(10), recipient))
          .to.be.revertedWithCustomError(engine, "MarginEngine_BadRecipient")
          .withArgs(alice.address, recipient);
      }
    });
  });

  describe("when the amount is zero", () => {
    it("reverts with MarginEngine_ZeroAmount(account)", async () => {
      const { engine, alice } = cast();
      await expect(engine.connect(alice).withdrawCash(alice.address, 0, alice.address))
        .to.be.revertedWithCustomError(engine, "MarginEngine_ZeroAmount")
        .withArgs(alice.address);
    });
  });

  describe("given positive cash", () => {
    it("pays it to any recipient, unchecked, even with no price at all", async () => {
      const { engine, cash, alice, bob } = cast();
      await depositCash(hub(), alice, alice.address, usdc("10.5"));
      await hub().devnet.increaseTime(30 * 86_400);
      await expect(engine.connect(alice).withdrawCash(alice.address, usdc("10.5"), bob.address))
        .to.emit(engine, "CashWithdrawn")
        .withArgs(alice.address, bob.address, usdc("10.5"), 0);
      expect(await cash.balanceOf(bob.address)).to.equal(usdc("10.5"));
      expect((await engine.headerOf(alice.address)).lastRiskBlock).to.equal(0n);
    });

    it("lets an operator pay the owner of a sub-account", async () => {
      const { engine, cash, alice, bob } = cast();
      const account = subAccount(alice.address, 9);
      await depositCash(hub(), alice, account, usdc(10));
      await mined(engine.connect(alice).setOperator(account, bob.address, true));
      await mined(engine.connect(bob).withdrawCash(account, usdc(10), alice.address));
      expect(await cash.balanceOf(alice.address)).to.equal(usdc(10));
    });

    it("borrows only what is missing", async () => {
      const { engine, alice } = cast();
      await supply(hub(), usdc(50_000));
      await depositKey(hub(), alice.address, 0, units8(10));
      await depositCash(hub(), alice, alice.address, usdc("0.000001"));
      await mined(engine.connect(alice).withdrawCash(alice.address, usdc(100) + 1n, alice.address));
      expect(await engine.cashOf(alice.address)).to.equal(-usd(100));
      expect(await engine.poolCash()).to.equal(usd(49_900));
    });
  });

  describe("when the pool has less free liquidity", () => {
    it("reverts with MarginEngine_NoLiquidity(asked, room)", async () => {
      const { engine, alice } = cast();
      await supply(hub(), usdc(1_000));
      await depositKey(hub(), alice.address, 0, units8(10));
      await expect(
        engine.connect(alice).withdrawCash(alice.address, usdc("1000.000001"), alice.address),
      )
        .to.be.revertedWithCustomError(engine, "MarginEngine_NoLiquidity")
        .withArgs(usd("1000.000001"), usd(1_000));
    });
  });

  describe("when the debt would be below the minimum", () => {
    it("reverts with MarginEngine_DebtBelowMinimum(account, debt, minimum)", async () => {
      const { engine, alice } = cast();
      await supply(hub(), usdc(1_000));
      await depositKey(hub(), alice.address, 0, units8(10));
      await expect(
        engine.connect(alice).withdrawCash(alice.address, usdc("99.999999"), alice.address),
      )
        .to.be.revertedWithCustomError(engine, "MarginEngine_DebtBelowMinimum")
        .withArgs(alice.address, usd("99.999999"), usd(100));
    });

    it("lets a repayment leave a smaller one", async () => {
      const { engine, alice } = cast();
      await supply(hub(), usdc(1_000));
      await borrow(hub(), alice, { key: 0, units: units8(10) }, usdc(100));
      await depositCash(hub(), alice, alice.address, usdc(90));
      expect(await engine.debtOf(alice.address)).to.be.lessThan(usd(11));
    });

    it("lets a small loan add to a larger debt", async () => {
      const { engine, alice } = cast();
      await supply(hub(), usdc(1_000));
      await borrow(hub(), alice, { key: 0, units: units8(10) }, usdc(100));
      await mined(engine.connect(alice).withdrawCash(alice.address, 1, alice.address));
      expect(await engine.debtOf(alice.address)).to.be.greaterThan(usd("100.000001"));
    });
  });

  describe("given collateral and liquidity", () => {
    it("lends from the pool, as debt shares rounded up", async () => {
      const { engine, cash, alice, bob } = cast();
      await supply(hub(), usdc(40_000));
      await borrow(hub(), bob, { key: 0, units: units8(10) }, usdc(20_000));
      await hub().devnet.increaseTime(86_400);
      for (const feed of hub().feeds.values())
        await feed.transmit((await feed.contract.latestRoundData()).answer);
      await borrow(hub(), alice, { key: 0, units: units8(10) }, usdc("1234.567891"));
      const index = ray(await engine.borrowIndex());
      const shares = maths.borrowShares(wad(usd("1234.567891")), index);
      expect(await engine.debtSharesOf(alice.address)).to.equal(shares);
      expect(await engine.cashOf(alice.address)).to.equal(0n - maths.debtOwed(shares, index));
      expect(await cash.balanceOf(alice.address)).to.equal(usdc("1234.567891"));
      expect(await engine.poolCash()).to.equal(usd(20_000) - usd("1234.567891"));
    });

    it("sets the rate from the utilisation it leaves", async () => {
      const { engine, alice } = cast();
      await supply(hub(), usdc(20_000));
      await borrow(hub(), alice, { key: 0, units: units8(10) }, usdc(18_000));
      // U = 0.9: 6% + 94% * (0.9 - 0.8) / 0.2 = 53%.
      expect(await engine.borrowRate()).to.equal(usd("0.53"));
    });

    it("remembers the block as one of risk", async () => {
      const { engine, alice } = cast();
      await supply(hub(), usdc(20_000));
      const receipt = await borrow(hub(), alice, { key: 0, units: units8(10) }, usdc(100));
      const { lastRiskBlock } = await engine.headerOf(alice.address);
      expect(lastRiskBlock).to.equal(BigInt(receipt.blockNumber));
    });
  });
});
