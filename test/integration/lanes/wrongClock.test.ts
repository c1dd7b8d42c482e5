import { createDevnet, inProcess } from "@causeway/devnet";
import { expect } from "chai";
import { heartbeats } from "../../../deploy/local/lanes.js";
import { localChains } from "../../../deploy/networks/local.js";
import { forgeSync, honestSync } from "../../helpers/forger.js";
import {
  HEARTBEAT,
  ONE,
  SPACING,
  TRIED,
  beatExcept,
  borrowers,
  borrowing,
  delay,
  dueOf,
  laneOf,
  pokeAll,
  rowOf,
  silenceUntil,
  stageOf,
  triedKey,
} from "../../helpers/laneTrials.js";
import { useScene } from "../../helpers/laneScene.js";
import {
  addressOf,
  deployLocalSystem,
  depositAndSync,
  flush,
  networkOf,
  pump,
  sourceOf,
  withdrawCollateral,
  type LocalSystem,
} from "../../helpers/system.js";

const DAY = 86_400;
const key = triedKey.ether;

/** The local system on source chains whose clocks are ahead of the hub's (seconds). */
async function worldAhead(skews: Readonly<Record<string, number>>): Promise<LocalSystem> {
  const chains = localChains.map(({ name, eid, chainId, blockTime, confirmations }) => ({
    ...{ name, eid, chainId, blockTime, confirmations },
    clockSkew: skews[name] ?? 0,
  }));
  const connect = inProcess({ network: networkOf });
  return deployLocalSystem(await createDevnet({ chains, seed: "clocks", connect }));
}

/** What a lane and a key of it are at. */
interface Sample {
  readonly stage: bigint;
  /** T_j (seconds). */
  readonly latency: bigint;
  readonly initial: bigint;
  readonly maintenance: bigint;
}

/** Three hours of heartbeats, delays and returns, sampled all along. */
async function course(world: LocalSystem): Promise<Sample[]> {
  const samples: Sample[] = [];
  const look = async (): Promise<void> => {
    await pokeAll(world);
    for (const [lane, of] of [
      ["arbitrum", 2],
      ["base", 5],
    ] as const) {
      const { stage, latency, overdue } = await laneOf(world, lane);
      const { initial, maintenance } = await rowOf(world, of);
      samples.push({ stage, latency: latency + overdue, initial, maintenance });
    }
  };
  const start = world.devnet.now();
  await heartbeats(world, 2);
  delay(world, DAY, "base");
  delay(world, DAY, "arbitrum");
  for (let quarter = 2; quarter <= 10; quarter++) {
    await world.devnet.setTime(start + quarter * HEARTBEAT);
    await beatExcept(world, []);
    await look();
  }
  world.devnet.relayer.faults.clear();
  await pump(world);
  await look();
  for (let beat = 1; beat <= 9; beat++) {
    await world.devnet.setTime(start + 11 * HEARTBEAT + beat * SPACING);
    await beatExcept(world, []);
    await look();
  }
  return samples;
}

describe("source chains whose clocks are ten minutes off", () => {
  it("have the lanes and haircuts of those whose clocks agree", async () => {
    const right = await worldAhead({});
    const expected = await course(right);
    await right.devnet.close();
    // Both clocks told the stages of a silence and of the way back.
    const stages = new Set(expected.map(({ stage }) => stage));
    expect([...stages].sort()).to.deep.equal([0n, 1n, 2n, 3n]);
    const wrong = await worldAhead({ arbitrum: 600, base: -600 });
    const actual = await course(wrong);
    await wrong.devnet.close();
    expect(actual.map(({ stage }) => stage)).to.deep.equal(expected.map(({ stage }) => stage));
    for (const [index, { latency, initial, maintenance }] of actual.entries()) {
      const other = expected[index] ?? expect.fail("a sample");
      const apart = (a: bigint, b: bigint): number => Math.abs(Number(a - b));
      expect(apart(latency, other.latency), `T of ${index}`).to.be.at.most(1);
      // A second of latency is worth a hundredth of a basis point here (L is concave: its slope is at most 6σ/2√Tloc).
      expect(apart(initial, other.initial), `IM of ${index}`).to.be.below(1e13);
      expect(apart(maintenance, other.maintenance), `MM of ${index}`).to.be.below(1e13);
    }
  });
});

