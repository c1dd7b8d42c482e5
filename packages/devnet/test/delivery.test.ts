import { expect } from "chai";
import { createWorld, HUB, SPOKE_A, type World } from "./helpers/world.js";

describe("devnet delivery", () => {
  let world: World;
  before(async () => {
    world = await createWorld();
  });
  after(() => world.devnet.close());

  it("delivers", async () => {
    await world.post(SPOKE_A, HUB, "0x1234");
    expect(await world.devnet.relayer.pump()).to.equal(1);
    expect(await world.bodies(HUB)).to.deep.equal(["0x1234"]);
  });
});
