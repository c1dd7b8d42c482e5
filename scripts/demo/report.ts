import { checkInvariants, type Finding } from "../../deploy/local/invariants.js";
import { vaultOf } from "../../deploy/local/moves.js";
import { addressOf } from "../../deploy/local/people.js";
import { localChains } from "../../deploy/networks/local.js";
import type { RelayerStatistics } from "@causeway/devnet";
import type { LaneRecord } from "./lanes.js";
import type { Slowdown } from "./slowdown.js";
import type { DepositRecord, HaircutRecord, Stage, TakeRecord } from "./stage.js";

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
  readonly lanes: readonly LaneRecord[];
  /** Of a key of the lane that slowed down, before size. */
  readonly haircuts: readonly HaircutRecord[];
  readonly invariants: Readonly<Record<string, boolean>>;
  readonly gas: Readonly<Record<string, number>>;
  readonly firstAuctionAfterSeconds: number;
  /** What did not hold; empty when `ok`. */
  readonly problems: readonly string[];
}

/** How the slow lane and the two auctions of the story ended. */
export interface Outcome {
  readonly slowdown: Slowdown;
  readonly lanes: readonly LaneRecord[];
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

/** P-R3: at constant prices no account in initial margin becomes liquidatable by a delay. */
function unharmed({ liquidatable }: Slowdown): Finding {
  const text = liquidatable.map((account) => `${account} could be liquidated`).join("; ");
  return { id: "P-R3", holds: liquidatable.length === 0, text };
}

function delayProblems({ tightened, recovered }: Slowdown): string[] {
  return [
    ...(tightened ? [] : ["initial margin did not tighten on the slow lane"]),
    ...(recovered ? [] : ["the slow lane did not recover"]),
  ];
}

/** What the chains say at the end of the story. */
export async function reportOf(stage: Stage, seed: number, outcome: Outcome): Promise<Report> {
  const { world, chronicle } = stage;
  const findings = [...(await checkInvariants(world)), unharmed(outcome.slowdown)];
  const releases = await releasesOf(stage);
  const messages = world.devnet.relayer.statistics;
  const problems = [
    ...findings.filter(({ holds }) => !holds).map(({ id, text }) => `${id} does not hold: ${text}`),
    ...releases.filter(({ paid }) => !paid).map(({ key }) => `a release of key ${key} is not paid`),
    ...delayProblems(outcome.slowdown),
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
    lanes: outcome.lanes,
    haircuts: chronicle.haircuts,
    invariants: Object.fromEntries(findings.map(({ id, holds }) => [id, holds])),
    gas: chronicle.gas,
    firstAuctionAfterSeconds: chronicle.firstAuctionAfterSeconds,
    problems,
  };
}