describe("source chains whose clocks are a day off", () => {
  it("make no packet undeliverable", async () => {
    const world = await worldAhead({ arbitrum: DAY, base: -DAY });
    await depositAndSync(world, { key: 2, from: "alice", units: ONE });
    await depositAndSync(world, { key, from: "alice", units: ONE });
    await pump(world);
    await flush(world, "arbitrum");
    await flush(world, "base");
    await pump(world);
    const { sent, delivered, failed, retried } = world.devnet.relayer.statistics;
    expect([delivered, failed, retried]).to.deep.equal([sent, 0, 0]);
    const { engine } = world.hub;
    const alice = addressOf(world, "alice");
    // What comes from tomorrow is parked; what comes from yesterday is credited.
    expect(await engine.balanceOf(alice, 2)).to.equal(0n);
    expect(await engine.balanceOf(alice, key)).to.equal(ONE);
    await withdrawCollateral(world, { key, from: "alice", units: ONE });
    await pump(world);
    // The vault of yesterday waits until the order is no longer from its future.
    expect(await sourceOf(world, "base").vault.payableOf(alice, key)).to.deep.equal([0n, 0n]);
    await world.devnet.close();
  });
});

describe("a source clock that jumps", () => {
  const world = useScene(borrowers);
  const hubNow = () => world().devnet.chain("hub").timestamp();

  it("a day ahead is parked, and the lane stays as it is", async () => {
    const before = (await laneOf(world())).clock;
    const jumped = (await hubNow()) + DAY;
    const claims = [{ holder: addressOf(world(), "alice"), key, value: 100n * ONE }];
    const { delivered } = await forgeSync(world(), TRIED, {
      sentAt: jumped,
      echo: await hubNow(),
      claims,
    });
    expect(delivered).to.equal(true);
    expect((await laneOf(world())).clock).to.deep.equal(before);
    expect(await world().hub.engine.balanceOf(claims[0]?.holder ?? "", key)).to.equal(10n * ONE);
    // Back in its time, the vault is heard as if nothing had been.
    await honestSync(world(), TRIED);
    const { clock } = await laneOf(world());
    expect(clock.newestSentAt > before.newestSentAt).to.equal(true);
    expect(await stageOf(world())).to.equal(0n);
  });

  it("backwards leaves a lane on time that is on time", async () => {
    const { newestSentAt } = (await laneOf(world())).clock;
    for (let beat = 1; beat <= 12; beat++) {
      await world().devnet.increaseTime(HEARTBEAT);
      const sentAt = Number(newestSentAt) - beat * HEARTBEAT;
      const { delivered } = await forgeSync(world(), TRIED, { sentAt, echo: await hubNow() });
      expect(delivered).to.equal(true);
      expect(await stageOf(world())).to.equal(0n);
    }
    expect((await laneOf(world())).clock.newestSentAt).to.equal(newestSentAt);
    await pokeAll(world());
    expect(await borrowing(world(), "alice")).to.equal("passes");
  });

  it("backwards leaves a lane late that is late", async () => {
    const { newestSentAt } = (await laneOf(world())).clock;
    await silenceUntil(world(), (await dueOf(world())) + 1_900);
    expect(await stageOf(world())).to.equal(2n);
    // No echo: only the hub's clock tells an age.
    const { delivered } = await forgeSync(world(), TRIED, { sentAt: Number(newestSentAt) - DAY });
    expect(delivered).to.equal(true);
    expect(await stageOf(world())).to.equal(2n);
  });
});
