import { expect } from "chai";
import { HUB_ETH, useHub } from "../../../helpers/hub.js";
import { borrow, depositKey, setPrice, supply } from "../../../helpers/hubActions.js";
import { ETH } from "../../../helpers/hubRisk.js";
import { mined } from "../../../helpers/mined.js";
import { units8, usd, usdc } from "../../../helpers/money.js";

describe("MarginEngine.freshMargin", () => {
  const hub = useHub();

  describe("given a price newer than the cache", () => {
    it("refreshes it, for any caller, and returns the margin", async () => {
      const { engine, risk, chain } = hub();
      const [alice, bob] = [chain.signer(1), chain.signer(2)];
      await depositKey(hub(), alice.address, HUB_ETH, units8(1));
      await setPrice(hub(), ETH, 2_750);
      expect((await engine.marginOf(alice.address)).equity).to.equal(usd(3_000));
      const margin = await engine.connect(bob).freshMargin.staticCall(alice.address);
      expect(margin.equity).to.equal(usd(2_750));
      await mined(engine.connect(bob).freshMargin(alice.address));
      expect((await engine.marginOf(alice.address)).equity).to.equal(usd(2_750));
      expect(await risk.settlementPrice()).to.equal(usd(1));
    });
  });

  describe("given debt", () => {
    it("counts it with interest to now", async () => {
      const { engine, chain } = hub();
      const alice = chain.signer(1);
      await supply(hub(), usdc(20_000));
      await borrow(hub(), alice, { key: HUB_ETH, units: units8(10) }, usdc(10_000));
      await hub().devnet.increaseTime(86_400 - 3_600);
      const { equity } = await engine.freshMargin.staticCall(alice.address);
      expect(equity).to.equal(usd(30_000) - (await engine.debtOf(alice.address)));
    });
  });
});
