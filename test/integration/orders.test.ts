import type { Packet } from "@causeway/devnet";
import { packetKey, packetName } from "@causeway/devnet";
import { expect } from "chai";
import {
  expectInvariants,
  finalState,
  observe,
  type Observer,
  type Reading,
} from "../helpers/invariants.js";
import { settleEverything } from "../helpers/settle.js";
import {
  addressOf,
  depositAndSync,
  flush,
  pump,
  sync,
  systemFixture,
  withdrawCollateral,
  type LocalSystem,
} from "../helpers/system.js";

/** Ether on arbitrum. */
const KEY = 2;
const ONE = 10n ** 8n;

interface Stage {
  readonly world: LocalSystem;
  readonly observer: Observer;
  /** Sent and not yet verified, in the order they were sent. */
  readonly packets: readonly Packet[];
}

type Send = (world: LocalSystem) => Promise<unknown>;

const put = (from: "alice" | "bob", units: bigint): Send => {
  return (world) => depositAndSync(world, { key: KEY, from, units });
};

const take = (from: "alice" | "bob", to: "bob" | "carol", units: bigint): Send => {
  return (world) =>
    withdrawCollateral(world, { key: KEY, from, units, recipient: addressOf(world, to) });
};

const resync: Send = (world) =>
  sync(
    world,
    "arbitrum",
    (["alice", "bob"] as const).map((who) => ({ holder: addressOf(world, who), key: KEY })),
  );

const reflush: Send = (world) =>
  flush(
    world,
    "arbitrum",
    (["bob", "carol"] as const).map((who) => ({ holder: addressOf(world, who), key: KEY })),
  );

/** Alice has 50 credited, Bob 20; then messages are under way, none of them relayed yet. */
async function stage(sends: readonly Send[]): Promise<Stage> {
  const world = await systemFixture();
  const observer = await observe(world);
  await depositAndSync(world, { key: KEY, from: "alice", units: 50n * ONE });
  await depositAndSync(world, { key: KEY, from: "bob", units: 20n * ONE });
  await pump(world);
  const packets: Packet[] = [];
  for (const send of sends) {
    await send(world);
    packets.push(...(await world.devnet.relayer.scan()));
  }
  expect(packets.length).to.equal(sends.length);
  return { world, observer, packets };
}

/** All packets verified and committed, so that the executor may deliver them in any order. */
async function commitAll({ world, packets }: Stage): Promise<void> {
  const { faults } = world.devnet.relayer;
  for (const packet of packets) faults.packet(packetKey(packet), { drop: "execution" });
  await pump(world);
  faults.clear();
}

interface Walk {
  readonly stage: Stage;
  /** The state each full order ended in, canonical, with how many did. */
  readonly ends: Map<string, number>;
  readonly orders: { count: number };
}

/** Delivers the rest in every order from here on and holds every state on the way against the invariants. */
async function walk(on: Walk, done: readonly Packet[], rest: readonly Packet[], before: Reading) {
  const { world, observer } = on.stage;
  if (rest.length === 0) {
    const end = asText(finalState(before));
    on.ends.set(end, (on.ends.get(end) ?? 0) + 1);
    on.orders.count += 1;
    return;
  }
  const here = rest.length > 1 ? await world.devnet.snapshot() : undefined;
  for (const [index, next] of rest.entries()) {
    if (index > 0 && here !== undefined) await world.devnet.restore(here);
    const result = await world.devnet.relayer.execute(next);
    const path = [...done, next];
    const situation = path.map(packetName).join(", ");
    expect(result.reason?.text, situation).to.equal(undefined);
    const reading = await observer.read([KEY]);
    expectInvariants(reading, before, situation);
    await walk(
      on,
      path,
      rest.filter((packet) => packet !== next),
      reading,
    );
  }
}

const asText = (state: object): string =>
  JSON.stringify(state, (_, value: unknown) =>
    typeof value === "bigint" ? value.toString() : value,
  );

