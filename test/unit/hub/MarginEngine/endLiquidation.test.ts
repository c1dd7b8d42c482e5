import { expect } from "chai";
import { useHub } from "../../../helpers/hub.js";
import { as, liquidated, supply } from "../../../helpers/hubActions.js";
import { mined } from "../../../helpers/mined.js";
import { usdc } from "../../../helpers/money.js";

describe("MarginEngine.endLiquidation", () => {
  const hub = useHub();

  describe("when the caller is not the auction house", () => {
    it("reverts with MarginEngine_NotSystem(caller)", async () => {
      const { engine, admin } = hub();
      await expect(engine.connect(admin).endLiquidation(admin.address))
        .to.be.revertedWithCustomError(engine, "MarginEngine_NotSystem")
        .withArgs(admin.address);
    });
  });

  describe("when the account is not in liquidation", () => {
    it("reverts with MarginEngine_NotInLiquidation(account)", async () => {
      const { engine, auctions, chain } = hub();
      const alice = chain.signer(1).address;
      await expect(engine.connect(await as(hub(), auctions)).endLiquidation(alice))
        .to.be.revertedWithCustomError(engine, "MarginEngine_NotInLiquidation")
        .withArgs(alice);
    });
  });

  describe("given an account in liquidation", () => {
    it("lets it go and remembers the block", async () => {
      const { engine, auctions, chain } = hub();
      await supply(hub(), usdc(100_000));
      const alice = chain.signer(1);
      await liquidated(hub(), alice);
      const house = engine.connect(await as(hub(), auctions));
      const { blockNumber } = await mined(house.endLiquidation(alice.address));
      const { inLiquidation, liquidationBlock } = await engine.headerOf(alice.address);
      expect(inLiquidation).to.equal(false);
      expect(liquidationBlock).to.equal(BigInt(blockNumber));
    });
  });
});
