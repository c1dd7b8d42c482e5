import { expect } from "chai";
import { createDevnet, fixture, type ChainSpec } from "../src/index.js";
import { errorOf } from "./helpers/expect.js";
import { createWorld, HUB, SPOKE_A, SPOKE_B, specs, type World } from "./helpers/world.js";

describe("devnet chains", () => {
  const fresh = fixture(() => createWorld());
  let world: World;
  beforeEach(async () => {
    world = await fresh();
  });
  after(async () => (await fresh()).devnet.close());

  describe("reorg", () => {
    it("below the confirmations takes a letter back before anybody saw it", async () => {
      const { relayer } = world.devnet;
      const spoke = world.devnet.chain(SPOKE_A);
      spoke.recordBlocks();
      const lost = await world.post(SPOKE_A, HUB, "0x01");
      await spoke.mine(3);
      const height = await spoke.height();
      const hash = await spoke.blockHash(height);
      await spoke.reorg(4);
      expect(await spoke.height()).to.equal(height + 1);
      expect(await spoke.blockHash(height)).not.to.equal(hash);
      expect(await relayer.pump()).to.equal(0);
      expect(relayer.find(lost.guid)?.state).to.equal("orphaned");
      // The nonce is free again, and the guid with it.
      const next = await world.post(SPOKE_A, HUB, "0x02");
      expect(next.guid).to.equal(lost.guid);
      expect(await relayer.pump()).to.equal(1);
      expect(await world.bodies(HUB)).to.deep.equal(["0x02"]);
    });

    it("that keeps the transaction delivers the letter once, counting confirmations anew", async () => {
      const { relayer } = world.devnet;
      const spoke = world.devnet.chain(SPOKE_A);
      spoke.recordBlocks();
      const packet = await world.post(SPOKE_A, HUB, "0x01");
      await spoke.mine(9);
      await spoke.reorg(10, { keep: () => true, longer: 0 });
      expect(await relayer.pump({ mine: false })).to.equal(0);
      expect(relayer.find(packet.guid)?.state).to.equal("sent");
      expect(await relayer.pump()).to.equal(1);
      expect(relayer.packets.length).to.equal(1);
    });

    it("above the confirmations leaves what was delivered, and the next letter without a nonce", async () => {
      const { relayer } = world.devnet;
      const spoke = world.devnet.chain(SPOKE_A);
      spoke.recordBlocks();
      const first = await world.post(SPOKE_A, HUB, "0x01");
      expect(await relayer.pump()).to.equal(1);
      await spoke.reorg(12);
      await relayer.scan();
      expect(relayer.find(first.guid)).to.include({ state: "delivered", reorgedOut: true });
      const second = await world.post(SPOKE_A, HUB, "0x02");
      expect(second.guid).to.equal(first.guid);
      expect(await relayer.pump()).to.equal(0);
      expect(relayer.find(second.guid)?.reason?.name).to.equal("LZ_PathNotVerifiable");
      // The path goes on with the nonce after it.
      await world.post(SPOKE_A, HUB, "0x03");
      expect(await relayer.pump()).to.equal(1);
      expect(await world.bodies(HUB)).to.deep.equal(["0x01", "0x03"]);
    });

    it("of a destination has what was done in the lost blocks done again", async () => {
      const { relayer } = world.devnet;
      const hub = world.devnet.chain(HUB);
      hub.recordBlocks();
      await world.post(SPOKE_A, HUB, "0x01");
      await world.post(SPOKE_A, HUB, "0x02");
      expect(await relayer.pump()).to.equal(2);
      // The second delivery is in the newest block.
      await hub.reorg(1);
      expect(await world.bodies(HUB)).to.deep.equal(["0x01"]);
      expect(await relayer.pump()).to.equal(1);
      await hub.reorg(hub.remembered);
      expect(await world.bodies(HUB)).to.deep.equal([]);
      await relayer.pump();
      expect(await world.bodies(HUB)).to.deep.equal(["0x01", "0x02"]);
    });

    it("deeper than what is remembered is refused", async () => {
      const spoke = world.devnet.chain(SPOKE_A);
      expect(await errorOf(spoke.reorg(1))).to.match(
        /spokeA: cannot drop 1 blocks, only 0 are remembered/,
      );
    });
  });

  describe("snapshot and restore", () => {
    it("goes back on all chains, in time, and in the relayer, as often as wanted", async () => {
      const { devnet } = world;
      await world.post(SPOKE_A, HUB, "0x01");
      const snapshot = await devnet.snapshot();
      const now = devnet.now();
      const told = devnet.relayer.transcript.length;
      for (let round = 0; round < 2; round++) {
        expect(await devnet.relayer.pump()).to.equal(1);
        await world.post(HUB, SPOKE_B, "0x02");
        devnet.chain(SPOKE_B).halt();
        devnet.relayer.faults.lane(SPOKE_A, HUB, { drop: "all" });
        await devnet.increaseTime(86_400);
        await devnet.restore(snapshot);
        expect(devnet.now()).to.equal(now);
        expect(await world.bodies(HUB)).to.deep.equal([]);
        expect(devnet.relayer.statistics).to.deep.equal({
          sent: 1,
          delivered: 0,
          retried: 0,
          failed: 0,
        });
        expect(devnet.relayer.transcript.length).to.equal(told);
        expect(devnet.chain(SPOKE_B).halted).to.equal(false);
      }
    });

    it("puts back whatever else is to be remembered", async () => {
      const { devnet } = world;
      let count = 1;
      devnet.remember({
        capture: () => {
          const saved = count;
          return () => {
            count = saved;
          };
        },
      });
      const snapshot = await devnet.snapshot();
      count = 2;
      await devnet.restore(snapshot);
      expect(count).to.equal(1);
    });

    it("says when a snapshot is gone", async () => {
      const { devnet } = world;
      const early = await devnet.snapshot();
      const late = await devnet.snapshot();
      await devnet.restore(early);
      expect(await errorOf(devnet.restore(late))).to.match(/hub: the snapshot is gone/);
      await devnet.restore(early);
    });
  });

  describe("time", () => {
    it("moves on all chains together", async () => {
      const { devnet } = world;
      const target = devnet.now() + 10_000;
      await devnet.increaseTime(10_000);
      for (const chain of devnet.chains) expect(await chain.timestamp()).to.equal(target);
    });

    it("of one chain takes the others along", async () => {
      const { devnet } = world;
      await devnet.chain(SPOKE_A).increaseTime(500);
      expect(devnet.now()).to.equal(await devnet.chain(SPOKE_A).timestamp());
      await devnet.sync();
      expect(await devnet.chain(HUB).timestamp()).to.equal(devnet.now());
    });

    it("cannot be set back", async () => {
      const { devnet } = world;
      expect(await errorOf(devnet.setTime(devnet.now() - 1))).to.match(/cannot go back/);
    });

    it("is the devnet's, not the machine's: blocks of one chain are a second apart at least", async () => {
      const hub = world.devnet.chain(HUB);
      await hub.sync();
      const before = await hub.timestamp();
      for (let i = 0; i < 3; i++)
        await (await hub.signer(1).sendTransaction({ to: hub.signer(2).address })).wait();
      expect(await hub.timestamp()).to.equal(before + 3);
    });

    it("leaves a date to the caller that asks for one", async () => {
      const hub = world.devnet.chain(HUB);
      const date = world.devnet.now() + 77;
      await hub.setNextTimestamp(date);
      await (await hub.signer(1).sendTransaction({ to: hub.signer(2).address })).wait();
      expect(await hub.timestamp()).to.equal(date);
      await hub.connection.request("evm_increaseTime", [33]);
      await hub.connection.request("evm_mine");
      expect(await hub.timestamp()).to.equal(date + 33);
    });

    it("mines blocks one block time apart", async () => {
      const hub = world.devnet.chain(HUB);
      const [height, date] = [await hub.height(), await hub.timestamp()];
      await hub.mine(6);
      expect(await hub.height()).to.equal(height + 6);
      expect(await hub.timestamp()).to.be.at.least(date + 6 * 12);
    });
  });

  it("keeps a chain's clock ahead or behind by its skew", async () => {
    const [hub, spoke] = specs;
    if (hub === undefined || spoke === undefined) throw new RangeError("two chains expected");
    const skewed = await createWorld({ chains: [hub, { ...spoke, clockSkew: -300 }] });
    try {
      await skewed.devnet.increaseTime(1_000);
      const dates = await Promise.all(skewed.devnet.chains.map((chain) => chain.timestamp()));
      expect(dates).to.deep.equal([skewed.devnet.now(), skewed.devnet.now() - 300]);
      await skewed.post(SPOKE_A, HUB, "0x01");
      expect(await skewed.devnet.relayer.pump()).to.equal(1);
    } finally {
      await skewed.devnet.close();
    }
  });

  it("gives signers of any address, with something to spend", async () => {
    const hub = world.devnet.chain(HUB);
    const anybody = await hub.impersonate("0x000000000000000000000000000000000000bEEF");
    await (await anybody.sendTransaction({ to: hub.signer(1).address, value: 5n })).wait();
    expect(anybody.address).to.equal("0x000000000000000000000000000000000000bEEF");
  });
});