/** Every subset of some packets, the empty one first. */
const subsetsOf = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: 2 ** items.length }, (_, bits) =>
    items.filter((_item, index) => ((bits >> index) & 1) === 1),
  );

async function everyOrder(sends: readonly Send[]): Promise<Walk> {
  const staged = await stage(sends);
  await commitAll(staged);
  await staged.observer.remember();
  const on: Walk = { stage: staged, ends: new Map(), orders: { count: 0 } };
  await walk(on, [], staged.packets, await staged.observer.read([KEY]));
  return on;
}

/** Credits and payments a stage must end in (units). */
async function expectEnd(
  { world, observer }: Stage,
  want: {
    readonly alice: bigint;
    readonly bob: bigint;
    readonly paid: readonly [string, bigint][];
  },
): Promise<void> {
  const [ledger] = (await observer.read([KEY])).ledgers;
  for (const who of ["alice", "bob"] as const)
    expect(ledger?.accounts.get(addressOf(world, who))?.balance, who).to.equal(want[who]);
  const paid = [...(ledger?.recipients ?? [])].map(([holder, row]) => [holder, row.paid]);
  expect(paid).to.have.deep.members(want.paid);
}

/** Two accounts whose counters grow, one sync that repeats both, two releases that grow. */
const mixed: readonly Send[] = [
  put("alice", 10n * ONE),
  put("bob", 5n * ONE),
  take("alice", "carol", 10n * ONE),
  put("alice", 7n * ONE),
  take("alice", "carol", 20n * ONE),
  resync,
];

/** As many releases as syncs, one flush that repeats them. */
const balanced: readonly Send[] = [
  put("alice", 3n * ONE),
  take("alice", "carol", 4n * ONE),
  take("bob", "bob", 6n * ONE),
  resync,
  take("alice", "carol", ONE),
  reflush,
];

describe("orders of delivery", () => {
  it("end in one state after each of the 720 orders of four SYNCs and two RELEASEs", async () => {
    const { stage: staged, ends, orders } = await everyOrder(mixed);
    expect(orders.count).to.equal(720);
    expect([...ends.values()]).to.deep.equal([720]);
    // Alice 50 + 10 + 7 less 10 and 20, Bob 20 + 5.
    const paid: [string, bigint][] = [[addressOf(staged.world, "carol"), 30n * ONE]];
    await expectEnd(staged, { alice: 37n * ONE, bob: 25n * ONE, paid });
  });

  it("end in one state after each of the 720 orders of two SYNCs and four RELEASEs", async () => {
    const { stage: staged, ends, orders } = await everyOrder(balanced);
    expect(orders.count).to.equal(720);
    expect([...ends.values()]).to.deep.equal([720]);
    // Alice 50 + 3 less 4 and 1, Bob 20 less 6.
    const { world } = staged;
    const paid: [string, bigint][] = [
      [addressOf(world, "carol"), 5n * ONE],
      [addressOf(world, "bob"), 6n * ONE],
    ];
    await expectEnd(staged, { alice: 48n * ONE, bob: 14n * ONE, paid });
  });

  it("lose any subset of the messages for ever and settle in the same state by sending again", async () => {
    const staged = await stage(mixed);
    const { world, observer, packets } = staged;
    const start = await world.devnet.snapshot();
    const ends = new Set<string>();
    for (const lost of subsetsOf(packets)) {
      await world.devnet.restore(start);
      for (const packet of lost)
        world.devnet.relayer.faults.packet(packetKey(packet), { drop: "all" });
      const before = await observer.read([KEY]);
      const settled = await settleEverything(world, observer, [KEY]);
      expectInvariants(settled, before, `lost ${lost.map(packetName).join(", ")}`);
      ends.add(asText(finalState(settled)));
    }
    expect(ends.size).to.equal(1);
    const paid: [string, bigint][] = [[addressOf(world, "carol"), 30n * ONE]];
    await expectEnd(staged, { alice: 37n * ONE, bob: 25n * ONE, paid });
  });
});
