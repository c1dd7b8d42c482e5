import {
  ZeroAddress,
  getAddress,
  type Addressable,
  type FunctionFragment,
  type Interface,
} from "ethers";
import {
  AccessManager__factory,
  AuctionHouse__factory,
  CollateralVault__factory,
  HubVault__factory,
  ILaneDesk__factory,
  ILayerZeroEndpointV2__factory,
  IVaultDesk__factory,
  LaneGateway__factory,
  MarginEngine__factory,
  PriceOracle__factory,
  RiskParameters__factory,
  type AccessManager,
} from "../typechain-types/index.js";
import type { Action } from "./actions.js";
import type { HubContracts, SourceContracts, System } from "./contracts.js";
import type { RoleHolders } from "./networks/types.js";
import {
  GOVERNANCE_DELAY,
  STEWARD_DELAY,
  roleId,
  roleTables,
  type GovernedContract,
  type RoleName,
  type RoleTable,
} from "./roles.js";

const managerAbi: Interface = AccessManager__factory.createInterface();

const abis: Readonly<Record<GovernedContract, Interface>> = {
  PriceOracle: PriceOracle__factory.createInterface(),
  RiskParameters: RiskParameters__factory.createInterface(),
  LaneGateway: LaneGateway__factory.createInterface(),
  LaneDesk: ILaneDesk__factory.createInterface(),
  HubVault: HubVault__factory.createInterface(),
  MarginEngine: MarginEngine__factory.createInterface(),
  AuctionHouse: AuctionHouse__factory.createInterface(),
  CollateralVault: CollateralVault__factory.createInterface(),
  VaultDesk: IVaultDesk__factory.createInterface(),
  EndpointV2: ILayerZeroEndpointV2__factory.createInterface(),
};

/** A contract whose functions an AccessManager gives out. */
interface Target {
  readonly name: GovernedContract;
  readonly address: string;
}

/** One chain before the handover. */
interface Domain {
  readonly chain: string;
  readonly manager: AccessManager;
  /** Block to look for events from (number). */
  readonly since: number;
  readonly deployer: string;
  readonly holders: RoleHolders;
  readonly targets: readonly Target[];
}

/** How long each role's acts are announced ahead (seconds). */
const delays = {
  admin: GOVERNANCE_DELAY,
  governor: GOVERNANCE_DELAY,
  steward: STEWARD_DELAY,
  guardian: 0,
} as const;

type Held = keyof typeof delays;

const held: readonly Held[] = ["governor", "steward", "guardian", "admin"];

/** A function of a role table, by name. */
export function restrictedFunction(contract: GovernedContract, name: string): FunctionFragment {
  const found = abis[contract].getFunction(name);
  if (found === null)
    throw new Error(`${contract} has no function ${name}; correct the role table`);
  return found;
}

/** One chain's plan. Everything here is a call of the manager on itself. */
class HandOver {
  readonly #actions: Action[] = [];

  constructor(
    private readonly domain: Domain,
    private readonly address: string,
  ) {}

  async plan(): Promise<readonly Action[]> {
    const { holders, chain, deployer } = this.domain;
    // By value and not by text: an environment file may write an address without its checksum.
    const named = Object.values<string>({ ...holders }).map((holder) => getAddress(holder));
    if (named.includes(getAddress(deployer)))
      throw new Error(`${chain}: the deployer ${deployer} cannot hold a role: name somebody else`);
    for (const target of this.domain.targets) await this.#functions(target);
    for (const role of ["governor", "steward", "guardian", "nobody"] as const)
      await this.#role(role);
    for (const role of held) await this.#holder(role, holders[role]);
    // Last: without its admin role the deployer can do nothing more.
    const [isAdmin] = await this.domain.manager.hasRole(roleId.admin, deployer);
    if (isAdmin) this.#add("revokeRole", [roleId.admin, deployer], `${deployer} is admin no more`);
    return this.#actions;
  }

