import { expect } from "chai";
import { useHub } from "../../../helpers/hub.js";
import { as, credit } from "../../../helpers/hubActions.js";
import { mined } from "../../../helpers/mined.js";

const FULL = 2n ** 64n - 1n;

describe("MarginEngine.creditCollateral", () => {
  const hub = useHub();

  describe("when the caller is neither the gateway nor the hub vault", () => {
    it("reverts with MarginEngine_NotSystem(caller)", async () => {
      const { engine, chain, admin } = hub();
      for (const caller of [chain.signer(1), admin]) {
        await expect(engine.connect(caller).creditCollateral(caller.address, 0, 1))
          .to.be.revertedWithCustomError(engine, "MarginEngine_NotSystem")
          .withArgs(caller.address);
      }
    });
  });

  describe("when the balance would pass 64 bits", () => {
    it("reverts with MarginEngine_BalanceOverflow(account, key, have, added)", async () => {
      const { engine, chain, gateway } = hub();
      const alice = chain.signer(1).address;
      await credit(hub(), alice, 5, FULL - 1n);
      await expect(engine.connect(await as(hub(), gateway)).creditCollateral(alice, 5, 2))
        .to.be.revertedWithCustomError(engine, "MarginEngine_BalanceOverflow")
        .withArgs(alice, 5, FULL - 1n, 2);
    });
  });

  describe("given the gateway or the hub vault", () => {
    it("adds units and marks the key as held", async () => {
      const { engine, chain, gateway, vault } = hub();
      const alice = chain.signer(1).address;
      await mined(engine.connect(await as(hub(), gateway)).creditCollateral(alice, 3, 70));
      await mined(engine.connect(await as(hub(), vault)).creditCollateral(alice, 3, 7));
      expect(await engine.balanceOf(alice, 3)).to.equal(77n);
      expect(await engine.heldKeys(alice)).to.equal(8n);
    });

    it("leaves the neighbours in the word alone at every edge", async () => {
      const { engine, chain } = hub();
      const alice = chain.signer(1).address;
      for (const key of [60, 61, 62, 63]) await credit(hub(), alice, key, FULL - 1n);
      for (const key of [61, 63]) await credit(hub(), alice, key, 1n);
      expect(await engine.balanceOf(alice, 60)).to.equal(FULL - 1n);
      expect(await engine.balanceOf(alice, 61)).to.equal(FULL);
      expect(await engine.balanceOf(alice, 62)).to.equal(FULL - 1n);
      expect(await engine.balanceOf(alice, 63)).to.equal(FULL);
      expect(await engine.heldKeys(alice)).to.equal(0xfn << 60n);
    });

    it("hands the risk engine one word for each four keys that hold something", async () => {
      const { engine, chain } = hub();
      const alice = chain.signer(1).address;
      await credit(hub(), alice, 1, 11n);
      await credit(hub(), alice, 2, 22n);
      await credit(hub(), alice, 41, 33n);
      const { held, words, cash, positions } = await engine.bookOf(alice);
      expect(held).to.equal((1n << 1n) | (1n << 2n) | (1n << 41n));
      expect(words).to.deep.equal([(11n << 64n) | (22n << 128n), 33n << 64n]);
      expect(cash).to.equal(0n);
      expect(positions).to.deep.equal([]);
    });

    it("credits nothing for zero units", async () => {
      const { engine, chain } = hub();
      const alice = chain.signer(1).address;
      await credit(hub(), alice, 9, 0n);
      expect(await engine.heldKeys(alice)).to.equal(0n);
    });
  });
});
