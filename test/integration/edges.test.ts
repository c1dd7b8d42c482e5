import { expect } from "chai";
import { sourceOf } from "../../deploy/contracts.js";
import { awaken } from "../../deploy/local/lanes.js";
import { PermitToken__factory } from "../../typechain-types/index.js";
import { expectInvariants, observe } from "../helpers/invariants.js";
import { settleEverything } from "../helpers/settle.js";
import {
  addressOf,
  deposit,
  govern,
  pump,
  signerOf,
  sync,
  useSystem,
  withdrawCollateral,
  type LocalSystem,
} from "../helpers/system.js";

/** A token so cheap that its key needs nearly all 64 bits, on optimism. */
const CHEAP = 10;
const CHAIN = "optimism";

/** The largest cap: two cycles of it leave one unit of a counter's 2^64 - 1. */
const CAP = 2n ** 63n - 1n;
const FULL = 2n ** 64n - 1n;
const ALL_OF_IT = 10_000;
const DAY = 86_400;

/** Lists the cheap token at vault and gateway, with limits as wide as they go. */
async function listCheap(world: LocalSystem, cap = CAP): Promise<LocalSystem> {
  const deployer = signerOf(world, "deployer", CHAIN);
  const token = await new PermitToken__factory(deployer).deploy("CHEAP", 6);
  const address = await token.getAddress();
  const { desk, chain } = sourceOf(world, CHAIN);
  const { gateway } = world.hub;
  const atVault = [CHEAP, address, 6, 1n, cap, ALL_OF_IT] as const;
  await govern(world, "governor", {
    chain: CHAIN,
    target: await desk.getAddress(),
    data: desk.interface.encodeFunctionData("listKey", [...atVault]),
  });
  const atGateway = [CHEAP, chain.eid, address, cap, ALL_OF_IT] as const;
  await govern(world, "governor", {
    chain: "hub",
    target: await gateway.getAddress(),
    data: gateway.interface.encodeFunctionData("listKey", [...atGateway]),
  });
  // The four days that both announcements take are a silence.
  await awaken(world);
  const listed = {
    key: CHEAP,
    chain: CHAIN,
    symbol: "CHEAP",
    asset: "ARB",
    decimals: 6,
    sharedDecimals: 6,
    native: false,
    cap,
    minimum: 1n,
    address,
    scale: 1n,
  } as const;
  return { ...world, tokens: new Map([...world.tokens, [CHEAP, listed]]) };
}

/** A deposit that becomes credit. */
async function put(world: LocalSystem, from: "alice" | "bob", units: bigint): Promise<void> {
  await deposit(world, { key: CHEAP, from, units });
  await sync(world, CHAIN, [{ holder: addressOf(world, from), key: CHEAP }]);
  await pump(world);
}

async function takeOut(world: LocalSystem, from: "alice" | "bob", units: bigint): Promise<void> {
  await withdrawCollateral(world, { key: CHEAP, from, units });
  await pump(world);
}

const balanceOf = (world: LocalSystem, who: "alice" | "bob") =>
  world.hub.engine.balanceOf(addressOf(world, who), CHEAP);

const noShortfall = async (world: LocalSystem): Promise<void> => {
  const { accounts, deposits, custody, releases } = await world.hub.desk.shortfallOf(CHEAP);
  expect([accounts, deposits, custody, releases]).to.deep.equal([0n, 0n, 0n, 0n]);
};

describe("counters at their edge", () => {
  const system = useSystem();

  it("take 2^64 - 1 units of cycling and refuse the next with the room left, and nothing is bricked", async () => {
    const world = await listCheap(system());
    const observer = await observe(world);
    const [alice, bob] = [addressOf(world, "alice"), addressOf(world, "bob")];
    const { vault } = sourceOf(world, CHAIN);
    for (let cycle = 1n; cycle <= 2n; cycle++) {
      await put(world, "alice", CAP);
      expect(await balanceOf(world, "alice")).to.equal(CAP);
      await takeOut(world, "alice", CAP);
      expect((await vault.payableOf(alice, CHEAP)).paid).to.equal(cycle * CAP);
    }
    await world.devnet.increaseTime(DAY);
    await awaken(world);
    await expect(deposit(world, { key: CHEAP, from: "alice", units: 2n }))
      .to.be.revertedWithCustomError(vault, "VaultLedger_CounterFull")
      .withArgs(alice, CHEAP, 2n, 1n);
    await put(world, "alice", 1n);
    expect(await vault.depositedOf(alice, CHEAP)).to.equal(FULL);
    await expect(deposit(world, { key: CHEAP, from: "alice", units: 1n }))
      .to.be.revertedWithCustomError(vault, "VaultLedger_CounterFull")
      .withArgs(alice, CHEAP, 1n, 0n);
    await takeOut(world, "alice", 1n);
    expect((await vault.payableOf(alice, CHEAP)).paid).to.equal(FULL);
    // The sums pass 2^64 and everybody else goes on, to any other recipient.
    await put(world, "bob", 5n);
    await expect(
      withdrawCollateral(world, { key: CHEAP, from: "bob", units: 5n, recipient: alice }),
    )
      .to.be.revertedWithCustomError(world.hub.desk, "LaneBook_CounterFull")
      .withArgs(alice, CHEAP, 5n, 0n);
    await takeOut(world, "bob", 4n);
    expect((await vault.payableOf(bob, CHEAP)).paid).to.equal(4n);
    const { credited, authorised } = await world.hub.desk.sumsOf(CHEAP);
    expect([credited, authorised]).to.deep.equal([FULL + 5n, FULL + 4n]);
    await noShortfall(world);
    expectInvariants(await settleEverything(world, observer));
  });

  it("carry the largest cap in one deposit and refuse the unit above it with the room left", async () => {
    const world = await listCheap(system());
    const observer = await observe(world);
    const { vault } = sourceOf(world, CHAIN);
    await put(world, "alice", CAP - 3n);
    await expect(deposit(world, { key: CHEAP, from: "bob", units: 4n }))
      .to.be.revertedWithCustomError(vault, "VaultLedger_OverCap")
      .withArgs(CHEAP, 4n, 3n);
    await put(world, "bob", 3n);
    await noShortfall(world);
    expectInvariants(await settleEverything(world, observer));
    expect(await balanceOf(world, "bob")).to.equal(3n);
    expect((await world.hub.desk.sumsOf(CHEAP)).credited).to.equal(CAP);
  });

  it("refuse a cap of 2^63 at both ends", async () => {
    const world = system();
    const { desk, gateway } = world.hub;
    const { desk: vaultDesk } = sourceOf(world, "arbitrum");
    const limits = [2, CAP + 1n, 2_000] as const;
    await expect(
      govern(world, "governor", {
        chain: "hub",
        target: await gateway.getAddress(),
        data: desk.interface.encodeFunctionData("setLimits", [...limits]),
      }),
    )
      .to.be.revertedWithCustomError(desk, "Guarded_BadLimits")
      .withArgs(CAP + 1n, 2_000);
    await expect(
      govern(world, "governor", {
        chain: "arbitrum",
        target: await vaultDesk.getAddress(),
        data: vaultDesk.interface.encodeFunctionData("setLimits", [...limits]),
      }),
    )
      .to.be.revertedWithCustomError(vaultDesk, "Guarded_BadLimits")
      .withArgs(CAP + 1n, 2_000);
  });
});
