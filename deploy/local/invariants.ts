import { PermitToken__factory } from "../../typechain-types/index.js";
import { sourceOf, type System } from "../contracts.js";
import type { KeyListing } from "../networks/types.js";
import { holdersOf, type Holders } from "./holders.js";

/** An invariant of security.md section 4, held against the state of the chains. */
export interface Finding {
  readonly id: string;
  readonly holds: boolean;
  /** What is wrong, with the numbers; empty when it holds. */
  readonly text: string;
}

/** The counters of one key, named as in security.md section 4. */
interface Ledger {
  readonly name: string;
  /** Per account: deposited, credited. */
  readonly accounts: readonly { readonly deposited: bigint; readonly credited: bigint }[];
  /** Per recipient: authorised, released, paid. */
  readonly recipients: readonly {
    readonly authorised: bigint;
    readonly released: bigint;
    readonly paid: bigint;
  }[];
  readonly balances: bigint;
  readonly sums: {
    readonly deposited: bigint;
    readonly credited: bigint;
    readonly authorised: bigint;
    readonly paid: bigint;
    readonly custody: bigint;
  };
}

const total = (numbers: readonly bigint[]): bigint => numbers.reduce((a, b) => a + b, 0n);

async function ledgerOf(system: System, key: KeyListing, holders: Holders): Promise<Ledger> {
  const { hub } = system;
  const local = key.chain === hub.chain.name;
  const vault = local ? hub.vault : sourceOf(system, key.chain).vault;
  const accounts = [...(holders.accounts.get(key.id) ?? [])];
  const recipients = [...(holders.recipients.get(key.id) ?? [])];
  const { deposited, paid } = await vault.sumsOf(key.id);
  const perAccount = accounts.map(async (account) => {
    const units = await vault.depositedOf(account, key.id);
    // A hub vault credits the engine itself: its counter is both.
    const credited = local ? units : (await hub.desk.creditOf(account, key.id)).credited;
    return { deposited: units, credited };
  });
  const perRecipient = recipients.map(async (recipient) => {
    const owed = await vault.payableOf(recipient, key.id);
    const ordered = local ? owed.released : await hub.desk.authorisedOf(recipient, key.id);
    return { authorised: ordered, released: owed.released, paid: owed.paid };
  });
  const balances = accounts.map((account) => hub.engine.balanceOf(account, key.id));
  const rows = {
    accounts: await Promise.all(perAccount),
    recipients: await Promise.all(perRecipient),
  };
  const { credited, authorised } = local
    ? { credited: deposited, authorised: total(rows.recipients.map((row) => row.authorised)) }
    : await hub.desk.sumsOf(key.id);
  const custody = await vault.custodyOf(key.id);
  return {
    name: `key ${key.id} (${key.symbol} on ${key.chain})`,
    ...rows,
    balances: total(await Promise.all(balances)),
    sums: { deposited, credited, authorised, paid, custody },
  };
}

/** What is wrong with one key; undefined when nothing is. */
type Rule = (ledger: Ledger) => string | undefined;

const ordered: Rule = ({ accounts, recipients }) => {
  if (accounts.some(({ deposited, credited }) => credited > deposited))
    return "an account is credited more than it deposited";
  if (recipients.some(({ authorised, released, paid }) => released > authorised || paid > released))
    return "a recipient was released or paid more than authorised";
  return undefined;
};

const balanced: Rule = ({ balances, sums }) =>
  balances === sums.credited - sums.authorised
    ? undefined
    : `balances ${balances}, credited ${sums.credited} less authorised ${sums.authorised}`;

const inCustody: Rule = ({ sums }) =>
  sums.custody === sums.deposited - sums.paid
    ? undefined
    : `custody ${sums.custody}, deposited ${sums.deposited} less paid ${sums.paid}`;

const covered: Rule = ({ sums }) =>
  sums.custody >= sums.authorised - sums.paid
    ? undefined
    : `custody ${sums.custody}, authorised ${sums.authorised} less paid ${sums.paid}`;

