import { addressToBytes32 } from "@causeway/devnet";
import { expect } from "chai";
import { ZeroHash } from "ethers";
import { LaneGateway__factory, type LaneGateway } from "../../../../typechain-types/index.js";
import { A_EID, useLanes } from "../../../helpers/lanes.js";
import { deployGateway } from "../../../helpers/lanesDeploy.js";
import { throughManager } from "../../../helpers/manager.js";

describe("LaneGateway.setPeer", () => {
  const lanes = useLanes();
  const stranger = () => lanes().chain.signer(11);
  const gateway = async (): Promise<LaneGateway> =>
    LaneGateway__factory.connect(await lanes().gateway.getAddress(), lanes().admin);
  const asOwner = (app: LaneGateway, data: string) =>
    throughManager(lanes().hub.manager, app, data);
  const setPeer = (app: LaneGateway, eid: number, peer: string) =>
    asOwner(app, app.interface.encodeFunctionData("setPeer", [eid, peer]));

  describe("when the vault is set", () => {
    it("reverts with LaneMessenger_BadPeer(eid, peer) for what is no address", async () => {
      const app = await deployGateway(lanes().hub);
      for (const peer of [ZeroHash, `0x01${"00".repeat(31)}`]) {
        await expect(setPeer(app, 77, peer))
          .to.be.revertedWithCustomError(app, "LaneMessenger_BadPeer")
          .withArgs(77, peer);
      }
    });

    it("reverts with LaneMessenger_PeerAlreadySet(eid, peer) the second time", async () => {
      const app = await gateway();
      const vault = addressToBytes32(await lanes().a.vault.getAddress());
      await expect(setPeer(app, A_EID, addressToBytes32(stranger().address)))
        .to.be.revertedWithCustomError(app, "LaneMessenger_PeerAlreadySet")
        .withArgs(A_EID, vault);
    });

    it("reverts with OwnableUnauthorizedAccount(account) for a stranger", async () => {
      const app = await gateway();
      await expect(app.connect(stranger()).setPeer(77, addressToBytes32(stranger().address)))
        .to.be.revertedWithCustomError(app, "OwnableUnauthorizedAccount")
        .withArgs(stranger().address);
    });
  });
});
