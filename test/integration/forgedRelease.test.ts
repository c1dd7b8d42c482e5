import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { AHEAD, MOST, forgeRelease, honestSync } from "../helpers/forger.js";
import {
  HONEST,
  LANE,
  bucketOf,
  honestWorld,
  laneKey,
  shortfallOf,
  untouchedBy,
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
  walletOf,
  withdrawCollateral,
} from "../helpers/system.js";

/** Every DVN of one lane signs RELEASEs the hub never sent: detection and recovery (promise 1, INV-08). */
describe("forged RELEASE", () => {
  const system = useScene(honestWorld);
  const key = laneKey.dollars;
  const mallory = (): string => addressOf(system(), "stranger");
  const b = (): bigint => bucketOf(system(), key);
  const vault = () => sourceOf(system(), LANE).vault;
  const vaultDesk = () => sourceOf(system(), LANE).desk;
  const forge = (value = MOST, sentAt = system().devnet.now()) =>
    forgeRelease(system(), LANE, { sentAt, claims: [{ holder: mallory(), key, value }] });
  const none = { deposits: 0n, custody: 0n, accounts: 0n, releases: 0n };
  const honestly = async (holders: readonly string[] = []): Promise<void> => {
    await system().devnet.increaseTime(60);
    await honestSync(
      system(),
      LANE,
      holders.map((holder) => ({ holder, key })),
    );
  };

  describe("when it arrives", () => {
    it("pays b, leaves the rest claimable, and pays no more in the same second", async () => {
      const world = system();
      const before = await untouchedBy(world, LANE);
      await forge();
      expect(await walletOf(world, key, mallory())).to.equal(b());
      const { released, paid } = await vault().payableOf(mallory(), key);
      expect([released, paid]).to.deep.equal([MOST, b()]);
      expect(await untouchedBy(world, LANE)).to.deep.equal(before);
    });

    it("is shown by the totals of the next honest message, and nothing more is authorised", async () => {
      const world = system();
      await forge();
      await honestly();
      expect(await shortfallOf(world, key)).to.deep.equal({ ...none, releases: b() });
      const bob = signerOf(world, "bob", "hub");
      await expect(
        world.hub.engine
          .connect(bob)
          .withdrawCollateral(bob.address, key, 1n, bob.address, bob.address, {
            value: 10n ** 18n,
          }),
      )
        .to.be.revertedWithCustomError(world.hub.gateway, "LaneGateway_Short")
        .withArgs(key, 0n, 0n, 0n, b());
      await withdrawCollateral(world, { key: 6, from: "carol", units: 10n ** 6n });
      expect(await pump(world)).to.equal(1);
    });

    it("changes nothing by an older value under a newer date", async () => {
      await forge(1_000n);
      await forge(400n, system().devnet.now() + 60);
      const { released, paid } = await vault().payableOf(mallory(), key);
      expect([released, paid]).to.deep.equal([1_000n, 1_000n]);
    });
  });

  describe("when it is dated ahead", () => {
    it("is parked beyond two hours: no payment, no clock", async () => {
      const clock = await vault().hubClock();
      const { receipt } = await forge(MOST, system().devnet.now() + 10 * AHEAD);
      const parked = await vault().queryFilter(
        vault().filters.MessageParked(),
        receipt.blockNumber,
      );
      expect(parked.length).to.equal(1);
      expect([...(await vault().hubClock())]).to.deep.equal([...clock]);
      expect((await vault().payableOf(mallory(), key)).released).to.equal(0n);
    });

    it("within two hours makes no lane younger than it is: the hub believes no echo of the future", async () => {
      const world = system();
      const { eid } = sourceOf(world, LANE).chain;
      const { newestEcho } = (await world.hub.desk.laneOf(eid)).clock;
      await forge(1n, world.devnet.now() + AHEAD - 60);
      await honestly();
      expect((await world.hub.desk.laneOf(eid)).clock.newestEcho).to.equal(newestEcho);
    });
  });

  describe("when it names keys of other lanes", () => {
    it("ignores them", async () => {
      const world = system();
      const others = [0, 5, 6, 63, 64, 65_535];
      const { receipt } = await forgeRelease(world, LANE, {
        claims: others.map((other) => ({ holder: mallory(), key: other, value: MOST })),
      });
      const ignored = await vault().queryFilter(
        vault().filters.CounterIgnored(),
        receipt.blockNumber,
      );
      expect(ignored.map(({ args }) => Number(args.key))).to.deep.equal(others);
    });
  });

  describe("when anyone covers what was paid", () => {
    it("ends the hold with the next message, and every honest unit can leave", async () => {
      const world = system();
      await forge();
      await honestly();
      await deposit(world, { key, from: "keeper", units: b(), account: ZeroAddress });
      await honestly([ZeroAddress]);
      expect(await shortfallOf(world, key)).to.deep.equal(none);
      await withdrawCollateral(world, { key, from: "bob", units: HONEST });
      expect(await vault().custodyOf(key)).to.be.greaterThanOrEqual(HONEST);
    });

    it("does not end while a unit is missing", async () => {
      const world = system();
      await forge();
      await deposit(world, { key, from: "keeper", units: b() - 1n, account: ZeroAddress });
      await honestly([ZeroAddress]);
      expect(await shortfallOf(world, key)).to.deep.equal({ ...none, releases: 1n });
    });
  });

  describe("when the governor writes it off", () => {
    const call = async (data: string) => ({
      chain: "hub",
      target: await system().hub.desk.getAddress(),
      data,
    });

    it("charges an account that bears it, 48 hours after announcing so and no more than was paid", async () => {
      const world = system();
      const { desk, engine } = world.hub;
      await forge();
      await honestly();
      const bob = addressOf(world, "bob");
      const charge = (units: bigint) =>
        desk.interface.encodeFunctionData("chargeRelease", [bob, mallory(), key, units]);
      const manager = managerAs(world, "governor", "hub");
      const { target, data } = await call(charge(b()));
      await mined(manager.schedule(target, data, 0n));
      await expect(manager.execute(target, data)).to.be.revertedWithCustomError(
        manager,
        "AccessManagerNotReady",
      );
      await expect(govern(world, "governor", await call(charge(b() + 1n))))
        .to.be.revertedWithCustomError(desk, "LaneDesk_BeyondShortfall")
        .withArgs(key, b() + 1n, b());
      await mined(manager.execute(target, data));
      expect(await shortfallOf(world, key)).to.deep.equal(none);
      expect(await engine.balanceOf(bob, key)).to.equal(HONEST - b());
      const { credited, authorised } = await desk.sumsOf(key);
      expect([credited, authorised]).to.deep.equal([HONEST, b()]);
      await honestly();
      expect(await shortfallOf(world, key)).to.deep.equal(none);
    });

    it("charges it, and a further payment is a shortfall again", async () => {
      const world = system();
      await forge();
      await honestly();
      const charged = [addressOf(world, "bob"), mallory(), key, b()] as const;
      const data = world.hub.desk.interface.encodeFunctionData("chargeRelease", [...charged]);
      await govern(world, "governor", await call(data));
      expect(await shortfallOf(world, key)).to.deep.equal(none);
      await honestly();
      expect(await shortfallOf(world, key)).to.deep.equal(none);
      await mined(vault().claim(mallory(), key));
      await honestly();
      expect(await shortfallOf(world, key)).to.deep.equal({ ...none, releases: b() });
    });

    it("stops the rest at the vault, which a guardian had closed at once", async () => {
      const world = system();
      await forge();
      const target = await vault().getAddress();
      const { cap } = await vault().limitsOf(key);
      const lower = vaultDesk().interface.encodeFunctionData("lowerLimits", [key, cap, 0n]);
      await govern(world, "guardian", { chain: LANE, target, data: lower });
      const stop = (units: bigint) =>
        vaultDesk().interface.encodeFunctionData("writeOffReleased", [mallory(), key, units]);
      const unpaid = MOST - b();
      await expect(govern(world, "governor", { chain: LANE, target, data: stop(unpaid + 1n) }))
        .to.be.revertedWithCustomError(vaultDesk(), "VaultDesk_BelowPaid")
        .withArgs(mallory(), key, unpaid + 1n, unpaid);
      await expect(vault().claim(mallory(), key))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_NothingToClaim")
        .withArgs(mallory(), key, unpaid, 0n);
      await govern(world, "governor", { chain: LANE, target, data: stop(unpaid) });
      // The guardian's limits have ended by now, and nothing is left to claim.
      await expect(vault().claim(mallory(), key))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_NothingToClaim")
        .withArgs(mallory(), key, 0n, b());
      expect(await walletOf(world, key, mallory())).to.equal(b());
    });
  });
});
