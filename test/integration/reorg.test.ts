import { packetKey } from "@causeway/devnet";
import { expect } from "chai";
import { sourceOf } from "../../deploy/contracts.js";
import { expectInvariants, faultsOf, observe, type Observer } from "../helpers/invariants.js";
import { settleEverything } from "../helpers/settle.js";
import {
  addressOf,
  deposit,
  depositAndSync,
  govern,
  pump,
  signerOf,
  sync,
  useSystem,
  withdrawCollateral,
  type LocalSystem,
} from "../helpers/system.js";

/** Ether and ARB on arbitrum, ether on base. */
const [KEY, SIBLING, ELSEWHERE] = [2, 3, 5] as const;
const ONE = 10n ** 8n;
const UNIT_OF_ARB = 10n ** 6n;

const balanceOf = (world: LocalSystem, who: "alice" | "bob" | "carol", key: number) =>
  world.hub.engine.balanceOf(addressOf(world, who), key);

const heard = (world: LocalSystem) =>
  sync(world, "arbitrum", [{ holder: addressOf(world, "alice"), key: KEY }]);

const shortfallOf = async (world: LocalSystem) => {
  const { accounts, deposits, custody, releases } = await world.hub.desk.shortfallOf(KEY);
  return { accounts, deposits, custody, releases };
};

const none = { accounts: 0n, deposits: 0n, custody: 0n, releases: 0n };

