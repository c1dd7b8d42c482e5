import { expect } from "chai";
import {
  HostileCash__factory,
  InsuranceFund__factory,
  LiquidityPool__factory,
  type HostileCash,
  type LiquidityPool,
} from "../../../../typechain-types/index.js";
import type { DevSigner } from "@causeway/devnet";
import { deployEngine, partsOf, useHub } from "../../../helpers/hub.js";
import { mined } from "../../../helpers/mined.js";
import { usdc } from "../../../helpers/money.js";
import { DAY, SHARE } from "../../../helpers/pools.js";

interface Hostile {
  readonly token: HostileCash;
  readonly pool: LiquidityPool;
  readonly lucy: DevSigner;
}

describe("LiquidityPool and a hostile settlement token", () => {
  const hub = useHub();

  /** A pool and its engine over a hostile token, of which Lucy has a hundred. */
  const hostile = async (): Promise<Hostile> => {
    const { admin, chain } = hub();
    const token = await new HostileCash__factory(admin).deploy();
    const cash = await token.getAddress();
    const engine = await deployEngine(admin, { ...(await partsOf(hub())), cash });
    const pool = await new LiquidityPool__factory(admin).deploy(await engine.getAddress());
    const address = await pool.getAddress();
    const fund = await new InsuranceFund__factory(admin).deploy(await engine.getAddress(), address);
    await mined(engine.bind(address, await fund.getAddress(), admin.address));
    const lucy = chain.signer(4);
    await mined(token.mint(lucy.address, usdc(100)));
    await mined(token.connect(lucy).approve(address, usdc(100)));
    return { token, pool: pool.connect(lucy), lucy };
  };

  describe("given a token that keeps a fee", () => {
    it("reverts with LiquidityPool_ShortTransfer(sent, received)", async () => {
      const { token, pool, lucy } = await hostile();
      await mined(token.setFee(100));
      await expect(pool.deposit(usdc(10), lucy.address))
        .to.be.revertedWithCustomError(pool, "LiquidityPool_ShortTransfer")
        .withArgs(usdc(10), usdc("9.9"));
    });
  });

  describe("given a token that calls back during a deposit", () => {
    it("refuses every act that changes state with ReentrancyGuardReentrantCall()", async () => {
      const { token, pool, lucy } = await hostile();
      const who = lucy.address;
      const calls = [
        pool.interface.encodeFunctionData("deposit", [1, who]),
        pool.interface.encodeFunctionData("mint", [1, who]),
        pool.interface.encodeFunctionData("requestRedeem", [1, who, who]),
        pool.interface.encodeFunctionData("processRedeem", [1]),
        pool.interface.encodeFunctionData("withdraw", [1, who, who]),
        pool.interface.encodeFunctionData("redeem", [1, who, who]),
        pool.interface.encodeFunctionData("mintInsuranceShares"),
      ];
      for (const call of calls) {
        await mined(token.setHook(await pool.getAddress(), call));
        await expect(pool.deposit(usdc(10), who)).to.be.revertedWithCustomError(
          pool,
          "ReentrancyGuardReentrantCall",
        );
      }
    });
  });

  describe("given a token that calls back during a claim", () => {
    it("has taken the claim away before", async () => {
      const { token, pool, lucy } = await hostile();
      await mined(pool.deposit(usdc(10), lucy.address));
      await mined(pool.requestRedeem(4n * SHARE, lucy.address, lucy.address));
      await hub().chain.increaseTime(DAY);
      await mined(pool.processRedeem(1));
      const look = pool.interface.encodeFunctionData("maxWithdraw", [lucy.address]);
      await mined(token.setHook(await pool.getAddress(), look));
      await mined(pool.withdraw(usdc(3), lucy.address, lucy.address));
      expect(BigInt(await token.lastAnswer())).to.equal(usdc(1));
    });
  });
});
