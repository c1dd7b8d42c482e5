import { expect } from "chai";
import type { MessageCounter } from "@causeway/sdk";
import { AHEAD, MOST, MOST_SUM, forgeSync, honestSync, type Forgery } from "../helpers/forger.js";
import {
  HONEST,
  LANE,
  bucketOf,
  grant,
  honestWorld,
  laneKey,
  shortfallOf,
  untouchedBy,
  useScene,
} from "../helpers/laneScene.js";
import {
  addressOf,
  depositAndSync,
  pump,
  signerOf,
  sourceOf,
  withdrawCollateral,
  type LocalSystem,
} from "../helpers/system.js";

/** Every DVN of one lane signs SYNCs nobody sent: detection and what does not move (promise 1, INV-08). */
describe("forged SYNC", () => {
  const system = useScene(honestWorld);
  const key = laneKey.dollars;
  const mallory = (): string => addressOf(system(), "stranger");
  const b = (): bigint => bucketOf(system(), key);
  const claim = (changes: Partial<MessageCounter> = {}): MessageCounter => ({
    holder: mallory(),
    key,
    value: MOST,
    ...changes,
  });
  const forge = (changes: Forgery = {}) =>
    forgeSync(system(), LANE, { claims: [claim()], ...changes });
  const balance = (): Promise<bigint> => system().hub.engine.balanceOf(mallory(), key);
  const shortfall = (world: LocalSystem) => shortfallOf(world, key);
  const none = { deposits: 0n, custody: 0n, accounts: 0n, releases: 0n };
  const bobWithdraws = () =>
    system()
      .hub.engine.connect(signerOf(system(), "bob", "hub"))
      .withdrawCollateral.staticCall(
        addressOf(system(), "bob"),
        key,
        1n,
        addressOf(system(), "bob"),
        addressOf(system(), "bob"),
        { value: 10n ** 18n },
      );

  describe("when the next honest message arrives", () => {
    it("has credited b, shows it by the totals and authorises nothing more of the key", async () => {
      const world = system();
      const before = await untouchedBy(world, LANE);
      await forge();
      expect(await balance()).to.equal(b());
      expect(await shortfall(world)).to.deep.equal(none);
      await world.devnet.increaseTime(60);
      await honestSync(world, LANE);
      // Credited 12 + 4 million, deposited 12 million.
      expect(await shortfall(world)).to.deep.equal({ ...none, deposits: b() });
      expect(await world.hub.gateway.isHeld(key)).to.equal(true);
      await expect(bobWithdraws())
        .to.be.revertedWithCustomError(world.hub.gateway, "LaneGateway_Short")
        .withArgs(key, 0n, b(), 0n, 0n);
      expect(await untouchedBy(world, LANE)).to.deep.equal(before);
    });

    it("leaves the other keys of the lane and the other lanes open", async () => {
      const world = system();
      await depositAndSync(world, { key: laneKey.ether, from: "bob", units: 10n ** 8n });
      await pump(world);
      await forge();
      await world.devnet.increaseTime(60);
      await honestSync(world, LANE);
      for (const other of [laneKey.ether, laneKey.arb, 5, 6])
        expect(await world.hub.gateway.isHeld(other)).to.equal(false);
      await withdrawCollateral(world, { key: laneKey.ether, from: "bob", units: 10n ** 8n });
      await withdrawCollateral(world, { key: 6, from: "carol", units: 10n ** 6n });
      expect(await pump(world)).to.equal(2);
    });

    it("grants nothing while the hold stands, and counts the account that never deposited", async () => {
      const world = system();
      await forge();
      await world.devnet.increaseTime(60);
      await honestSync(world, LANE, [{ holder: mallory(), key }]);
      expect(await shortfall(world)).to.deep.equal({ ...none, deposits: b(), accounts: 1n });
      await depositAndSync(world, { key, from: "bob", units: 10n ** 6n });
      await pump(world);
      const { seen, credited } = await world.hub.desk.creditOf(addressOf(world, "bob"), key);
      expect([seen, credited]).to.deep.equal([HONEST + 10n ** 6n, HONEST]);
    });
  });

  describe("when it carries totals too", () => {
    const totals = [{ key, deposited: MOST_SUM, paid: 0n, custody: MOST_SUM }];

    it("hides the shortfall for as long as no honest message arrives", async () => {
      const world = system();
      await forge();
      await world.devnet.increaseTime(60);
      await honestSync(world, LANE);
      expect((await shortfall(world)).deposits).to.equal(b());
      await world.devnet.increaseTime(60);
      await forgeSync(world, LANE, { totals });
      expect(await shortfall(world)).to.deep.equal(none);
      await world.devnet.increaseTime(60);
      await honestSync(world, LANE);
      expect((await shortfall(world)).deposits).to.equal(b());
    });

    it("can hold the key by a made-up shortfall until the next honest message, no longer", async () => {
      const world = system();
      const claimed = [{ key, deposited: HONEST, paid: 7n, custody: 0n }];
      await forgeSync(world, LANE, { totals: claimed });
      // deposited - paid - custody are missing, and 7 were paid that nobody authorised.
      expect(await shortfall(world)).to.deep.equal({ ...none, custody: HONEST - 7n, releases: 7n });
      await world.devnet.increaseTime(60);
      await honestSync(world, LANE);
      expect(await shortfall(world)).to.deep.equal(none);
      await bobWithdraws();
    });
  });

  describe("when it is dated ahead", () => {
    it("deafens the deposits test until its date has passed", async () => {
      const world = system();
      const sentAt = world.devnet.now() + AHEAD - 60;
      await forge({ sentAt });
      expect(await balance()).to.equal(b());
      await honestSync(world, LANE);
      expect(await shortfall(world)).to.deep.equal(none);
      await world.devnet.setTime(sentAt + 1);
      await honestSync(world, LANE);
      expect(await shortfall(world)).to.deep.equal({ ...none, deposits: b() });
    });

    it("is parked beyond two hours: no credit, no clock, no total", async () => {
      const world = system();
      const { eid } = sourceOf(world, LANE).chain;
      const { clock } = await world.hub.desk.laneOf(eid);
      const sentAt = world.devnet.now() + 10 * AHEAD;
      const totals = [{ key, deposited: 0n, paid: MOST_SUM, custody: 0n }];
      const { delivered, receipt } = await forge({ sentAt, totals });
      expect(delivered).to.equal(true);
      const { gateway } = world.hub;
      const [parked] = await gateway.queryFilter(
        gateway.filters.MessageParked(),
        receipt.blockNumber,
      );
      expect(parked?.args.eid).to.equal(BigInt(eid));
      expect(await balance()).to.equal(0n);
      expect([...(await world.hub.desk.laneOf(eid)).clock]).to.deep.equal([...clock]);
      expect(await shortfall(world)).to.deep.equal(none);
    });
  });

  describe("when its date is that of an honest message", () => {
    it("is not shown by that message, and is by one a second later", async () => {
      const world = system();
      const { gateway } = world.hub;
      const receipt = await sourceOf(world, LANE)
        .vault.connect(signerOf(world, "keeper", LANE))
        .sync([], addressOf(world, "keeper"), 0n, addressOf(world, "keeper"), { value: 10n ** 18n })
        .then((sent) => sent.wait());
      const block = await world.devnet.chain(LANE).provider.getBlock(receipt?.blockNumber ?? 0);
      const sentAt = Number(block?.timestamp);
      const [honest] = await world.devnet.relayer.scan();
      if (honest === undefined) throw new Error("the heartbeat was not sent");
      await world.devnet.relayer.verify(honest);
      await world.devnet.relayer.commit(honest);
      await forge({ sentAt });
      expect(await balance()).to.equal(b());
      expect((await world.devnet.relayer.execute(honest)).delivered).to.equal(true);
      expect(await shortfall(world)).to.deep.equal(none);
      expect(await gateway.isHeld(key)).to.equal(false);
      await honestSync(world, LANE);
      expect((await shortfall(world)).deposits).to.equal(b());
    });

    it("takes the larger of two values, and an older one changes nothing", async () => {
      const world = system();
      const sentAt = world.devnet.now();
      await forge({ sentAt, claims: [claim({ value: 500n })] });
      await forge({ sentAt, claims: [claim({ value: 900n })] });
      expect(await balance()).to.equal(900n);
      await forge({ sentAt, claims: [claim({ value: 700n })] });
      await forge({ sentAt: sentAt - 1, claims: [claim()] });
      const { seen, credited } = await world.hub.desk.creditOf(mallory(), key);
      expect([seen, credited]).to.deep.equal([900n, 900n]);
    });
  });

  describe("when it names keys of other lanes, or none", () => {
    it("ignores counters and totals alike", async () => {
      const world = system();
      const before = await untouchedBy(world, LANE);
      const others = [0, 1, 5, 6, 7, 8, 9, 63, 64, 65_535];
      const { receipt } = await forge({
        claims: others.map((other) => claim({ key: other })),
        totals: others.map((other) => ({ key: other, deposited: 0n, paid: MOST_SUM, custody: 0n })),
      });
      const { gateway, engine } = world.hub;
      const ignored = await gateway.queryFilter(
        gateway.filters.CounterIgnored(),
        receipt.blockNumber,
      );
      expect(ignored.map(({ args }) => Number(args.key))).to.deep.equal(others);
      expect(await engine.heldKeys(mallory())).to.equal(0n);
      expect(await untouchedBy(world, LANE)).to.deep.equal(before);
    });
  });

  describe("when it names account 0", () => {
    it("grants it nothing, not even on request, and an honest word about it ends the hold", async () => {
      const world = system();
      const holder = "0x0000000000000000000000000000000000000000";
      await forge({ claims: [claim({ holder, value: 1_000n })] });
      await grant(world, holder, key);
      expect(await world.hub.engine.heldKeys(holder)).to.equal(0n);
      await world.devnet.increaseTime(60);
      await honestSync(world, LANE);
      expect(await shortfall(world)).to.deep.equal({ ...none, deposits: 1_000n });
      await world.devnet.increaseTime(60);
      await honestSync(world, LANE, [{ holder, key }]);
      expect(await shortfall(world)).to.deep.equal(none);
    });
  });
});
