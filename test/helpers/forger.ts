import { addressToBytes32, lzReceiveOption, type DeliveryResult } from "@causeway/devnet";
import { encodeRelease, encodeSync, type MessageCounter, type MessageTotal } from "@causeway/sdk";
import { ZeroAddress } from "ethers";
import { sourceOf } from "../../deploy/contracts.js";
import { sync, type LocalSystem } from "./system.js";

/** Largest value of a counter, and of a sum on the wire. */
export const MOST = 2n ** 64n - 1n;
export const MOST_SUM = 2n ** 96n - 1n;

/** How far ahead a date may be before the message is parked (seconds). */
export const AHEAD = 7_200;

const GAS = 20_000_000n;

/** What a forged message says. */
export interface Forgery {
  /** Date (unix seconds); the devnet's time by default. */
  readonly sentAt?: number;
  /** The hub's clock as the vault claims to have heard it, SYNC only; not at all by default (unix seconds). */
  readonly echo?: number;
  /** SYNC only. */
  readonly payee?: string;
  readonly claims?: readonly MessageCounter[];
  /** SYNC only. */
  readonly totals?: readonly MessageTotal[];
}

/** From where to where a forged packet claims to go. */
interface Path {
  readonly from: { readonly eid: number; readonly oapp: string };
  readonly to: { readonly eid: number; readonly oapp: string };
}

async function pathOf(world: LocalSystem, chain: string, inbound: boolean): Promise<Path> {
  const source = sourceOf(world, chain);
  const vault = { eid: source.chain.eid, oapp: await source.vault.getAddress() };
  const gateway = { eid: world.hub.chain.eid, oapp: await world.hub.gateway.getAddress() };
  return inbound ? { from: vault, to: gateway } : { from: gateway, to: vault };
}

/** Nonce of the last packet the endpoint let through. */
function reached(world: LocalSystem, { from, to }: Path): Promise<bigint> {
  const { endpoint } = world.devnet.layerZero(to.eid);
  return endpoint.inboundNonce(to.oapp, from.eid, addressToBytes32(from.oapp));
}

/** All DVNs of the path sign a message nobody sent, and it is delivered. */
async function deliver(world: LocalSystem, path: Path, message: string): Promise<DeliveryResult> {
  const packet = world.devnet.relayer.forge({
    nonce: (await reached(world, path)) + 1n,
    srcEid: path.from.eid,
    sender: path.from.oapp,
    dstEid: path.to.eid,
    receiver: path.to.oapp,
    message,
    options: lzReceiveOption(GAS),
  });
  return world.devnet.relayer.deliver(packet);
}

/** All DVNs of a source chain's lane sign a forged SYNC; it is delivered to the gateway. */
export async function forgeSync(
  world: LocalSystem,
  chain: string,
  forgery: Forgery,
): Promise<DeliveryResult> {
  const { sentAt = world.devnet.now(), claims = [], totals = [] } = forgery;
  const { echo = 0, payee = ZeroAddress } = forgery;
  const header = { sentAt, echo, hold: 0, payee };
  const message = encodeSync({ ...header, counters: claims, totals });
  return deliver(world, await pathOf(world, chain, true), message);
}

/** All DVNs of a source chain's lane sign an old message once more, under a nonce of its own; it is delivered. */
export async function replaySync(
  world: LocalSystem,
  chain: string,
  message: string,
): Promise<DeliveryResult> {
  return deliver(world, await pathOf(world, chain, true), message);
}

/** All DVNs of a source chain's lane sign a forged RELEASE; it is delivered to the vault. */
export async function forgeRelease(
  world: LocalSystem,
  chain: string,
  forgery: Forgery,
): Promise<DeliveryResult> {
  const { sentAt = world.devnet.now(), claims = [] } = forgery;
  const message = encodeRelease({ sentAt, echo: 0, hold: 0, counters: claims });
  return deliver(world, await pathOf(world, chain, false), message);
}

/**
 * Honest messages of a vault until one arrives. Forged packets have used up nonces: the honest ones that carry the same
 * nonces can never be verified, and lose nothing, since the next tells the same.
 */
export async function honestSync(
  world: LocalSystem,
  chain: string,
  items: readonly { readonly holder: string; readonly key: number }[] = [],
): Promise<void> {
  const path = await pathOf(world, chain, true);
  const { endpoint } = world.devnet.layerZero(path.from.eid);
  const sent = (): Promise<bigint> =>
    endpoint.outboundNonce(path.from.oapp, path.to.eid, addressToBytes32(path.to.oapp));
  while ((await sent()) < (await reached(world, path))) await sync(world, chain);
  await sync(world, chain, items);
  await world.devnet.relayer.pump();
}
