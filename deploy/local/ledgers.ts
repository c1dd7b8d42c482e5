import type { Ledger, Reading, RecipientCounters } from "./reading.js";

/** What is wrong with a state, each line with the invariant's id, key, holder and numbers. */
type Faults = readonly string[];

const nameOf = ({ key, chain }: Ledger): string => `key ${key} on ${chain}`;

const sumOf = <T>(map: ReadonlyMap<string, T>, pick: (counters: T) => bigint): bigint =>
  [...map.values()].reduce((sum, counters) => sum + pick(counters), 0n);

/** INV-01, first half: C <= D, R <= A and P <= R for every counter. */
function orderFaults(ledger: Ledger): Faults {
  const faults: string[] = [];
  for (const [holder, { deposited, credited }] of ledger.accounts) {
    if (credited > deposited)
      faults.push(
        `INV-01 ${nameOf(ledger)}: ${holder} is credited ${credited}, deposited ${deposited}`,
      );
  }
  for (const [holder, { authorised, released, paid }] of ledger.recipients) {
    if (released > authorised)
      faults.push(
        `INV-01 ${nameOf(ledger)}: ${holder} is released ${released}, authorised ${authorised}`,
      );
    if (paid > released)
      faults.push(`INV-01 ${nameOf(ledger)}: ${holder} is paid ${paid}, released ${released}`);
  }
  return faults;
}

type Counters = Readonly<Record<string, bigint>>;

function fallen(
  name: string,
  before: ReadonlyMap<string, Counters>,
  after: ReadonlyMap<string, Counters>,
): Faults {
  return [...before].flatMap(([holder, old]) =>
    Object.entries(old)
      .map(([counter, value]) => ({ counter, value, now: after.get(holder)?.[counter] ?? 0n }))
      .filter(({ value, now }) => now < value)
      .map(
        ({ counter, value, now }) =>
          `INV-01 ${name}: ${counter} of ${holder} fell from ${value} to ${now}`,
      ),
  );
}

/** What must never fall: not a balance, and not what was heard, which follows the newest message. */
const grown = (accounts: Ledger["accounts"]): ReadonlyMap<string, Counters> =>
  new Map(
    [...accounts].map(([holder, { deposited, credited }]) => [holder, { deposited, credited }]),
  );

const counters = (
  recipients: ReadonlyMap<string, RecipientCounters>,
): ReadonlyMap<string, Counters> =>
  new Map([...recipients].map(([holder, row]) => [holder, { ...row }]));

/** INV-01, second half: D, C, A, R and P never fall. */
function growthFaults(ledger: Ledger, previous: Ledger | undefined): Faults {
  if (previous === undefined) return [];
  const name = nameOf(ledger);
  return [
    ...fallen(name, grown(previous.accounts), grown(ledger.accounts)),
    ...fallen(name, counters(previous.recipients), counters(ledger.recipients)),
    ...fallen(
      name,
      new Map([["all", { ...previous.sums }]]),
      new Map([["all", { ...ledger.sums }]]),
    ),
  ];
}

/** INV-02, and that the sums kept by vault and gateway are those of the counters. */
function sumFaults(ledger: Ledger): Faults {
  const { accounts, recipients, sums } = ledger;
  const rows: readonly [string, bigint, bigint][] = [
    [
      "sum of balances against credited less authorised",
      sumOf(accounts, ({ balance }) => balance),
      sums.credited - sums.authorised,
    ],
    [
      "sum of credits against the gateway's",
      sumOf(accounts, ({ credited }) => credited),
      sums.credited,
    ],
    [
      "sum of authorised against the gateway's",
      sumOf(recipients, ({ authorised }) => authorised),
      sums.authorised,
    ],
    [
      "sum of deposits against the vault's",
      sumOf(accounts, ({ deposited }) => deposited),
      sums.deposited,
    ],
    ["sum of payments against the vault's", sumOf(recipients, ({ paid }) => paid), sums.paid],
  ];
  return rows
    .filter(([, counted, kept]) => counted !== kept)
    .map(([what, counted, kept]) => `INV-02 ${nameOf(ledger)}: ${what}: ${counted}, not ${kept}`);
}

