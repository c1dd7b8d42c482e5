import { expect } from "chai";
import { useHub } from "../../../helpers/hub.js";
import { as, books, supply } from "../../../helpers/hubActions.js";
import { mined } from "../../../helpers/mined.js";
import { usd, usdc } from "../../../helpers/money.js";

describe("MarginEngine.poolSupplied", () => {
  const hub = useHub();

  describe("when the caller is not the pool", () => {
    it("reverts with MarginEngine_NotSystem(caller)", async () => {
      const { engine, admin, auctions } = hub();
      for (const caller of [admin, await as(hub(), auctions)]) {
        await expect(engine.connect(caller).poolSupplied(1))
          .to.be.revertedWithCustomError(engine, "MarginEngine_NotSystem")
          .withArgs(caller.address);
      }
    });
  });

  describe("given the pool", () => {
    it("books the tokens as pool cash, free to lend, and no interest", async () => {
      const { engine } = hub();
      await supply(hub(), usdc("1000.5"));
      expect(await engine.poolCash()).to.equal(usd("1000.5"));
      expect(await engine.freeLiquidity()).to.equal(usd("1000.5"));
      expect(await engine.interestAccrued()).to.equal(0n);
      const { tokens, booked } = await books(hub(), []);
      expect(booked).to.equal(tokens);
    });

    it("emits PoolSupplied(assets)", async () => {
      const { engine, cash, pool } = hub();
      await mined(cash.mint(await engine.getAddress(), 7));
      await expect(engine.connect(await as(hub(), pool)).poolSupplied(7))
        .to.emit(engine, "PoolSupplied")
        .withArgs(7);
    });
  });
});
