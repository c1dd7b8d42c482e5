import { expect } from "chai";
import { heartbeats } from "../../../deploy/local/lanes.js";
import {
  ONE,
  SPACING,
  TRIED,
  borrowers,
  borrowing,
  dueOf,
  eidOf,
  grantable,
  pokeAll,
  rowOf,
  stageOf,
  triedKey,
} from "../../helpers/laneTrials.js";
import { signPrices, useScene } from "../../helpers/laneScene.js";
import {
  addressOf,
  depositAndSync,
  managerAs,
  mined,
  pump,
  signerOf,
  sync,
  walletOf,
  withdrawCollateral,
  type LocalSystem,
} from "../../helpers/system.js";

const key = triedKey.ether;
const DAY = 86_400;
const bps = (count: number): bigint => BigInt(count) * 10n ** 14n;

/** The tried lane was silent for more than a day; Bob's deposit of three ether arrives in QUARANTINE. */
async function silentDay(world: LocalSystem): Promise<void> {
  await borrowers(world);
  await world.devnet.setTime((await dueOf(world)) + DAY + 3_600);
  await signPrices(world);
  await depositAndSync(world, { key, from: "bob", units: 3n * ONE });
  await pump(world);
}

/** A lane in QUARANTINE on the whole system (risk.md 2.4, system.md section 3). */
describe("a lane in QUARANTINE", () => {
  const world = useScene(silentDay);
  const bob = () => addressOf(world(), "bob");
  const gateway = () => world().hub.gateway.connect(signerOf(world(), "bob", "hub"));
  const balance = () => world().hub.engine.balanceOf(bob(), key);
  const credit = () => world().hub.desk.creditOf(bob(), key);

  it("grants nothing that arrives, and nothing on request", async () => {
    expect(await stageOf(world())).to.equal(4n);
    const { seen, credited } = await credit();
    expect([seen, credited]).to.deep.equal([13n * ONE, 10n * ONE]);
    expect(await grantable(world(), "bob", key)).to.equal(0n);
    expect(await balance()).to.equal(10n * ONE);
  });

  it("sends home what it kept out, without touching the balance", async () => {
    const home = await walletOf(world(), key, bob());
    const value = await gateway().quoteRelease(key, 0n);
    await mined(gateway().returnUncredited(bob(), key, bob(), 0n, bob(), { value }));
    expect(await balance()).to.equal(10n * ONE);
    await pump(world());
    expect((await walletOf(world(), key, bob())) - home).to.equal(3n * ONE);
    const { seen, credited } = await credit();
    expect(credited).to.equal(seen);
  });

  it("authorises withdrawals, which are paid as soon as messages go that way", async () => {
    const home = await walletOf(world(), key, bob());
    await withdrawCollateral(world(), { key, from: "bob", units: 4n * ONE });
    expect(await balance()).to.equal(6n * ONE);
    await pump(world());
    expect((await walletOf(world(), key, bob())) - home).to.equal(4n * ONE);
    expect(await stageOf(world())).to.equal(4n);
  });

  it("has been late since its next message was due, until one arrives on time", async () => {
    const since = () => world().hub.desk.stuckSince(eidOf(world()));
    // The deposit's message told how old the last word of the hub is, and that is news.
    expect(await since()).to.equal(0n);
    const due = await dueOf(world());
    await world().devnet.setTime(due + DAY);
    expect(await since()).to.equal(BigInt(due));
    await heartbeats(world(), 1, [TRIED]);
    expect(await since()).to.equal(0n);
    expect(await stageOf(world())).to.equal(4n);
  });

  it("moves maintenance margin past its cap only once that is confirmed, and by the ramp", async () => {
    // base 1,300 + idio 0 + mmDynCap 500 bps of wrapped ether (risk.md 8): as far as delays may bring it.
    const cap = bps(1_800);
    const confirm = async () => {
      const { desk } = world().hub;
      const data = desk.interface.encodeFunctionData("confirmQuarantine", [eidOf(world())]);
      const manager = managerAs(world(), "guardian", "hub");
      await mined(manager.execute(await desk.getAddress(), data));
    };
    const ramp = async (pokes: number) => {
      for (let poke = 0; poke < pokes; poke++) {
        await world().devnet.increaseTime(900);
        const before = (await rowOf(world(), key)).maintenance;
        await pokeAll(world());
        const rise = (await rowOf(world(), key)).maintenance - before;
        expect(rise <= bps(25)).to.equal(true);
      }
    };
    // No further message: overdue again for as long as it takes.
    await world().devnet.setTime((await dueOf(world())) + DAY);
    await signPrices(world());
    await ramp(24);
    const capped = (await rowOf(world(), key)).maintenance;
    expect(capped <= cap).to.equal(true);
    await confirm();
    expect((await rowOf(world(), key)).maintenance).to.equal(capped);
    await ramp(4);
    // An hour of the ramp: 100 bps, from the confirmation on.
    const raised = (await rowOf(world(), key)).maintenance;
    expect(raised > cap && raised - capped <= bps(100)).to.equal(true);
    // The next time below QUARANTINE ends the confirmation.
    await heartbeats(world(), 3, [TRIED]);
    expect(await stageOf(world())).to.equal(3n);
    await pokeAll(world());
    expect((await rowOf(world(), key)).maintenance <= cap).to.equal(true);
  });

  it("is left by three messages on time, and grants again what it kept out", async () => {
    await heartbeats(world(), 2, [TRIED]);
    expect(await stageOf(world())).to.equal(4n);
    await world().devnet.increaseTime(SPACING);
    await sync(world(), TRIED);
    await pump(world());
    expect(await stageOf(world())).to.equal(3n);
    await mined(gateway().grant(bob(), key));
    expect(await balance()).to.equal(13n * ONE);
    await pokeAll(world());
    expect(await borrowing(world(), "alice")).to.equal("MarginEngine_BelowInitialMargin");
  });
});
