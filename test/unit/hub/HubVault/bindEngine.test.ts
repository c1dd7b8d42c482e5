import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { HubVault__factory } from "../../../../typechain-types/index.js";
import { useLanes } from "../../../helpers/lanes.js";
import { deployHubVault } from "../../../helpers/lanesDeploy.js";

describe("HubVault.bindEngine", () => {
  const lanes = useLanes();
  const vault = () => lanes().hubVault;
  const stranger = () => lanes().chain.signer(11);

  describe("when the admin calls", () => {
    it("reverts with HubVault_ZeroAddress() for none", async () => {
      const early = await deployHubVault(lanes().hub, lanes().gateway);
      await expect(early.bindEngine(ZeroAddress)).to.be.revertedWithCustomError(
        early,
        "HubVault_ZeroAddress",
      );
    });

    it("reverts with HubVault_AlreadyBound(engine) the second time", async () => {
      await expect(vault().bindEngine(stranger().address))
        .to.be.revertedWithCustomError(vault(), "HubVault_AlreadyBound")
        .withArgs(await lanes().engine.getAddress());
    });

    it("emits EngineBound", async () => {
      const early = await deployHubVault(lanes().hub, lanes().gateway);
      await expect(early.bindEngine(stranger().address))
        .to.emit(early, "EngineBound")
        .withArgs(stranger().address);
      expect(await early.engine()).to.equal(stranger().address);
      expect(await early.gateway()).to.equal(await lanes().gateway.getAddress());
    });
  });

  describe("when deployed without a gateway", () => {
    it("reverts with HubVault_ZeroAddress()", async () => {
      const factory = new HubVault__factory(lanes().admin);
      await expect(
        factory.deploy(lanes().hub.manager, ZeroAddress, ZeroAddress),
      ).to.be.revertedWithCustomError(vault(), "HubVault_ZeroAddress");
    });
  });

  describe("when the caller has no role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const by = vault().connect(stranger());
      await expect(by.bindEngine(stranger().address))
        .to.be.revertedWithCustomError(vault(), "AccessManagedUnauthorized")
        .withArgs(stranger().address);
    });
  });
});
