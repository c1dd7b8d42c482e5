import { expect } from "chai";
import { heartbeats } from "../../../deploy/local/lanes.js";
import { forgeSync, honestSync } from "../../helpers/forger.js";
import {
  ONE,
  TRIED,
  borrowers,
  borrowing,
  eidOf,
  grantable,
  laneOf,
  liquidating,
  marginOf,
  pokeAll,
  rowOf,
  triedKey,
} from "../../helpers/laneTrials.js";
import { signPrices, useScene } from "../../helpers/laneScene.js";
import {
  addressOf,
  depositAndSync,
  managerAs,
  mined,
  pump,
  withdrawCollateral,
} from "../../helpers/system.js";

const key = triedKey.ether;
const HOLD = 259_200;
const REFUSED = "MarginEngine_BelowInitialMargin";

/** What holds do to accounts that hold keys of the lane (risk.md 2.4, system.md sections 3 and 6). */
describe("a hold", () => {
  const world = useScene(borrowers);
  const desk = () => world().hub.desk;
  const asGuardian = async (data: string) => {
    const target = await desk().getAddress();
    return mined(managerAs(world(), "guardian", "hub").execute(target, data));
  };
  const holdLane = () =>
    asGuardian(desk().interface.encodeFunctionData("holdLane", [eidOf(world())]));
  const holdKey = () => asGuardian(desk().interface.encodeFunctionData("holdKey", [key]));
  /** A message that says that nothing of Bob's was ever deposited. */
  const shortfall = async () => {
    const claims = [{ holder: addressOf(world(), "bob"), key, value: 0n }];
    expect((await forgeSync(world(), TRIED, { claims })).delivered).to.equal(true);
    expect((await desk().shortfallOf(key)).accounts).to.equal(1n);
  };

  for (const [name, hold] of [
    ["of a guardian on a lane", holdLane],
    ["of a guardian on a key", holdKey],
    ["for a shortfall", shortfall],
  ] as const) {
    it(`${name} stops new risk against its keys at once, and leaves maintenance margin`, async () => {
      await pokeAll(world());
      const [before, row] = [await marginOf(world(), "alice"), await rowOf(world(), key)];
      expect(row.recognisedFor > 0n).to.equal(true);
      await hold();
      const held = await rowOf(world(), key);
      expect({ ...held, recognisedFor: row.recognisedFor }).to.deep.equal(row);
      expect(held.recognisedFor).to.equal(0n);
      expect(await borrowing(world(), "alice")).to.equal(REFUSED);
      expect(await borrowing(world(), "carol")).to.equal("passes");
      expect((await marginOf(world(), "alice")).maintenance).to.equal(before.maintenance);
      expect(await liquidating(world(), "alice")).to.equal("MarginEngine_Healthy");
      await pokeAll(world());
      expect((await rowOf(world(), key)).recognisedFor).to.equal(0n);
    });
  }

  it("of a guardian stops grants and no withdrawal, and is over after 72 hours", async () => {
    await holdLane();
    expect((await laneOf(world())).held).to.equal(true);
    await depositAndSync(world(), { key, from: "bob", units: ONE });
    await pump(world());
    expect(await grantable(world(), "bob", key)).to.equal(0n);
    await withdrawCollateral(world(), { key, from: "bob", units: ONE });
    expect(await pump(world())).to.equal(1);
    await world().devnet.increaseTime(HOLD);
    await heartbeats(world());
    await signPrices(world());
    expect((await laneOf(world())).held).to.equal(false);
    await pokeAll(world());
    expect(await grantable(world(), "bob", key)).to.equal(ONE);
    expect(await borrowing(world(), "alice")).to.equal("passes");
  });

  it("for a shortfall ends with the next honest message", async () => {
    await shortfall();
    const bob = addressOf(world(), "bob");
    await world().devnet.increaseTime(60);
    await honestSync(world(), TRIED, [{ holder: bob, key }]);
    expect((await desk().shortfallOf(key)).accounts).to.equal(0n);
    await pokeAll(world());
    expect((await rowOf(world(), key)).recognisedFor > 0n).to.equal(true);
    expect(await borrowing(world(), "alice")).to.equal("passes");
  });
});
