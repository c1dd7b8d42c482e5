import { expect } from "chai";
import {
  ELSEWHERE,
  ONE,
  TRIED,
  borrowers,
  borrowing,
  delay,
  dueOf,
  eidOf,
  grantable,
  laneOf,
  liquidating,
  marginOf,
  pokeAll,
  roomOf,
  rowOf,
  silenceUntil,
  stageOf,
  triedKey,
  usdc,
} from "../../helpers/laneTrials.js";
import { useScene } from "../../helpers/laneScene.js";
import { addressOf, depositAndSync, pump, sync } from "../../helpers/system.js";

const DAY = 86_400;
const REFUSED = "MarginEngine_BelowInitialMargin";
const HEALTHY = "MarginEngine_Healthy";

/** Messages of one lane that arrive hours late, on the whole system (risk.md 2.4). */
describe("messages of one lane that are delayed", () => {
  const world = useScene(borrowers);
  const due = () => dueOf(world());
  const stuckSince = () => world().hub.desk.stuckSince(eidOf(world()));

  it("take new risk from their own keys, stage by stage, and from no others", async () => {
    delay(world(), 2 * DAY);
    const at = await due();
    await pokeAll(world());
    const all = await roomOf(world(), "alice");
    // Time past due, stage, what Alice may borrow of all she could and of 100, since when the lane is late.
    const steps = [
      [-60, 0n, "passes", "passes", 0n],
      [60, 1n, REFUSED, "passes", BigInt(at)],
      [1_800, 2n, REFUSED, "passes", BigInt(at)],
      [7_190, 2n, REFUSED, "passes", BigInt(at)],
      [7_200, 3n, REFUSED, REFUSED, BigInt(at)],
    ] as const;
    for (const [late, stage, whole, little, since] of steps) {
      await silenceUntil(world(), at + late);
      const told = `${late} s past due`;
      expect(await stageOf(world()), told).to.equal(stage);
      expect(await stuckSince(), told).to.equal(since);
      // A dollar less than all: the loan costs a little interest while the clock goes on.
      expect(await borrowing(world(), "alice", all - usdc(1)), told).to.equal(whole);
      expect(await borrowing(world(), "alice"), told).to.equal(little);
      expect(await borrowing(world(), "carol"), told).to.equal("passes");
      for (const who of ["alice", "carol"] as const)
        expect(await liquidating(world(), who), told).to.equal(HEALTHY);
    }
  });

  it("take it at the second the lane becomes REDUCE_ONLY, though nobody pokes", async () => {
    delay(world(), 2 * DAY);
    await pokeAll(world());
    const { pokedAt } = await rowOf(world(), triedKey.ether);
    const end = (await due()) + 7_200;
    await world().devnet.setTime(end - 1);
    const before = await marginOf(world(), "alice");
    await world().devnet.setTime(end);
    const after = await marginOf(world(), "alice");
    expect((await rowOf(world(), triedKey.ether)).pokedAt).to.equal(pokedAt);
    // Ten ether count no more, and what she owes is left, 15,000 dollars and an hour's interest.
    expect(before.initialEquity - before.initial > 0n).to.equal(true);
    const left = after.initialEquity - after.initial;
    expect(left < -15_000n * 10n ** 18n && left > -15_010n * 10n ** 18n).to.equal(true);
    // In maintenance margin a second of interest passed, less than a cent.
    expect(before.equity - after.equity < 10n ** 16n).to.equal(true);
    expect(after.maintenance).to.equal(before.maintenance);
  });

  it("are credited on arrival in REDUCE_ONLY, for maintenance margin alone", async () => {
    delay(world(), 2 * DAY);
    await depositAndSync(world(), { key: triedKey.ether, from: "alice", units: 2n * ONE });
    await silenceUntil(world(), (await due()) + 7_300);
    await pokeAll(world());
    expect(await stageOf(world())).to.equal(3n);
    const before = await marginOf(world(), "alice");
    delay(world(), 0);
    // Sent hours ago, so the lane is on time no longer than the message is young.
    expect(await pump(world())).to.equal(1);
    const held = await world().hub.engine.balanceOf(addressOf(world(), "alice"), triedKey.ether);
    expect(held).to.equal(12n * ONE);
    expect(await stageOf(world())).to.equal(3n);
    const after = await marginOf(world(), "alice");
    // Two ether at 3,000 dollars, less a few seconds' interest.
    const gain = after.equity - before.equity;
    expect(gain > 5_999n * 10n ** 18n && gain <= 6_000n * 10n ** 18n).to.equal(true);
    const spare = (margin: typeof after): bigint => margin.initialEquity - margin.initial;
    expect(spare(after) <= spare(before)).to.equal(true);
    expect(await borrowing(world(), "alice")).to.equal(REFUSED);
  });

  it("are all taken when they come in one burst, which counts as one message on time", async () => {
    delay(world(), 2 * DAY);
    const alice = addressOf(world(), "alice");
    let sent = 0;
    // A deposit every half hour, and a heartbeat between two of them.
    const each = async (): Promise<void> => {
      sent += 1;
      if (sent % 2 === 0) await sync(world(), TRIED);
      else await depositAndSync(world(), { key: triedKey.ether, from: "alice", units: ONE });
    };
    await silenceUntil(world(), (await due()) + 7_300, { each });
    delay(world(), 0);
    expect(await pump(world())).to.equal(sent);
    const deposits = BigInt(Math.ceil(sent / 2));
    const held = await world().hub.engine.balanceOf(alice, triedKey.ether);
    expect(held).to.equal((10n + deposits) * ONE);
    const { stage, overdue, clock } = await laneOf(world());
    expect([stage, overdue, clock.counted]).to.deep.equal([3n, 0n, 1n]);
    expect(await stuckSince()).to.equal(0n);
  });

  it("leave what is kept out open to everybody's grant on the other lanes", async () => {
    delay(world(), 2 * DAY);
    await silenceUntil(world(), (await due()) + 7_300);
    await depositAndSync(world(), { key: ELSEWHERE, from: "carol", units: ONE });
    await pump(world());
    const carol = addressOf(world(), "carol");
    expect(await world().hub.engine.balanceOf(carol, ELSEWHERE)).to.equal(11n * ONE);
    expect(await grantable(world(), "carol", ELSEWHERE)).to.equal(0n);
  });
});
