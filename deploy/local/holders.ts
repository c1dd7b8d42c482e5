import { field, type Chain } from "@causeway/devnet";
import { dataSlice, getAddress, toQuantity } from "ethers";
import {
  AuctionHouse__factory,
  HubVault__factory,
  ILaneDesk__factory,
  LaneGateway__factory,
  MarginEngine__factory,
} from "../../typechain-types/index.js";

/** Everybody that events name, so that sums over all of them can be taken (INV-30 in small). */
export interface Holders {
  /** By key: who has or had collateral. */
  readonly accounts: Map<number, Set<string>>;
  /** By key: who receives releases. */
  readonly recipients: Map<number, Set<string>>;
  /** Who has or had cash or debt. */
  readonly cash: Set<string>;
}

type Role = "key" | "account" | "recipient" | "cash" | "buyer";

const vault = HubVault__factory.createInterface();
const gateway = LaneGateway__factory.createInterface();
const desk = ILaneDesk__factory.createInterface();
const house = AuctionHouse__factory.createInterface();
const engine = MarginEngine__factory.createInterface();

/** What the indexed fields of each event name, in order; "" is of no interest. */
const named: ReadonlyMap<string, readonly (Role | "")[]> = new Map([
  [vault.getEvent("Deposited").topicHash, ["key", "account", ""]],
  [vault.getEvent("Released").topicHash, ["key", "recipient"]],
  [vault.getEvent("Paid").topicHash, ["key", "recipient", ""]],
  [gateway.getEvent("Credited").topicHash, ["account", "key"]],
  [gateway.getEvent("Seen").topicHash, ["account", "key"]],
  [gateway.getEvent("Authorised").topicHash, ["account", "recipient", "key"]],
  [gateway.getEvent("Returned").topicHash, ["account", "recipient", "key"]],
  [desk.getEvent("ReleaseCharged").topicHash, ["account", "recipient", "key"]],
  [house.getEvent("Taken").topicHash, ["cash", "buyer", "key"]],
  [house.getEvent("Liquidated").topicHash, ["cash", "cash"]],
  [engine.getEvent("CashDeposited").topicHash, ["cash", ""]],
  [engine.getEvent("CashWithdrawn").topicHash, ["cash", ""]],
  [engine.getEvent("HeartbeatPaid").topicHash, ["cash"]],
]);

function addTo(index: Map<number, Set<string>>, key: number, holder: string): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, new Set([holder]));
  else known.add(holder);
}

const holderIn = (topic: string): string => getAddress(dataSlice(topic, 12));

function note(holders: Holders, topics: readonly string[]): void {
  const roles = named.get(topics[0] ?? "") ?? [];
  const at = (role: Role): string[] =>
    topics.slice(1).filter((_topic, position) => roles[position] === role);
  const key = Number(at("key")[0] ?? 0);
  for (const topic of at("account")) addTo(holders.accounts, key, holderIn(topic));
  for (const topic of at("recipient")) addTo(holders.recipients, key, holderIn(topic));
  for (const topic of at("buyer")) {
    addTo(holders.accounts, key, holderIn(topic));
    holders.cash.add(holderIn(topic));
  }
  for (const topic of at("cash")) holders.cash.add(holderIn(topic));
}

async function logsOf(chain: Chain, addresses: readonly string[], from: number) {
  const filter = {
    address: addresses,
    topics: [[...named.keys()]],
    fromBlock: toQuantity(from),
    toBlock: "latest",
  };
  const logs = await chain.connection.raw("eth_getLogs", [filter]);
  if (!Array.isArray(logs)) throw new TypeError("eth_getLogs: expected a list");
  return logs.map((log: unknown) => {
    const topics = field(log, "topics");
    return Array.isArray(topics) ? topics.map(String) : [];
  });
}

/** Contracts of one chain whose events name holders. */
export interface Emitters {
  readonly chain: Chain;
  readonly addresses: readonly string[];
  /** Block to look for events from (number). */
  readonly since: number;
}

/** What was known up to some block of each chain. */
export interface Known {
  readonly holders: Holders;
  /** First block not yet looked at, by chain name. */
  readonly from: ReadonlyMap<string, number>;
}

const copy = (index: Map<number, Set<string>>): Map<number, Set<string>> =>
  new Map([...index].map(([key, holders]) => [key, new Set(holders)]));

/** Nobody, before the first block. */
export const nobody: Known = {
  holders: { accounts: new Map(), recipients: new Map(), cash: new Set() },
  from: new Map(),
};

/** Reads the events since what is known. */
export async function holdersOf(emitters: readonly Emitters[], known = nobody): Promise<Known> {
  const holders: Holders = {
    accounts: copy(known.holders.accounts),
    recipients: copy(known.holders.recipients),
    cash: new Set(known.holders.cash),
  };
  const from = new Map<string, number>();
  for (const { chain, addresses, since } of emitters) {
    const start = known.from.get(chain.name) ?? since;
    for (const topics of await logsOf(chain, addresses, start)) note(holders, topics);
    from.set(chain.name, (await chain.height()) + 1);
  }
  return { holders, from };
}
