import { packetName, type Packet } from "@causeway/devnet";
import { localHub } from "../../deploy/networks/local.js";
import { sourceOf } from "../../deploy/contracts.js";
import { awaken } from "../../deploy/local/lanes.js";
import { mined, pump, vaultOf } from "../../deploy/local/moves.js";
import { signerOf } from "../../deploy/local/people.js";
import type { LocalSystem } from "../../deploy/local/world.js";
import type { CounterIdStruct } from "../../typechain-types/contracts/interfaces/ICollateralVault.js";
import { unsettledOf, type Unsettled, type Observer, type Reading } from "./invariants.js";

/** More than any fee on the local chains; the endpoint gives back what is too much (wei). */
export const AMPLE_FEE = 10n ** 18n;

/** Enough for a call that sends a message of a few counters (gas units). */
export const SEND_GAS = 3_000_000n;

/** A bucket is empty again after it (seconds). */
const REFILL = 86_400;

/** How long a gap stands before anyone may skip it (seconds). */
const GAP_DELAY = 1_800;

/** Rounds of refills before a state counts as one that cannot settle (count). */
const ROUNDS = 8;

const overrides = { value: AMPLE_FEE, gasLimit: SEND_GAS };

const itemsOf = (
  open: readonly Unsettled[],
  holders: (one: Unsettled) => readonly string[],
): CounterIdStruct[] =>
  open.flatMap((one) => holders(one).map((holder) => ({ holder, key: one.key })));

/** Sends every counter again that the other side lacks. */
async function resend(world: LocalSystem, open: readonly Unsettled[]): Promise<void> {
  for (const { chain } of world.sources) {
    const here = open.filter((one) => one.chain === chain.name);
    const seen = itemsOf(here, ({ unseen }) => unseen);
    const keeper = signerOf(world, "stranger", chain.name);
    if (seen.length > 0) {
      const vault = sourceOf(world, chain.name).vault.connect(keeper);
      await mined(vault.sync(seen, keeper.address, 0n, keeper.address, overrides));
    }
    const released = itemsOf(here, ({ unreleased }) => unreleased);
    if (released.length === 0) continue;
    const flusher = signerOf(world, "stranger", localHub.name);
    const gateway = world.hub.gateway.connect(flusher);
    await mined(gateway.flush(chain.eid, released, 0n, flusher.address, overrides));
  }
}

/** Credits and pays what only a bucket or a failed transfer kept back. */
async function collect(world: LocalSystem, open: readonly Unsettled[]): Promise<void> {
  const hub = world.hub.gateway.connect(signerOf(world, "stranger", localHub.name));
  for (const { chain, key, uncredited, unpaid } of open) {
    for (const account of uncredited) await mined(hub.grant(account, key, { gasLimit: SEND_GAS }));
    if (unpaid.length === 0) continue;
    const vault = vaultOf(world, key).connect(signerOf(world, "stranger", chain));
    for (const recipient of unpaid) {
      const { outflowRoom } = await vault.roomOf(key);
      if (outflowRoom > 0n) await mined(vault.claim(recipient, key, { gasLimit: SEND_GAS }));
    }
  }
}

/** Of each lane and direction the last packet that is committed and waits for one that is not verified. */
function blocked(world: LocalSystem): readonly Packet[] {
  const last = new Map<string, Packet>();
  for (const { packet, state } of world.devnet.relayer.packets) {
    const lane = `${packet.srcEid}>${packet.dstEid}`;
    const known = last.get(lane);
    if (state === "committed" && (known === undefined || known.nonce < packet.nonce))
      last.set(lane, packet);
  }
  return [...last.values()];
}

/** The gap functions of the application a packet goes to, as anyone may call them. */
function receiverOf(world: LocalSystem, packet: Packet) {
  const chain = world.devnet.chain(packet.dstEid);
  const anyone = signerOf(world, "stranger", chain.name);
  return chain.name === localHub.name
    ? world.hub.gateway.connect(anyone)
    : sourceOf(world, chain.name).vault.connect(anyone);
}

/** Skips packets that were never verified, so that those behind them arrive. */
async function skipGaps(world: LocalSystem): Promise<void> {
  const waiting = blocked(world);
  if (waiting.length === 0) return;
  for (const packet of waiting)
    await mined(receiverOf(world, packet).reportGap(packet.srcEid, packet.nonce));
  await world.devnet.increaseTime(GAP_DELAY);
  for (const packet of waiting) {
    const { endpoint } = world.devnet.layerZero(packet.dstEid);
    const app = receiverOf(world, packet);
    const reached = () => endpoint.inboundNonce(app.getAddress(), packet.srcEid, packet.sender);
    for (let guard = 0; (await reached()) < packet.nonce; guard++) {
      if (guard > 100) throw new Error(`${packetName(packet)} stays blocked after 100 skips`);
      await mined(app.skipGap(packet.srcEid, packet.nonce));
    }
  }
  await pump(world);
}

/** Delivers what can be delivered, and what failed once more. */
async function deliver(world: LocalSystem): Promise<void> {
  await pump(world);
  for (const { packet } of world.devnet.relayer.packets.filter(({ state }) => state === "failed"))
    await world.devnet.relayer.retry(packet);
  await skipGaps(world);
}

/** Accounts whose credit only a full cap keeps out: INV-06 excepts them. */
async function beyondCap(world: LocalSystem, open: readonly Unsettled[]): Promise<boolean> {
  for (const { key, unseen, uncredited, unreleased, unpaid } of open) {
    if ([...unseen, ...unreleased, ...unpaid].length > 0 || uncredited.length === 0) return false;
    const { cap } = await world.hub.desk.inflowOf(key);
    const { credited, authorised } = await world.hub.desk.sumsOf(key);
    if (credited - authorised < cap) return false;
  }
  return true;
}

/**
 * INV-06: by permissionless calls alone - relaying, sync, flush, grant, claim, skipping gaps - brings a system to C = D as
 * far as caps allow, R = A and P = R, waiting for buckets where they stand in the way.
 *
 * @param world - with no fault of the relayer left, or with packets that are lost for ever
 * @param observer - reads it
 * @param keys - those looked at; all by default
 * @returns the settled state
 */
export async function settleEverything(
  world: LocalSystem,
  observer: Observer,
  keys?: readonly number[],
): Promise<Reading> {
  for (let round = 0; round < ROUNDS; round++) {
    await deliver(world);
    await resend(world, unsettledOf(await observer.read(keys)));
    await deliver(world);
    await collect(world, unsettledOf(await observer.read(keys)));
    const reading = await observer.read(keys);
    const open = unsettledOf(reading);
    if (open.length === 0 || (await beyondCap(world, open))) return reading;
    await world.devnet.increaseTime(REFILL);
    // Days of waiting for a bucket are a silence of the lanes that nothing else uses.
    await awaken(
      world,
      open.map(({ chain }) => chain),
    );
  }
  const open = unsettledOf(await observer.read(keys));
  throw new Error(`INV-06: not settled after ${ROUNDS} refills: ${JSON.stringify(open)}`);
}