describe("devnet options", () => {
  const [hub] = specs;
  const refused: readonly [string, Partial<ChainSpec>, RegExp][] = [
    ["a V1 eid", { eid: 10_121 }, /hub: eid 10121 is a V1 id; V2 ids are above 30000/],
    [
      "a block time below a second",
      { blockTime: 0.25 },
      /hub: blockTime 0.25 must be a whole number/,
    ],
    ["no confirmations", { confirmations: 0 }, /hub: confirmations 0 must be at least 1/],
  ];

  for (const [what, change, message] of refused) {
    it(`refuse ${what}`, async () => {
      if (hub === undefined) throw new RangeError("a chain expected");
      expect(await errorOf(createDevnet({ chains: [{ ...hub, ...change }] }))).to.match(message);
    });
  }

  it("refuse two chains of one name, eid or chain id, and none", async () => {
    if (hub === undefined) throw new RangeError("a chain expected");
    expect(await errorOf(createDevnet({ chains: [hub, hub] }))).to.match(
      /two chains have the name hub/,
    );
    const twin = { ...hub, name: "spokeA", chainId: 31_002 };
    expect(await errorOf(createDevnet({ chains: [hub, twin] }))).to.match(
      /two chains have the eid 40161/,
    );
    expect(await errorOf(createDevnet({ chains: [] }))).to.match(/at least one chain/);
  });

  it("refuse a quorum no DVN can reach", async () => {
    const dvns = { count: 2, signers: 2, quorum: 3 };
    expect(await errorOf(createDevnet({ chains: specs, dvns }))).to.match(
      /2 DVNs of 2 signers with quorum 3/,
    );
  });

  it("run with one DVN of one signer, or three", async () => {
    for (const dvns of [
      { count: 1, signers: 1, quorum: 1 },
      { count: 3, signers: 4, quorum: 3 },
    ]) {
      const world = await createWorld({ chains: specs.slice(0, 2), dvns });
      try {
        await world.post(SPOKE_A, HUB, "0x01");
        expect(await world.devnet.relayer.pump()).to.equal(1);
        const verifications = world.devnet.relayer.transcript.filter(
          ({ step }) => step === "verify",
        );
        expect(verifications.length).to.equal(dvns.count);
      } finally {
        await world.devnet.close();
      }
    }
  });
});
