import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

/** A source chain: its AccessManager, and the vault that holds the collateral with its desk. */
export const sourceModule = buildModule("Source", (m) => {
  const admin = m.getParameter("admin", m.getAccount(0));
  const endpoint = m.getParameter<string>("endpoint");
  const hubEid = m.getParameter<number>("hubEid");
  const wrappedNative = m.getParameter<string>("wrappedNative");

  const manager = m.contract("AccessManager", [admin]);
  const desk = m.contract("VaultDesk", [manager]);
  const vault = m.contract("CollateralVault", [endpoint, manager, wrappedNative, hubEid, desk]);

  return { manager, desk, vault };
});
