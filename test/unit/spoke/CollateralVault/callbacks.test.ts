import { expect } from "chai";
import { ZeroAddress } from "ethers";
import {
  CallbackReceiver__factory,
  ILayerZeroEndpointV2__factory,
  HostileToken__factory,
  type HostileToken,
} from "../../../../typechain-types/index.js";
import { HOSTILE, mode } from "../../../helpers/hostile.js";
import { A_ETH, CAP, credit, hearRelease, useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";

const UNIT = 10n ** 10n;
/** ReentrancyGuardReentrantCall() */
const LOCKED = "0x3ee5aeb5";

describe("CollateralVault callbacks", () => {
  const lanes = useLanes();
  const spoke = () => lanes().a;
  const vault = () => spoke().vault;
  const alice = () => spoke().chain.signer(1);
  const bob = () => spoke().chain.signer(2).address;

  const setUp = async (): Promise<HostileToken> => {
    const token = await new HostileToken__factory(spoke().chain.signer(0)).deploy();
    await mined(vault().listKey(HOSTILE, token, 8, 1n, CAP, 10_000n));
    await mined(token.mint(alice().address, 10_000n * UNIT));
    await mined(token.connect(alice()).approve(vault(), 10_000n * UNIT));
    await mined(
      vault()
        .connect(alice())
        .deposit(HOSTILE, 1_000n * UNIT, alice().address),
    );
    await mined(token.setMode(mode.hook));
    return token;
  };
  const doors = (): [string, string][] => {
    const { interface: v } = vault();
    const [me, nothing] = [
      bob(),
      { deadline: 0n, v: 27, r: `0x${"0".repeat(64)}`, s: `0x${"0".repeat(64)}` },
    ];
    return [
      ["deposit", v.encodeFunctionData("deposit", [HOSTILE, UNIT, me])],
      [
        "depositWithPermit",
        v.encodeFunctionData("depositWithPermit", [HOSTILE, UNIT, me, nothing]),
      ],
      ["depositNative", v.encodeFunctionData("depositNative", [HOSTILE, me])],
      ["depositAndSync", v.encodeFunctionData("depositAndSync", [HOSTILE, UNIT, me, 0n, me])],
      [
        "depositWithPermitAndSync",
        v.encodeFunctionData("depositWithPermitAndSync", [HOSTILE, UNIT, me, 0n, me, nothing]),
      ],
      [
        "depositNativeAndSync",
        v.encodeFunctionData("depositNativeAndSync", [HOSTILE, 0n, me, 0n, me]),
      ],
      ["sync", v.encodeFunctionData("sync", [[], me, 0n, me])],
      ["claim", v.encodeFunctionData("claim", [me, HOSTILE])],
      ["claimTo", v.encodeFunctionData("claimTo", [HOSTILE, me])],
    ];
  };
  const expectShut = async (act: (round: bigint) => Promise<unknown>, token: HostileToken) => {
    let round = 1n;
    for (const [name, call] of doors()) {
      await mined(token.setHook(vault(), call));
      await act(round++);
      expect([await token.hookDone(), await token.hookAnswer()], name).to.deep.equal([
        false,
        LOCKED,
      ]);
    }
    expect(round).to.equal(10n);
  };

  describe("when a token calls back during a deposit", () => {
    it("finds every door shut", async () => {
      const token = await setUp();
      const by = vault().connect(alice());
      await expectShut(() => mined(by.deposit(HOSTILE, 100n * UNIT, bob())), token);
      expect(await vault().depositedOf(bob(), HOSTILE)).to.equal(900n);
    });
  });

  describe("when a token calls back during a payment", () => {
    it("finds every door shut", async () => {
      const token = await setUp();
      const act = (round: bigint) =>
        hearRelease(lanes(), spoke(), {
          sentAt: 1,
          counters: [{ holder: bob(), key: HOSTILE, value: 50n * round }],
        });
      await expectShut(act, token);
      expect(await vault().payableOf(bob(), HOSTILE)).to.deep.equal([450n, 450n]);
    });
  });

  describe("when the refund address delivers a release during a send", () => {
    it("is refused, and the packet arrives later", async () => {
      const { devnet, gateway, engine, chain } = lanes();
      const me = chain.signer(1);
      await credit(lanes(), spoke(), { key: A_ETH, units: 1_000n, account: me.address });
      const fee = await gateway.quoteRelease(A_ETH, 0n);
      const by = engine.connect(me);
      await mined(by.withdrawCollateral(me.address, A_ETH, 400n, bob(), bob(), { value: fee }));
      await chain.mine(5);
      const [packet] = await devnet.relayer.scan();
      if (packet === undefined) throw new Error("no packet");
      await devnet.relayer.verify(packet);
      await devnet.relayer.commit(packet);
      const endpoint = spoke().site.layerZero.addresses.endpoint;
      const { srcEid, sender, nonce, guid, message } = packet;
      const deliver = ILayerZeroEndpointV2__factory.createInterface().encodeFunctionData(
        "lzReceive",
        [{ srcEid, sender, nonce }, await vault().getAddress(), guid, message, "0x"],
      );
      const receiver = await new CallbackReceiver__factory(alice()).deploy();
      await mined(receiver.prepare(endpoint, deliver));
      const quoted = await vault().quoteSync([], 0n);
      const value = quoted + 1n;
      await mined(vault().connect(alice()).sync([], ZeroAddress, 0n, receiver, { value }));
      expect([await receiver.called(), await receiver.done()]).to.deep.equal([true, false]);
      expect(await receiver.answer()).to.equal(LOCKED);
      await devnet.relayer.execute(packet);
      expect(await vault().payableOf(bob(), A_ETH)).to.deep.equal([400n, 400n]);
    });
  });
});
