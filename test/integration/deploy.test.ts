import { expect } from "chai";
import { configure, planSystem } from "../../deploy/deploy.js";
import { addressOf, depositAndSync, pump, useSystem } from "../helpers/system.js";

describe("deploySystem", () => {
  const system = useSystem();

  it("leaves nothing to change", async () => {
    expect(await planSystem(system())).to.deep.equal([]);
  });

  it("changes nothing when run again", async () => {
    const world = system();
    const before = await Promise.all(world.devnet.chains.map((chain) => chain.height()));
    expect(await configure(world)).to.deep.equal([]);
    const after = await Promise.all(world.devnet.chains.map((chain) => chain.height()));
    expect(after).to.deep.equal(before);
  });

  it("credits a deposit of each source chain's ether", async () => {
    const world = system();
    for (const key of [2, 5, 8])
      await depositAndSync(world, { key, from: "alice", units: 10n ** 8n });
    expect(await pump(world)).to.equal(3);
    for (const key of [2, 5, 8])
      expect(await world.hub.engine.balanceOf(addressOf(world, "alice"), key)).to.equal(10n ** 8n);
  });
});
