import {
  addressToBytes32,
  createDevnet,
  fixture,
  type Chain,
  type Devnet,
  type DevSigner,
} from "@causeway/devnet";
import {
  encodeRelease,
  encodeSync,
  type MessageCounter,
  type MessageTotal,
  type ReleaseMessage,
  type SyncMessage,
} from "@causeway/sdk";
import { ZeroAddress, keccak256, type ContractTransactionReceipt } from "ethers";
import {
  ILaneGatewayFull__factory,
  LaneGateway__factory,
  type HubVault,
  type ILaneGatewayFull,
  type MarginEngine,
  type PermitToken,
  type RiskEngine,
} from "../../typechain-types/index.js";
import { deployEngine } from "./hub.js";
import { govern, type Governed } from "./hubLanes.js";
import { deployRisk } from "./hubRisk.js";
import {
  deployGateway,
  deployHubVault,
  deploySpoke,
  joinSpoke,
  listKey,
  type Spoke,
} from "./lanesDeploy.js";

import { mined } from "./mined.js";
import { PermitToken__factory } from "../../typechain-types/index.js";

export type { Spoke } from "./lanesDeploy.js";

/** Chains of the test lanes (eid). */
export const HUB_EID = 40_161;
export const A_EID = 40_231;
export const B_EID = 40_245;

/** Keys of the test lanes (id). */
export const HUB_KEY = 0;
export const A_ETH = 1;
export const A_USD = 2;
export const A_WETH = 3;
export const B_ETH = 4;

/** Cap of every key (units), and b, a fifth of it. */
export const CAP = 1_000_000n * 10n ** 8n;
export const BUCKET_BPS = 2_000n;
export const BUCKET = CAP / 5n;

/** Least deposit of every key (units). */
export const MINIMUM = 100n;

/** A hub with the real engine, gateway and vaults, and two source chains, wired. */
export interface Lanes {
  readonly devnet: Devnet;
  readonly hub: Governed;
  readonly chain: Chain;
  readonly admin: DevSigner;
  readonly gateway: ILaneGatewayFull;
  readonly hubVault: HubVault;
  readonly hubToken: PermitToken;
  readonly engine: MarginEngine;
  readonly risk: RiskEngine;
  readonly a: Spoke;
  readonly b: Spoke;
}

const spokeA = { name: "spokeA", eid: A_EID, chainId: 31_002, blockTime: 1, confirmations: 10 };
const spokeB = { name: "spokeB", eid: B_EID, chainId: 31_003, blockTime: 2, confirmations: 10 };

/**
 * Deploys and wires everything.
 *
 * @param skew - how far the clocks of both source chains are ahead of the hub's (seconds)
 */
export async function deployTestLanes(skew = { a: 0, b: 0 }): Promise<Lanes> {
  const devnet = await createDevnet({
    chains: [
      { name: "hub", eid: HUB_EID, chainId: 31_001, blockTime: 12, confirmations: 5 },
      { ...spokeA, clockSkew: skew.a },
      { ...spokeB, clockSkew: skew.b },
    ],
    seed: "lanes",
  });
  const hub = await govern(devnet.site(HUB_EID));
  const { chain } = hub.site;
  const admin = chain.signer(0);
  const gateway = await deployGateway(hub);
  const hubVault = await deployHubVault(hub, gateway);
  const { engine, risk } = await deployTestEngine(hub, gateway, await hubVault.getAddress());
  await mined(hubVault.bindEngine(engine));
  await mined(gateway.bindEngine(engine, hubVault));
  const [a, b] = [await deploySpoke(devnet, A_EID), await deploySpoke(devnet, B_EID)];
  for (const spoke of [a, b]) await joinSpoke(devnet, { hub, gateway }, spoke);
  const hubToken = await new PermitToken__factory(admin).deploy("HUB", 18);
  await mined(gateway.listKey(HUB_KEY, HUB_EID, hubToken, CAP, BUCKET_BPS));
  await mined(hubVault.listKey(HUB_KEY, hubToken, 8, MINIMUM, CAP));
  const lists = { gateway, cap: CAP, bucketBps: BUCKET_BPS, minimum: MINIMUM };
  await listKey(lists, a, { key: A_ETH, decimals: 18, shared: 8 });
  await listKey(lists, a, { key: A_USD, decimals: 6, shared: 6 });
  await listKey(lists, a, { key: A_WETH, token: a.wrapped, shared: 8 });
  await listKey(lists, b, { key: B_ETH, decimals: 18, shared: 8 });
  const full = ILaneGatewayFull__factory.connect(await gateway.getAddress(), admin);
  return { devnet, hub, chain, admin, gateway: full, hubVault, hubToken, engine, risk, a, b };
}

/** The real margin and risk engine of a gateway. */
export async function deployTestEngine(
  hub: Governed,
  gateway: { getAddress(): Promise<string> },
  vault: string,
): Promise<Pick<Lanes, "engine" | "risk">> {
  const admin = hub.site.chain.signer(0);
  const cash = await new PermitToken__factory(admin).deploy("USDC", 6);
  const manager = await hub.manager.getAddress();
  const { risk } = await deployRisk(hub.site.chain, admin, manager, await gateway.getAddress());
  const engine = await deployEngine(admin, {
    manager,
    cash: await cash.getAddress(),
    risk: await risk.getAddress(),
    gateway: await gateway.getAddress(),
    vault,
  });
  return { engine, risk };
}

const freshLanes = fixture(() => deployTestLanes());

