import { expect } from "chai";
import { HEARTBEAT, SPACING, TRIED, borrowers } from "../../helpers/laneTrials.js";
import { useScene } from "../../helpers/laneScene.js";
import { usd } from "../../helpers/money.js";
import { setReserve } from "../../helpers/slots.js";
import { addressOf, pump, sync, type Person } from "../../helpers/system.js";

const HALF = usd(1) / 2n;

/** Keepers that compete for the heartbeats of a lane (system.md 3.1). */
describe("the reward of heartbeats", () => {
  const world = useScene(borrowers);
  const reserve = () => world().hub.engine.reserveCash();
  const fill = (amount: bigint) =>
    setReserve(world().devnet.chain("hub"), world().hub.engine, amount);
  const cash = (who: Person) => world().hub.engine.cashOf(addressOf(world(), who));

  /** Two keepers send a heartbeat every hundred seconds of an hour. When each was paid (unix seconds). */
  const compete = async (): Promise<number[]> => {
    const { devnet, hub } = world();
    const from = await devnet.chain("hub").height();
    const start = devnet.now();
    for (let turn = 1; turn <= 36; turn++) {
      await devnet.setTime(start + (turn * SPACING) / 3);
      await sync(world(), TRIED, [], turn % 2 === 0 ? "keeper" : "stranger");
      await pump(world());
    }
    const { engine } = hub;
    const paid = await engine.queryFilter(engine.filters.HeartbeatPaid(), from);
    for (const { args } of paid) expect(args.amount <= HALF).to.equal(true);
    return Promise.all(paid.map(async (event) => (await event.getBlock()).timestamp));
  };

  it("is paid at most once an interval, whoever sends how many", async () => {
    await fill(usd(100));
    const [before, dates] = [await reserve(), await compete()];
    for (const [index, date] of dates.slice(1).entries())
      expect(date - (dates[index] ?? 0)).to.be.at.least(HEARTBEAT);
    // An hour has four intervals.
    expect(dates.length).to.be.within(3, 4);
    const spent = before - (await reserve());
    expect(spent).to.equal(BigInt(dates.length) * HALF);
    expect((await cash("keeper")) + (await cash("stranger"))).to.equal(spent);
  });

  it("is bounded by the reserve", async () => {
    await fill((HALF * 3n) / 2n);
    await compete();
    expect(await reserve()).to.equal(0n);
    expect((await cash("keeper")) + (await cash("stranger"))).to.equal((HALF * 3n) / 2n);
  });
});
