import { ZeroAddress } from "ethers";
import { expect } from "chai";
import { useHub } from "../../../helpers/hub.js";
import { subAccount } from "../../../helpers/hubActions.js";
import { mined } from "../../../helpers/mined.js";

describe("MarginEngine.requireRecipient", () => {
  const hub = useHub();
  const cast = async () => {
    const { engine, chain } = hub();
    const [alice, bob, carol] = [chain.signer(1), chain.signer(2), chain.signer(3)];
    const account = subAccount(alice.address, 4);
    await mined(engine.connect(alice).setOperator(account, bob.address, true));
    return { engine, alice, bob, carol, account };
  };

  describe("when the caller does not act for the account", () => {
    it("reverts with MarginEngine_NotAuthorised(account, caller)", async () => {
      const { engine, carol, account } = await cast();
      await expect(engine.requireRecipient(account, carol.address, carol.address))
        .to.be.revertedWithCustomError(engine, "MarginEngine_NotAuthorised")
        .withArgs(account, carol.address);
    });
  });

  describe("given the owner or an operator", () => {
    it("allows the owner and strangers as recipients", async () => {
      const { engine, alice, bob, carol, account } = await cast();
      for (const caller of [alice, bob]) {
        for (const recipient of [alice, bob, carol]) {
          await engine.requireRecipient(account, caller.address, recipient.address);
        }
      }
      expect(await engine.isAuthorised(account, bob.address)).to.equal(true);
    });

    it("reverts with MarginEngine_BadRecipient(account, recipient) for sub-accounts, zero and the engine", async () => {
      const { engine, alice, bob, account } = await cast();
      const refused = [
        account,
        subAccount(alice.address, 5),
        ZeroAddress,
        await engine.getAddress(),
      ];
      for (const caller of [alice, bob]) {
        for (const recipient of refused) {
          await expect(engine.requireRecipient(account, caller.address, recipient))
            .to.be.revertedWithCustomError(engine, "MarginEngine_BadRecipient")
            .withArgs(account, recipient);
        }
      }
    });
  });
});
