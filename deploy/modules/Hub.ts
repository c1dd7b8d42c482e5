import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

/**
 * The hub chain: every contract takes what was deployed before it as an immutable; the references backwards are links
 * that the deployer, admin of the AccessManager until the handover, sets once (docs/decisions/010).
 */
export const hubModule = buildModule("Hub", (m) => {
  const admin = m.getParameter("admin", m.getAccount(0));
  const endpoint = m.getParameter<string>("endpoint");
  const settlementAsset = m.getParameter<string>("settlementAsset");
  const wrappedNative = m.getParameter<string>("wrappedNative");
  const cut = m.getParameter<bigint>("cut");
  const step = m.getParameter<bigint>("step");

  const manager = m.contract("AccessManager", [admin]);
  const oracle = m.contract("PriceOracle", [manager]);
  const parameters = m.contract("RiskParameters", [manager]);
  const desk = m.contract("LaneDesk", [manager]);
  const gateway = m.contract("LaneGateway", [endpoint, manager, desk]);
  const risk = m.contract("RiskEngine", [parameters, oracle, gateway]);
  const hubVault = m.contract("HubVault", [manager, wrappedNative, gateway]);
  const engine = m.contract("MarginEngine", [manager, settlementAsset, risk, gateway, hubVault]);
  const pool = m.contract("LiquidityPool", [engine]);
  const insurance = m.contract("InsuranceFund", [engine, pool]);
  const curve = m.contract("ExponentialCurve", [cut, step]);
  const auctions = m.contract("AuctionHouse", [manager, engine, risk, curve]);
  const lens = m.contract("MarginLens", [engine, gateway]);

  m.call(gateway, "bindEngine", [engine, hubVault]);
  m.call(hubVault, "bindEngine", [engine]);
  m.call(engine, "bind", [pool, insurance, auctions]);

  return {
    manager,
    oracle,
    parameters,
    risk,
    desk,
    gateway,
    hubVault,
    engine,
    pool,
    insurance,
    curve,
    auctions,
    lens,
  };
});
