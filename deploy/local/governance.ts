import type { ContractTransactionReceipt } from "ethers";
import type { AccessManager } from "../../typechain-types/index.js";
import { sourceOf, type HubContracts, type SourceContracts } from "../contracts.js";
import { localHub } from "../networks/local.js";
import { GOVERNANCE_DELAY, STEWARD_DELAY } from "../roles.js";
import { mined } from "./moves.js";
import { signerOf } from "./people.js";
import type { LocalSystem } from "./world.js";

/** A restricted call: the chain's AccessManager makes it. */
export interface RestrictedCall {
  readonly chain: string;
  readonly target: string;
  readonly data: string;
}

/** How long each role announces its acts ahead (seconds). */
const delays = {
  admin: GOVERNANCE_DELAY,
  governor: GOVERNANCE_DELAY,
  steward: STEWARD_DELAY,
  guardian: 0,
} as const;

/** A role with one holder on the local chains. */
export type Holder = keyof typeof delays;

/** The contracts of a chain, by its name. */
export function contractsOn(world: LocalSystem, chain: string): HubContracts | SourceContracts {
  return chain === localHub.name ? world.hub : sourceOf(world, chain);
}

/** A chain's AccessManager as a role's holder uses it. */
export function managerAs(world: LocalSystem, role: Holder, chain: string): AccessManager {
  const { manager } = contractsOn(world, chain);
  return manager.connect(signerOf(world, role, chain));
}

/**
 * Makes a restricted call as a role's holder would: announces it, lets its delay pass on all chains, executes it. Feeds
 * grow old meanwhile; transmit again where that matters.
 */
export async function govern(
  world: LocalSystem,
  role: Holder,
  { chain, target, data }: RestrictedCall,
): Promise<ContractTransactionReceipt> {
  const manager = managerAs(world, role, chain);
  const delay = delays[role];
  if (delay > 0) {
    await mined(manager.schedule(target, data, 0n));
    await world.devnet.increaseTime(delay);
  }
  return mined(manager.execute(target, data));
}
