import { expect } from "chai";
import { A_EID, hearSync, useLanes } from "../../../helpers/lanes.js";
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

const DAY = 86_400;
const TMAX = 7_200;

describe("LaneGateway lane stages", () => {
  const lanes = useLanes();
  const spoke = () => lanes().a;
  const gateway = () => lanes().gateway;
  const lane = () => gateway().laneOf(A_EID);
  const state = () => stageOf(lanes(), spoke());
  const now = () => lanes().chain.timestamp();
  /** An echo of this instant, from a vault whose clock says anything. */
  const echoNow = async (sentAt = 0) =>
    hearSync(lanes(), spoke(), { sentAt, echo: await now(), hold: 0 });
  const silence = (seconds: number) => lanes().devnet.increaseTime(seconds);
  /** The stage at so many seconds after the next message was due. */
  const stageAt = async (due: number, overdue: number): Promise<bigint> => {
    await lanes().devnet.setTime(due + overdue);
    return (await lane()).stage;
  };
  /** Stages just before and at each threshold of risk.md 2.4. */
  const expectThresholds = async (due: number): Promise<void> => {
    const found: bigint[] = [];
    for (const overdue of [0, 1, 1_799, 1_800, 7_199, 7_200, 86_399, 86_400])
      found.push(await stageAt(due, overdue));
    expect(found).to.deep.equal([0n, 1n, 1n, 2n, 2n, 3n, 3n, 4n]);
  };

  describe("given a lane never sampled", () => {
    it("has the longest latency there is", async () => {
      expect((await lane()).latency).to.equal(BigInt(TMAX));
    });

    it("is late by its opening, second by second", async () => {
      const { newestEcho } = (await lane()).clock;
      await expectThresholds(Number(newestEcho) + HEARTBEAT + TMAX);
    });

    it("carries no mark of that once it is heard", async () => {
      await silence(2 * DAY);
      expect((await state()).stage).to.equal(stage.quarantine);
      await echoNow();
      expect(await state()).to.deep.equal({ stage: stage.normal, floor: 0n, counted: 0n });
    });
  });

  describe("given a lane that was heard", () => {
    it("takes what was measured for its latency, at least its finality", async () => {
      await roundTrip(lanes(), spoke());
      const { clock, latency } = await lane();
      // Tlane = ⌈(srtt + max(1000, 4·rttvar))/1000⌉, and after one sample rttvar = srtt/2.
      expect(latency).to.equal((3n * clock.smoothed + 999n) / 1_000n);
      expect(latency < 1_000n).to.equal(true);
      await mined(gateway().setMinLatency(A_EID, 1_000));
      expect((await lane()).latency).to.equal(1_000n);
    });

    it("passes each stage at its second", async () => {
      await roundTrip(lanes(), spoke());
      await expectThresholds(await dueOf(lanes(), spoke()));
    });
  });

  describe("when a message ends a silence", () => {
    beforeEach(() => roundTrip(lanes(), spoke()));

    it("stays in the stage that the silence reached", async () => {
      for (const [seconds, reached] of [
        [1_500, stage.delayed],
        [4_000, stage.frozen],
        [20_000, stage.reduceOnly],
        [2 * DAY, stage.quarantine],
      ] as const) {
        await silence(seconds);
        await beat(lanes(), spoke());
        const { stage: found, floor } = await state();
        expect([found, floor]).to.deep.equal([reached, reached]);
        expect((await lane()).overdue).to.equal(0n);
      }
    });

    it("falls by a stage with every third message on time", async () => {
      await silence(2 * DAY);
      const found: bigint[] = [];
      for (let i = 0; i < 12; i++) {
        if (i > 0) await silence(SPACING);
        await beat(lanes(), spoke());
        found.push((await state()).stage);
      }
      expect(found).to.deep.equal([4n, 4n, 3n, 3n, 3n, 2n, 2n, 2n, 1n, 1n, 1n, 0n]);
    });

    it("rises again at once when the next silence is longer", async () => {
      await silence(4_000);
      await heartbeats(lanes(), spoke(), 3);
      expect((await state()).floor).to.equal(stage.delayed);
      await silence(20_000);
      await beat(lanes(), spoke());
      expect((await state()).floor).to.equal(stage.reduceOnly);
    });

    it("forgets the messages that counted before that", async () => {
      await silence(4_000);
      await heartbeats(lanes(), spoke(), 2);
      expect((await state()).counted).to.equal(2n);
      await silence(20_000);
      await heartbeats(lanes(), spoke(), 2);
      // Two since the longer silence, not four: no step yet.
      expect(await state()).to.deep.equal({
        stage: stage.reduceOnly,
        floor: stage.reduceOnly,
        counted: 2n,
      });
    });
  });

  describe("when messages come in a burst", () => {
    beforeEach(async () => {
      await roundTrip(lanes(), spoke());
      await silence(4_000);
    });

    it("counts one of them", async () => {
      for (let i = 1; i <= 8; i++) await echoNow(i);
      expect(await state()).to.deep.equal({
        stage: stage.frozen,
        floor: stage.frozen,
        counted: 1n,
      });
    });

    it("counts the next no earlier than 300 seconds later", async () => {
      await echoNow(1);
      const countedAt = Number((await lane()).clock.countedAt);
      await lanes().devnet.setTime(countedAt + SPACING - 2);
      await echoNow(2);
      // Delivered one second after, at 299.
      expect((await state()).counted).to.equal(1n);
      await echoNow(3);
      expect((await state()).counted).to.equal(2n);
      expect(Number((await lane()).clock.countedAt)).to.equal(countedAt + SPACING);
    });
  });

  describe("when a message brings no news in time", () => {
    beforeEach(async () => {
      await roundTrip(lanes(), spoke());
      await silence(4_000);
      await echoNow(1);
      await silence(20_000);
    });

    it("counts none that was under way for too long", async () => {
      await hearSync(lanes(), spoke(), { sentAt: 2, echo: (await now()) - 15_000, hold: 0 });
      const { floor, counted } = await state();
      expect([floor, counted]).to.deep.equal([stage.reduceOnly, 0n]);
      expect((await lane()).overdue > 0n).to.equal(true);
    });

    it("counts none whose echo is known", async () => {
      const echo = await now();
      await hearSync(lanes(), spoke(), { sentAt: 2, echo, hold: 0 });
      await silence(SPACING);
      await hearSync(lanes(), spoke(), { sentAt: 3, echo, hold: 0 });
      expect((await state()).counted).to.equal(1n);
    });

    it("counts none without an echo", async () => {
      await echoNow(2);
      await silence(SPACING);
      await hearSync(lanes(), spoke(), { sentAt: 3 });
      expect((await state()).counted).to.equal(1n);
    });
  });

  describe("given a vault whose clock is wrong", () => {
    beforeEach(() => roundTrip(lanes(), spoke()));

    it("parks a message dated a day ahead and stays as it is", async () => {
      const { clock } = await lane();
      const sentAt = (await now()) + DAY;
      const heard = Promise.resolve(
        await hearSync(lanes(), spoke(), { sentAt, echo: await now(), hold: DAY }),
      );
      await expect(heard).to.emit(gateway(), "MessageParked");
      expect((await lane()).clock).to.deep.equal(clock);
    });

    it("grows no older by a clock that runs backwards", async () => {
      const { clock } = await lane();
      // A day back: the hold saturates at zero, and the date is older than every other.
      const echo = Number(clock.lastSampledEcho);
      await hearSync(lanes(), spoke(), { sentAt: Number(clock.newestSentAt) - DAY, echo, hold: 0 });
      expect((await lane()).clock).to.deep.equal(clock);
      expect((await state()).stage).to.equal(stage.normal);
    });

    it("believes no hold beyond now", async () => {
      const echo = Number((await lane()).clock.lastSampledEcho);
      await hearSync(lanes(), spoke(), { sentAt: 1, echo, hold: 2 ** 32 - 1 });
      const { clock, overdue } = await lane();
      expect([Number(clock.newestEcho), overdue]).to.deep.equal([await now(), 0n]);
    });

    it("calls the lane on time and late at the same seconds for vaults years apart", async () => {
      const { a, b, devnet } = lanes();
      await silence(4_000);
      const echo = await now();
      await hearSync(lanes(), a, { sentAt: 7, echo, hold: 0 });
      await hearSync(lanes(), b, { sentAt: echo, echo, hold: 0 });
      const late = async (spokeEid: number) => (await gateway().laneOf(spokeEid)).clock.newestEcho;
      expect(await late(a.eid)).to.equal(await late(b.eid));
      await devnet.increaseTime(4_000);
      // Both fell silent at the same instant; only the latencies measured differ.
      const overdue = async (eid: number) => {
        const { overdue: found, latency } = await gateway().laneOf(eid);
        return found + latency;
      };
      expect(await overdue(a.eid)).to.equal(await overdue(b.eid));
    });
  });
});
