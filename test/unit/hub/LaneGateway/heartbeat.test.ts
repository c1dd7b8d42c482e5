import { expect } from "chai";
import {
  CallbackReceiver__factory,
  ILayerZeroEndpointV2__factory,
} from "../../../../typechain-types/index.js";
import { A_EID, A_ETH, credit, hearSync, useLanes } from "../../../helpers/lanes.js";
import {
  HEARTBEAT,
  SPACING,
  beat,
  dueOf,
  heartbeats,
  roundTrip,
  stage,
  stageOf,
} from "../../../helpers/laneBeats.js";
import { mined } from "../../../helpers/mined.js";
import { usd } from "../../../helpers/money.js";
import { setReserve } from "../../../helpers/slots.js";

const HALF = usd(1) / 2n;
/** ReentrancyGuardReentrantCall() */
const LOCKED = "0x3ee5aeb5";

describe("LaneGateway heartbeat", () => {
  const lanes = useLanes();
  const gateway = () => lanes().gateway;
  const payee = () => lanes().chain.signer(12).address;
  const paid = () => lanes().engine.cashOf(payee());
  const reserve = () => lanes().engine.reserveCash();
  const fill = (amount: bigint) => setReserve(lanes().chain, lanes().engine, amount);
  const wait = (seconds: number) => lanes().devnet.increaseTime(seconds);
  const pay = () => beat(lanes(), lanes().a, payee());
  /** A heartbeat of this instant, from whoever has the lane. */
  const forged = async (fields: { sentAt: number; echo?: number; hold?: number }) => {
    const echo = await lanes().chain.timestamp();
    return hearSync(lanes(), lanes().a, { echo, payee: payee(), ...fields });
  };

  beforeEach(async () => {
    await roundTrip(lanes(), lanes().a);
    await fill(usd(10));
    await wait(SPACING);
  });

  describe("given a reserve and a lane on time", () => {
    it("pays the payee half a dollar out of the reserve", async () => {
      const from = await lanes().chain.height();
      await pay();
      expect([await paid(), await reserve()]).to.deep.equal([HALF, usd(10) - HALF]);
      const { engine } = lanes();
      const logs = await engine.queryFilter(engine.filters.HeartbeatPaid(payee()), from);
      expect(logs.map(({ args }) => args.amount)).to.deep.equal([HALF]);
    });

    it("pays again no earlier than 900 seconds later", async () => {
      const { chain, devnet } = lanes();
      await forged({ sentAt: (await chain.timestamp()) - 1_000 + HEARTBEAT });
      const first = await chain.timestamp();
      await devnet.setTime(first + HEARTBEAT - 2);
      await forged({ sentAt: first + HEARTBEAT - 2 });
      // Delivered one second after, at 899.
      expect(await paid()).to.equal(HALF);
      await forged({ sentAt: first + HEARTBEAT });
      expect(await paid()).to.equal(2n * HALF);
    });

    it("pays each lane for itself", async () => {
      await roundTrip(lanes(), lanes().b);
      await pay();
      await beat(lanes(), lanes().b, payee());
      expect(await paid()).to.equal(2n * HALF);
    });

    it("pays what the reserve holds when that is less", async () => {
      await fill(7n);
      await pay();
      expect([await paid(), await reserve()]).to.deep.equal([7n, 0n]);
      await wait(HEARTBEAT);
      await pay();
      expect([await paid(), await reserve()]).to.deep.equal([7n, 0n]);
    });
  });

  describe("given a reserve and a heartbeat that earns nothing", () => {
    afterEach(async () => {
      expect(await reserve()).to.equal(usd(10));
    });

    it("pays nobody when none is named", async () => {
      await beat(lanes(), lanes().a);
    });

    it("pays nothing for a message with items", async () => {
      const items = [{ holder: payee(), key: A_ETH }];
      const { vault, chain } = lanes().a;
      const who = chain.signer(7);
      const value = await vault.quoteSync(items, 0n);
      await mined(vault.connect(who).sync(items, payee(), 0n, who.address, { value }));
      await lanes().devnet.relayer.pump();
    });

    it("pays nothing for one that is not newer than all before", async () => {
      const { newestSentAt } = (await gateway().laneOf(A_EID)).clock;
      await forged({ sentAt: Number(newestSentAt) });
    });

    it("pays nothing for one that is not on time", async () => {
      await wait(4_000);
      const sentAt = await lanes().chain.timestamp();
      // Under way for 3,000 seconds, with an echo whose round trip was sampled before.
      const echo = Number((await gateway().laneOf(A_EID)).clock.lastSampledEcho);
      await forged({ sentAt, echo, hold: sentAt - 3_000 - echo });
      expect((await gateway().laneOf(A_EID)).overdue > 0n).to.equal(true);
    });

    it("pays nothing while the lane is held", async () => {
      await mined(gateway().holdLane(A_EID));
      await pay();
    });

    it("pays nothing while the governor has the lane in QUARANTINE", async () => {
      await mined(gateway().setQuarantine(A_EID, true));
      await pay();
    });
  });

  describe("given a lane that a silence brought to QUARANTINE", () => {
    it("pays the heartbeats that bring it back", async () => {
      await wait(200_000);
      await pay();
      expect(await paid()).to.equal(HALF);
      expect((await stageOf(lanes(), lanes().a)).stage).to.equal(stage.quarantine);
      await heartbeats(lanes(), lanes().a, 12);
      await wait(HEARTBEAT - SPACING);
      await pay();
      expect(await paid()).to.equal(2n * HALF);
      expect(await dueOf(lanes(), lanes().a)).to.be.greaterThan(await lanes().chain.timestamp());
    });
  });

  describe("when the engine is locked", () => {
    it("reverts and the heartbeat can be delivered again", async () => {
      const { a, devnet, chain, engine, hub } = lanes();
      const alice = chain.signer(1);
      await credit(lanes(), a, { key: A_ETH, units: 1_000n, account: alice.address });
      await mined(
        a.vault.sync([], payee(), 0n, payee(), { value: await a.vault.quoteSync([], 0n) }),
      );
      await a.chain.mine(10);
      const [packet] = await devnet.relayer.scan();
      if (packet === undefined) throw new Error("no packet");
      await devnet.relayer.verify(packet);
      await devnet.relayer.commit(packet);
      const { srcEid, sender, nonce, guid, message } = packet;
      const abi = ILayerZeroEndpointV2__factory.createInterface();
      const to = await gateway().getAddress();
      const data = abi.encodeFunctionData("lzReceive", [
        { srcEid, sender, nonce },
        to,
        guid,
        message,
        "0x",
      ]);
      const receiver = await new CallbackReceiver__factory(alice).deploy();
      const { endpoint } = hub.site.layerZero.addresses;
      await mined(receiver.prepare(endpoint, data));
      const value = (await gateway().quoteRelease(A_ETH, 0n)) + 1n;
      const out = chain.signer(2).address;
      await mined(
        engine
          .connect(alice)
          .withdrawCollateral(alice.address, A_ETH, 10n, out, receiver, { value }),
      );
      expect([await receiver.called(), await receiver.answer()]).to.deep.equal([true, LOCKED]);
      expect(await paid()).to.equal(0n);
      await devnet.relayer.execute(packet);
      expect(await paid()).to.equal(HALF);
    });
  });
});
