import { ZeroAddress, type Addressable } from "ethers";
import type { Devnet, DevnetSite } from "@causeway/devnet";
import { applyActions } from "../../deploy/actions.js";
import type { Application, Chain as PlannedChain } from "../../deploy/pathways.js";
import { planLane } from "../../deploy/wire.js";
import {
  AccessManager__factory,
  CollateralVault__factory,
  HubVault__factory,
  IVaultDesk__factory,
  LaneDesk__factory,
  LaneGateway__factory,
  PermitToken__factory,
  VaultDesk__factory,
  type AccessManager,
  type CollateralVault,
  type HubVault,
  type LaneGateway,
  type PermitToken,
} from "../../typechain-types/index.js";
import type { TestKey } from "./hubRisk.js";
import { mined } from "./mined.js";

/** Shared decimals of every key of the test hub. */
export const SHARED_DECIMALS = 8;

/** Cap of every key: two million tokens (units). */
export const CAP = 2_000_000n * 10n ** 8n;

const BUCKET_BPS = 2_000;

/** A chain with its own AccessManager, whose admin is signer 0. */
export interface Governed {
  readonly site: DevnetSite;
  readonly manager: AccessManager;
}

/** Gateway and vaults of the test hub, and the token of each key. */
export interface HubLanes {
  readonly gateway: LaneGateway;
  readonly vault: HubVault;
  readonly source: Governed;
  readonly sourceVault: CollateralVault;
  readonly tokens: ReadonlyMap<number, PermitToken>;
}

const addressOf = (contract: Addressable): Promise<string> => contract.getAddress();

/** Puts an AccessManager on a chain. */
export async function govern(site: DevnetSite): Promise<Governed> {
  const admin = site.chain.signer(0);
  return { site, manager: await new AccessManager__factory(admin).deploy(admin.address) };
}

/** Deploys gateway and vaults on a hub and one source chain, and joins them with the real wiring. */
export async function deployLanes(
  devnet: Devnet,
  hub: Governed,
  sourceEid: number,
): Promise<HubLanes> {
  const source = await govern(devnet.site(sourceEid));
  const admin = hub.site.chain.signer(0);
  const manager = await addressOf(hub.manager);
  const endpoint = await addressOf(hub.site.layerZero.endpoint);
  const desk = await new LaneDesk__factory(admin).deploy(manager);
  const gateway = await new LaneGateway__factory(admin).deploy(endpoint, manager, desk);
  const vault = await new HubVault__factory(admin).deploy(
    manager,
    ZeroAddress,
    await addressOf(gateway),
  );
  const sourceVault = await deploySourceVault(source, hub.site.chain.eid);
  const ends = {
    hub: await application(hub, gateway),
    source: await application(source, sourceVault),
  };
  const runners = { hub: admin, source: source.site.chain.signer(0) };
  const runnerOf = (name: string) => devnet.chain(name).signer(0);
  await applyActions(await planLane(ends, runners), runnerOf);
  return { gateway, vault, source, sourceVault, tokens: new Map() };
}

async function deploySourceVault(source: Governed, hubEid: number): Promise<CollateralVault> {
  const admin = source.site.chain.signer(0);
  return new CollateralVault__factory(admin).deploy(
    await addressOf(source.site.layerZero.endpoint),
    await addressOf(source.manager),
    ZeroAddress,
    hubEid,
    await new VaultDesk__factory(admin).deploy(source.manager),
  );
}

/** Makes a token for each key and lists it with the gateway and its vault. */
export async function listKeys(
  lanes: HubLanes,
  hub: Governed,
  keys: readonly TestKey[],
): Promise<HubLanes> {
  const tokens = new Map<number, PermitToken>();
  for (const { key, eid } of keys) {
    const local = eid === hub.site.chain.eid;
    const admin = (local ? hub : lanes.source).site.chain.signer(0);
    const token = await new PermitToken__factory(admin).deploy(`K${key}`, 18);
    const address = await token.getAddress();
    await mined(lanes.gateway.listKey(key, eid, address, CAP, BUCKET_BPS));
    if (local) await mined(lanes.vault.listKey(key, address, SHARED_DECIMALS, 1, CAP));
    else {
      const desk = IVaultDesk__factory.connect(await addressOf(lanes.sourceVault), admin);
      await mined(desk.listKey(key, address, SHARED_DECIMALS, 1, CAP, BUCKET_BPS));
    }
    tokens.set(key, token);
  }
  return { ...lanes, tokens };
}

async function application(end: Governed, oapp: Addressable): Promise<Application> {
  const { chain, layerZero } = end.site;
  const { addresses } = layerZero;
  const planned: PlannedChain = {
    name: chain.name,
    eid: chain.eid,
    chainId: chain.chainId,
    confirmations: BigInt(chain.confirmations),
    layerZero: {
      endpoint: addresses.endpoint,
      sendLibrary: addresses.sendUln,
      receiveLibrary: addresses.receiveUln,
      executor: addresses.executor,
      dvns: addresses.dvns,
    },
  };
  return { chain: planned, oapp: await addressOf(oapp), manager: await addressOf(end.manager) };
}
