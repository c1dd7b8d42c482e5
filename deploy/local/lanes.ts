import type { Devnet, LayerZeroCore } from "@causeway/devnet";
import { ZeroAddress } from "ethers";
import type { System } from "../contracts.js";
import { people } from "./people.js";

/** The system and the chains it stands on. */
type Relayed = System & { readonly devnet: Devnet<LayerZeroCore> };

/** hb: the longest regular silence of a lane (seconds). */
export const HEARTBEAT = 900;

/** Messages nearer to each other than that count as one towards a lower stage (seconds). */
const COUNT_SPACING = HEARTBEAT / 3;

/** On-time messages after which a lane's stage falls by one (count). */
const COUNTS_PER_STAGE = 3;

/** QUARANTINE (index). */
const HIGHEST_STAGE = 4;

/** Sends an empty sync of every lane, or of some, and relays. Nobody is paid for it. */
export async function beat({ sources, devnet }: Relayed, lanes?: readonly string[]): Promise<void> {
  for (const { chain, vault } of sources) {
    if (lanes !== undefined && !lanes.includes(chain.name)) continue;
    const keeper = devnet.chain(chain.name).signer(people.keeper);
    const by = vault.connect(keeper);
    const value = await by.quoteSync([], 0n);
    const sent = await by.sync([], ZeroAddress, 0n, keeper.address, { value });
    await sent.wait();
  }
  await devnet.relayer.pump();
}

/**
 * Lets every lane hear the hub and answer: the first round trip of a lane ends the time in which its latency is the
 * longest there is (system.md 3.1).
 */
export async function firstRoundTrips(system: Relayed): Promise<void> {
  const { hub, sources, devnet } = system;
  const keeper = devnet.chain(hub.chain.name).signer(people.keeper);
  const gateway = hub.gateway.connect(keeper);
  for (const { chain } of sources) {
    const value = await gateway.quoteFlush(chain.eid, [], 0n);
    const sent = await gateway.flush(chain.eid, [], 0n, keeper.address, { value });
    await sent.wait();
  }
  await devnet.relayer.pump();
  await beat(system);
}

/**
 * Heartbeats of lanes a third of an interval apart, as keepers send them after a silence; all lanes unless named. Without
 * a number as many as bring a lane from QUARANTINE to NORMAL.
 */
export async function heartbeats(
  system: Relayed,
  count = HIGHEST_STAGE * COUNTS_PER_STAGE,
  lanes?: readonly string[],
): Promise<void> {
  for (let i = 0; i < count; i++) {
    if (i > 0) await system.devnet.increaseTime(COUNT_SPACING);
    await beat(system, lanes);
  }
}
