import { expect } from "chai";
import fc from "fast-check";
import { maths, milliseconds, risk, seconds, units } from "../src/index.js";
import type { Seconds } from "../src/index.js";
import { check } from "./helpers/fuzz.js";
import { START, later } from "./helpers/riskCases.js";

const TMIN = seconds(300n);
const opened = risk.openedLane(TMIN, START);
const key: risk.KeyStanding = { held: false, units: units(5n) };

/** A message that echoes what the hub said so long before it arrives. */
const echoing = (now: Seconds, ago: number, hold = 0): risk.HeardHeader => ({
  sentAt: now,
  echo: seconds(now - BigInt(ago)),
  hold: seconds(BigInt(hold)),
});

/** A lane whose round trips take 10 s, heard last at START: Tlane = Tmin, the next message due after 1,200 s. */
const well: risk.LaneClock = {
  ...risk.hear(opened, echoing(START, 10, 0), START),
  newestEcho: START,
};

const hearAt = (clock: risk.LaneClock, time: number, ago = 10, hold = 0): risk.LaneClock =>
  risk.hear(clock, echoing(later(time), ago, hold), later(time));

describe("a lane's clock", () => {
  it("counts as slow as Tmax until the first round trip", () => {
    expect(risk.latencyOf(opened)).to.equal(7_200n);
    expect(risk.overdueOf(opened, later(8_100))).to.equal(0n);
    expect(risk.overdueOf(opened, later(8_101))).to.equal(1n);
  });

  it("samples the round trip less the hold, once an echo", () => {
    const once = hearAt(opened, 1_000, 500, 100);
    const trip = { smoothed: milliseconds(0n), variation: milliseconds(0n) };
    const expected = maths.updateRoundTrip(trip, seconds(400n));
    expect({ smoothed: once.smoothed, variation: once.variation }).to.deep.equal(expected);
    expect(once.newestEcho).to.equal(later(600));
    expect(once.lastSampledEcho).to.equal(later(500));
    const again = risk.hear(once, echoing(later(1_000), 500, 300), later(1_000));
    expect([again.smoothed, again.newestEcho]).to.deep.equal([once.smoothed, later(800)]);
  });

  it("takes a round trip longer than Tmax for Tmax", () => {
    const { smoothed, variation } = hearAt(well, 50_000, 40_000);
    const expected = maths.updateRoundTrip(well, risk.MAX_LATENCY);
    expect({ smoothed, variation }).to.deep.equal(expected);
  });

  it("takes nothing from an echo of an instant to come, and no hold beyond now", () => {
    const header = { sentAt: later(9), echo: later(2_000), hold: seconds(0n) };
    const heard = risk.hear(opened, header, later(1_000));
    expect(heard).to.deep.equal({ ...opened, newestSentAt: later(9), newestSeenAt: later(1_000) });
    expect(hearAt(opened, 1_000, 10, 5_000).newestEcho).to.equal(later(1_000));
  });

  it("is not turned back by an older message", () => {
    const newer = hearAt(opened, 1_000, 100);
    const older = risk.hear(newer, { ...echoing(later(1_010), 900), sentAt: START }, later(1_010));
    expect(older).to.deep.equal(newer);
  });

  it("takes the echo but no date of an insecure lane, which may make dates up", () => {
    const header = echoing(later(1_000), 100);
    const secure = risk.hear(opened, header, later(1_000));
    const heard = risk.hear({ ...opened, insecure: true }, header, later(1_000));
    const { newestSentAt, newestSeenAt } = opened;
    expect(heard).to.deep.equal({ ...secure, newestSentAt, newestSeenAt, insecure: true });
  });

  it("depends on no date of the vault: its clock may jump by years", () => {
    const dates = fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }).map(seconds);
    check(
      fc.property(dates, dates, fc.integer({ min: 0, max: 200_000 }), (one, other, time) => {
        const at = (sentAt: Seconds): unknown => {
          const now = later(time);
          const { newestSentAt, newestSeenAt, ...rest } = risk.hear(
            well,
            { ...echoing(now, 20), sentAt },
            now,
          );
          return { rest, dated: [newestSentAt, newestSeenAt].length };
        };
        expect(at(one)).to.deep.equal(at(other));
      }),
    );
  });

  it("says since when it is stuck: when the next message was due", () => {
    expect(risk.stuckSince(well, later(1_200))).to.equal(0n);
    expect(risk.stuckSince(well, later(1_201))).to.equal(later(1_200));
  });

  it("is one slot", () => {
    const times = fc.bigInt({ min: 0n, max: 2n ** 32n - 1n });
    check(
      fc.property(fc.array(times, { minLength: 8, maxLength: 8 }), fc.nat(4), (words, floor) => {
        const low = words.reduce(
          (word, value, i) =>
            word | ((value & (i < 7 ? 0xffffffffn : 0xffffn)) << (32n * BigInt(i))),
          0n,
        );
        const flags = 0b1010n | (BigInt(floor) << 4n) | (2n << 7n);
        const word = low | (flags << 240n);
        const clock = risk.decodeClock(word);
        expect(risk.encodeClock(clock)).to.equal(word);
        expect([clock.held, clock.insecure, clock.quarantined, clock.confirmed]).to.deep.equal([
          false,
          true,
          false,
          true,
        ]);
        expect([clock.floor, clock.counted]).to.deep.equal([floor, 2]);
      }),
    );
  });
});

