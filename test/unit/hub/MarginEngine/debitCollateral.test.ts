import { expect } from "chai";
import { useHub } from "../../../helpers/hub.js";
import { as, credit } from "../../../helpers/hubActions.js";
import { mined } from "../../../helpers/mined.js";

describe("MarginEngine.debitCollateral", () => {
  const hub = useHub();

  describe("when the caller is not the gateway", () => {
    it("reverts with MarginEngine_NotSystem(caller)", async () => {
      const { engine, chain, vault } = hub();
      for (const caller of [chain.signer(1), await as(hub(), vault)]) {
        await expect(engine.connect(caller).debitCollateral(chain.signer(1).address, 0, 1))
          .to.be.revertedWithCustomError(engine, "MarginEngine_NotSystem")
          .withArgs(caller.address);
      }
    });
  });

  describe("when the account holds less", () => {
    it("reverts with MarginEngine_InsufficientBalance(account, key, have, asked)", async () => {
      const { engine, chain, gateway } = hub();
      const alice = chain.signer(1).address;
      await credit(hub(), alice, 2, 10n);
      await expect(engine.connect(await as(hub(), gateway)).debitCollateral(alice, 2, 11))
        .to.be.revertedWithCustomError(engine, "MarginEngine_InsufficientBalance")
        .withArgs(alice, 2, 10, 11);
    });
  });

  describe("given the balance", () => {
    it("removes units and keeps the key while something is left", async () => {
      const { engine, chain, gateway } = hub();
      const alice = chain.signer(1).address;
      await credit(hub(), alice, 2, 10n);
      const caller = engine.connect(await as(hub(), gateway));
      await mined(caller.debitCollateral(alice, 2, 9));
      expect(await engine.balanceOf(alice, 2)).to.equal(1n);
      expect(await engine.heldKeys(alice)).to.equal(4n);
    });

    it("forgets the key with the last unit", async () => {
      const { engine, chain, gateway } = hub();
      const alice = chain.signer(1).address;
      await credit(hub(), alice, 2, 10n);
      await credit(hub(), alice, 3, 1n);
      await mined(engine.connect(await as(hub(), gateway)).debitCollateral(alice, 2, 10));
      expect(await engine.balanceOf(alice, 2)).to.equal(0n);
      expect(await engine.heldKeys(alice)).to.equal(8n);
      expect((await engine.bookOf(alice)).words).to.deep.equal([1n << 192n]);
    });
  });
});
