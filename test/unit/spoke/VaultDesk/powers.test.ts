import { expect } from "chai";
import { VaultDesk__factory } from "../../../../typechain-types/index.js";
import { A_ETH, HUB_EID, useLanes } from "../../../helpers/lanes.js";
import { stateVariables } from "../../../helpers/layout.js";
import { mined } from "../../../helpers/mined.js";

describe("VaultDesk powers", () => {
  const lanes = useLanes();
  const spoke = () => lanes().a;
  const ownDesk = () => new VaultDesk__factory(spoke().chain.signer(0)).deploy(spoke().manager);

  describe("when the desk is called at its own address", () => {
    it("changes nothing of the vault", async () => {
      const { vault, wrapped } = spoke();
      const desk = await ownDesk();
      await mined(desk.listKey(9, wrapped, 8, 1n, 1_000n, 2_000n));
      expect((await vault.listingOf(9)).token).to.equal(`0x${"0".repeat(40)}`);
      await expect(desk.setMinimum(A_ETH, 5n))
        .to.be.revertedWithCustomError(desk, "VaultLedger_UnknownKey")
        .withArgs(A_ETH);
    });

    it("has no lane to check", async () => {
      const desk = await ownDesk();
      await expect(desk.checkLane(HUB_EID)).to.be.revertedWithoutReason(
        spoke().chain.connection.hardhat?.ethers ?? expect.fail("in process"),
      );
    });
  });

  describe("given the vault and its desk", () => {
    it("lays their storage out alike", () => {
      const desk = stateVariables("VaultDesk");
      const whole = stateVariables("CollateralVault");
      expect(desk.length).to.be.greaterThan(11);
      expect(whole.slice(0, desk.length)).to.deep.equal(desk);
    });
  });
});