describe("stages", () => {
  it("follow the silence: a second, half an hour, two hours, a day overdue", () => {
    const edges: readonly (readonly [number, number])[] = [
      [1_200, 0],
      [1_201, 1],
      [2_999, 1],
      [3_000, 2],
      [8_399, 2],
      [8_400, 3],
      [87_599, 3],
      [87_600, 4],
    ];
    for (const [time, stage] of edges)
      expect(risk.stageOf(well, later(time)), `${time.toString()} s`).to.equal(stage);
  });

  it("stay in force after the message that ends the silence, and fall by one with three on time", () => {
    let clock = hearAt(well, 9_000);
    expect(clock.floor).to.equal(3);
    expect(risk.stageOf(clock, later(9_000))).to.equal(3);
    const stages = [9_300, 9_600, 9_900, 10_200, 10_500, 10_800].map((time) => {
      clock = hearAt(clock, time);
      return risk.stageOf(clock, later(time));
    });
    // The one at 9,000 s was the first that counted.
    expect(stages).to.deep.equal([3, 2, 2, 2, 1, 1]);
  });

  it("count at most one message in five minutes, and none that moves no echo", () => {
    let clock = hearAt(well, 9_000);
    for (const time of [9_001, 9_100, 9_299]) clock = hearAt(clock, time);
    expect(clock.counted).to.equal(1);
    const still = risk.hear(clock, echoing(later(9_400), 8_000), later(9_400));
    expect(still.counted).to.equal(1);
    expect(hearAt(still, 9_400).counted).to.equal(2);
  });

  it("count no message that is late itself", () => {
    // It echoes what was echoed before, 4,000 s later: heard 5,010 s ago, no new round trip.
    const late = hearAt(well, 9_000, 9_010, 4_000);
    expect(late.newestEcho).to.equal(later(3_990));
    expect([late.floor, late.counted]).to.deep.equal([3, 0]);
  });

  it("begin to count anew when a longer silence raises the stage", () => {
    const first = hearAt(well, 1_300);
    expect([first.floor, first.counted]).to.deep.equal([1, 1]);
    const second = hearAt(first, 20_000);
    expect([second.floor, second.counted]).to.deep.equal([3, 1]);
  });

  it("are not kept from before the first round trip", () => {
    expect(hearAt(opened, 500_000).floor).to.equal(0);
  });

  it("end a confirmed QUARANTINE's confirmation when they fall", () => {
    const now = later(100_000);
    const confirmed = risk.confirmQuarantine(well, now);
    expect(confirmed?.confirmed).to.equal(true);
    let clock = hearAt(confirmed ?? well, 100_000);
    expect([clock.floor, clock.confirmed]).to.deep.equal([4, true]);
    for (const time of [100_300, 100_600]) clock = hearAt(clock, time);
    expect([clock.floor, clock.confirmed]).to.deep.equal([3, false]);
  });

  it("cannot be confirmed below QUARANTINE, unless the governor put the lane there", () => {
    expect(risk.confirmQuarantine(well, START)).to.equal(undefined);
    const put = risk.setQuarantine(well, true, START);
    expect(risk.stageOf(put, START)).to.equal(4);
    const confirmed = risk.confirmQuarantine(put, START) ?? put;
    expect(confirmed.confirmed).to.equal(true);
    expect(risk.setQuarantine(confirmed, false, START).confirmed).to.equal(false);
  });
});

describe("lane terms", () => {
  const termsAt = (clock: risk.LaneClock, time: number, standing = key): risk.LaneTerms =>
    risk.laneTerms(clock, standing, later(time));

  it("are Tlane plus what is overdue, and the time until REDUCE_ONLY", () => {
    expect(termsAt(well, 0)).to.deep.equal({
      latency: 300n,
      recognisedFor: 8_400n,
      quarantined: false,
      units: 5n,
      heard: true,
    });
    expect(termsAt(opened, 0).heard).to.equal(false);
    expect(termsAt(well, 2_000)).to.include({ latency: 1_100n, recognisedFor: 6_400n });
    expect(termsAt(well, 8_399).recognisedFor).to.equal(1n);
    expect(termsAt(well, 8_400).recognisedFor).to.equal(0n);
  });

  it("recognise nothing of a held key or lane, an insecure lane, or a stage still in force", () => {
    const stopped = [
      termsAt(well, 0, { ...key, held: true }),
      termsAt({ ...well, held: true }, 0),
      termsAt({ ...well, insecure: true }, 0),
      termsAt({ ...well, floor: 3 }, 0),
      termsAt({ ...well, quarantined: true }, 0),
    ];
    for (const terms of stopped) expect(terms.recognisedFor).to.equal(0n);
    expect(termsAt({ ...well, floor: 2 }, 0).recognisedFor).to.equal(8_400n);
  });

  it("say QUARANTINE only once it is confirmed", () => {
    expect(termsAt(well, 100_000).quarantined).to.equal(false);
    expect(termsAt({ ...well, confirmed: true }, 100_000).quarantined).to.equal(true);
    expect(termsAt({ ...well, confirmed: true }, 0).quarantined).to.equal(false);
  });

  it("of the hub's own keys have no lane in them", () => {
    expect(risk.hubTerms(units(7n))).to.deep.equal({
      latency: 0n,
      recognisedFor: risk.WITHOUT_END,
      quarantined: false,
      units: 7n,
      heard: true,
    });
  });
});
