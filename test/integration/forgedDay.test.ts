import { expect } from "chai";
import { MOST, forgeRelease, forgeSync } from "../helpers/forger.js";
import {
  DAY,
  LANE,
  bucketOf,
  grant,
  honestWorld,
  laneKey,
  untouchedBy,
  useScene,
} from "../helpers/laneScene.js";
import {
  addressOf,
  deposit,
  mined,
  pump,
  signerOf,
  sourceOf,
  type LocalSystem,
} from "../helpers/system.js";

/**
 * A day of an attacker with every DVN of one lane: credit at the gateway and payment at the vault stay within twice b net
 * and twice 3b gross a key (promise 1, INV-08), and the attacks do reach what is promised.
 */
describe("a day of forged messages", () => {
  const system = useScene(honestWorld);
  const key = laneKey.dollars;
  const keys = Object.values(laneKey);
  const mallory = (): string => addressOf(system(), "stranger");

  /** What has moved of a key since the beginning. */
  interface Flow {
    readonly credited: bigint;
    readonly standing: bigint;
    readonly authorised: bigint;
    readonly paid: bigint;
    readonly lost: bigint;
  }

  const sumsOf = async (world: LocalSystem, of: number): Promise<Flow> => {
    const { vault } = sourceOf(world, LANE);
    const { credited, authorised } = await world.hub.desk.sumsOf(of);
    const { paid } = await vault.sumsOf(of);
    const lost = -(await vault.custodyOf(of));
    return { credited, standing: credited - authorised, authorised, paid, lost };
  };
  const flowOf = (now: Flow, then: Flow): Flow => ({
    credited: now.credited - then.credited,
    standing: now.standing - then.standing,
    authorised: now.authorised - then.authorised,
    paid: now.paid - then.paid,
    lost: now.lost - then.lost,
  });

  /** What the last act may take (seconds). */
  const LAST = 300;

  /** Repeats what the attacker does over a day and not a second more; gives what moved. */
  const attack = async (slices: number, act: () => Promise<void>): Promise<Flow> => {
    const world = system();
    const then = await sumsOf(world, key);
    // The first act begins within the day's first second.
    const end = world.devnet.now() + DAY;
    const slice = Math.floor(DAY / slices);
    await act();
    for (let n = 1; n < slices; n++) {
      await world.devnet.setTime(Math.max(world.devnet.now(), end - DAY + n * slice));
      await act();
    }
    await world.devnet.setTime(Math.max(world.devnet.now(), end - LAST));
    await act();
    expect(world.devnet.now(), "the attack outlasted its day").to.be.lessThanOrEqual(end);
    return flowOf(await sumsOf(world, key), then);
  };
  const expectWithin = (amount: bigint, most: bigint): void => {
    expect(amount).to.be.lessThanOrEqual(most);
    // The attack is worth the name: it reaches all but a hundredth of the bound.
    expect(amount).to.be.greaterThanOrEqual((most * 99n) / 100n);
  };
  const forgeClaims = (holders: readonly string[], of: readonly number[] = [key]) =>
    forgeSync(system(), LANE, {
      claims: holders.flatMap((holder) => of.map((one) => ({ holder, key: one, value: MOST }))),
    });
  const subAccount = (n: number): string =>
    `0x${(BigInt(mallory()) ^ BigInt(n)).toString(16).padStart(40, "0")}`;
  const withdrawAll = async (account: string): Promise<void> => {
    const world = system();
    const { engine, gateway } = world.hub;
    const units = await engine.balanceOf(account, key);
    if (units === 0n) return;
    const signer = signerOf(world, "stranger", "hub");
    const value = await gateway.quoteRelease(key, 0n);
    await mined(
      engine
        .connect(signer)
        .withdrawCollateral(account, key, units, signer.address, signer.address, { value }),
    );
  };
  const claim = async (): Promise<void> => {
    const { vault } = sourceOf(system(), LANE);
    const { released, paid } = await vault.payableOf(mallory(), key);
    const [, room] = await vault.roomOf(key);
    if (released === paid || room === 0n) return;
    await mined(vault.connect(signerOf(system(), "stranger", LANE)).claim(mallory(), key));
  };

  /**
   * As much into the vault as makes room for what the gross level still lets out: a deposit lowers the net level. For an
   * account of which no message tells the hub.
   */
  const redeposit = async (): Promise<void> => {
    const world = system();
    const { net, gross } = await sourceOf(world, LANE).vault.limitsOf(key);
    const left = 3n * bucketOf(world, key) - gross;
    const units = left < net ? left : net;
    if (units < 1_000_000n) return;
    await deposit(world, { key, from: "stranger", units, account: subAccount(255) });
  };

  it("credits 2b, however finely the refill is asked for", async () => {
    const world = system();
    const b = bucketOf(world, key);
    const before = await untouchedBy(world, LANE);
    await forgeClaims([mallory()]);
    expect(await world.hub.engine.balanceOf(mallory(), key)).to.equal(b);
    const flow = await attack(48, () => grant(world, mallory(), key));
    const credited = b + flow.credited;
    expectWithin(credited, 2n * b);
    expect(flow.paid).to.equal(0n);
    expect(await untouchedBy(world, LANE)).to.deep.equal(before);
  });

  it("credits 2b of each key of the lane, however many accounts ask", async () => {
    const world = system();
    const then = await Promise.all(keys.map((one) => sumsOf(world, one)));
    const holders = Array.from({ length: 16 }, (_, n) => subAccount(n));
    await attack(6, async () => {
      await forgeClaims(holders, keys);
    });
    for (const [place, one] of keys.entries()) {
      const before = then[place];
      if (before === undefined) throw new RangeError(`key ${one} was not looked at`);
      expectWithin(flowOf(await sumsOf(world, one), before).credited, 2n * bucketOf(world, one));
    }
  });

  it("loses 2b and turns over 6b when loot is deposited again and again", async () => {
    const world = system();
    const b = bucketOf(world, key);
    const before = await untouchedBy(world, LANE);
    const holders = Array.from({ length: 4 }, (_, n) => subAccount(n + 1));
    const flow = await attack(5, async () => {
      await forgeClaims(holders);
      for (let round = 0; round < 3; round++) {
        for (const holder of holders) await grant(world, holder, key);
        for (const holder of holders) await withdrawAll(holder);
        await pump(world);
        await claim();
        if (round < 2) await redeposit();
      }
      await claim();
    });
    expectWithin(flow.credited, 6n * b);
    expectWithin(flow.paid, 6n * b);
    expectWithin(flow.lost, 2n * b);
    expect(await untouchedBy(world, LANE)).to.deep.equal(before);
  });

  it("sends home no more than 6b of deposits that never were, and pays 2b of it", async () => {
    const world = system();
    const b = bucketOf(world, key);
    const gateway = world.hub.gateway.connect(signerOf(world, "stranger", "hub"));
    const value = await gateway.quoteRelease(key, 0n);
    const flow = await attack(12, async () => {
      await forgeClaims([subAccount(7)]);
      const { gross } = await world.hub.desk.inflowOf(key);
      if (3n * b - gross > 0n)
        await mined(
          gateway.returnUncredited(subAccount(7), key, mallory(), 0n, mallory(), { value }),
        );
      await pump(world);
      await claim();
    });
    // Of each slice a third is credited before the rest can go home.
    expectWithin(flow.credited, 6n * b);
    expectWithin(flow.standing, 2n * b);
    expectWithin(flow.authorised, 4n * b);
    expectWithin(flow.paid, 2n * b);
    expectWithin(flow.lost, 2n * b);
  });

  it("pays 2b on forged RELEASEs to many recipients", async () => {
    const world = system();
    const b = bucketOf(world, key);
    const before = await untouchedBy(world, LANE);
    const flow = await attack(12, async () => {
      const claims = Array.from({ length: 16 }, (_, n) => ({
        holder: subAccount(n),
        key,
        value: MOST,
      }));
      await forgeRelease(world, LANE, { claims });
    });
    expectWithin(flow.paid, 2n * b);
    expectWithin(flow.lost, 2n * b);
    expect([flow.credited, flow.authorised]).to.deep.equal([0n, 0n]);
    expect(await untouchedBy(world, LANE)).to.deep.equal(before);
  });

  it("loses 2b and pays out 6b when loot of forged RELEASEs is deposited again", async () => {
    const world = system();
    const b = bucketOf(world, key);
    await forgeRelease(world, LANE, { claims: [{ holder: mallory(), key, value: MOST }] });
    const first = bucketOf(world, key);
    expect((await sourceOf(world, LANE).vault.payableOf(mallory(), key)).paid).to.equal(first);
    const flow = await attack(24, async () => {
      await claim();
      for (let round = 0; round < 3; round++) {
        await redeposit();
        await claim();
      }
    });
    expectWithin(flow.paid + first, 6n * b);
    expectWithin(flow.lost + first, 2n * b);
  });
});
