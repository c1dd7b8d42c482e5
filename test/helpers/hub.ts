import { ZeroAddress } from "ethers";
import {
  createDevnet,
  fixture,
  type Chain,
  type Devnet,
  type DevSigner,
  type Feed,
} from "@causeway/devnet";
import {
  AuctionHouse__factory,
  ExponentialCurve__factory,
  InsuranceFund__factory,
  LiquidityPool__factory,
  MarginEngine__factory,
  PermitToken__factory,
  type AccessManager,
  type AuctionHouse,
  type CollateralVault,
  type HubVault,
  type InsuranceFund,
  type LaneGateway,
  type LiquidityPool,
  type MarginEngine,
  type PermitToken,
  type PriceOracle,
  type RiskEngine,
  type RiskParameters,
} from "../../typechain-types/index.js";
import { deployLanes, govern, listKeys, type Governed, type HubLanes } from "./hubLanes.js";
import { BTC, ETH, USD, deployRisk, listRisk, type TestKey } from "./hubRisk.js";
import { mined } from "./mined.js";

/** Chains of the test hub: the hub and one source chain (eid). */
export const HUB_EID = 40_161;
export const SOURCE_EID = 40_231;

/** Keys of the test hub (id). The source chain's ether is key 5, in another word than the hub's keys. */
export const HUB_ETH = 0;
export const HUB_BTC = 1;
export const HUB_USD = 2;
export const SOURCE_ETH = 5;

/** A key of the hub that the risk engine does not know: worth nothing. */
export const UNKNOWN_TO_RISK = 40;

/** What the keys of the test hub are. */
export const testKeys: readonly TestKey[] = [
  { key: HUB_ETH, asset: ETH, eid: HUB_EID },
  { key: HUB_BTC, asset: BTC, eid: HUB_EID },
  { key: HUB_USD, asset: USD, eid: HUB_EID },
  { key: SOURCE_ETH, asset: ETH, eid: SOURCE_EID },
];

/** Every contract of a hub, wired as a deployment wires them. */
export interface Hub {
  readonly devnet: Devnet;
  readonly chain: Chain;
  readonly admin: DevSigner;
  readonly manager: AccessManager;
  readonly cash: PermitToken;
  readonly oracle: PriceOracle;
  readonly feeds: ReadonlyMap<number, Feed>;
  readonly parameters: RiskParameters;
  readonly risk: RiskEngine;
  readonly engine: MarginEngine;
  readonly pool: LiquidityPool;
  readonly insurance: InsuranceFund;
  readonly auctions: AuctionHouse;
  readonly gateway: LaneGateway;
  readonly vault: HubVault;
  readonly source: Governed;
  readonly sourceVault: CollateralVault;
  /** The token of each key, on the key's chain. */
  readonly tokens: ReadonlyMap<number, PermitToken>;
}

/** cut and step of risk.md section 8 (WAD, seconds). */
const curve = [998_000_000_000_000_000n, 12n] as const;

/** What the engine is made of (addresses). */
export interface EngineParts {
  readonly manager: string;
  readonly cash: string;
  readonly risk: string;
  readonly gateway: string;
  readonly vault: string;
}

/** An engine, unbound. */
export const deployEngine = (admin: DevSigner, parts: EngineParts): Promise<MarginEngine> =>
  new MarginEngine__factory(admin).deploy(
    parts.manager,
    parts.cash,
    parts.risk,
    parts.gateway,
    parts.vault,
  );

/** The contracts behind the engine, and the links back to them. */
async function deployBehind(
  admin: DevSigner,
  engine: MarginEngine,
  { manager, risk }: EngineParts,
): Promise<Pick<Hub, "pool" | "insurance" | "auctions">> {
  const address = await engine.getAddress();
  const pool = await new LiquidityPool__factory(admin).deploy(address);
  const insurance = await new InsuranceFund__factory(admin).deploy(
    address,
    await pool.getAddress(),
  );
  const curves = await new ExponentialCurve__factory(admin).deploy(...curve);
  const auctions = await new AuctionHouse__factory(admin).deploy(
    manager,
    address,
    risk,
    await curves.getAddress(),
  );
  await mined(
    engine.bind(await pool.getAddress(), await insurance.getAddress(), await auctions.getAddress()),
  );
  return { pool, insurance, auctions };
}

/** A first round trip: until then a lane's latency is the longest there is, and a key's first row would start there. */
async function hearOnce(devnet: Devnet, { gateway, sourceVault }: HubLanes): Promise<void> {
  const [hub, source] = [devnet.chain(HUB_EID).signer(0), devnet.chain(SOURCE_EID).signer(0)];
  const flush = await gateway.quoteFlush(SOURCE_EID, [], 0n);
  await mined(gateway.flush(SOURCE_EID, [], 0n, hub.address, { value: flush }));
  await devnet.relayer.pump();
  const sync = await sourceVault.quoteSync([], 0n);
  await mined(sourceVault.sync([], ZeroAddress, 0n, source.address, { value: sync }));
  await devnet.relayer.pump();
}

/** Deploys a whole hub on a devnet of a hub and a source chain. */
export async function deployHub(): Promise<Hub> {
  const devnet = await createDevnet({
    chains: [
      { name: "hub", eid: HUB_EID, chainId: 31_001, blockTime: 12, confirmations: 5 },
      { name: "spokeA", eid: SOURCE_EID, chainId: 31_002, blockTime: 1, confirmations: 10 },
    ],
    seed: "hub",
  });
  const hub = await govern(devnet.site(HUB_EID));
  const { manager } = hub;
  const chain = hub.site.chain;
  const admin = chain.signer(0);
  const cash = await new PermitToken__factory(admin).deploy("USDC", 6);
  const lanes = await deployLanes(devnet, hub, SOURCE_EID);
  const gateway = await lanes.gateway.getAddress();
  const prices = await deployRisk(chain, admin, await manager.getAddress(), gateway);
  const parts = {
    manager: await manager.getAddress(),
    cash: await cash.getAddress(),
    risk: await prices.risk.getAddress(),
    gateway,
    vault: await lanes.vault.getAddress(),
  };
  const engine = await deployEngine(admin, parts);
  await mined(lanes.vault.bindEngine(await engine.getAddress()));
  await mined(lanes.gateway.bindEngine(await engine.getAddress(), parts.vault));
  const unknown = { key: UNKNOWN_TO_RISK, asset: ETH, eid: HUB_EID };
  const listed = await listKeys(lanes, hub, [...testKeys, unknown]);
  await hearOnce(devnet, lanes);
  for (const key of testKeys) await listRisk(prices, key);
  const behind = await deployBehind(admin, engine, parts);
  return { devnet, chain, admin, manager, cash, ...prices, ...listed, engine, ...behind };
}

/** The addresses an engine like the hub's own is made of. */
export const partsOf = async (hub: Hub): Promise<EngineParts> => ({
  manager: await hub.manager.getAddress(),
  cash: await hub.cash.getAddress(),
  risk: await hub.risk.getAddress(),
  gateway: await hub.gateway.getAddress(),
  vault: await hub.vault.getAddress(),
});

const freshHub = fixture(deployHub);

/** Gives each test of a suite the same hub in its first state. */
export function useHub(): () => Hub {
  let hub: Hub | undefined;
  beforeEach(async () => {
    hub = await freshHub();
  });
  return () => {
    if (hub === undefined) throw new Error("the hub stands only inside a test");
    return hub;
  };
}
