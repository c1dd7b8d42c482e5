import { expect } from "chai";
import {
  attachDevnet,
  createDevnet,
  deploymentsOf,
  forkDevnet,
  forkOf,
  joinDevnet,
  onAnvil,
  onHardhatServers,
  overHttp,
  testnets,
  type Devnet,
  type DevnetOptions,
  type LayerZeroCore,
} from "../src/index.js";
import { errorOf } from "./helpers/expect.js";
import { boxesOn, createWorld, HUB, SPOKE_A, specs, worldOf, type World } from "./helpers/world.js";

const options: DevnetOptions = { chains: specs.slice(0, 2), seed: "http" };

describe("devnet over HTTP", () => {
  let world: World;
  let urls: Readonly<Record<string, string>>;

  before(async () => {
    world = await createWorld({ ...options, connect: onAnvil() });
    urls = Object.fromEntries(
      world.devnet.chains.map((chain) => [chain.name, chain.connection.url ?? ""]),
    );
  });
  after(() => world.devnet.close());

  const heights = (): Promise<number[]> =>
    Promise.all(world.devnet.chains.map((chain) => chain.height()));

  const reach = async <D extends Devnet<LayerZeroCore>>(devnet: D): Promise<World<D>> =>
    worldOf(devnet, await boxesOn(devnet, world));

  it("delivers on anvil, with faults, snapshots and time", async () => {
    const { devnet } = world;
    const snapshot = await devnet.snapshot();
    const packet = await world.post(SPOKE_A, HUB, "0x01");
    devnet.relayer.faults.packet(packet.guid, { gas: 30_000n });
    expect(await devnet.relayer.pump()).to.equal(0);
    expect((await devnet.relayer.retry(packet)).delivered).to.equal(true);
    await devnet.increaseTime(1_000);
    for (const chain of devnet.chains) expect(await chain.timestamp()).to.equal(devnet.now());
    await devnet.restore(snapshot);
    expect(await world.bodies(HUB)).to.deep.equal([]);
  });

  it("reorganises a chain on anvil", async () => {
    const { devnet } = world;
    const snapshot = await devnet.snapshot();
    const spoke = devnet.chain(SPOKE_A);
    spoke.recordBlocks();
    const packet = await world.post(SPOKE_A, HUB, "0x01");
    await spoke.reorg(1);
    await devnet.relayer.pump();
    expect(devnet.relayer.find(packet.guid)?.state).to.equal("orphaned");
    await devnet.restore(snapshot);
  });

  it("relays on forks in this process, and leaves the base chains alone", async () => {
    await world.post(SPOKE_A, HUB, "0xba5e");
    expect(await world.devnet.relayer.pump()).to.equal(1);
    const before = await heights();
    const fork = await reach(await forkDevnet(world.devnet));
    try {
      expect(await fork.bodies(HUB)).to.deep.equal(["0xba5e"]);
      await fork.post(SPOKE_A, HUB, "0xf0");
      expect(await fork.devnet.relayer.pump()).to.equal(1);
      expect(await fork.bodies(HUB)).to.deep.equal(["0xba5e", "0xf0"]);
    } finally {
      await fork.devnet.close();
    }
    expect(await world.bodies(HUB)).to.deep.equal(["0xba5e"]);
    expect(await heights()).to.deep.equal(before);
  });

  it("relays on forks by impersonating the DVNs and the executor", async () => {
    const attached = await attachDevnet(
      { ...options, connect: forkOf(urls) },
      deploymentsOf(world.devnet),
    );
    const fork = await reach(attached);
    try {
      const kept = (await fork.bodies(HUB)).length;
      const packet = await fork.post(SPOKE_A, HUB, "0xf1");
      attached.relayer.faults.packet(packet.guid, { gas: 30_000n });
      expect(await attached.relayer.pump()).to.equal(0);
      expect(attached.relayer.find(packet.guid)?.state).to.equal("failed");
      expect((await attached.relayer.retry(packet)).delivered).to.equal(true);
      expect((await fork.bodies(HUB)).length).to.equal(kept + 1);
    } finally {
      await attached.close();
    }
  });

  it("forks chains whose hardforks Hardhat does not know, under the ids of testnets", async () => {
    const [hub, spoke] = specs;
    if (hub === undefined || spoke === undefined) throw new RangeError("two chains expected");
    const { arbitrumSepolia, baseSepolia } = testnets;
    const chains = [
      { ...hub, eid: arbitrumSepolia.eid, chainId: arbitrumSepolia.chainId },
      { ...spoke, eid: baseSepolia.eid, chainId: baseSepolia.chainId },
    ];
    const base = await createWorld({ chains, connect: onAnvil() });
    const forked = await forkDevnet(base.devnet);
    try {
      const fork = worldOf(forked, await boxesOn(forked, base));
      await fork.post(baseSepolia.eid, arbitrumSepolia.eid, "0x01");
      expect(await forked.relayer.pump()).to.equal(1);
    } finally {
      await forked.close();
      await base.devnet.close();
    }
  });

  it("joins chains that already run", async () => {
    const joined = await joinDevnet(
      { ...options, connect: overHttp(urls) },
      deploymentsOf(world.devnet),
    );
    const again = await reach(joined);
    await again.post(SPOKE_A, HUB, "0xf2");
    expect(await joined.relayer.pump()).to.equal(1);
    expect((await world.bodies(HUB)).at(-1)).to.equal("0xf2");
  });

  it("runs on Hardhat's own servers, which can be forked too", async () => {
    const served = await createWorld({ ...options, connect: onHardhatServers() });
    const forked = await forkDevnet(served.devnet);
    try {
      const fork = worldOf(forked, await boxesOn(forked, served));
      await served.post(HUB, SPOKE_A, "0x01");
      expect(await served.devnet.relayer.pump()).to.equal(1);
      await fork.post(HUB, SPOKE_A, "0x02");
      expect(await forked.relayer.pump()).to.equal(1);
      expect([await served.bodies(SPOKE_A), await fork.bodies(SPOKE_A)]).to.deep.equal([
        ["0x01"],
        ["0x02"],
      ]);
    } finally {
      await forked.close();
      await served.devnet.close();
    }
  });

  it("says which chain answers at a URL when it is another one", async () => {
    const wrong = { hub: urls.spokeA ?? "", spokeA: urls.hub ?? "" };
    const error = await errorOf(createDevnet({ ...options, connect: overHttp(wrong) }));
    expect(error).to.match(/has id 3100[12], not 3100[12]/);
  });

  it("refuses to fork a devnet of this process", async () => {
    const inside = await createDevnet(options);
    try {
      expect(() => forkDevnet(inside)).to.throw("only a devnet over HTTP can be forked");
    } finally {
      await inside.close();
    }
  });

  it("knows where LayerZero stands on the public testnets", () => {
    for (const { layerZero } of Object.values(testnets)) {
      expect(layerZero.endpoint).to.equal("0x6EDCE65403992e310A62460808c4b910D972f10f");
    }
    const eids = Object.values(testnets).map(({ eid }) => eid);
    expect(new Set(eids).size).to.equal(eids.length);
  });
});