  async #functions({ name, address }: Target): Promise<void> {
    const { manager } = this.domain;
    const table: RoleTable = roleTables[name];
    const byRole = new Map<RoleName, string[]>();
    for (const [fn, role] of Object.entries(table)) {
      const { selector } = restrictedFunction(name, fn);
      if ((await manager.getTargetFunctionRole(address, selector)) === roleId[role]) continue;
      byRole.set(role, [...(byRole.get(role) ?? []), selector]);
    }
    for (const [role, selectors] of byRole) {
      const args = [address, selectors, roleId[role]];
      this.#add(
        "setTargetFunctionRole",
        args,
        `${selectors.length} functions of ${name} -> ${role}`,
      );
    }
    if (!(await this.#hasDelay(address))) {
      const text = `delay of changes to ${name}'s roles -> ${GOVERNANCE_DELAY} s`;
      this.#add("setTargetAdminDelay", [address, GOVERNANCE_DELAY], text);
    }
  }

  async #role(role: Exclude<RoleName, "admin">): Promise<void> {
    const { manager } = this.domain;
    const id = roleId[role];
    if (!(await this.#hasLabel(role)))
      this.#add("labelRole", [id, role.toUpperCase()], `label of role ${id} -> ${role}`);
    // The guardian may call off what governor or steward have announced: that only ever keeps things as they are.
    const guardian = role === "nobody" || role === "guardian" ? roleId.admin : roleId.guardian;
    if ((await manager.getRoleGuardian(id)) !== guardian)
      this.#add(
        "setRoleGuardian",
        [id, guardian],
        `role that may cancel acts of ${role} -> ${guardian}`,
      );
    const admin = role === "nobody" ? roleId.nobody : roleId.admin;
    if ((await manager.getRoleAdmin(id)) !== admin)
      this.#add("setRoleAdmin", [id, admin], `role that appoints ${role} -> ${admin}`);
  }

  async #holder(role: Held, holder: string): Promise<void> {
    if (holder === ZeroAddress) throw new Error(`${this.domain.chain}: nobody is named as ${role}`);
    const [member, delay] = await this.domain.manager.hasRole(roleId[role], holder);
    if (member && delay === BigInt(delays[role])) return;
    const text = `${role} -> ${holder}, ${delays[role]} s ahead`;
    this.#add("grantRole", [roleId[role], holder, delays[role]], text);
  }

  /** A longer delay takes effect after days only; until then the newest event says what it will be. */
  async #hasDelay(target: string): Promise<boolean> {
    const { manager, since } = this.domain;
    const updates = manager.filters.TargetAdminDelayUpdated(target);
    const logs = await manager.queryFilter(updates, since);
    return logs.at(-1)?.args.delay === BigInt(GOVERNANCE_DELAY);
  }

  /** Labels are events alone. */
  async #hasLabel(role: RoleName): Promise<boolean> {
    const { manager, since } = this.domain;
    const logs = await manager.queryFilter(manager.filters.RoleLabel(roleId[role]), since);
    return logs.at(-1)?.args.label === role.toUpperCase();
  }

  #add(name: string, args: readonly unknown[], text: string): void {
    const { chain } = this.domain;
    const { address } = this;
    const data = managerAbi.encodeFunctionData(name, args);
    this.#actions.push({
      chain,
      manager: address,
      target: address,
      data,
      text: `${chain}: ${text}`,
    });
  }
}

async function domainsOf(system: System): Promise<Domain[]> {
  const { hub, sources, environment } = system;
  const target = async (name: GovernedContract, contract: Addressable): Promise<Target> => ({
    name,
    address: await contract.getAddress(),
  });
  const endpoint = (address: string): Target => ({ name: "EndpointV2", address });
  const domain = async (
    chain: HubContracts | SourceContracts,
    targets: readonly Target[],
  ): Promise<Domain> => ({
    chain: chain.chain.name,
    manager: chain.manager,
    since: chain.since,
    deployer: await chain.deployer.getAddress(),
    holders: environment.roles,
    targets: [...targets, endpoint(chain.chain.layerZero.endpoint)],
  });
  const onHub = [
    await target("PriceOracle", hub.oracle),
    await target("RiskParameters", hub.parameters),
    await target("LaneGateway", hub.gateway),
    await target("LaneDesk", hub.desk),
    await target("HubVault", hub.vault),
    await target("MarginEngine", hub.engine),
    await target("AuctionHouse", hub.auctions),
  ];
  const domains = [await domain(hub, onHub)];
  for (const source of sources) {
    const atVault = [
      await target("CollateralVault", source.vault),
      await target("VaultDesk", source.desk),
    ];
    domains.push(await domain(source, atVault));
  }
  return domains;
}

/**
 * What must change so that every chain is governed as `roles.ts` says and the deployer has no power left; empty when
 * nothing differs.
 */
export async function planHandover(system: System): Promise<Action[]> {
  const actions: Action[] = [];
  for (const domain of await domainsOf(system))
    actions.push(...(await new HandOver(domain, await domain.manager.getAddress()).plan()));
  return actions;
}
