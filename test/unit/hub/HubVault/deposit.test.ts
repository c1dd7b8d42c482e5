import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { PermitToken__factory } from "../../../../typechain-types/index.js";
import { CAP, HUB_KEY, useLanes } from "../../../helpers/lanes.js";
import { deployHubVault } from "../../../helpers/lanesDeploy.js";
import { mined } from "../../../helpers/mined.js";

const UNIT = 10n ** 10n;

describe("HubVault.deposit", () => {
  const lanes = useLanes();
  const alice = () => lanes().chain.signer(1);
  const bob = () => lanes().chain.signer(2).address;
  const vault = () => lanes().hubVault.connect(alice());
  const fund = async (units: bigint) => {
    await mined(lanes().hubToken.mint(alice().address, units * UNIT));
    await mined(
      lanes()
        .hubToken.connect(alice())
        .approve(vault(), units * UNIT),
    );
  };

  describe("when the engine is not linked yet", () => {
    it("reverts with HubVault_NotBound()", async () => {
      const { hub, gateway, admin } = lanes();
      const early = await deployHubVault(hub, gateway);
      const token = await new PermitToken__factory(admin).deploy("NEW", 18);
      await mined(early.listKey(9, token, 8, 1n, 1_000n));
      await mined(token.mint(admin.address, UNIT));
      await mined(token.approve(early, UNIT));
      await expect(early.deposit(9, UNIT, bob())).to.be.revertedWithCustomError(
        early,
        "HubVault_NotBound",
      );
    });
  });

  describe("when the account is 0", () => {
    it("reverts with HubVault_ZeroAccount()", async () => {
      await fund(500n);
      await expect(
        vault().deposit(HUB_KEY, 500n * UNIT, ZeroAddress),
      ).to.be.revertedWithCustomError(vault(), "HubVault_ZeroAccount");
    });
  });

  describe("when the amount is beyond the cap", () => {
    it("reverts with VaultLedger_OverCap(key, units, room)", async () => {
      await expect(vault().deposit(HUB_KEY, (CAP + 1n) * UNIT, bob()))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_OverCap")
        .withArgs(HUB_KEY, CAP + 1n, CAP);
    });
  });

  describe("when the amount is good", () => {
    it("credits the account at once and emits Credited", async () => {
      await fund(800n);
      await mined(vault().deposit(HUB_KEY, 500n * UNIT, bob()));
      await expect(vault().deposit(HUB_KEY, 300n * UNIT, bob()))
        .to.emit(vault(), "Credited")
        .withArgs(bob(), HUB_KEY, 300n, 800n);
      expect(await lanes().engine.balanceOf(bob(), HUB_KEY)).to.equal(800n);
    });

    it("keeps custody at deposits less payments", async () => {
      await fund(800n);
      await mined(vault().deposit(HUB_KEY, 800n * UNIT, alice().address));
      const by = lanes().engine.connect(alice());
      await mined(by.withdrawCollateral(alice().address, HUB_KEY, 300n, bob(), bob()));
      expect(await vault().sumsOf(HUB_KEY)).to.deep.equal([800n, 300n]);
      expect(await vault().custodyOf(HUB_KEY)).to.equal(500n);
    });

    it("has no bucket", async () => {
      await fund(CAP);
      await mined(vault().deposit(HUB_KEY, CAP * UNIT, alice().address));
      const by = lanes().engine.connect(alice());
      await mined(by.withdrawCollateral(alice().address, HUB_KEY, CAP, bob(), bob()));
      expect(await lanes().hubToken.balanceOf(bob())).to.equal(CAP * UNIT);
      expect((await vault().roomOf(HUB_KEY))[1]).to.equal(2n ** 256n - 1n);
    });
  });
});
