import type { Devnet, LayerZeroCore } from "@causeway/devnet";
import { ZeroAddress } from "ethers";
import type { SourceContracts, System } from "../contracts.js";
import { people } from "./people.js";

/** The system and the chains it stands on. */
type Relayed = System & { readonly devnet: Devnet<LayerZeroCore> };

/** Messages nearer to each other than that count as one towards a lower stage: a third of hb (seconds). */
const COUNT_SPACING = 300;

/** On-time messages after which a lane's stage falls by one (count). */
const COUNTS_PER_STAGE = 3;

/** QUARANTINE (index). */
const HIGHEST_STAGE = 4;

const named = ({ sources }: Relayed, lanes?: readonly string[]): readonly SourceContracts[] =>
  sources.filter(({ chain }) => lanes?.includes(chain.name) ?? true);

/** Sends the hub's clock over lanes, and relays: what they echo from then on is new. */
async function tick(system: Relayed, lanes?: readonly string[]): Promise<void> {
  const { hub, devnet } = system;
  const keeper = devnet.chain(hub.chain.name).signer(people.keeper);
  const gateway = hub.gateway.connect(keeper);
  for (const { chain } of named(system, lanes)) {
    const value = await gateway.quoteFlush(chain.eid, [], 0n);
    const sent = await gateway.flush(chain.eid, [], 0n, keeper.address, { value });
    await sent.wait();
  }
  await devnet.relayer.pump();
}

/** Sends an empty sync over lanes, and relays. Nobody is paid for it. */
async function beat(system: Relayed, lanes?: readonly string[]): Promise<void> {
  const { devnet } = system;
  for (const { chain, vault } of named(system, lanes)) {
    const keeper = devnet.chain(chain.name).signer(people.keeper);
    const by = vault.connect(keeper);
    const value = await by.quoteSync([], 0n);
    const sent = await by.sync([], ZeroAddress, 0n, keeper.address, { value });
    await sent.wait();
  }
  await devnet.relayer.pump();
}

/**
 * Heartbeats of lanes a third of an interval apart, as keepers send them after a silence, with the hub's clock before
 * them: a vault that heard it late, or long ago, has only old news to send.
 *
 * @param system - with its relayer
 * @param count - how many; one is a lane's first round trip, after which its latency is what was measured, and twelve
 * bring a lane from QUARANTINE to NORMAL
 * @param lanes - by the names of their chains; all unless given
 */
export async function heartbeats(
  system: Relayed,
  count = HIGHEST_STAGE * COUNTS_PER_STAGE,
  lanes?: readonly string[],
): Promise<void> {
  await tick(system, lanes);
  for (let i = 0; i < count; i++) {
    if (i > 0) await system.devnet.increaseTime(COUNT_SPACING);
    await beat(system, lanes);
  }
}

/** Takes lanes that a silence brought to QUARANTINE out of it: they grant again afterwards. All lanes unless named. */
export async function awaken(system: Relayed, lanes?: readonly string[]): Promise<void> {
  await heartbeats(system, 1, lanes);
  const silent: string[] = [];
  for (const { chain } of named(system, lanes)) {
    const { stage } = await system.hub.desk.laneOf(chain.eid);
    if (stage === BigInt(HIGHEST_STAGE)) silent.push(chain.name);
  }
  if (silent.length === 0) return;
  await system.devnet.increaseTime(COUNT_SPACING);
  await heartbeats(system, COUNTS_PER_STAGE, silent);
}
