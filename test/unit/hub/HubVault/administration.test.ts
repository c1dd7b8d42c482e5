import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { HubVault__factory } from "../../../../typechain-types/index.js";
import { CAP, HUB_KEY, useLanes } from "../../../helpers/lanes.js";
import { deployHubVault } from "../../../helpers/lanesDeploy.js";

const NO_BUCKET = 65_535n;

describe("HubVault administration", () => {
  const lanes = useLanes();
  const vault = () => lanes().hubVault;
  const stranger = () => lanes().chain.signer(11);

  describe("when a stranger calls a restricted function", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const by = vault().connect(stranger());
      const me = stranger().address;
      const calls = [
        by.bindEngine(me),
        by.listKey(9, me, 8, 1n, 1n),
        by.setMinimum(HUB_KEY, 1n),
        by.setLimits(HUB_KEY, 1n, NO_BUCKET),
        by.lowerLimits(HUB_KEY, 1n, NO_BUCKET),
        by.confirmLimits(HUB_KEY),
      ];
      for (const call of calls) {
        await expect(call)
          .to.be.revertedWithCustomError(vault(), "AccessManagedUnauthorized")
          .withArgs(me);
      }
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

  describe("when linking the engine", () => {
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

  describe("when setting limits", () => {
    it("reverts with Guarded_BadLimits(cap, bucketBps) for a bucket", async () => {
      for (const call of [
        vault().setLimits(HUB_KEY, CAP, 1n),
        vault().lowerLimits(HUB_KEY, CAP, 1n),
      ]) {
        await expect(call)
          .to.be.revertedWithCustomError(vault(), "Guarded_BadLimits")
          .withArgs(CAP, 1n);
      }
    });
  });
});
