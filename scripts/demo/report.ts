import { checkInvariants } from "../../deploy/local/invariants.js";
import { vaultOf } from "../../deploy/local/moves.js";
import { addressOf } from "../../deploy/local/people.js";
import { localChains } from "../../deploy/networks/local.js";
import type { RelayerStatistics } from "@causeway/devnet";
import type { DepositRecord, Stage, TakeRecord } from "./stage.js";

/** The demo's report; amounts are decimal strings in units. */
export interface Report {
  readonly ok: boolean;
  readonly seed: number;
  readonly chains: readonly {
    readonly name: string;
    readonly eid: number;
    readonly chainId: number;
    readonly role: "hub" | "source";
  }[];
  readonly deposits: readonly DepositRecord[];
  readonly messages: RelayerStatistics;
  readonly auction: {
    readonly account: string;
    readonly startFactor: string;
    readonly takes: readonly TakeRecord[];
    readonly closed: boolean;
  };
  readonly releases: readonly {
    readonly chain: string;
    readonly key: number;
    readonly recipient: string;
    readonly units: string;
    readonly paid: boolean;
  }[];
  readonly cure: { readonly account: string; readonly closed: boolean };
  readonly invariants: Readonly<Record<string, boolean>>;
  readonly gas: Readonly<Record<string, number>>;
  readonly firstAuctionAfterSeconds: number;
  /** What did not hold; empty when `ok`. */
  readonly problems: readonly string[];
}

/** How the two auctions of the story ended. */
export interface Outcome {
  readonly auctionClosed: boolean;
  readonly cured: boolean;
}

async function releasesOf(stage: Stage): Promise<Report["releases"]> {
  const releases = [];
  for (const { chain, key, recipient, units } of stage.chronicle.releases) {
    const { paid, released } = await vaultOf(stage.world, key).payableOf(recipient, key);
    const wholly = paid === released && paid >= units;
    releases.push({ chain, key, recipient, units: units.toString(), paid: wholly });
  }
  return releases;
}

/** What the chains say at the end of the story. */
export async function reportOf(stage: Stage, seed: number, outcome: Outcome): Promise<Report> {
  const { world, chronicle } = stage;
  const findings = await checkInvariants(world);
  const releases = await releasesOf(stage);
  const messages = world.devnet.relayer.statistics;
  const problems = [
    ...findings.filter(({ holds }) => !holds).map(({ id, text }) => `${id} does not hold: ${text}`),
    ...releases.filter(({ paid }) => !paid).map(({ key }) => `a release of key ${key} is not paid`),
    ...(outcome.auctionClosed ? [] : ["the auction of Alice did not end"]),
    ...(outcome.cured ? [] : ["the account of Bob was not cured"]),
    ...(messages.sent === messages.delivered ? [] : ["a message was not delivered"]),
  ];
  return {
    ok: problems.length === 0,
    seed,
    chains: localChains.map(({ name, eid, chainId, network }) => ({
      name,
      eid,
      chainId,
      role: network === "hub" ? "hub" : "source",
    })),
    deposits: chronicle.deposits,
    messages,
    auction: {
      account: addressOf(world, "alice"),
      startFactor: chronicle.startFactor,
      takes: chronicle.takes,
      closed: outcome.auctionClosed,
    },
    releases,
    cure: { account: addressOf(world, "bob"), closed: outcome.cured },
    invariants: Object.fromEntries(findings.map(({ id, holds }) => [id, holds])),
    gas: chronicle.gas,
    firstAuctionAfterSeconds: chronicle.firstAuctionAfterSeconds,
    problems,
  };
}
