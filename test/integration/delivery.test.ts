import type { Packet } from "@causeway/devnet";
import { decodeExecutorOptions, originOf } from "@causeway/devnet";
import { expect } from "chai";
import { id } from "ethers";
import { sourceOf } from "../../deploy/contracts.js";
import { RefundDeliverer__factory, type RefundDeliverer } from "../../typechain-types/index.js";
import { expectInvariants, finalState, observe } from "../helpers/invariants.js";
import { AMPLE_FEE, settleEverything } from "../helpers/settle.js";
import {
  addressOf,
  depositAndSync,
  mined,
  pump,
  signerOf,
  useSystem,
  withdrawCollateral,
  type LocalSystem,
} from "../helpers/system.js";

/** Ether on arbitrum. */
const KEY = 2;
const ONE = 10n ** 8n;
const HUB = 40_161;
const ARBITRUM = 40_231;

/** The first bytes of OpenZeppelin's refusal to be entered again. */
const LOCKED = id("ReentrancyGuardReentrantCall()").slice(0, 10);

/** A direction of a lane: how to put a packet under way, and how to make its receiver send with a refund. */
interface Direction {
  readonly to: "hub" | "arbitrum";
  readonly send: (world: LocalSystem) => Promise<unknown>;
  readonly sendFrom: (world: LocalSystem, refund: string) => Promise<unknown>;
}

const directions: Readonly<Record<string, Direction>> = {
  "a SYNC at the gateway": {
    to: "hub",
    send: (world) => depositAndSync(world, { key: KEY, from: "alice", units: 3n * ONE }),
    sendFrom: (world, refund) => {
      const gateway = world.hub.gateway.connect(signerOf(world, "stranger", "hub"));
      return mined(gateway.flush(ARBITRUM, [], 0n, refund, { value: AMPLE_FEE }));
    },
  },
  "a RELEASE at the vault": {
    to: "arbitrum",
    send: (world) => withdrawCollateral(world, { key: KEY, from: "alice", units: 2n * ONE }),
    sendFrom: (world, refund) => {
      const signer = signerOf(world, "stranger", "arbitrum");
      const vault = sourceOf(world, "arbitrum").vault.connect(signer);
      return mined(vault.sync([], signer.address, 0n, refund, { value: AMPLE_FEE }));
    },
  },
};

/** Alice has 10 credited; then a packet is committed and not yet delivered. */
async function pending(world: LocalSystem, { send, to }: Direction): Promise<Packet> {
  await depositAndSync(world, { key: KEY, from: "alice", units: 10n * ONE });
  await pump(world);
  await send(world);
  const [packet] = await world.devnet.relayer.scan();
  if (packet === undefined) throw new Error("nothing was sent");
  const [from, dest] = to === "hub" ? [ARBITRUM, HUB] : [HUB, ARBITRUM];
  world.devnet.relayer.faults.lane(from, dest, { drop: "execution" });
  await pump(world);
  world.devnet.relayer.faults.clear();
  return packet;
}

async function deliverer(world: LocalSystem, to: string, packet: Packet): Promise<RefundDeliverer> {
  const { endpoint } = world.devnet.layerZero(to);
  const signer = signerOf(world, "stranger", to);
  const made = await new RefundDeliverer__factory(signer).deploy(endpoint.getAddress());
  const { guid, message, receiver } = packet;
  const origin = originOf(packet);
  await mined(made.aim({ origin, receiver: `0x${receiver.slice(26)}`, guid, message }));
  return made;
}

const arrived = async (world: LocalSystem, to: string): Promise<bigint> => {
  const alice = addressOf(world, "alice");
  if (to === "hub") return (await world.hub.desk.creditOf(alice, KEY)).credited;
  return (await sourceOf(world, to).vault.payableOf(alice, KEY)).paid;
};

describe("delivery", () => {
  const system = useSystem();

  for (const [name, direction] of Object.entries(directions)) {
    const { to } = direction;
    const [before, after] = to === "hub" ? [10n * ONE, 13n * ONE] : [0n, 2n * ONE];

    it(`of ${name} from within a send is refused, and succeeds later`, async () => {
      const world = system();
      const observer = await observe(world);
      const packet = await pending(world, direction);
      const attacker = await deliverer(world, to, packet);
      await direction.sendFrom(world, await attacker.getAddress());
      expect(await attacker.attempts()).to.equal(1n);
      expect(await attacker.delivered()).to.equal(false);
      expect(await attacker.reason()).to.equal(LOCKED);
      expect(await arrived(world, to)).to.equal(before);
      // Anyone, and the same contract too, delivers it once nothing is locked.
      const signer = signerOf(world, "stranger", to);
      const target = await attacker.getAddress();
      await (await signer.sendTransaction({ to: target, value: 1n, gasLimit: 2_000_000n })).wait();
      expect(await attacker.delivered()).to.equal(true);
      expect(await arrived(world, to)).to.equal(after);
      expectInvariants(await settleEverything(world, observer));
    });

    it(`of ${name} with any gas from 21,000 up does all or nothing, and nothing becomes all on another try`, async () => {
      const world = system();
      const observer = await observe(world);
      const packet = await pending(world, direction);
      await observer.remember();
      const { devnet } = world;
      const start = await devnet.snapshot();
      const nothing = finalState(await observer.read([KEY]));
      expect((await devnet.relayer.execute(packet)).reason?.text).to.equal(undefined);
      const all = finalState(await observer.read([KEY]));
      expect(await arrived(world, to)).to.equal(after);
      const enough: bigint[] = [];
      for (let gas = 21_000n; gas <= 500_000n; gas += 2_000n) {
        await devnet.restore(start);
        const { delivered } = await devnet.relayer.execute(packet, { gas });
        const state = finalState(await observer.read([KEY]));
        expect(state, `${gas} gas`).to.deep.equal(delivered ? all : nothing);
        if (delivered) enough.push(gas);
        else {
          // Having once been enough, more gas is never too little.
          expect(enough, `${gas} gas is too little`).to.deep.equal([]);
          expect((await devnet.relayer.retry(packet)).delivered, `${gas} gas`).to.equal(true);
          expect(finalState(await observer.read([KEY])), `${gas} gas`).to.deep.equal(all);
        }
      }
      // What the sender contract bought is enough.
      const [least = 0n] = enough;
      expect(least).to.be.greaterThan(0n);
      expect(decodeExecutorOptions(packet.options).gas >= least).to.equal(true);
    });
  }
});
