import { addressToBytes32, lzReceiveOption, nativeDropOption } from "@causeway/devnet";
import { expect } from "chai";
import { concat } from "ethers";
import { LaneGateway__factory, type LaneGateway } from "../../../../typechain-types/index.js";
import { A_EID, A_ETH, useLanes } from "../../../helpers/lanes.js";
import { deployGateway } from "../../../helpers/lanesDeploy.js";
import { throughManager } from "../../../helpers/manager.js";
import { mined } from "../../../helpers/mined.js";

const RELEASE = 2;
/** Most gas that callers may add. */
const MOST_GAS = 10_000_000n;

describe("LaneMessenger options", () => {
  const lanes = useLanes();
  const stranger = () => lanes().chain.signer(11);
  const gateway = async (): Promise<LaneGateway> =>
    LaneGateway__factory.connect(await lanes().gateway.getAddress(), lanes().admin);
  const asOwner = (app: LaneGateway, data: string) =>
    throughManager(lanes().hub.manager, app, data);
  const setOptions = async (options: string) => {
    const app = await gateway();
    const params = [{ eid: A_EID, msgType: RELEASE, options }];
    return asOwner(app, app.interface.encodeFunctionData("setEnforcedOptions", [params]));
  };
  const setPeer = (app: LaneGateway, eid: number, peer: string) =>
    asOwner(app, app.interface.encodeFunctionData("setPeer", [eid, peer]));

  describe("when setting enforced options", () => {
    it("takes one executor option that buys gas", async () => {
      await mined(setOptions(lzReceiveOption(123_456n)));
      expect(await (await gateway()).enforcedOptions(A_EID, RELEASE)).to.equal(
        lzReceiveOption(123_456n),
      );
    });

    it("reverts with LaneMessenger_BadOptions(options) for any other form", async () => {
      const app = await gateway();
      const bad = [
        "0x",
        "0x0003",
        lzReceiveOption(1n, 1n),
        nativeDropOption(1n, stranger().address),
        concat([lzReceiveOption(1n), "0x00"]),
        concat(["0x0001", `0x${"00".repeat(20)}`]),
      ];
      for (const options of bad) {
        await expect(setOptions(options))
          .to.be.revertedWithCustomError(app, "LaneMessenger_BadOptions")
          .withArgs(options);
      }
    });

    it("reverts with OwnableUnauthorizedAccount(account) for a stranger", async () => {
      const app = await gateway();
      await expect(app.connect(stranger()).setEnforcedOptions([]))
        .to.be.revertedWithCustomError(app, "OwnableUnauthorizedAccount")
        .withArgs(stranger().address);
    });
  });

  describe("when a lane has no enforced options", () => {
    it("reverts with LaneMessenger_NoOptions(eid, kind)", async () => {
      const app = await deployGateway(lanes().hub);
      await mined(setPeer(app, 77, addressToBytes32(stranger().address)));
      await expect(app.quoteFlush(77, [], 0n))
        .to.be.revertedWithCustomError(app, "LaneMessenger_NoOptions")
        .withArgs(77, RELEASE);
    });
  });

  describe("when a lane has no peer", () => {
    it("reverts with NoPeer(eid)", async () => {
      const app = await gateway();
      const params = [{ eid: 77, msgType: RELEASE, options: lzReceiveOption(1n) }];
      await mined(asOwner(app, app.interface.encodeFunctionData("setEnforcedOptions", [params])));
      await expect(app.quoteFlush(77, [], 0n))
        .to.be.revertedWithCustomError(app, "NoPeer")
        .withArgs(77);
    });
  });

  describe("when a caller asks for more gas than it may buy", () => {
    it("reverts with LaneMessenger_TooMuchGas(extraGas, maximum) at either end", async () => {
      const app = await gateway();
      const { vault } = lanes().a;
      const who = stranger().address;
      for (const call of [
        () => app.quoteFlush(A_EID, [], MOST_GAS + 1n),
        () => app.flush(A_EID, [], MOST_GAS + 1n, who, { value: 1n }),
        () => app.quoteRelease(A_ETH, MOST_GAS + 1n),
      ])
        await expect(call())
          .to.be.revertedWithCustomError(app, "LaneMessenger_TooMuchGas")
          .withArgs(MOST_GAS + 1n, MOST_GAS);
      for (const call of [
        () => vault.quoteSync([], MOST_GAS + 1n),
        () => vault.sync([], who, MOST_GAS + 1n, who, { value: 1n }),
        () => vault.quoteDepositAndSync(A_ETH, MOST_GAS + 1n),
      ])
        await expect(call())
          .to.be.revertedWithCustomError(vault, "LaneMessenger_TooMuchGas")
          .withArgs(MOST_GAS + 1n, MOST_GAS);
      const less = await app.quoteFlush(A_EID, [], 0n);
      expect((await app.quoteFlush(A_EID, [], MOST_GAS)) > less).to.equal(true);
    });
  });

  describe("when combining options", () => {
    it("adds nothing a caller brings", async () => {
      const app = await gateway();
      const enforced = await app.enforcedOptions(A_EID, RELEASE);
      expect(await app.combineOptions(A_EID, RELEASE, lzReceiveOption(1n, 5n))).to.equal(enforced);
    });
  });

  describe("when the delegate is set by a stranger", () => {
    it("reverts with OwnableUnauthorizedAccount(account)", async () => {
      const app = await gateway();
      await expect(app.connect(stranger()).setDelegate(stranger().address))
        .to.be.revertedWithCustomError(app, "OwnableUnauthorizedAccount")
        .withArgs(stranger().address);
    });
  });
});
