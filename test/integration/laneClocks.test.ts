import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { A_EID, B_EID, HUB_EID, deployTestLanes, useLanes, type Lanes } from "../helpers/lanes.js";
import {
  HEARTBEAT,
  SPACING,
  beat,
  dueOf,
  heartbeats,
  roundTrip,
  stage,
  stageOf,
  tick,
} from "../helpers/laneBeats.js";
import { mined } from "../helpers/mined.js";

/** Sends a heartbeat that nobody delivers yet. */
async function send({ a }: Lanes): Promise<void> {
  const who = a.chain.signer(7);
  const value = await a.vault.quoteSync([], 0n);
  await mined(a.vault.connect(who).sync([], ZeroAddress, 0n, who.address, { value }));
}

/** Lanes between real chains, with the faults that a relayer, a chain or a clock can have (system.md 3.1). */
describe("lane clocks over real chains", () => {
  const lanes = useLanes();
  const faults = () => lanes().devnet.relayer.faults;
  const state = () => stageOf(lanes(), lanes().a);
  const wait = (seconds: number) => lanes().devnet.increaseTime(seconds);

  beforeEach(() => roundTrip(lanes(), lanes().a));

  it("age while messages are delayed, and take the longer way for the lane's latency", async () => {
    const { latency } = await lanes().gateway.laneOf(A_EID);
    faults().lane(A_EID, HUB_EID, { delay: 3_500 });
    await tick(lanes(), lanes().a);
    await send(lanes());
    await lanes().devnet.relayer.pump();
    await wait(3_000);
    expect((await state()).stage).to.equal(stage.frozen);
    await wait(600);
    expect(await lanes().devnet.relayer.pump()).to.equal(1);
    const { latency: later, clock } = await lanes().gateway.laneOf(A_EID);
    expect(clock.floor).to.equal(stage.frozen);
    // The eighth part of 3,500 seconds and four mean deviations.
    expect(later > latency + 3_500n / 8n).to.equal(true);
  });

  it("stay in the stage of an outage through the burst that ends it, and recover by heartbeats", async () => {
    faults().lane(A_EID, HUB_EID, { drop: "all" });
    for (let i = 0; i < 8; i++) {
      await wait(HEARTBEAT + 600);
      await send(lanes());
      expect(await lanes().devnet.relayer.pump()).to.equal(0);
    }
    expect((await state()).stage).to.equal(stage.reduceOnly);
    faults().clear();
    expect(await lanes().devnet.relayer.pump()).to.equal(8);
    expect(await state()).to.deep.equal({
      stage: stage.reduceOnly,
      floor: stage.reduceOnly,
      counted: 1n,
    });
    await wait(SPACING);
    await heartbeats(lanes(), lanes().a, 8);
    expect((await state()).stage).to.equal(stage.normal);
  });

  it("are not moved by packets delivered again", async () => {
    await wait(4_000);
    faults().lane(A_EID, HUB_EID, { duplicate: 3 });
    await beat(lanes(), lanes().a);
    expect(await state()).to.deep.equal({ stage: stage.frozen, floor: stage.frozen, counted: 1n });
    const { clock } = await lanes().gateway.laneOf(A_EID);
    await wait(SPACING);
    await lanes().devnet.relayer.pump();
    expect((await lanes().gateway.laneOf(A_EID)).clock).to.deep.equal(clock);
  });

  it("leave a halted chain's lane late and the others on time", async () => {
    await roundTrip(lanes(), lanes().b);
    lanes().a.chain.halt();
    for (let i = 0; i < 5; i++) {
      await wait(HEARTBEAT);
      await beat(lanes(), lanes().b);
    }
    expect((await state()).stage).to.equal(stage.frozen);
    expect((await stageOf(lanes(), lanes().b)).stage).to.equal(stage.normal);
    lanes().a.chain.resume();
  });
});

describe("lane clocks of chains ten minutes apart", () => {
  it("are on time and late at the seconds of any other", async () => {
    const lanes = await deployTestLanes({ a: 600, b: -600 });
    const { a, b, gateway } = lanes;
    for (const spoke of [a, b]) {
      expect(
        Math.abs((await spoke.chain.timestamp()) - (await lanes.chain.timestamp())),
      ).to.be.within(500, 700);
      await roundTrip(lanes, spoke);
      const { overdue, clock } = await gateway.laneOf(spoke.eid);
      // Confirmations and blocks of both ways; six hundred seconds would show.
      expect(clock.smoothed < 200_000n).to.equal(true);
      expect([
        overdue,
        (await lanes.chain.timestamp()) - Number(clock.newestEcho) < 100,
      ]).to.deep.equal([0n, true]);
    }
    await lanes.devnet.setTime(Math.max(await dueOf(lanes, a), await dueOf(lanes, b)) + 1_800);
    for (const spoke of [a, b]) {
      expect((await stageOf(lanes, spoke)).stage).to.equal(stage.frozen);
      await tick(lanes, spoke);
      await heartbeats(lanes, spoke, 6);
      expect((await stageOf(lanes, spoke)).stage).to.equal(stage.normal);
    }
    expect((await gateway.laneOf(B_EID)).clock.insecure).to.equal(false);
    await lanes.devnet.close();
  });
});
