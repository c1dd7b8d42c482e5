import type { Chain, Devnet } from "@causeway/devnet";
import { ZeroAddress, type Addressable } from "ethers";
import type { Application } from "../../deploy/pathways.js";
import { applyActions } from "../../deploy/actions.js";
import { planLane } from "../../deploy/wire.js";
import {
  CollateralVault__factory,
  HubVault__factory,
  ICollateralVaultFull__factory,
  LaneDesk__factory,
  LaneGateway__factory,
  PermitToken__factory,
  VaultDesk__factory,
  WrappedNative__factory,
  type CollateralVault,
  type HubVault,
  type ICollateralVaultFull,
  type LaneGateway,
  type PermitToken,
} from "../../typechain-types/index.js";
import { govern, type Governed } from "./hubLanes.js";
import { mined } from "./mined.js";

const HUB_EID = 40_161;

/** A source chain with its vault and the token of each of its keys. */
export interface Spoke extends Governed {
  readonly chain: Chain;
  readonly eid: number;
  readonly vault: ICollateralVaultFull;
  /** The vault as a LayerZero application. */
  readonly app: CollateralVault;
  readonly tokens: ReadonlyMap<number, PermitToken>;
  /** The wrapped native token, key A_WETH on chain A (address). */
  readonly wrapped: string;
}

/** A gateway with its desk. */
export async function deployGateway(hub: Governed): Promise<LaneGateway> {
  const admin = hub.site.chain.signer(0);
  const desk = await new LaneDesk__factory(admin).deploy(hub.manager);
  const { endpoint } = hub.site.layerZero.addresses;
  return new LaneGateway__factory(admin).deploy(endpoint, hub.manager, desk);
}

/** The vault of the hub's own keys, on a hub without a wrapped native token. */
export function deployHubVault(hub: Governed, gateway: Addressable): Promise<HubVault> {
  const admin = hub.site.chain.signer(0);
  return new HubVault__factory(admin).deploy(hub.manager, ZeroAddress, gateway);
}

/** A source chain with a vault that has no keys yet. */
export async function deploySpoke(devnet: Devnet, eid: number): Promise<Spoke> {
  const governed = await govern(devnet.site(eid));
  const { chain, layerZero } = governed.site;
  const admin = chain.signer(0);
  const wrapped = await (await new WrappedNative__factory(admin).deploy()).getAddress();
  const desk = await new VaultDesk__factory(admin).deploy(governed.manager);
  const app = await new CollateralVault__factory(admin).deploy(
    layerZero.addresses.endpoint,
    governed.manager,
    wrapped,
    HUB_EID,
    desk,
  );
  const vault = ICollateralVaultFull__factory.connect(await app.getAddress(), admin);
  return { ...governed, chain, eid, vault, app, wrapped, tokens: new Map() };
}

async function applicationOf(end: Governed, oapp: Addressable): Promise<Application> {
  const { chain, layerZero } = end.site;
  const { addresses } = layerZero;
  return {
    chain: {
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
    },
    oapp: await oapp.getAddress(),
    manager: await end.manager.getAddress(),
  };
}

/** Wires gateway and vault: libraries, ULN configuration, options, peers. */
export async function joinSpoke(
  devnet: Devnet,
  { hub, gateway }: { hub: Governed; gateway: Addressable },
  spoke: Spoke,
): Promise<void> {
  const lane = {
    hub: await applicationOf(hub, gateway),
    source: await applicationOf(spoke, spoke.vault),
  };
  const runners = { hub: hub.site.chain.signer(0), source: spoke.chain.signer(0) };
  await applyActions(await planLane(lane, runners), (name) => devnet.chain(name).signer(0));
}

/** Lists a key on both sides, with a token of its own or the one given. */
export async function listKey(
  limits: { gateway: LaneGateway; cap: bigint; bucketBps: bigint; minimum: bigint },
  spoke: Spoke,
  what: { key: number; shared: number; decimals?: number; token?: string },
): Promise<void> {
  const { gateway, cap, bucketBps, minimum } = limits;
  const { key, shared, decimals = 18 } = what;
  const admin = spoke.chain.signer(0);
  const token =
    what.token === undefined
      ? await new PermitToken__factory(admin).deploy(`K${key}`, decimals)
      : PermitToken__factory.connect(what.token, admin);
  const address = await token.getAddress();
  await mined(gateway.listKey(key, spoke.eid, address, cap, bucketBps));
  await mined(spoke.vault.listKey(key, address, shared, minimum, cap, bucketBps));
  if (spoke.tokens instanceof Map) spoke.tokens.set(key, token);
}