describe("reorgs of a source chain", () => {
  const system = useSystem();

  describe("below the confirmations", () => {
    it("leave nothing credited, and what is deposited again is", async () => {
      const world = system();
      const observer = await observe(world);
      const chain = world.devnet.chain("arbitrum");
      chain.recordBlocks();
      const before = await chain.height();
      await depositAndSync(world, { key: KEY, from: "alice", units: 10n * ONE });
      const [packet] = await world.devnet.relayer.scan();
      if (packet === undefined) throw new Error("nothing was sent");
      await chain.mine(5);
      expect(await world.devnet.relayer.pump({ mine: false })).to.equal(0);
      await chain.reorg((await chain.height()) - before);
      expect(await pump(world)).to.equal(0);
      expect(world.devnet.relayer.find(packetKey(packet))?.state).to.equal("orphaned");
      expect(await balanceOf(world, "alice", KEY)).to.equal(0n);
      expectInvariants(await observer.read());
      await depositAndSync(world, { key: KEY, from: "alice", units: 4n * ONE });
      expect(await pump(world)).to.equal(1);
      expect(await balanceOf(world, "alice", KEY)).to.equal(4n * ONE);
      expectInvariants(await settleEverything(world, observer));
    });
  });

  describe("beyond the confirmations", () => {
    let world: LocalSystem;
    let observer: Observer;

    /**
     * Alice has 3 on arbitrum and 10 more that were credited before their blocks were lost; Carol has 6. One SYNC of
     * Alice's has arrived since: the first after the reorg reused the nonce of the one that was lost.
     */
    beforeEach(async () => {
      world = system();
      observer = await observe(world);
      const chain = world.devnet.chain("arbitrum");
      await depositAndSync(world, { key: KEY, from: "alice", units: 3n * ONE });
      await depositAndSync(world, { key: KEY, from: "carol", units: 6n * ONE });
      await depositAndSync(world, { key: SIBLING, from: "bob", units: 100n * UNIT_OF_ARB });
      await depositAndSync(world, { key: ELSEWHERE, from: "bob", units: 5n * ONE });
      await pump(world);
      chain.recordBlocks();
      const before = await chain.height();
      await depositAndSync(world, { key: KEY, from: "alice", units: 10n * ONE });
      expect(await pump(world)).to.equal(1);
      expect(await balanceOf(world, "alice", KEY)).to.equal(13n * ONE);
      await chain.reorg((await chain.height()) - before);
      await heard(world);
      expect(await pump(world)).to.equal(0);
      expect(await shortfallOf(world)).to.deep.equal(none);
      await heard(world);
      expect(await pump(world)).to.equal(1);
    });

    it("are recorded as a shortfall by the next message in order, and hold the key", async () => {
      const found = { accounts: 1n, deposits: 10n * ONE, custody: 0n, releases: 0n };
      expect(await shortfallOf(world)).to.deep.equal(found);
      const { gateway } = world.hub;
      expect(await gateway.isHeld(KEY)).to.equal(true);
      for (const who of ["alice", "carol"] as const) {
        const signer = signerOf(world, who, "hub");
        const value = await gateway.quoteRelease(KEY, 0n);
        const engine = world.hub.engine.connect(signer);
        const { address } = signer;
        await expect(engine.withdrawCollateral(address, KEY, ONE, address, address, { value }))
          .to.be.revertedWithCustomError(gateway, "LaneGateway_Short")
          .withArgs(KEY, 1n, 10n * ONE, 0n, 0n);
      }
    });

    it("are all that the invariants find", async () => {
      const faults = faultsOf(await observer.read());
      const alice = addressOf(world, "alice");
      expect(faults).to.deep.equal([
        `INV-01 key 2 on arbitrum: ${alice} is credited ${13n * ONE}, deposited ${3n * ONE}`,
      ]);
    });

    it("leave the other keys and lanes untouched", async () => {
      const { gateway } = world.hub;
      for (const key of [SIBLING, ELSEWHERE]) expect(await gateway.isHeld(key)).to.equal(false);
      await depositAndSync(world, { key: SIBLING, from: "bob", units: 50n * UNIT_OF_ARB });
      await depositAndSync(world, { key: ELSEWHERE, from: "bob", units: ONE });
      await withdrawCollateral(world, { key: SIBLING, from: "bob", units: 20n * UNIT_OF_ARB });
      await withdrawCollateral(world, { key: ELSEWHERE, from: "bob", units: 2n * ONE });
      await pump(world);
      expect(await balanceOf(world, "bob", SIBLING)).to.equal(130n * UNIT_OF_ARB);
      expect(await balanceOf(world, "bob", ELSEWHERE)).to.equal(4n * ONE);
      const { vault } = sourceOf(world, "arbitrum");
      const { paid } = await vault.payableOf(addressOf(world, "bob"), SIBLING);
      expect(paid).to.equal(20n * UNIT_OF_ARB);
    });

    it("keep new deposits of the key out until the hold ends", async () => {
      await depositAndSync(world, { key: KEY, from: "carol", units: 2n * ONE });
      await pump(world);
      expect(await balanceOf(world, "carol", KEY)).to.equal(6n * ONE);
    });

    it("end when anyone deposits for the account what is missing", async () => {
      const account = addressOf(world, "alice");
      await deposit(world, { key: KEY, from: "stranger", units: 9n * ONE, account });
      await heard(world);
      await pump(world);
      expect((await shortfallOf(world)).accounts).to.equal(1n);
      await deposit(world, { key: KEY, from: "stranger", units: ONE, account });
      await heard(world);
      await pump(world);
      expect(await shortfallOf(world)).to.deep.equal(none);
      expect(await world.hub.gateway.isHeld(KEY)).to.equal(false);
      expect(await balanceOf(world, "alice", KEY)).to.equal(13n * ONE);
      await withdrawCollateral(world, { key: KEY, from: "alice", units: 13n * ONE });
      expectInvariants(await settleEverything(world, observer));
    });

    it("end when the governor writes off what is recorded, 48 h after announcing it", async () => {
      const alice = addressOf(world, "alice");
      const { desk } = world.hub;
      const target = await desk.getAddress();
      const of = (units: bigint) => ({
        chain: "hub",
        target,
        data: desk.interface.encodeFunctionData("writeOff", [alice, alice, KEY, units]),
      });
      await expect(govern(world, "governor", of(10n * ONE + 1n)))
        .to.be.revertedWithCustomError(desk, "LaneDesk_BeyondShortfall")
        .withArgs(KEY, 10n * ONE + 1n, 10n * ONE);
      await govern(world, "governor", of(10n * ONE));
      expect(await shortfallOf(world)).to.deep.equal(none);
      expect(await world.hub.gateway.isHeld(KEY)).to.equal(false);
      expect(await balanceOf(world, "alice", KEY)).to.equal(3n * ONE);
      await withdrawCollateral(world, { key: KEY, from: "alice", units: 3n * ONE });
      await withdrawCollateral(world, { key: KEY, from: "carol", units: 6n * ONE });
      expectInvariants(await settleEverything(world, observer));
    });
  });

  describe("of the hub below the confirmations", () => {
    it("take back no payment, and the withdrawal can be made again", async () => {
      const world = system();
      const observer = await observe(world);
      await depositAndSync(world, { key: KEY, from: "alice", units: 5n * ONE });
      await pump(world);
      const hub = world.devnet.chain("hub");
      hub.recordBlocks();
      const before = await hub.height();
      await withdrawCollateral(world, { key: KEY, from: "alice", units: 2n * ONE });
      expect(await world.devnet.relayer.pump({ mine: false })).to.equal(0);
      await hub.reorg((await hub.height()) - before);
      expect(await pump(world)).to.equal(0);
      expect(await balanceOf(world, "alice", KEY)).to.equal(5n * ONE);
      await withdrawCollateral(world, { key: KEY, from: "alice", units: ONE });
      expect(await pump(world)).to.equal(1);
      expectInvariants(await settleEverything(world, observer));
    });
  });
});
