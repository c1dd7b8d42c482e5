import { expect } from "chai";
import {
  ONE,
  SPACING,
  TRIED,
  borrowers,
  borrowing,
  dueOf,
  pokeAll,
  silenceUntil,
  stageOf,
  triedKey,
} from "../../helpers/laneTrials.js";
import { signPrices, useScene } from "../../helpers/laneScene.js";
import { heartbeats } from "../../../deploy/local/lanes.js";
import {
  addressOf,
  flush,
  pump,
  sourceOf,
  sync,
  withdrawCollateral,
} from "../../helpers/system.js";

const key = triedKey.ether;

/** A source chain that takes no transaction for a day, on the whole system. */
describe("a source chain that halts", () => {
  const world = useScene(borrowers);
  const bob = () => addressOf(world(), "bob");
  const payable = () => sourceOf(world(), TRIED).vault.payableOf(bob(), key);
  const chain = () => world().devnet.chain(TRIED);

  it("is sent withdrawals in every stage, and pays them all when it is back", async () => {
    chain().halt();
    const due = await dueOf(world());
    // Seconds past due at which each stage begins.
    const stages = [-60, 1, 1_800, 7_200, 86_400];
    for (const [stage, late] of stages.entries()) {
      await world().devnet.setTime(due + late);
      expect(await stageOf(world())).to.equal(BigInt(stage));
      await withdrawCollateral(world(), { key, from: "bob", units: ONE });
      expect(await world().hub.desk.authorisedOf(bob(), key)).to.equal(BigInt(stage + 1) * ONE);
    }
    expect(await payable()).to.deep.equal([0n, 0n]);
    chain().resume();
    await pump(world());
    expect(await payable()).to.deep.equal([5n * ONE, 5n * ONE]);
  });

  it("lets its keys carry new risk again once its lane is below REDUCE_ONLY", async () => {
    chain().halt();
    await silenceUntil(world(), (await dueOf(world())) + 7_300);
    expect(await borrowing(world(), "alice")).to.equal("MarginEngine_BelowInitialMargin");
    chain().resume();
    await signPrices(world());
    // The silence went into no round trip: the hub's clock reaches the vault anew, and comes back within a minute.
    await flush(world(), TRIED);
    await pump(world());
    for (const outcome of ["MarginEngine_BelowInitialMargin", "MarginEngine_BelowInitialMargin"]) {
      await sync(world(), TRIED);
      await pump(world());
      expect(await stageOf(world())).to.equal(3n);
      await pokeAll(world());
      expect(await borrowing(world(), "alice")).to.equal(outcome);
      await world().devnet.increaseTime(SPACING);
    }
    await sync(world(), TRIED);
    await pump(world());
    expect(await stageOf(world())).to.equal(2n);
    await pokeAll(world());
    expect(await borrowing(world(), "alice")).to.equal("passes");
    await world().devnet.increaseTime(SPACING);
    await heartbeats(world(), 6, [TRIED]);
    expect(await stageOf(world())).to.equal(0n);
  });
});
