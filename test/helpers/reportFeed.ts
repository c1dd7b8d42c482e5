import {
  chargeForReports,
  createDevnet,
  deployReportVerifier,
  fixture,
  streamId,
  type Chain,
  type Devnet,
  type ReportVerifier,
} from "@causeway/devnet";
import type { ContractTransactionReceipt } from "ethers";
import {
  PermitToken__factory,
  ReportFeed__factory,
  WrappedNative__factory,
  type ReportFeed,
  type WrappedNative,
} from "../../typechain-types/index.js";
import { mined } from "./mined.js";
import { each } from "./riskDesk.js";

/** The stream of the desk's feed. */
export const STREAM = streamId("ETH / USD");

/** Chainlink's verifier and a feed of its reports, with no report yet. */
export interface ReportDesk {
  readonly devnet: Devnet;
  readonly chain: Chain;
  readonly verifier: ReportVerifier;
  readonly feed: ReportFeed;
}

async function deployReportDesk(): Promise<ReportDesk> {
  const devnet = await createDevnet({
    chains: [{ name: "hub", eid: 40_161, chainId: 31_001, blockTime: 12, confirmations: 5 }],
    seed: "reports",
  });
  const chain = devnet.chain("hub");
  const verifier = await deployReportVerifier(chain, devnet.seed);
  const feed = await new ReportFeed__factory(chain.signer(1)).deploy(
    verifier.contracts.address,
    STREAM,
    "ETH / USD",
  );
  return { devnet, chain, verifier, feed };
}

/** Chainlink's fee manager and the wrapped native token that fees end up in. */
export interface Charged {
  readonly manager: Awaited<ReturnType<typeof chargeForReports>>;
  readonly wrapped: WrappedNative;
}

/** Puts Chainlink's fee manager behind the desk's verifier. */
export async function charge({ chain, verifier }: ReportDesk): Promise<Charged> {
  const link = await new PermitToken__factory(chain.signer(0)).deploy("LINK", 18);
  const wrapped = await new WrappedNative__factory(chain.signer(0)).deploy();
  const [linkAt, wrappedAt] = [await link.getAddress(), await wrapped.getAddress()];
  const manager = await chargeForReports(verifier, linkAt, wrappedAt);
  return { manager, wrapped };
}

/** Carries a report in. */
export const carry = (
  { feed }: ReportDesk,
  signedReport: string,
  value = 0n,
): Promise<ContractTransactionReceipt> => mined(feed.report(signedReport, { value }));

/** Gives each test of a suite the same desk. */
export const useReports = (): (() => ReportDesk) => each(fixture(deployReportDesk));
