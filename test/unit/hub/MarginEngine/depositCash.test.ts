import { expect } from "chai";
import { maths, ray, shares, wad } from "@causeway/sdk";
import { HostileCash__factory } from "../../../../typechain-types/index.js";
import { deployEngine, partsOf, useHub } from "../../../helpers/hub.js";
import { borrow, depositCash, fund, subAccount, supply } from "../../../helpers/hubActions.js";
import { mined } from "../../../helpers/mined.js";
import { SCALE, units8, usd, usdc } from "../../../helpers/money.js";

const YEAR = 365 * 86_400;

describe("MarginEngine.depositCash", () => {
  const hub = useHub();

  describe("when the amount is zero", () => {
    it("reverts with MarginEngine_ZeroAmount(account)", async () => {
      const { engine, chain } = hub();
      const alice = chain.signer(1);
      await expect(engine.connect(alice).depositCash(alice.address, 0))
        .to.be.revertedWithCustomError(engine, "MarginEngine_ZeroAmount")
        .withArgs(alice.address);
    });
  });

  describe("when the account is zero", () => {
    it("reverts with MarginEngine_ZeroAddress()", async () => {
      const { engine, chain } = hub();
      const alice = chain.signer(1);
      await fund(hub(), alice, 1n);
      const nobody = `0x${"00".repeat(20)}`;
      await expect(engine.connect(alice).depositCash(nobody, 1)).to.be.revertedWithCustomError(
        engine,
        "MarginEngine_ZeroAddress",
      );
    });
  });

  describe("given a hostile settlement token", () => {
    const hostile = async () => {
      const alice = hub().chain.signer(1);
      const token = await new HostileCash__factory(alice).deploy();
      const parts = await partsOf(hub());
      const engine = await deployEngine(alice, { ...parts, cash: await token.getAddress() });
      await mined(token.mint(alice.address, usdc(1000)));
      await mined(token.approve(await engine.getAddress(), usdc(1000)));
      return { alice, token, engine };
    };

    it("reverts with MarginEngine_ShortTransfer(sent, received) when it takes a fee", async () => {
      const { alice, token, engine } = await hostile();
      await mined(token.setFee(100));
      await expect(engine.depositCash(alice.address, usdc(100)))
        .to.be.revertedWithCustomError(engine, "MarginEngine_ShortTransfer")
        .withArgs(usdc(100), usdc(99));
    });

    it("reverts with ReentrancyGuardReentrantCall() when it calls back", async () => {
      const { alice, token, engine } = await hostile();
      const call = engine.interface.encodeFunctionData("accrue");
      await mined(token.setHook(await engine.getAddress(), call));
      await expect(engine.depositCash(alice.address, usdc(100))).to.be.revertedWithCustomError(
        engine,
        "ReentrancyGuardReentrantCall",
      );
    });
  });

  describe("given an account without debt", () => {
    it("adds positive cash and takes the tokens", async () => {
      const { engine, cash, chain } = hub();
      const alice = chain.signer(1);
      await depositCash(hub(), alice, alice.address, usdc("12.345678"));
      expect(await engine.cashOf(alice.address)).to.equal(usd("12.345678"));
      expect(await cash.balanceOf(await engine.getAddress())).to.equal(usdc("12.345678"));
      expect(await engine.poolCash()).to.equal(0n);
    });

    it("takes it from anybody, for any account", async () => {
      const { engine, chain } = hub();
      const account = subAccount(chain.signer(2).address, 7);
      await depositCash(hub(), chain.signer(1), account, usdc(5));
      expect(await engine.cashOf(account)).to.equal(usd(5));
      expect(await engine.cashOf(chain.signer(1).address)).to.equal(0n);
    });

    it("emits CashDeposited(account, payer, assets, cash)", async () => {
      const { engine, chain } = hub();
      const [alice, bob] = [chain.signer(1), chain.signer(2)];
      await fund(hub(), bob, usdc(5));
      await expect(engine.connect(bob).depositCash(alice.address, usdc(5)))
        .to.emit(engine, "CashDeposited")
        .withArgs(alice.address, bob.address, usdc(5), usd(5));
    });
  });

  describe("given an account in debt", () => {
    const indebted = async () => {
      const alice = hub().chain.signer(1);
      await supply(hub(), usdc(100_000));
      await borrow(hub(), alice, { key: 0, units: units8(10) }, usdc(10_000));
      await hub().devnet.increaseTime(YEAR);
      return alice;
    };

    it("repays first, removing shares rounded down", async () => {
      const { engine } = hub();
      const alice = await indebted();
      const before = await engine.debtSharesOf(alice.address);
      await depositCash(hub(), alice, alice.address, usdc("1234.567891"));
      const index = ray(await engine.borrowIndex());
      const burnt = maths.repayShares(wad(usd("1234.567891")), index);
      expect(await engine.debtSharesOf(alice.address)).to.equal(before - burnt);
      expect(await engine.debtOf(alice.address)).to.equal(
        maths.debtOwed(shares(before - burnt), index),
      );
      expect(await engine.poolCash()).to.equal(usd(90_000) + usd("1234.567891"));
    });

    it("keeps what is beyond the debt, rounded up, as positive cash", async () => {
      const { engine } = hub();
      const alice = await indebted();
      const before = await engine.debtSharesOf(alice.address);
      await depositCash(hub(), alice, alice.address, usdc(20_000));
      const owed = maths.debtOwed(shares(before), ray(await engine.borrowIndex()));
      expect(await engine.debtSharesOf(alice.address)).to.equal(0n);
      expect(await engine.cashOf(alice.address)).to.equal(usd(20_000) - owed);
      expect(await engine.poolCash()).to.equal(usd(90_000) + owed);
      expect(await engine.totalDebt()).to.equal(0n);
    });

    it("lets the smallest amount repay at most itself", async () => {
      const { engine } = hub();
      const alice = await indebted();
      await fund(hub(), alice, 1n);
      const before = await engine.debtSharesOf(alice.address);
      await mined(engine.connect(alice).depositCash(alice.address, 1));
      const index = await engine.borrowIndex();
      const burnt = before - (await engine.debtSharesOf(alice.address));
      expect(burnt * index <= SCALE * 10n ** 27n).to.equal(true);
      expect((burnt + 1n) * index > SCALE * 10n ** 27n).to.equal(true);
    });
  });
});