const settled: Rule = ({ accounts, recipients }) => {
  if (accounts.some(({ deposited, credited }) => credited !== deposited))
    return "a deposit is not credited in full";
  if (
    recipients.some(
      ({ authorised, released, paid }) => released !== authorised || paid !== released,
    )
  )
    return "a release is not paid in full";
  return undefined;
};

function judge(id: string, ledgers: readonly Ledger[], rule: Rule): Finding {
  const faults = ledgers.flatMap((ledger) => {
    const fault = rule(ledger);
    return fault === undefined ? [] : [`${ledger.name}: ${fault}`];
  });
  return { id, holds: faults.length === 0, text: faults.join("; ") };
}

/** INV-10: settlement tokens held against positive cash, pool, insurance and reserve. */
async function doubleEntry({ hub }: System, holders: Holders): Promise<Finding> {
  const { engine, deployer, chain } = hub;
  const balances = await Promise.all([...holders.cash].map((account) => engine.cashOf(account)));
  const positive = total(balances.filter((balance) => balance > 0n));
  const pool = await engine.poolCash();
  const booked = positive + pool + (await engine.insuranceCash()) + (await engine.reserveCash());
  const token = PermitToken__factory.connect(chain.settlementAsset, deployer);
  const held = (await token.balanceOf(await engine.getAddress())) * (await engine.assetScale());
  const holds = held === booked;
  return { id: "INV-10", holds, text: holds ? "" : `tokens ${held}, booked ${booked} (WAD)` };
}

/** INV-18: every auction began below maintenance margin. */
async function rightlyStarted({ hub }: System): Promise<Finding> {
  const { auctions } = hub;
  const started = await auctions.queryFilter(auctions.filters.Liquidated(), hub.since);
  const wrong = started.filter(({ args }) => args.equity >= args.maintenance);
  const text = wrong.map(({ args }) => `${args.account} had ${args.equity}`).join("; ");
  return { id: "INV-18", holds: wrong.length === 0, text };
}

/** INV-19: within a round the factor of a key never rises. */
async function fallingFactors({ hub }: System): Promise<Finding> {
  const { auctions } = hub;
  const last = new Map<string, bigint>();
  const faults: string[] = [];
  const begun = [
    ...(await auctions.queryFilter(auctions.filters.Liquidated(), hub.since)),
    ...(await auctions.queryFilter(auctions.filters.Reset(), hub.since)),
  ].map(({ args, blockNumber, index }) => ({ account: args.account, blockNumber, index }));
  const taken = await auctions.queryFilter(auctions.filters.Taken(), hub.since);
  for (const { args, blockNumber, index } of taken) {
    const round = begun.filter(
      (start) =>
        start.account === args.account &&
        (start.blockNumber < blockNumber ||
          (start.blockNumber === blockNumber && start.index < index)),
    ).length;
    const id = `${args.account}/${args.key}/${round}`;
    const before = last.get(id);
    if (before !== undefined && args.factor > before) faults.push(`${id} rose to ${args.factor}`);
    last.set(id, args.factor);
  }
  return { id: "INV-19", holds: faults.length === 0, text: faults.join("; ") };
}

/**
 * Holds the state of the chains against the invariants that can be read from it.
 *
 * @param system - at rest or not
 * @param atRest - whether every message has arrived and every payment was made: then INV-06's end must be reached too
 * @returns one finding an invariant
 */
export async function checkInvariants(system: System, atRest = true): Promise<Finding[]> {
  const holders = await holdersOf(system);
  const ledgers: Ledger[] = [];
  for (const key of system.environment.keys) ledgers.push(await ledgerOf(system, key, holders));
  return [
    judge("INV-01", ledgers, ordered),
    judge("INV-02", ledgers, balanced),
    judge("INV-03", ledgers, inCustody),
    judge("INV-04", ledgers, covered),
    ...(atRest ? [judge("INV-06", ledgers, settled)] : []),
    await doubleEntry(system, holders),
    await rightlyStarted(system),
    await fallingFactors(system),
  ];
}
