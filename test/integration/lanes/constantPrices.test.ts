import { expect } from "chai";
import { awaken, heartbeats } from "../../../deploy/local/lanes.js";
import { assetId } from "../../../deploy/networks/local.js";
import {
  ONE,
  TRIED,
  borrowing,
  delay,
  dueOf,
  eidOf,
  liquidating,
  pokeAll,
  roomOf,
  silenceUntil,
  triedKey,
  usdc,
} from "../../helpers/laneTrials.js";
import { signPrices, useScene } from "../../helpers/laneScene.js";
import {
  borrow,
  depositAndSync,
  managerAs,
  mined,
  pump,
  supply,
  type Holder,
  type LocalSystem,
} from "../../helpers/system.js";

/** 1 h 45 m (risk.md 2.5, P-R3), and how often somebody pokes and tries meanwhile (seconds). */
const SAFE = 6_300;
const OFTEN = 300;
const GOVERNANCE_DELAY = 172_800;
/** Twenty hours, after which the steward may post again and the last post is not stale (seconds). */
const POSTS_APART = 72_000;
const DAY = 86_400;
const HEALTHY = "MarginEngine_Healthy";
const DOLLARS = 7;
const traders = ["alice", "bob"] as const;

const tightened: Readonly<Record<string, object>> = {
  ETH: { baseMaintenance: 3_000n, baseInitial: 4_000n, eta: 3_000n },
  BTC: { baseMaintenance: 3_000n, baseInitial: 4_000n, eta: 3_000n },
  USDC: { baseMaintenance: 1_000n, baseInitial: 2_000n, eta: 1_000n },
};

const IDIOSYNCRATIC = 500;

/** What the governor announced two days before: everything that makes collateral count for less. */
function tightening({ environment, hub }: LocalSystem): [name: string, data: string][] {
  const { interface: abi } = hub.parameters;
  const { assets, globals, keys, sources } = environment;
  const calls: [string, string][] = [];
  for (const { id, symbol, parameters } of assets) {
    const change = tightened[symbol];
    if (change === undefined) continue;
    const variance = parameters.minVariance * 4n;
    const least = { variance, minVariance: variance, depth: parameters.depth / 10n };
    const changed = { ...parameters, ...least, ...change };
    calls.push([`asset ${symbol}`, abi.encodeFunctionData("setAsset", [id, changed])]);
  }
  for (const key of keys) {
    if (key.chain !== TRIED) continue;
    const eid = sources.find(({ name }) => name === TRIED)?.eid ?? 0;
    const { asset, sharedDecimals: decimals, recognised } = key;
    const changed = { asset, decimals, eid, idiosyncratic: IDIOSYNCRATIC, recognised };
    calls.push([`key ${key.id}`, abi.encodeFunctionData("setKey", [key.id, changed])]);
  }
  const stricter = { ...globals, zMaintenance: 60_000n, zInitial: 80_000n };
  calls.push(["globals", abi.encodeFunctionData("setGlobals", [stricter])]);
  return calls;
}

const quarantining = ({ hub }: LocalSystem, eid: number): string =>
  hub.desk.interface.encodeFunctionData("setQuarantine", [eid, true]);

async function as(world: LocalSystem, role: Holder, target: string, data: string): Promise<void> {
  await mined(managerAs(world, role, "hub").execute(target, data));
}

/** The steward posts a share of every depth in force (percent). */
async function postDepths(world: LocalSystem, share: bigint): Promise<void> {
  const { parameters } = world.hub;
  for (const { id } of world.environment.assets) {
    const { depth } = await parameters.assetParameters(id);
    const data = parameters.interface.encodeFunctionData("postDepth", [id, (depth * share) / 100n]);
    await as(world, "steward", await parameters.getAddress(), data);
  }
}

/** Alice has ether and bitcoin on the tried lane, Bob dollars; all that the governor may want was announced in time. */
async function announced(world: LocalSystem): Promise<void> {
  const { hub } = world;
  await supply(world, usdc(1_000_000));
  await depositAndSync(world, { key: triedKey.ether, from: "alice", units: 10n * ONE });
  await depositAndSync(world, { key: triedKey.bitcoin, from: "alice", units: ONE / 2n });
  await depositAndSync(world, { key: DOLLARS, from: "bob", units: usdc(20_000) });
  await pump(world);
  const governor = managerAs(world, "governor", "hub");
  const parameters = await hub.parameters.getAddress();
  for (const [, data] of tightening(world)) await mined(governor.schedule(parameters, data, 0n));
  const desk = await hub.desk.getAddress();
  await mined(governor.schedule(desk, quarantining(world, eidOf(world)), 0n));
  await world.devnet.increaseTime(GOVERNANCE_DELAY - POSTS_APART);
  await postDepths(world, 100n);
  await world.devnet.increaseTime(POSTS_APART);
  await awaken(world);
  await heartbeats(world);
  await signPrices(world);
}

