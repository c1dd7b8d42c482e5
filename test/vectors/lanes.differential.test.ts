import { createRng, type Rng } from "@causeway/devnet";
import { maths, risk } from "@causeway/sdk";
import { expect } from "chai";
import { A_EID, A_ETH, hearSync, useLanes } from "../helpers/lanes.js";
import { dateOf, mined } from "../helpers/mined.js";

const { milliseconds, seconds, units } = maths;

const SEQUENCES = 25;
const STEPS = 40;
const MAX_AHEAD = 7_200;
/** What a guardian does lasts 72 h and is not repeated within 7 days (seconds). */
const DURATION = 259_200n;
const COOLDOWN = 604_800n;

/** How long nothing is heard: a second, within a heartbeat, into each stage, days (seconds). */
const silences: readonly (readonly [number, number])[] = [
  [1, 5],
  [250, 350],
  [300, 1_000],
  [1_000, 4_000],
  [4_000, 12_000],
  [60_000, 110_000],
  [200_000, 400_000],
];

const one = <T>(rng: Rng, of: readonly T[]): T => {
  const found = of[rng.int(0, of.length - 1)];
  if (found === undefined) throw new RangeError("nothing to choose from");
  return found;
};

/** A header as an honest vault, one with a broken clock, or a forger might write it. */
function headerAt(rng: Rng, now: number, clock: risk.LaneClock) {
  const sampled = Number(clock.lastSampledEcho);
  const newest = Number(clock.newestSentAt);
  const echo = one(rng, [
    0,
    now,
    now - rng.int(1, 100),
    now - rng.int(100, 9_000),
    now - rng.int(0, 100_000),
    now + rng.int(1, 5_000),
    sampled,
    Math.max(0, sampled - 1),
    2 ** 40 - 1,
  ]);
  const hold = one(rng, [
    0,
    rng.int(1, 100),
    Math.max(0, now - echo - rng.int(0, 60)),
    Math.max(0, now - echo - rng.int(0, 20_000)),
    86_400,
    2 ** 32 - 1,
  ]);
  const sentAt = one(rng, [
    now,
    now - 600,
    newest,
    newest + 1,
    now + MAX_AHEAD - 10,
    now + 86_400,
    0,
  ]);
  return { sentAt, echo, hold };
}

describe("lanes against the SDK", () => {
  const lanes = useLanes();
  const gateway = () => lanes().gateway;
  const visited = new Set<string>();
  /** End of the last confirmation, and the earliest next one (unix seconds). */
  let [until, again] = [0n, 0n];

  /** The clock on chain in the SDK's words. */
  const clockNow = async (): Promise<risk.LaneClock> => {
    const { clock } = await gateway().laneOf(A_EID);
    return {
      newestSentAt: seconds(clock.newestSentAt),
      newestSeenAt: seconds(clock.newestSeenAt),
      newestEcho: seconds(clock.newestEcho),
      smoothed: milliseconds(clock.smoothed),
      variation: milliseconds(clock.variation),
      lastSampledEcho: seconds(clock.lastSampledEcho),
      countedAt: seconds(clock.countedAt),
      minLatency: seconds(clock.minLatency),
      held: clock.held,
      insecure: clock.insecure,
      quarantined: clock.quarantined,
      confirmed: clock.confirmed,
      floor: risk.decodeClock(clock.floor << 244n).floor,
      counted: Number(clock.counted),
    };
  };

  const hear = async (rng: Rng, before: risk.LaneClock): Promise<risk.LaneClock> => {
    const header = headerAt(rng, await lanes().chain.timestamp(), before);
    const at = await dateOf(lanes().chain, await hearSync(lanes(), lanes().a, header));
    if (header.sentAt > at + MAX_AHEAD) return before;
    const { sentAt, echo, hold } = header;
    const heard = { sentAt: BigInt(sentAt), echo: BigInt(echo), hold: BigInt(hold) };
    return risk.hear(
      before,
      { sentAt: seconds(heard.sentAt), echo: seconds(heard.echo), hold: seconds(heard.hold) },
      seconds(BigInt(at)),
    );
  };

  /** An act of guardian or governor. */
  const rule = async (rng: Rng, before: risk.LaneClock): Promise<risk.LaneClock> => {
    const quarantined = rng.int(0, 1) === 1;
    if (rng.int(0, 1) === 1) {
      const at = await dateOf(
        lanes().chain,
        await mined(gateway().setQuarantine(A_EID, quarantined)),
      );
      return risk.setQuarantine(before, quarantined, seconds(BigInt(at)));
    }
    const now = BigInt(await lanes().chain.timestamp());
    const confirmed = risk.confirmQuarantine(before, seconds(now));
    // The next block is a second or two later; what is in QUARANTINE now still is then.
    if (confirmed === undefined || now < again) return before;
    const at = await dateOf(lanes().chain, await mined(gateway().confirmQuarantine(A_EID)));
    [until, again] = [BigInt(at) + DURATION, BigInt(at) + COOLDOWN];
    return confirmed;
  };

  /** A confirmation ends by itself. */
  const lapsed = async (clock: risk.LaneClock): Promise<risk.LaneClock> => {
    if (!clock.confirmed || BigInt(await lanes().chain.timestamp()) < until) return clock;
    visited.add("lapsed");
    return { ...clock, confirmed: false };
  };

  const expectSame = async (clock: risk.LaneClock, situation: string): Promise<void> => {
    const now = seconds(BigInt(await lanes().chain.timestamp()));
    expect(await clockNow(), situation).to.deep.equal(clock);
    const { stage, latency, overdue } = await gateway().laneOf(A_EID);
    expect([stage, latency, overdue], situation).to.deep.equal([
      BigInt(risk.stageOf(clock, now)),
      risk.latencyOf(clock),
      risk.overdueOf(clock, now),
    ]);
    expect(await gateway().stuckSince(A_EID), situation).to.equal(risk.stuckSince(clock, now));
    visited.add(`stage ${stage}`).add(`floor ${clock.floor}, counted ${clock.counted}`);
    if (clock.confirmed) visited.add("confirmed");
    const terms = await gateway().termsOf(A_ETH);
    const wanted = risk.laneTerms(clock, { held: false, units: units(0n) }, now);
    expect([...terms], situation).to.deep.equal([
      wanted.latency,
      wanted.recognisedFor,
      wanted.quarantined,
      wanted.units,
      wanted.heard,
    ]);
  };

  for (let sequence = 0; sequence < SEQUENCES; sequence++) {
    it(`agree after every step of sequence ${sequence}`, async () => {
      const rng = createRng(`lanes/${sequence}`);
      let clock = await clockNow();
      [until, again] = [0n, 0n];
      for (let step = 0; step < STEPS; step++) {
        const [least, most] = one(rng, silences);
        await lanes().devnet.increaseTime(rng.int(least, most));
        clock = await lapsed(clock);
        await expectSame(clock, `before step ${step}`);
        clock = rng.int(0, 9) === 0 ? await rule(rng, clock) : await hear(rng, clock);
        clock = await lapsed(clock);
        await expectSame(clock, `after step ${step}`);
      }
    });
  }

  it("came through every stage, floor and count", () => {
    const counts = [1, 2, 3, 4].flatMap((floor) =>
      [0, 1, 2].map((counted) => `floor ${floor}, counted ${counted}`),
    );
    const stages = [0, 1, 2, 3, 4].map((stage) => `stage ${stage}`);
    for (const wanted of [...stages, ...counts, "confirmed", "lapsed"])
      expect([...visited], wanted).to.include(wanted);
  });
});
