import { expect } from "chai";
import { MOST, forgeSync, honestSync } from "../helpers/forger.js";
import {
  HONEST,
  LANE,
  bucketOf,
  honestWorld,
  laneKey,
  shortfallOf,
  useScene,
} from "../helpers/laneScene.js";
import {
  addressOf,
  deposit,
  govern,
  managerAs,
  mined,
  pump,
  signerOf,
  sourceOf,
  withdrawCollateral,
} from "../helpers/system.js";

/** Credit without deposits: made good by cover, or written off by the governor (system.md section 3, Shortfall). */
describe("forged credit", () => {
  const system = useScene(honestWorld);
  const key = laneKey.dollars;
  const mallory = (): string => addressOf(system(), "stranger");
  const b = (): bigint => bucketOf(system(), key);
  const vault = () => sourceOf(system(), LANE).vault;
  const vaultDesk = () => sourceOf(system(), LANE).desk;
  const none = { deposits: 0n, custody: 0n, accounts: 0n, releases: 0n };
  const honestly = async (): Promise<void> => {
    await system().devnet.increaseTime(60);
    await honestSync(system(), LANE, [{ holder: mallory(), key }]);
  };
  const forged = async (): Promise<void> => {
    await forgeSync(system(), LANE, { claims: [{ holder: mallory(), key, value: MOST }] });
    expect(await system().hub.engine.balanceOf(mallory(), key)).to.equal(b());
  };
  const writeOff = async (units: bigint) => {
    const { desk } = system().hub;
    const data = desk.interface.encodeFunctionData("writeOff", [mallory(), mallory(), key, units]);
    return { chain: "hub", target: await desk.getAddress(), data };
  };

  it("becomes good when anyone deposits for the account until its counter is there again", async () => {
    const world = system();
    await forged();
    await honestly();
    await deposit(world, { key, from: "keeper", units: b() - 1_000_000n, account: mallory() });
    await honestly();
    const left = 1_000_000n;
    expect(await shortfallOf(world, key)).to.deep.equal({ ...none, deposits: left, accounts: 1n });
    await deposit(world, { key, from: "provider", units: left, account: mallory() });
    await honestly();
    expect(await shortfallOf(world, key)).to.deep.equal(none);
    expect(await world.hub.gateway.isHeld(key)).to.equal(false);
    await withdrawCollateral(world, { key, from: "bob", units: HONEST });
  });

  it("is taken back by the governor 48 hours after announcing so, and by nobody else", async () => {
    const world = system();
    const { desk, engine } = world.hub;
    await forged();
    await honestly();
    const { target, data } = await writeOff(b());
    for (const role of ["steward", "guardian"] as const) {
      const manager = managerAs(world, role, "hub");
      await expect(manager.execute(target, data)).to.be.revertedWithCustomError(
        manager,
        "AccessManagerUnauthorizedCall",
      );
    }
    const manager = managerAs(world, "governor", "hub");
    await mined(manager.schedule(target, data, 0n));
    await world.devnet.increaseTime(47 * 3_600);
    await expect(manager.execute(target, data)).to.be.revertedWithCustomError(
      manager,
      "AccessManagerNotReady",
    );
    await world.devnet.increaseTime(3_600);
    await mined(manager.execute(target, data));
    expect(await engine.balanceOf(mallory(), key)).to.equal(0n);
    expect(await shortfallOf(world, key)).to.deep.equal(none);
    const { credited, authorised } = await desk.sumsOf(key);
    expect([credited, authorised]).to.deep.equal([HONEST, 0n]);
    await honestly();
    expect(await shortfallOf(world, key)).to.deep.equal(none);
    await withdrawCollateral(world, { key, from: "bob", units: HONEST });
  });

  it("cannot be written off beyond what is missing, nor from an account that lacks nothing", async () => {
    const world = system();
    const { desk } = world.hub;
    await forged();
    await honestly();
    await expect(govern(world, "governor", await writeOff(b() + 1n)))
      .to.be.revertedWithCustomError(desk, "LaneDesk_BeyondShortfall")
      .withArgs(key, b() + 1n, b());
    const bob = addressOf(world, "bob");
    const data = desk.interface.encodeFunctionData("writeOff", [bob, mallory(), key, 1n]);
    await expect(govern(world, "governor", { chain: "hub", target: await desk.getAddress(), data }))
      .to.be.revertedWithCustomError(desk, "LaneDesk_BeyondShortfall")
      .withArgs(key, 1n, 0n);
  });

  it("that was withdrawn is taken back where it was not paid, and covered where it was", async () => {
    const world = system();
    const { desk, gateway } = world.hub;
    await forged();
    // b leaves the account, and by returning what never was 2b more are authorised: b paid, 2b claimable.
    await withdrawCollateral(world, { key, from: "stranger", units: b() });
    const thief = signerOf(world, "stranger", "hub");
    const value = await gateway.quoteRelease(key, 0n);
    await mined(
      gateway
        .connect(thief)
        .returnUncredited(thief.address, key, thief.address, 0n, thief.address, { value }),
    );
    await pump(world);
    const { released, paid } = await vault().payableOf(mallory(), key);
    expect(await desk.authorisedOf(mallory(), key)).to.equal(released);
    // 3b and b, and what refilled in the seconds between.
    expect([released / b(), paid / b()]).to.deep.equal([3n, 1n]);
    const unpaid = released - paid;
    const at = await vault().getAddress();
    const { cap } = await vault().limitsOf(key);
    const lower = vaultDesk().interface.encodeFunctionData("lowerLimits", [key, cap, 0n]);
    await govern(world, "guardian", { chain: LANE, target: at, data: lower });
    await honestly();
    expect(await shortfallOf(world, key)).to.deep.equal({
      ...none,
      deposits: released,
      accounts: 1n,
    });
    const back = [mallory(), key, unpaid] as const;
    const data = vaultDesk().interface.encodeFunctionData("redeposit", [...back]);
    await govern(world, "governor", { chain: LANE, target: at, data });
    await honestly();
    expect(await shortfallOf(world, key)).to.deep.equal({ ...none, deposits: paid, accounts: 1n });
    await deposit(world, { key, from: "keeper", units: paid, account: mallory() });
    await honestly();
    expect(await shortfallOf(world, key)).to.deep.equal(none);
    const { credited, authorised } = await desk.sumsOf(key);
    expect([credited, authorised]).to.deep.equal([HONEST + released, released]);
    expect(await vault().custodyOf(key)).to.equal(HONEST);
  });
});