/** Gives each test of a suite the same lanes in their first state. */
export function useLanes(): () => Lanes {
  let lanes: Lanes | undefined;
  beforeEach(async () => {
    lanes = await freshLanes();
  });
  return () => {
    if (lanes === undefined) throw new Error("the lanes stand only inside a test");
    return lanes;
  };
}

/** The token of a key on its chain. */
export function tokenOf(spoke: Spoke, key: number): PermitToken {
  const token = spoke.tokens.get(key);
  if (token === undefined) throw new RangeError(`key ${key} is not on ${spoke.chain.name}`);
  return token;
}

/** Gives somebody tokens of a key and lets the vault take them. */
export async function fund(
  spoke: Spoke,
  who: DevSigner,
  key: number,
  amount: bigint,
): Promise<void> {
  const token = tokenOf(spoke, key);
  await mined(token.mint(who.address, amount));
  await mined(token.connect(who).approve(spoke.vault, amount));
}

/** Deposits fresh tokens of an 18-decimals key for an account, without a message (units). */
export async function deposit(
  spoke: Spoke,
  { key, units, account }: { key: number; units: bigint; account: string },
): Promise<void> {
  const who = spoke.chain.signer(7);
  await fund(spoke, who, key, units * 10n ** 10n);
  await mined(spoke.vault.connect(who).deposit(key, units * 10n ** 10n, account));
}

/** Tells the hub the counters of some accounts, and delivers. */
export async function syncAll(
  lanes: Lanes,
  spoke: Spoke,
  items: { holder: string; key: number }[],
): Promise<void> {
  const value = await spoke.vault.quoteSync(items, 0n);
  const who = spoke.chain.signer(7);
  await mined(spoke.vault.connect(who).sync(items, ZeroAddress, 0n, who.address, { value }));
  await lanes.devnet.relayer.pump();
}

/** Deposits, tells and delivers. */
export async function credit(
  lanes: Lanes,
  spoke: Spoke,
  what: { key: number; units: bigint; account: string },
): Promise<void> {
  await deposit(spoke, what);
  await syncAll(lanes, spoke, [{ holder: what.account, key: what.key }]);
}

/** A SYNC as a vault might send it, with what matters to a test filled in. */
export const syncOf = (fields: {
  sentAt: number;
  echo?: number;
  hold?: number;
  payee?: string;
  counters?: MessageCounter[];
  totals?: MessageTotal[];
}): SyncMessage => ({
  echo: 0,
  hold: 0,
  payee: ZeroAddress,
  counters: [],
  totals: [],
  ...fields,
});

let nonces = 1_000_000n;

interface Delivery {
  readonly chain: Chain;
  readonly endpoint: string;
  readonly receiver: string;
  readonly origin: { readonly eid: number; readonly sender: string };
}

/** Delivers bytes as the endpoint does, whoever wrote them: what colluding DVNs could. */
async function deliverBytes(
  { chain, endpoint, receiver, origin }: Delivery,
  message: string,
): Promise<ContractTransactionReceipt> {
  const caller = await chain.impersonate(endpoint);
  nonces += 1n;
  const from = { srcEid: origin.eid, sender: addressToBytes32(origin.sender), nonce: nonces };
  const app = LaneGateway__factory.connect(receiver, caller);
  const guid = keccak256(addressToBytes32(`0x${nonces.toString(16).padStart(40, "0")}`));
  return mined(app.lzReceive(from, guid, message, ZeroAddress, "0x"));
}

/** Delivers bytes to the gateway as a packet of a lane's vault. */
export async function toGateway(
  lanes: Lanes,
  spoke: Spoke,
  message: string,
): Promise<ContractTransactionReceipt> {
  return deliverBytes(
    {
      chain: lanes.chain,
      endpoint: lanes.hub.site.layerZero.addresses.endpoint,
      receiver: await lanes.gateway.getAddress(),
      origin: { eid: spoke.eid, sender: await spoke.vault.getAddress() },
    },
    message,
  );
}

/** Delivers bytes to a vault as a packet of the gateway. */
export async function toVault(
  lanes: Lanes,
  spoke: Spoke,
  message: string,
): Promise<ContractTransactionReceipt> {
  return deliverBytes(
    {
      chain: spoke.chain,
      endpoint: spoke.site.layerZero.addresses.endpoint,
      receiver: await spoke.vault.getAddress(),
      origin: { eid: HUB_EID, sender: await lanes.gateway.getAddress() },
    },
    message,
  );
}

/** Delivers a SYNC that nobody sent. */
export const hearSync = (
  lanes: Lanes,
  spoke: Spoke,
  fields: Parameters<typeof syncOf>[0],
): Promise<ContractTransactionReceipt> => toGateway(lanes, spoke, encodeSync(syncOf(fields)));

/** Lets the hub hear that a lane is alive: a lane never sampled is on time again at once, however long it was silent. */
export const hearEcho = async (lanes: Lanes, spoke: Spoke): Promise<ContractTransactionReceipt> =>
  hearSync(lanes, spoke, { sentAt: 0, echo: await lanes.chain.timestamp() });

/** Delivers a RELEASE that nobody sent. */
export const hearRelease = (
  lanes: Lanes,
  spoke: Spoke,
  message: Partial<ReleaseMessage> & Pick<ReleaseMessage, "sentAt">,
): Promise<ContractTransactionReceipt> =>
  toVault(lanes, spoke, encodeRelease({ echo: 0, hold: 0, counters: [], ...message }));

/** Limits with b = 8,640,000 units: the net level leaks 100 units a second, the gross level 300. */
export const SLOW = { cap: 86_400_000n, bucketBps: 1_000n, bucket: 8_640_000n };
