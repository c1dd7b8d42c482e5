import { fixture } from "@causeway/devnet";
import {
  ILaneGatewayFull__factory,
  MarginLens__factory,
  type ILaneGatewayFull,
  type MarginLens,
} from "../../typechain-types/index.js";
import type { AccountReportStructOutput } from "../../typechain-types/contracts/interfaces/IMarginLens.js";
import { deployHub, type Hub } from "./hub.js";

/** A hub, its gateway's whole interface, and a lens on it. */
export interface Seen extends Hub {
  readonly desk: ILaneGatewayFull;
  readonly lens: MarginLens;
}

async function deploySeen(): Promise<Seen> {
  const hub = await deployHub();
  const gateway = await hub.gateway.getAddress();
  const lens = await new MarginLens__factory(hub.admin).deploy(
    await hub.engine.getAddress(),
    gateway,
  );
  return { ...hub, desk: ILaneGatewayFull__factory.connect(gateway, hub.admin), lens };
}

const freshSeen = fixture(deploySeen);

/** Gives each test of a suite the same hub and lens in their first state. */
export function useLens(): () => Seen {
  let seen: Seen | undefined;
  beforeEach(async () => {
    seen = await freshSeen();
  });
  return () => {
    if (seen === undefined) throw new Error("the lens stands only inside a test");
    return seen;
  };
}

/** Code that reverts, and code that burns all the gas it is given. */
export const REVERTS = "0x60006000fd";
export const BURNS = "0xfe";

/** Replaces a contract's code. */
export async function become(
  { chain }: Pick<Hub, "chain">,
  contract: { getAddress(): Promise<string> } | string,
  code: string,
): Promise<void> {
  const address = typeof contract === "string" ? contract : await contract.getAddress();
  await chain.connection.raw("hardhat_setCode", [address, code]);
}

const total = (numbers: readonly bigint[]): bigint => numbers.reduce((sum, one) => sum + one, 0n);

/** Equity and requirements that a report's parts add up to (WAD). */
export function addedUp(report: AccountReportStructOutput): {
  readonly equity: bigint;
  readonly initialEquity: bigint;
  readonly maintenance: bigint;
  readonly initial: bigint;
  readonly maintenanceMargin: bigint;
  readonly initialMargin: bigint;
} {
  const { holdings, cashMaintenance, cashInitial, reserve } = report;
  const values = total(holdings.map(({ maintenance }) => maintenance.value));
  const initialValues = total(holdings.map(({ initial }) => initial.value));
  const recognised = total(holdings.map(({ maintenance }) => maintenance.recognised));
  const initialRecognised = total(holdings.map(({ initial }) => initial.recognised));
  return {
    equity: values + cashMaintenance,
    initialEquity: initialValues + cashInitial,
    maintenance: values - recognised + reserve,
    initial: initialValues - initialRecognised + reserve,
    maintenanceMargin: recognised + cashMaintenance - reserve,
    initialMargin: initialRecognised + cashInitial - reserve,
  };
}

/** The same figures as the engine answers them (WAD). */
export function answeredBy(margin: {
  readonly equity: bigint;
  readonly initialEquity: bigint;
  readonly maintenance: bigint;
  readonly initial: bigint;
}): ReturnType<typeof addedUp> {
  const { equity, initialEquity, maintenance, initial } = margin;
  return {
    equity,
    initialEquity,
    maintenance,
    initial,
    maintenanceMargin: equity - maintenance,
    initialMargin: initialEquity - initial,
  };
}
