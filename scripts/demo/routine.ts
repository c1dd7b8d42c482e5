import { startPrices } from "../../deploy/local/feeds.js";
import { pump, setPrice, sync } from "../../deploy/local/moves.js";
import type { LocalSystem } from "../../deploy/local/world.js";

/** Lanes send a heartbeat, all but some. */
export async function sendHeartbeats(
  world: LocalSystem,
  silent: readonly string[] = [],
): Promise<void> {
  for (const { chain } of world.sources)
    if (!silent.includes(chain.name)) await sync(world, chain.name);
  await pump(world);
}

/** The oracles sign what they signed at the start. */
export async function reportAsBefore(world: LocalSystem): Promise<void> {
  for (const symbol of world.feeds.keys()) await setPrice(world, symbol, startPrices[symbol]);
}
