import type { Packet } from "@causeway/devnet";
import { expect } from "chai";
import { replaySync } from "../../helpers/forger.js";
import {
  HEARTBEAT,
  ONE,
  TRIED,
  borrowers,
  dueOf,
  eidOf,
  laneOf,
  silenceUntil,
  triedKey,
} from "../../helpers/laneTrials.js";
import { useScene } from "../../helpers/laneScene.js";
import { usd } from "../../helpers/money.js";
import { setReserve } from "../../helpers/slots.js";
import { addressOf, deposit, flush, pump, sync } from "../../helpers/system.js";

const key = triedKey.ether;

/** Messages of a lane that are delivered again, in another order, or verified anew (risk.md 2.3, system.md section 3). */
describe("old messages of a lane", () => {
  const world = useScene(borrowers);
  const alice = () => addressOf(world(), "alice");
  const packets = (): readonly Packet[] =>
    world()
      .devnet.relayer.packets.map(({ packet }) => packet)
      .filter(({ srcEid }) => srcEid === eidOf(world()));

  /** All that a message of the lane may change. */
  const state = async (): Promise<object> => {
    const { hub } = world();
    const { clock } = await laneOf(world());
    const { seen, credited, short, seenAt, grantedAt } = await hub.desk.creditOf(alice(), key);
    return {
      dates: [clock.toString(), seenAt, grantedAt],
      counters: [seen, credited, short],
      sums: (await hub.desk.sumsOf(key)).toString(),
      balance: await hub.engine.balanceOf(alice(), key),
      reserve: await hub.engine.reserveCash(),
    };
  };

  it("change nothing when they are verified anew after newer ones", async () => {
    const { hub, devnet } = world();
    await setReserve(devnet.chain("hub"), hub.engine, usd(10));
    await sync(world(), TRIED, [{ holder: alice(), key }]);
    await pump(world());
    await deposit(world(), { key, from: "alice", units: ONE });
    await sync(world(), TRIED, [{ holder: alice(), key }]);
    // A silence until REDUCE_ONLY, and one message on time after it.
    await silenceUntil(world(), (await dueOf(world())) + 7_300);
    await flush(world(), TRIED);
    await pump(world());
    await sync(world(), TRIED);
    await pump(world());
    const before = await state();
    const old = packets();
    expect(old.length).to.be.greaterThan(5);
    for (const { message } of old) {
      // Far enough apart to count towards a lower stage, were they news; and to be paid.
      await devnet.increaseTime(HEARTBEAT);
      const { delivered } = await replaySync(world(), TRIED, message);
      expect(delivered).to.equal(true);
    }
    expect(await state()).to.deep.equal(before);
  });

  it("change nothing when each is delivered three times", async () => {
    const { devnet, hub } = world();
    const saved = await devnet.snapshot();
    const play = async (): Promise<object> => {
      await setReserve(devnet.chain("hub"), hub.engine, usd(10));
      for (let beat = 0; beat < 3; beat++) {
        await devnet.increaseTime(HEARTBEAT);
        await deposit(world(), { key, from: "alice", units: ONE });
        await sync(world(), TRIED, [{ holder: alice(), key }]);
        await sync(world(), TRIED);
        await pump(world());
      }
      return state();
    };
    const once = await play();
    await devnet.restore(saved);
    devnet.relayer.faults.lane(eidOf(world()), hub.chain.eid, { duplicate: 2 });
    const again = await play();
    // The copies take blocks of their own, so that what follows may be heard a few seconds later.
    expect(world().devnet.relayer.statistics.failed).to.equal(0);
    expect(again).to.include({ balance: 13n * ONE });
    expect(again).to.deep.include(withoutDates(once));
  });

  it("change nothing when they arrive after the newer ones of a burst", async () => {
    const { devnet, hub } = world();
    const saved = await devnet.snapshot();
    /** Four deposits told in four messages, executed by rank once all are there. */
    const burst = async (rankOf: (nonce: bigint) => number): Promise<object> => {
      const from = packets().at(-1)?.nonce ?? 0n;
      const { faults } = devnet.relayer;
      faults.lane(eidOf(world()), hub.chain.eid, { drop: "all" });
      for (let message = 0; message < 4; message++) {
        await devnet.increaseTime(60);
        await deposit(world(), { key, from: "alice", units: ONE });
        await sync(world(), TRIED, [{ holder: alice(), key }]);
        await pump(world());
      }
      faults.clear();
      faults.packet(({ srcEid }) => srcEid === eidOf(world()), {});
      for (let nonce = from + 1n; nonce <= from + 4n; nonce++)
        faults.packet(
          { srcEid: eidOf(world()), dstEid: hub.chain.eid, nonce },
          { rank: rankOf(nonce - from) },
        );
      expect(await pump(world())).to.equal(4);
      return state();
    };
    const inOrder = await burst(() => 0);
    await devnet.restore(saved);
    const reversed = await burst((nonce) => Number(-nonce));
    const { clock } = await laneOf(world());
    // The newest is heard first, and the last word.
    expect(reversed).to.include({ balance: 14n * ONE });
    expect(reversed).to.deep.include(withoutDates(inOrder));
    expect(clock.floor).to.equal(0n);
  });
});

/** A state without what depends on the second at which a message was heard. */
function withoutDates(state: object): object {
  return Object.fromEntries(Object.entries(state).filter(([name]) => name !== "dates"));
}
