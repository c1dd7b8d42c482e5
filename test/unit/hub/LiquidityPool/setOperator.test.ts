import { expect } from "chai";
import { useHub } from "../../../helpers/hub.js";
import { mined } from "../../../helpers/mined.js";
import { SHARE, claimOf } from "../../../helpers/pools.js";

describe("LiquidityPool.setOperator", () => {
  const hub = useHub();

  describe("given an operator allowed", () => {
    it("tells and answers true", async () => {
      const { chain, pool } = hub();
      const [lucy, bot] = [chain.signer(4), chain.signer(6)];
      expect(await pool.connect(lucy).setOperator.staticCall(bot.address, true)).to.equal(true);
      await expect(pool.connect(lucy).setOperator(bot.address, true))
        .to.emit(pool, "OperatorSet")
        .withArgs(lucy.address, bot.address, true);
      expect(await pool.isOperator(lucy.address, bot.address)).to.equal(true);
      expect(await pool.isOperator(bot.address, lucy.address)).to.equal(false);
    });
  });

  describe("given an operator stopped", () => {
    it("may no longer act", async () => {
      const { chain, pool } = hub();
      const lucy = await claimOf(hub(), 40n * SHARE);
      const bot = chain.signer(6);
      await mined(pool.connect(lucy).setOperator(bot.address, true));
      await mined(pool.connect(lucy).setOperator(bot.address, false));
      await expect(pool.connect(bot).redeem(1, bot.address, lucy.address))
        .to.be.revertedWithCustomError(pool, "LiquidityPool_NotAuthorised")
        .withArgs(lucy.address, bot.address);
    });
  });
});
