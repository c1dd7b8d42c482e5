import { addressToBytes32 } from "@causeway/devnet";
import { expect } from "chai";
import { B_EID, HUB_EID, useLanes } from "../../../helpers/lanes.js";
import { throughManager } from "../../../helpers/manager.js";

describe("CollateralVault.setPeer", () => {
  const lanes = useLanes();
  const spoke = () => lanes().a;
  const vault = () => spoke().app;
  const stranger = () => spoke().chain.signer(11);

  describe("when the gateway is set", () => {
    const peer = async () => addressToBytes32(await lanes().gateway.getAddress());

    it("reverts with CollateralVault_NotHub(eid, hubEid) for another chain", async () => {
      const data = vault().interface.encodeFunctionData("setPeer", [B_EID, await peer()]);
      await expect(throughManager(spoke().manager, vault(), data))
        .to.be.revertedWithCustomError(vault(), "CollateralVault_NotHub")
        .withArgs(B_EID, HUB_EID);
    });

    it("reverts with LaneMessenger_PeerAlreadySet(eid, peer) the second time", async () => {
      const data = vault().interface.encodeFunctionData("setPeer", [HUB_EID, await peer()]);
      await expect(throughManager(spoke().manager, vault(), data))
        .to.be.revertedWithCustomError(vault(), "LaneMessenger_PeerAlreadySet")
        .withArgs(HUB_EID, await peer());
    });

    it("reverts with OwnableUnauthorizedAccount(account) for a stranger", async () => {
      await expect(
        vault()
          .connect(stranger())
          .setPeer(HUB_EID, await peer()),
      )
        .to.be.revertedWithCustomError(vault(), "OwnableUnauthorizedAccount")
        .withArgs(stranger().address);
    });
  });
});
