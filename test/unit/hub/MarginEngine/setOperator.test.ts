import { ZeroAddress } from "ethers";
import { expect } from "chai";
import { useHub } from "../../../helpers/hub.js";
import { subAccount } from "../../../helpers/hubActions.js";
import { mined } from "../../../helpers/mined.js";

describe("MarginEngine.setOperator", () => {
  const hub = useHub();
  const cast = () => {
    const { engine, chain } = hub();
    return { engine, alice: chain.signer(1), bob: chain.signer(2), carol: chain.signer(3) };
  };

  describe("when the caller does not own the account", () => {
    it("reverts with MarginEngine_NotOwner(account, caller)", async () => {
      const { engine, alice, bob } = cast();
      await expect(engine.connect(bob).setOperator(alice.address, bob.address, true))
        .to.be.revertedWithCustomError(engine, "MarginEngine_NotOwner")
        .withArgs(alice.address, bob.address);
    });

    it("reverts for an operator too", async () => {
      const { engine, alice, bob, carol } = cast();
      await mined(engine.connect(alice).setOperator(alice.address, bob.address, true));
      await expect(engine.connect(bob).setOperator(alice.address, carol.address, true))
        .to.be.revertedWithCustomError(engine, "MarginEngine_NotOwner")
        .withArgs(alice.address, bob.address);
    });
  });

  describe("when the operator is zero", () => {
    it("reverts with MarginEngine_ZeroAddress()", async () => {
      const { engine, alice } = cast();
      await expect(
        engine.connect(alice).setOperator(alice.address, ZeroAddress, true),
      ).to.be.revertedWithCustomError(engine, "MarginEngine_ZeroAddress");
    });
  });

  describe("given an account the caller owns", () => {
    it("allows the operator for that account alone", async () => {
      const { engine, alice, bob } = cast();
      const seventh = subAccount(alice.address, 7);
      await expect(engine.connect(alice).setOperator(seventh, bob.address, true))
        .to.emit(engine, "OperatorSet")
        .withArgs(seventh, bob.address, true);
      expect(await engine.isAuthorised(seventh, bob.address)).to.equal(true);
      expect(await engine.isAuthorised(alice.address, bob.address)).to.equal(false);
      expect(await engine.isAuthorised(subAccount(alice.address, 6), bob.address)).to.equal(false);
    });

    it("stops the operator", async () => {
      const { engine, alice, bob } = cast();
      await mined(engine.connect(alice).setOperator(alice.address, bob.address, true));
      await expect(engine.connect(alice).setOperator(alice.address, bob.address, false))
        .to.emit(engine, "OperatorSet")
        .withArgs(alice.address, bob.address, false);
      expect(await engine.isAuthorised(alice.address, bob.address)).to.equal(false);
    });

    it("owns all 256 sub-accounts and no neighbour's", async () => {
      const { engine, alice } = cast();
      for (const id of [0, 1, 128, 255]) {
        expect(await engine.isAuthorised(subAccount(alice.address, id), alice.address)).to.equal(
          true,
        );
      }
      const neighbour = subAccount(alice.address, 256);
      expect(await engine.isAuthorised(neighbour, alice.address)).to.equal(false);
    });
  });
});
