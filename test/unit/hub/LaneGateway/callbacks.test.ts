import type { Packet } from "@causeway/devnet";
import { expect } from "chai";
import { ZeroAddress } from "ethers";
import {
  CallbackReceiver__factory,
  ILayerZeroEndpointV2__factory,
  type CallbackReceiver,
} from "../../../../typechain-types/index.js";
import { A_EID, A_ETH, credit, deposit, useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";

/** ReentrancyGuardReentrantCall() */
const LOCKED = "0x3ee5aeb5";

describe("LaneGateway callbacks", () => {
  const lanes = useLanes();
  const gateway = () => lanes().gateway;
  const alice = () => lanes().chain.signer(1);
  const bob = () => lanes().chain.signer(2).address;

  /** A verified packet that credits Bob 700 units, not yet delivered. */
  const waiting = async (): Promise<Packet> => {
    const { a, devnet } = lanes();
    await credit(lanes(), a, { key: A_ETH, units: 1_000n, account: alice().address });
    await deposit(a, { key: A_ETH, units: 700n, account: bob() });
    const items = [{ holder: bob(), key: A_ETH }];
    const value = await a.vault.quoteSync(items, 0n);
    await mined(a.vault.sync(items, ZeroAddress, 0n, bob(), { value }));
    await a.chain.mine(10);
    const [packet] = await devnet.relayer.scan();
    if (packet === undefined) throw new Error("no packet");
    await devnet.relayer.verify(packet);
    await devnet.relayer.commit(packet);
    return packet;
  };
  const deliveryOf = async ({ srcEid, sender, nonce, guid, message }: Packet) =>
    ILayerZeroEndpointV2__factory.createInterface().encodeFunctionData("lzReceive", [
      { srcEid, sender, nonce },
      await gateway().getAddress(),
      guid,
      message,
      "0x",
    ]);
  const withdrawTo = async (receiver: CallbackReceiver) => {
    const value = (await gateway().quoteRelease(A_ETH, 0n)) + 1n;
    const by = lanes().engine.connect(alice());
    await mined(by.withdrawCollateral(alice().address, A_ETH, 10n, bob(), receiver, { value }));
  };
  const flushTo = async (receiver: CallbackReceiver) => {
    const value = (await gateway().quoteFlush(A_EID, [], 0n)) + 1n;
    await mined(gateway().flush(A_EID, [], 0n, receiver, { value }));
  };
  const refusedThenDelivered = async (act: (receiver: CallbackReceiver) => Promise<void>) => {
    const packet = await waiting();
    const receiver = await new CallbackReceiver__factory(alice()).deploy();
    const endpoint = lanes().hub.site.layerZero.addresses.endpoint;
    await mined(receiver.prepare(endpoint, await deliveryOf(packet)));
    await act(receiver);
    expect([await receiver.called(), await receiver.done()]).to.deep.equal([true, false]);
    expect(await receiver.answer()).to.equal(LOCKED);
    expect(await lanes().engine.balanceOf(bob(), A_ETH)).to.equal(0n);
    await lanes().devnet.relayer.execute(packet);
    expect(await lanes().engine.balanceOf(bob(), A_ETH)).to.equal(700n);
  };

  describe("when the refund address delivers a message during a withdrawal", () => {
    it("is refused, and the packet arrives later", async () => {
      await refusedThenDelivered(withdrawTo);
    });
  });

  describe("when the refund address delivers a message during a flush", () => {
    it("is refused, and the packet arrives later", async () => {
      await refusedThenDelivered(flushTo);
    });
  });

  describe("when the refund address calls another door during a withdrawal", () => {
    it("finds every door shut", async () => {
      await waiting();
      const { interface: g } = gateway();
      const { interface: e } = lanes().engine;
      const me = alice().address;
      const doors: [string, string][] = [
        [await gateway().getAddress(), g.encodeFunctionData("grant", [me, A_ETH])],
        [await gateway().getAddress(), g.encodeFunctionData("flush", [A_EID, [], 0n, me])],
        [
          await gateway().getAddress(),
          g.encodeFunctionData("returnUncredited", [me, A_ETH, bob(), 0n, me]),
        ],
        [
          await lanes().engine.getAddress(),
          e.encodeFunctionData("withdrawCollateral", [me, A_ETH, 1n, bob(), me]),
        ],
      ];
      for (const [target, call] of doors) {
        const receiver = await new CallbackReceiver__factory(alice()).deploy();
        await mined(receiver.prepare(target, call));
        await withdrawTo(receiver);
        expect([await receiver.called(), await receiver.answer()], call.slice(0, 10)).to.deep.equal(
          [true, LOCKED],
        );
      }
    });
  });
});
