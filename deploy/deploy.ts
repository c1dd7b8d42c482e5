import type { ContractRunner } from "ethers";
import { applyActions, type Action } from "./actions.js";
import {
  deployContracts,
  type Connections,
  type HubContracts,
  type SourceContracts,
  type System,
} from "./contracts.js";
import { planHandover } from "./handover.js";
import { planListing } from "./listing.js";
import type { Environment } from "./networks/types.js";
import type { Application } from "./pathways.js";
import { roleId } from "./roles.js";
import { checkLanes } from "./security.js";
import { planLane } from "./wire.js";

async function applicationOf(
  { chain, manager }: HubContracts | SourceContracts,
  oapp: { getAddress(): Promise<string> },
): Promise<Application> {
  return { chain, oapp: await oapp.getAddress(), manager: await manager.getAddress() };
}

/** What must change so that every lane is wired as the environment says; empty when nothing differs. */
export async function planWiring({ hub, sources }: System): Promise<Action[]> {
  const actions: Action[] = [];
  const gateway = await applicationOf(hub, hub.gateway);
  for (const source of sources) {
    const lane = { hub: gateway, source: await applicationOf(source, source.vault) };
    actions.push(...(await planLane(lane, { hub: hub.deployer, source: source.deployer })));
  }
  return actions;
}

/** Everything that must change: listings, then lanes, then powers. */
export async function planSystem(system: System): Promise<Action[]> {
  return [
    ...(await planListing(system)),
    ...(await planWiring(system)),
    ...(await planHandover(system)),
  ];
}

/** The deployer of a chain, by name. */
function deployerOf({ hub, sources }: System, chain: string): ContractRunner {
  const found = [hub, ...sources].find((contracts) => contracts.chain.name === chain);
  if (found === undefined) throw new Error(`no chain ${chain} in this deployment`);
  return found.deployer;
}

async function requireDeployerIsAdmin(system: System, actions: readonly Action[]): Promise<void> {
  for (const { chain, deployer, manager } of [system.hub, ...system.sources]) {
    const ours = actions.filter((action) => action.chain === chain.name);
    const [isAdmin, delay] = await manager.hasRole(roleId.admin, deployer);
    if (ours.length === 0 || (isAdmin && delay === 0n)) continue;
    const list = ours.map((action) => `  ${action.text}`).join("\n");
    throw new Error(`${chain.name} is handed over; the governor must schedule:\n${list}`);
  }
}

/**
 * Computes prices and haircut rows that nobody has computed yet. Anyone may do this. The engine computes none for keys of a
 * lane before its first round trip; until then they count for nothing.
 */
export async function computeRows(system: System): Promise<void> {
  const { hub, environment } = system;
  let assets = 0n;
  for (const { id } of environment.assets)
    if ((await hub.risk.assetRow(id)) === 0n) assets |= 1n << BigInt(id);
  if (assets !== 0n) await (await hub.risk.refresh(assets)).wait();
  let keys = 0n;
  for (const { id } of environment.keys)
    if ((await hub.risk.keyRow(id)) === 0n) keys |= 1n << BigInt(id);
  if (keys !== 0n) await (await hub.risk.poke(keys)).wait();
}

/**
 * Brings a deployment to what its environment says, hands it over to the role holders and checks that every lane is
 * secure. Doing it again changes nothing.
 *
 * @param system - deployed contracts
 * @returns what was changed, in order
 */
export async function configure(system: System): Promise<Action[]> {
  const actions = await planSystem(system);
  await requireDeployerIsAdmin(system, actions);
  await applyActions(actions, (chain) => deployerOf(system, chain));
  await checkLanes(system);
  await computeRows(system);
  return actions;
}

/**
 * Deploys, lists, wires and hands over.
 *
 * @param environment - what is wanted
 * @param connections - how to reach each chain, by name
 * @returns typed handles of every contract
 */
export async function deploySystem(
  environment: Environment,
  connections: Connections,
): Promise<System> {
  const system = await deployContracts(environment, connections);
  await configure(system);
  return system;
}
