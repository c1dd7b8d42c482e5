import { expect } from "chai";
import { maths, ray, seconds, shares, wad } from "@causeway/sdk";
import { HUB_ETH, useHub } from "../../../helpers/hub.js";
import { as, borrow, fund, sameBlock, supply } from "../../../helpers/hubActions.js";
import { mined } from "../../../helpers/mined.js";
import { units8, usd, usdc } from "../../../helpers/money.js";

const RAY = 10n ** 27n;
const YEAR = 31_536_000;

describe("MarginEngine.accrue", () => {
  const hub = useHub();

  /** 20,000 of 25,000 dollars lent: U = 0.8, 6% a year. */
  const lent = async () => {
    const { engine, chain } = hub();
    await supply(hub(), usdc(25_000));
    const alice = chain.signer(1);
    const { blockNumber } = await borrow(
      hub(),
      alice,
      { key: HUB_ETH, units: units8(10) },
      usdc(20_000),
    );
    const start = (await chain.provider.getBlock(blockNumber))?.timestamp ?? 0;
    const accrueAt = async (time: number) => {
      await chain.setNextTimestamp(time);
      return mined(engine.accrue());
    };
    return { engine, alice, start, accrueAt };
  };

  describe("given no debt", () => {
    it("leaves the index at one", async () => {
      const { engine, devnet } = hub();
      await supply(hub(), usdc(25_000));
      await devnet.increaseTime(YEAR);
      await mined(engine.accrue());
      expect(await engine.borrowIndex()).to.equal(RAY);
      expect(await engine.interestAccrued()).to.equal(0n);
    });
  });

  describe("given debt", () => {
    it("charges a year of interest as the formula says", async () => {
      const { engine, alice, start, accrueAt } = await lent();
      await accrueAt(start + YEAR);
      // 1 + x + x²/2 + x³/6 at x = 0.06.
      expect(await engine.borrowIndex()).to.equal(1_061_836n * 10n ** 21n);
      expect(await engine.debtOf(alice.address)).to.equal(usd("21236.72"));
      expect(await engine.totalDebt()).to.equal(usd("21236.72"));
      expect(await engine.interestAccrued()).to.equal(usd("1236.72"));
    });

    it("emits InterestAccrued(index, rate)", async () => {
      const { engine, start } = await lent();
      await hub().chain.setNextTimestamp(start + YEAR);
      await expect(engine.accrue())
        .to.emit(engine, "InterestAccrued")
        .withArgs(1_061_836n * 10n ** 21n, usd("0.06"));
    });

    it("says the same numbers without the call", async () => {
      const { engine, alice, start, accrueAt } = await lent();
      await hub().chain.increaseTime(1_000_000);
      const views = async () => [
        await engine.borrowIndex(),
        await engine.debtOf(alice.address),
        await engine.totalDebt(),
        await engine.interestAccrued(),
      ];
      const before = await views();
      const now = await hub().chain.timestamp();
      await accrueAt(now + 1);
      const index = maths.accrueIndex(ray(RAY), wad(usd("0.06")), seconds(BigInt(now - start)));
      expect(before[0]).to.equal(index);
      expect(before[1]).to.equal(maths.debtOwed(shares(usd(20_000)), index));
    });

    it("charges nothing twice within a second", async () => {
      const { engine } = await lent();
      await hub().devnet.increaseTime(YEAR);
      const receipts = await sameBlock(hub(), [
        () => engine.accrue({ gasLimit: 200_000n }),
        () => engine.accrue({ gasLimit: 200_000n }),
      ]);
      const indices = receipts.map(({ logs }) =>
        logs.map((log) => engine.interface.parseLog(log)?.args.getValue("index") as unknown),
      );
      expect(indices[0]).to.deep.equal([await engine.borrowIndex()]);
      expect(indices[1]).to.deep.equal(indices[0]);
    });

    it("charges the same however often it is called, within a millionth a year", async () => {
      const { engine, start, accrueAt } = await lent();
      for (let week = 1; week <= 52; week++) await accrueAt(start + week * 604_800);
      await accrueAt(start + YEAR);
      const weekly = await engine.borrowIndex();
      // e^0.06 = 1.061836546545359622..., of which any frequency charges at most that.
      const continuous = 1_061_836_546_545_359_622n * 10n ** 9n;
      const difference = weekly > continuous ? weekly - continuous : continuous - weekly;
      expect(difference).to.be.lessThan(RAY / 1_000_000n);
    });

    it("keeps the rate until an act changes utilisation", async () => {
      const { engine, alice, start, accrueAt } = await lent();
      await accrueAt(start + YEAR);
      expect(await engine.borrowRate()).to.equal(usd("0.06"));
      await fund(hub(), alice, 1n);
      await mined(engine.connect(alice).depositCash(alice.address, 1));
      const used = maths.utilisation(wad(await engine.totalDebt()), wad(await engine.poolCash()));
      expect(await engine.borrowRate()).to.equal(maths.borrowRate(used));
    });

    it("survives a year's jump, and a century's, without an overflow", async () => {
      const { engine, alice, start, accrueAt } = await lent();
      await mined(engine.connect(await as(hub(), hub().pool)).poolPaid(alice.address, usdc(5_000)));
      // U = 1: 100% a year.
      expect(await engine.borrowRate()).to.equal(usd(1));
      await accrueAt(start + 100 * YEAR);
      await accrueAt(start + 101 * YEAR);
      const index = await engine.borrowIndex();
      await accrueAt(start + 300 * YEAR);
      expect(await engine.borrowIndex()).to.be.greaterThanOrEqual(index);
      expect(await engine.borrowIndex()).to.be.lessThan(2n ** 112n);
      await fund(hub(), alice, usdc(1));
      await mined(engine.connect(alice).depositCash(alice.address, usdc(1)));
    });
  });
});
