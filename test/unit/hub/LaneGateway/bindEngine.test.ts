import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { HUB_EID, deployTestEngine, useLanes } from "../../../helpers/lanes.js";
import { deployGateway, deployHubVault } from "../../../helpers/lanesDeploy.js";

describe("LaneGateway.bindEngine", () => {
  const lanes = useLanes();
  const gateway = () => lanes().gateway;
  const someone = () => lanes().chain.signer(11).address;

  describe("when the admin calls", () => {
    it("reverts with LaneGateway_ZeroAddress() for none", async () => {
      const early = await deployGateway(lanes().hub);
      for (const [engine, vault] of [
        [ZeroAddress, someone()],
        [someone(), ZeroAddress],
      ] as const) {
        await expect(early.bindEngine(engine, vault)).to.be.revertedWithCustomError(
          early,
          "LaneGateway_ZeroAddress",
        );
      }
    });

    it("reverts with LaneGateway_AlreadyBound(engine) the second time", async () => {
      await expect(gateway().bindEngine(someone(), someone()))
        .to.be.revertedWithCustomError(gateway(), "LaneGateway_AlreadyBound")
        .withArgs(await lanes().engine.getAddress());
    });

    it("reverts with LaneGateway_WrongGateway(asked, gateway) for another gateway's risk engine", async () => {
      const early = await deployGateway(lanes().hub);
      await expect(early.bindEngine(lanes().engine, lanes().hubVault))
        .to.be.revertedWithCustomError(early, "LaneGateway_WrongGateway")
        .withArgs(await gateway().getAddress(), await early.getAddress());
      expect(await early.engine()).to.equal(ZeroAddress);
    });

    it("emits EngineBound", async () => {
      const early = await deployGateway(lanes().hub);
      const vault = await deployHubVault(lanes().hub, early).then((made) => made.getAddress());
      const { engine: made } = await deployTestEngine(lanes().hub, early, vault);
      const engine = await made.getAddress();
      await expect(early.bindEngine(engine, vault))
        .to.emit(early, "EngineBound")
        .withArgs(engine, vault);
      expect(await early.engine()).to.equal(engine);
      expect(await early.hubVault()).to.equal(vault);
      expect(await early.hubEid()).to.equal(HUB_EID);
    });
  });

  describe("when the caller has no role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const stranger = lanes().chain.signer(11);
      const by = gateway().connect(stranger);
      await expect(by.bindEngine(someone(), someone()))
        .to.be.revertedWithCustomError(lanes().hubVault, "AccessManagedUnauthorized")
        .withArgs(stranger.address);
    });
  });
});
