import { expect } from "chai";
import { useHub } from "../../../helpers/hub.js";
import { mined } from "../../../helpers/mined.js";
import { SCALE, usdc } from "../../../helpers/money.js";
import { SHARE, VIRTUAL, invest, lend, ready } from "../../../helpers/pools.js";

describe("LiquidityPool.mint", () => {
  const hub = useHub();

  describe("when nothing is minted", () => {
    it("reverts with LiquidityPool_Dust(assets, shares)", async () => {
      const { chain, pool } = hub();
      const lucy = chain.signer(4);
      await expect(pool.connect(lucy).mint(0, lucy.address))
        .to.be.revertedWithCustomError(pool, "LiquidityPool_Dust")
        .withArgs(0, 0);
    });
  });

  describe("when the shares are above the most", () => {
    it("reverts with ERC4626ExceededMaxMint(receiver, shares, max)", async () => {
      const { chain, pool } = hub();
      const lucy = chain.signer(4);
      const most = ((2n ** 127n - 1n) / SCALE) * VIRTUAL;
      expect(await pool.maxMint(lucy.address)).to.equal(most);
      await expect(pool.connect(lucy).mint(most + 1n, lucy.address))
        .to.be.revertedWithCustomError(pool, "ERC4626ExceededMaxMint")
        .withArgs(lucy.address, most + 1n, most);
    });
  });

  describe("given a number of shares", () => {
    it("takes their price, rounded up, and mints exactly them", async () => {
      const { cash, chain, pool } = hub();
      const lucy = chain.signer(4);
      await ready(hub(), lucy, usdc(2));
      // One raw share more than a dollar's: a whole unit more.
      await mined(pool.connect(lucy).mint(SHARE + 1n, lucy.address));
      expect(await pool.balanceOf(lucy.address)).to.equal(SHARE + 1n);
      expect(await cash.balanceOf(lucy.address)).to.equal(usdc(1) - 1n);
    });
  });

  describe("given interest", () => {
    it("takes more than the first price", async () => {
      const { cash, chain, pool } = hub();
      const [lucy, mary] = [chain.signer(4), chain.signer(5)];
      await invest(hub(), lucy, usdc(1_000_000));
      await lend(hub(), usdc(800_000));
      await ready(hub(), mary, usdc(2_000));
      await chain.increaseTime(365 * 86_400);
      const quoted = await pool.previewMint(1_000n * SHARE);
      await mined(pool.connect(mary).mint(1_000n * SHARE, mary.address));
      const paid = usdc(2_000) - (await cash.balanceOf(mary.address));
      expect(paid >= quoted && paid <= quoted + 10n).to.equal(true);
      // 6% on eight tenths, nine tenths of it for the shares: 4.4% with compounding.
      expect(paid > usdc(1_043) && paid < usdc(1_046)).to.equal(true);
    });
  });
});
