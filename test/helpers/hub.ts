import {
  createDevnet,
  fixture,
  type Chain,
  type Devnet,
  type DevSigner,
  type Feed,
} from "@causeway/devnet";
import { getCreateAddress } from "ethers";
import {
  AccessManager__factory,
  AuctionHouse__factory,
  ExponentialCurve__factory,
  InsuranceFund__factory,
  LiquidityPool__factory,
  MarginEngine__factory,
  PermitToken__factory,
  type AccessManager,
  type AuctionHouse,
  type InsuranceFund,
  type LiquidityPool,
  type MarginEngine,
  type PermitToken,
  type PriceOracle,
  type RiskEngine,
  type RiskParameters,
} from "../../typechain-types/index.js";
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
  readonly gateway: string;
  readonly vault: string;
}

/** cut and step of risk.md section 8 (WAD, seconds). */
const curve = [998_000_000_000_000_000n, 12n] as const;

/** The engine and the contracts behind it. */
async function deployEngine(
  admin: DevSigner,
  manager: string,
  cash: string,
  risk: string,
  gateway: string,
  vault: string,
): Promise<Pick<Hub, "engine" | "pool" | "insurance" | "auctions">> {
  const engine = await new MarginEngine__factory(admin).deploy(manager, cash, risk, gateway, vault);
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
  return { engine, pool, insurance, auctions };
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
  const chain = devnet.chain(HUB_EID);
  const admin = chain.signer(0);
  const manager = await new AccessManager__factory(admin).deploy(admin.address);
  const authority = await manager.getAddress();
  const cash = await new PermitToken__factory(admin).deploy("USDC", 6);
  const prices = await deployRisk(chain, admin, authority);
  for (const key of testKeys) await listRisk(prices, key);
  const gateway = getCreateAddress({ from: admin.address, nonce: 9_000 });
  const vault = getCreateAddress({ from: admin.address, nonce: 9_001 });
  const settlement = await cash.getAddress();
  const risk = await prices.risk.getAddress();
  const rest = await deployEngine(admin, authority, settlement, risk, gateway, vault);
  return { devnet, chain, admin, manager, cash, ...prices, ...rest, gateway, vault };
}

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
