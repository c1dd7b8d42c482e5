import type { Packet } from "@causeway/devnet";
import { packetKey } from "@causeway/devnet";
import { expect } from "chai";
import { AbiCoder } from "ethers";
import type { CollateralVault, LaneGateway } from "../../typechain-types/index.js";
import { sourceOf } from "../../deploy/contracts.js";
import { awaken } from "../../deploy/local/lanes.js";
import { sortedDvns } from "../../deploy/pathways.js";
import { expectInvariants, observe } from "../helpers/invariants.js";
import { settleEverything } from "../helpers/settle.js";
import {
  addressOf,
  depositAndSync,
  govern,
  mined,
  pump,
  signerOf,
  sync,
  useSystem,
  withdrawCollateral,
  type LocalSystem,
} from "../helpers/system.js";

/** Ether on arbitrum. */
const KEY = 2;
const ONE = 10n ** 8n;
const MINUTES_30 = 1_800;
const HUB = 40_161;
const ARBITRUM = 40_231;

/** Sends, and gives the packets it put under way. */
async function sent(world: LocalSystem, send: Promise<unknown>): Promise<Packet> {
  await send;
  const [packet] = await world.devnet.relayer.scan();
  if (packet === undefined) throw new Error("nothing was sent");
  return packet;
}

const put = (world: LocalSystem, units: bigint) =>
  sent(world, depositAndSync(world, { key: KEY, from: "alice", units }));

const takeOut = (world: LocalSystem, units: bigint) =>
  sent(world, withdrawCollateral(world, { key: KEY, from: "alice", units }));

/** Three packets of one direction, the first of them verified by nobody; the others wait behind it. */
async function gap(world: LocalSystem, send: (units: bigint) => Promise<Packet>) {
  const lost = await send(ONE);
  world.devnet.relayer.faults.packet(packetKey(lost), { drop: "all" });
  await send(2n * ONE);
  const last = await send(4n * ONE);
  expect(await pump(world)).to.equal(0);
  return { lost, last };
}

interface End {
  /** Whose inbound packets have a gap, as anyone calls it. */
  readonly app: (world: LocalSystem) => LaneGateway | CollateralVault;
  /** Where they come from (eid). */
  readonly eid: number;
  readonly send: (world: LocalSystem, units: bigint) => Promise<Packet>;
  /** Units that have arrived. */
  readonly arrived: (world: LocalSystem) => Promise<bigint>;
  /** Units there before (units). */
  readonly first: bigint;
}

const hubEnd: End = {
  app: (world) => world.hub.gateway.connect(signerOf(world, "stranger", "hub")),
  eid: ARBITRUM,
  send: put,
  arrived: (world) => world.hub.engine.balanceOf(addressOf(world, "alice"), KEY),
  first: 0n,
};

const vaultEnd: End = {
  app: (world) =>
    sourceOf(world, "arbitrum").vault.connect(signerOf(world, "stranger", "arbitrum")),
  eid: HUB,
  send: takeOut,
  arrived: async (world) => {
    const { vault } = sourceOf(world, "arbitrum");
    return (await vault.payableOf(addressOf(world, "alice"), KEY)).paid;
  },
  first: 50n * ONE,
};

