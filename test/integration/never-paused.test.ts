import { expect } from "chai";
import { sourceOf } from "../../deploy/contracts.js";
import { expectInvariants, observe, type Observer } from "../helpers/invariants.js";
import { settleEverything } from "../helpers/settle.js";
import {
  addressOf,
  borrow,
  deposit,
  depositAndSync,
  depositCash,
  flush,
  govern,
  liquidate,
  mined,
  pump,
  setPrice,
  signerOf,
  supply,
  useSystem,
  withdrawCollateral,
  type LocalSystem,
} from "../helpers/system.js";

/** Ether on the hub and on each lane. */
const [AT_HUB, AT_ARBITRUM, AT_BASE, AT_OPTIMISM] = [0, 2, 5, 8] as const;
const ONE = 10n ** 8n;
const DOLLAR = 10n ** 6n;
const HOUR = 3_600;

const asGuardian = (world: LocalSystem, chain: string, target: string, data: string) =>
  govern(world, "guardian", { chain, target, data });

/** The bucket of optimism's vault is cut to one ether a day. */
async function narrow(world: LocalSystem): Promise<void> {
  const { desk } = sourceOf(world, "optimism");
  const data = desk.interface.encodeFunctionData("lowerLimits", [AT_OPTIMISM, 10_000n * ONE, 1]);
  await asGuardian(world, "optimism", await desk.getAddress(), data);
}

/** Alice is owed two ether that the bucket keeps back; Carol is on sale. */
async function prepare(world: LocalSystem): Promise<void> {
  await supply(world, 1_000_000n * DOLLAR);
  await depositAndSync(world, { key: AT_OPTIMISM, from: "alice", units: 5n * ONE });
  for (const key of [AT_ARBITRUM, AT_OPTIMISM])
    await depositAndSync(world, { key, from: "carol", units: 10n * ONE });
  await pump(world);
  await borrow(world, "carol", 35_000n * DOLLAR);
  await narrow(world);
  await withdrawCollateral(world, { key: AT_OPTIMISM, from: "alice", units: 3n * ONE });
  await pump(world);
  await setPrice(world, "ETH", 195_000n);
  await liquidate(world, addressOf(world, "carol"));
}

/** The guardian does all it can, and the sequencer is down. */
async function pullEveryLever(world: LocalSystem): Promise<void> {
  const { desk, auctions } = world.hub;
  const target = await desk.getAddress();
  const { chain } = sourceOf(world, "arbitrum");
  const calls = [
    desk.interface.encodeFunctionData("holdLane", [chain.eid]),
    desk.interface.encodeFunctionData("holdKey", [AT_OPTIMISM]),
    desk.interface.encodeFunctionData("lowerLimits", [AT_BASE, 100n * ONE, 2_000]),
  ];
  for (const data of calls) await asGuardian(world, "hub", target, data);
  for (const key of [AT_ARBITRUM, AT_OPTIMISM]) {
    const stop = auctions.interface.encodeFunctionData("stop", [key, 3]);
    await asGuardian(world, "hub", await auctions.getAddress(), stop);
  }
  await world.sequencer.down();
}

describe("Promise 3: with every lever pulled", () => {
  const system = useSystem();
  let world: LocalSystem;
  let observer: Observer;

  beforeEach(async () => {
    world = system();
    observer = await observe(world);
    await prepare(world);
    await pullEveryLever(world);
  });

  const balanceOf = (who: "alice" | "bob", key: number) =>
    world.hub.engine.balanceOf(addressOf(world, who), key);

  it("debt is repaid", async () => {
    const carol = addressOf(world, "carol");
    const before = await world.hub.engine.cashOf(carol);
    await depositCash(world, "carol", 1_000n * DOLLAR);
    const repaid = (await world.hub.engine.cashOf(carol)) - before;
    // A thousand dollars (WAD) less what the debt grew by in a few seconds.
    expect(repaid > 999n * 10n ** 18n).to.equal(true);
    expectInvariants(await observer.read());
  });

  it("every vault takes deposits, and the hub's credits them", async () => {
    for (const key of [AT_HUB, AT_ARBITRUM, AT_BASE, AT_OPTIMISM])
      await deposit(world, { key, from: "bob", units: ONE });
    expect(await balanceOf("bob", AT_HUB)).to.equal(ONE);
    const { vault } = sourceOf(world, "arbitrum");
    expect(await vault.depositedOf(addressOf(world, "bob"), AT_ARBITRUM)).to.equal(ONE);
    expectInvariants(await observer.read());
  });

  it("every lane is flushed", async () => {
    for (const { chain } of world.sources) await flush(world, chain.name);
    expect(await pump(world)).to.equal(world.sources.length);
  });

  it("an auction that is cured closes", async () => {
    const carol = addressOf(world, "carol");
    await depositCash(world, "carol", 36_000n * DOLLAR);
    const auctions = world.hub.auctions.connect(signerOf(world, "stranger", "hub"));
    await mined(auctions.close(carol));
    expect((await auctions.auctionOf(carol)).startedAt).to.equal(0n);
    expectInvariants(await observer.read());
  });

  it("a lane without hold credits below its cap, a held lane or key does not", async () => {
    for (const key of [AT_ARBITRUM, AT_BASE, AT_OPTIMISM])
      await depositAndSync(world, { key, from: "bob", units: 7n * ONE });
    await pump(world);
    expect(await balanceOf("bob", AT_BASE)).to.equal(7n * ONE);
    for (const key of [AT_ARBITRUM, AT_OPTIMISM]) expect(await balanceOf("bob", key)).to.equal(0n);
  });

  it("a claim is paid as far as the bucket has refilled, by anyone", async () => {
    const { vault } = sourceOf(world, "optimism");
    const anyone = vault.connect(signerOf(world, "stranger", "optimism"));
    const alice = addressOf(world, "alice");
    expect((await vault.payableOf(alice, AT_OPTIMISM)).paid).to.be.lessThan(2n * ONE);
    await world.devnet.increaseTime(24 * HOUR);
    await mined(anyone.claim(alice, AT_OPTIMISM));
    const { paid } = await vault.payableOf(alice, AT_OPTIMISM);
    // One at once, one after a day, and what leaked in the seconds between.
    expect(paid >= 2n * ONE && paid < 3n * ONE).to.equal(true);
    await world.devnet.increaseTime(24 * HOUR);
    await mined(anyone.claim(alice, AT_OPTIMISM));
    expect((await vault.payableOf(alice, AT_OPTIMISM)).paid).to.equal(3n * ONE);
  });

  it("holds and lowered buckets end by themselves after 72 h", async () => {
    for (const key of [AT_ARBITRUM, AT_OPTIMISM])
      await depositAndSync(world, { key, from: "bob", units: 7n * ONE });
    await pump(world);
    await world.devnet.increaseTime(72 * HOUR);
    const settled = await settleEverything(world, observer);
    expectInvariants(settled);
    for (const key of [AT_ARBITRUM, AT_OPTIMISM])
      expect(await balanceOf("bob", key)).to.equal(7n * ONE);
    const { cap } = await world.hub.desk.inflowOf(AT_BASE);
    expect(cap).to.equal(10_000n * ONE);
    const { bucketBps } = await sourceOf(world, "optimism").vault.limitsOf(AT_OPTIMISM);
    expect(bucketBps).to.equal(2_000n);
  });
});