/** INV-03 and INV-04: what the vault holds, apart from donations that the test says it made. */
function custodyFaults(ledger: Ledger, donated: bigint): Faults {
  const { custody, sums } = ledger;
  const faults: string[] = [];
  const due = sums.deposited - sums.paid;
  if (custody - donated !== due)
    faults.push(
      `INV-03 ${nameOf(ledger)}: custody ${custody} (${donated} donated), deposited ${sums.deposited} less paid ${sums.paid} is ${due}`,
    );
  if (custody < sums.authorised - sums.paid)
    faults.push(
      `INV-04 ${nameOf(ledger)}: custody ${custody} is below authorised ${sums.authorised} less paid ${sums.paid}`,
    );
  return faults;
}

/** INV-10: tokens held are positive cash, pool, insurance and reserve, to the wei. */
function cashFaults({ cash }: Reading): Faults {
  const positive = sumOf(cash.accounts, (one) => (one > 0n ? one : 0n));
  const booked = positive + cash.pool + cash.insurance + cash.reserve;
  if (booked === cash.tokens) return [];
  return [
    `INV-10: tokens ${cash.tokens}, booked ${booked}: cash ${positive}, pool ${cash.pool}, insurance ${cash.insurance}, reserve ${cash.reserve} (WAD)`,
  ];
}

/** What may be otherwise than the invariants say, because the test did it. */
export interface Known {
  /** By key: tokens sent to the vault outside the protocol (units). */
  readonly donated?: ReadonlyMap<number, bigint>;
}

/** Everything that breaks INV-01, INV-02, INV-03, INV-04 or INV-10, with the numbers. */
export function faultsOf(reading: Reading, previous?: Reading, known: Known = {}): string[] {
  const ledgerFaults = reading.ledgers.flatMap((ledger) => [
    ...orderFaults(ledger),
    ...growthFaults(
      ledger,
      previous?.ledgers.find(({ key }) => key === ledger.key),
    ),
    ...sumFaults(ledger),
    ...custodyFaults(ledger, known.donated?.get(ledger.key) ?? 0n),
  ]);
  return [...ledgerFaults, ...cashFaults(reading)];
}

/** INV-05: what two runs are compared by: every counter of every key, in a fixed order. Clocks and cash are not in it. */
export function finalState({ ledgers }: Reading): object {
  const rows = <T>(map: ReadonlyMap<string, T>): readonly (readonly [string, T])[] =>
    [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  return ledgers.map(({ key, accounts, recipients, sums, custody }) => ({
    key,
    accounts: rows(accounts),
    recipients: rows(recipients),
    sums,
    custody,
  }));
}

/** What still separates a state from INV-06's end: C = D, R = A, P = R. */
export interface Unsettled {
  readonly chain: string;
  readonly key: number;
  /** Accounts whose deposits the gateway has not seen. */
  readonly unseen: readonly string[];
  /** Accounts seen but not credited in full. */
  readonly uncredited: readonly string[];
  /** Recipients whose releases the vault has not heard of. */
  readonly unreleased: readonly string[];
  /** Recipients not paid in full. */
  readonly unpaid: readonly string[];
}

/** INV-06: whatever is not settled, by key. */
export function unsettledOf({ ledgers }: Reading): Unsettled[] {
  const holders = <T>(map: ReadonlyMap<string, T>, open: (counters: T) => boolean): string[] =>
    [...map].filter(([, counters]) => open(counters)).map(([holder]) => holder);
  return ledgers
    .map(({ chain, key, accounts, recipients }) => ({
      chain,
      key,
      unseen: holders(accounts, ({ deposited, seen }) => seen !== deposited),
      uncredited: holders(accounts, ({ seen, credited }) => credited < seen),
      unreleased: holders(recipients, ({ authorised, released }) => released < authorised),
      unpaid: holders(recipients, ({ released, paid }) => paid < released),
    }))
    .filter((one) => [one.unseen, one.uncredited, one.unreleased, one.unpaid].flat().length > 0);
}