type Blow = (world: LocalSystem) => Promise<void>;

/** The lane falls silent. */
const death: Blow = (world) => {
  delay(world, 10 * GOVERNANCE_DELAY);
  return Promise.resolve();
};

/** The steward forecasts the wildest markets it may. */
const volatility: Blow = async (world) => {
  const { parameters } = world.hub;
  for (const asset of [assetId.USDC, assetId.ETH, assetId.BTC]) {
    const data = parameters.interface.encodeFunctionData("postVolatility", [
      asset,
      10n ** 16n,
      21_600,
    ]);
    await as(world, "steward", await parameters.getAddress(), data);
  }
};

/** The steward halves the depths. */
const shallows: Blow = (world) => postDepths(world, 50n);

/** The governor executes all it announced. */
const stricter: Blow = async (world) => {
  const target = await world.hub.parameters.getAddress();
  for (const [, data] of tightening(world)) await as(world, "governor", target, data);
};

/** The governor puts the lane in QUARANTINE, the guardian confirms it and holds the lane. */
const quarantine: Blow = async (world) => {
  const { desk } = world.hub;
  const [target, eid] = [await desk.getAddress(), eidOf(world)];
  await as(world, "governor", target, quarantining(world, eid));
  const abi = desk.interface;
  await as(world, "guardian", target, abi.encodeFunctionData("confirmQuarantine", [eid]));
  await as(world, "guardian", target, abi.encodeFunctionData("holdLane", [eid]));
};

const everything = [death, volatility, shallows, stricter, quarantine];

describe("an account at the edge of initial margin, prices standing still", () => {
  const world = useScene(announced);

  /** Both borrow all they can, then everything happens at once. */
  const strike = async (blows: readonly Blow[]): Promise<number> => {
    await pokeAll(world());
    for (const who of traders) {
      // Whoever owes anything needs a reserve of five dollars more (risk.md section 3).
      await borrow(world(), who, (await roomOf(world(), who)) - usdc(6));
      expect(await borrowing(world(), who, usdc(2))).to.equal("MarginEngine_BelowInitialMargin");
    }
    const start = world().devnet.now();
    for (const blow of blows) await blow(world());
    return start;
  };

  /** Pokes and tries until a date; who could be liquidated. */
  const attempt = async (until: number): Promise<readonly string[]> => {
    const found = new Set<string>();
    while (world().devnet.now() < until) {
      await world().devnet.setTime(Math.min(world().devnet.now() + OFTEN, until));
      await pokeAll(world());
      for (const who of traders) if ((await liquidating(world(), who)) !== HEALTHY) found.add(who);
    }
    return [...found];
  };

  for (const [what, blows] of [
    ["when its lane dies", [death]],
    ["when the steward forecasts wild markets", [volatility]],
    ["when the steward halves the depths", [shallows]],
    ["when the governor tightens every parameter", [stricter]],
    ["when its lane is put in QUARANTINE and held", [quarantine]],
    ["when all of that happens at once", everything],
  ] as const)
    it(`is not liquidated within 1 h 45 m ${what} (P-R3)`, async () => {
      const start = await strike(blows);
      expect(await attempt(start + SAFE)).to.deep.equal([]);
    });

  it("is not liquidated within it either after hours in which the lane was late and nobody poked", async () => {
    const late = (await dueOf(world())) + 7_000;
    delay(world(), 10 * GOVERNANCE_DELAY);
    await silenceUntil(world(), late);
    const start = await strike(everything);
    expect(await attempt(start + SAFE)).to.deep.equal([]);
  });

  it("is not liquidated within it either when the depths grow stale meanwhile", async () => {
    // Ten minutes before nobody has posted for a day: initial margin does not know of it yet.
    const schedule = () => world().hub.parameters.sizeSchedule(assetId.ETH);
    const { postedAt } = await schedule();
    await silenceUntil(world(), Number(postedAt) + DAY - 600, { silent: [] });
    expect((await schedule()).pendingCharge).to.equal(0n);
    const start = await strike([]);
    expect(await attempt(start + SAFE)).to.deep.equal([]);
    expect((await schedule()).pendingCharge > 0n).to.equal(true);
  });

  it("is within reach of those ramps after hours, so that there is something to protect it from", async () => {
    const start = await strike(everything);
    expect(await attempt(start + 10 * SAFE)).to.have.members([...traders]);
  });
});