describe("gaps", () => {
  const system = useSystem();

  for (const [name, end] of [
    ["gateway", hubEnd],
    ["vault", vaultEnd],
  ] as const) {
    describe(`at the ${name}`, () => {
      beforeEach(async () => {
        if (end.first === 0n) return;
        await depositAndSync(system(), { key: KEY, from: "alice", units: end.first });
        await pump(system());
      });

      it("are skipped by anyone 30 minutes after anyone reported them, and what was lost arrives with the next message", async () => {
        const world = system();
        const { lost, last } = await gap(world, (units) => end.send(world, units));
        const app = end.app(world);
        await expect(app.skipGap(end.eid, last.nonce))
          .to.be.revertedWithCustomError(app, "LaneMessenger_TooEarly")
          .withArgs(end.eid, lost.nonce, 0);
        const receipt = await mined(app.reportGap(end.eid, last.nonce));
        const { skippableAt } = await app.gapOf(end.eid);
        const block = await receipt.getBlock();
        expect(skippableAt).to.equal(BigInt(block.timestamp + MINUTES_30));
        await expect(app.skipGap(end.eid, last.nonce))
          .to.be.revertedWithCustomError(app, "LaneMessenger_TooEarly")
          .withArgs(end.eid, lost.nonce, skippableAt);
        await world.devnet.increaseTime(MINUTES_30);
        await expect(app.skipGap(end.eid, last.nonce))
          .to.emit(app, "GapSkipped")
          .withArgs(end.eid, lost.nonce);
        // The counter of the last message holds all three.
        expect(await pump(world)).to.equal(2);
        expect(await end.arrived(world)).to.equal(7n * ONE);
      });

      it("are none while the next packet is verified", async () => {
        const world = system();
        const { lost, last } = await gap(world, (units) => end.send(world, units));
        const app = end.app(world);
        await mined(app.reportGap(end.eid, last.nonce));
        world.devnet.relayer.faults.clear();
        await world.devnet.relayer.verify(lost);
        await world.devnet.relayer.commit(lost);
        await world.devnet.increaseTime(MINUTES_30);
        for (const act of [app.skipGap.bind(app), app.reportGap.bind(app)])
          await expect(act(end.eid, last.nonce))
            .to.be.revertedWithCustomError(app, "LaneMessenger_NoGap")
            .withArgs(end.eid, last.nonce + 1n, last.nonce);
        expect(await pump(world)).to.equal(3);
        expect(await end.arrived(world)).to.equal(7n * ONE);
      });

      it("are none when the packet given is not verified or not behind the next", async () => {
        const world = system();
        const { lost, last } = await gap(world, (units) => end.send(world, units));
        const app = end.app(world);
        for (const nonce of [lost.nonce, last.nonce + 1n])
          await expect(app.reportGap(end.eid, nonce))
            .to.be.revertedWithCustomError(app, "LaneMessenger_NoGap")
            .withArgs(end.eid, lost.nonce, nonce);
      });

      it("need a report of their own each", async () => {
        const world = system();
        const first = await gap(world, (units) => end.send(world, units));
        const app = end.app(world);
        await mined(app.reportGap(end.eid, first.last.nonce));
        const second = await end.send(world, ONE);
        world.devnet.relayer.faults.packet(packetKey(second), { drop: "all" });
        const behind = await end.send(world, ONE);
        await pump(world);
        await world.devnet.increaseTime(MINUTES_30);
        await mined(app.skipGap(end.eid, first.last.nonce));
        await expect(app.skipGap(end.eid, behind.nonce))
          .to.be.revertedWithCustomError(app, "LaneMessenger_TooEarly")
          .withArgs(end.eid, second.nonce, 0);
      });
    });
  }

  describe("while the governor changes the DVNs", () => {
    const config =
      "tuple(uint64 confirmations,uint8 requiredDVNCount,uint8 optionalDVNCount,uint8 optionalDVNThreshold,address[] requiredDVNs,address[] optionalDVNs)";

    /** Has the governor require so many of the DVNs at one end of the lane, for one direction. */
    async function require(
      world: LocalSystem,
      chain: "hub" | "arbitrum",
      library: "sendUln" | "receiveUln",
      count: number,
    ): Promise<void> {
      const { addresses } = world.devnet.layerZero(chain);
      const { confirmations } = sourceOf(world, "arbitrum").chain;
      const dvns = sortedDvns(addresses.dvns.slice(0, count));
      const value = [confirmations, dvns.length, 255, 0, dvns, []];
      const encoded = AbiCoder.defaultAbiCoder().encode([config], [value]);
      const oapp = chain === "hub" ? world.hub.gateway : sourceOf(world, chain).vault;
      const { endpoint } = world.devnet.layerZero(chain);
      const data = endpoint.interface.encodeFunctionData("setConfig", [
        await oapp.getAddress(),
        addresses[library],
        [{ eid: chain === "hub" ? ARBITRUM : HUB, configType: 2, config: encoded }],
      ]);
      await govern(world, "governor", { chain, target: addresses.endpoint, data });
    }

    it("open for packets that only the old ones were paid for, and are skipped", async () => {
      const world = system();
      const observer = await observe(world);
      await require(world, "hub", "receiveUln", 1);
      await require(world, "arbitrum", "sendUln", 1);
      const old = await put(world, ONE);
      expect(world.devnet.relayer.find(packetKey(old))?.dvns).to.deep.equal([0]);
      // In flight for the 48 h that the governor's announcement takes.
      await require(world, "hub", "receiveUln", 2);
      await require(world, "arbitrum", "sendUln", 2);
      expect(await pump(world)).to.equal(0);
      expect(world.devnet.relayer.find(packetKey(old))?.reason?.name).to.equal("LZ_ULN_Verifying");
      const next = await put(world, 2n * ONE);
      expect(await pump(world)).to.equal(0);
      const app = hubEnd.app(world);
      await mined(app.reportGap(ARBITRUM, next.nonce));
      await world.devnet.increaseTime(MINUTES_30);
      await mined(app.skipGap(ARBITRUM, next.nonce));
      expect(await pump(world)).to.equal(1);
      // Two days of silence are QUARANTINE: what arrives is not granted until the lane is itself again.
      expect(await hubEnd.arrived(world)).to.equal(0n);
      await awaken(world);
      await mined(world.hub.gateway.grant(addressOf(world, "alice"), KEY));
      expect(await hubEnd.arrived(world)).to.equal(3n * ONE);
      expectInvariants(await settleEverything(world, observer));
    });
  });

  describe("after a reorg that reuses nonces", () => {
    /** Loses the newest packet's block below its signatures and sends another in its place. */
    async function replace(world: LocalSystem, drop: "all" | "execution" | undefined) {
      const chain = world.devnet.chain("arbitrum");
      chain.recordBlocks();
      const start = await chain.height();
      const first = await put(world, ONE);
      if (drop !== undefined) world.devnet.relayer.faults.packet(packetKey(first), { drop });
      await pump(world);
      await chain.reorg((await chain.height()) - start);
      world.devnet.relayer.faults.clear();
      const second = await put(world, 3n * ONE);
      expect(second.guid).to.equal(first.guid);
      return { first, second };
    }

    it("deliver the new packet when the old one was only verified", async () => {
      const world = system();
      const { second } = await replace(world, "execution");
      await world.devnet.relayer.verify(second);
      await world.devnet.relayer.commit(second);
      expect((await world.devnet.relayer.execute(second)).reason?.text).to.equal(undefined);
      expect(await hubEnd.arrived(world)).to.equal(3n * ONE);
    });

    it("lose the new packet when the old one was delivered, and catch up with the next", async () => {
      const world = system();
      const observer = await observe(world);
      const { second } = await replace(world, undefined);
      await pump(world);
      expect(world.devnet.relayer.find(packetKey(second))?.state).to.equal("verified");
      expect(await hubEnd.arrived(world)).to.equal(ONE);
      await sync(world, "arbitrum", [{ holder: addressOf(world, "alice"), key: KEY }]);
      await pump(world);
      expect(await hubEnd.arrived(world)).to.equal(3n * ONE);
      expectInvariants(await observer.read());
    });
  });
});
