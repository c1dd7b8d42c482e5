import { expect } from "chai";
import {
  expectInvariants,
  faultsOf,
  finalState,
  unsettledOf,
  type Reading,
} from "../helpers/invariants.js";

type Ledger = Reading["ledgers"][number];

const ledger = (changes: Partial<Ledger> = {}): Ledger => ({
  key: 2,
  chain: "arbitrum",
  accounts: new Map([["alice", { deposited: 9n, seen: 9n, credited: 9n, balance: 5n }]]),
  recipients: new Map([["carol", { authorised: 4n, released: 4n, paid: 4n }]]),
  sums: { deposited: 9n, credited: 9n, authorised: 4n, paid: 4n },
  custody: 5n,
  ...changes,
});

const reading = (changes: Partial<Ledger> = {}, tokens = 30n): Reading => ({
  ledgers: [ledger(changes)],
  cash: {
    tokens,
    accounts: new Map([
      ["alice", 12n],
      ["bob", -7n],
    ]),
    pool: 11n,
    insurance: 4n,
    reserve: 3n,
  },
});

const account = (counters: Partial<{ deposited: bigint; credited: bigint; balance: bigint }>) => ({
  accounts: new Map([
    ["alice", { deposited: 9n, seen: 9n, credited: 9n, balance: 5n, ...counters }],
  ]),
});

const recipient = (counters: Partial<{ authorised: bigint; released: bigint; paid: bigint }>) => ({
  recipients: new Map([["carol", { authorised: 4n, released: 4n, paid: 4n, ...counters }]]),
});

/** Broken states, and the invariants that must say so. */
const broken: readonly [string, Reading, readonly string[]][] = [
  ["credit beyond deposits", reading(account({ deposited: 8n })), ["INV-01", "INV-02"]],
  ["a release never authorised", reading(recipient({ released: 5n })), ["INV-01"]],
  ["a payment never released", reading(recipient({ released: 3n })), ["INV-01"]],
  ["a balance from nothing", reading(account({ balance: 6n })), ["INV-02"]],
  ["a token missing", reading({ custody: 4n }), ["INV-03"]],
  ["a token too many", reading({ custody: 6n }), ["INV-03"]],
  [
    "less than is owed",
    reading({ custody: 1n, sums: { deposited: 9n, credited: 9n, authorised: 6n, paid: 4n } }),
    ["INV-02", "INV-03", "INV-04"],
  ],
  ["a dollar missing", reading({}, 29n), ["INV-10"]],
];

describe("the invariants' reading", () => {
  it("finds nothing in a sound state", () => {
    expectInvariants(reading(), reading());
  });

  for (const [what, state, ids] of broken) {
    it(`finds ${what} (${ids.join(", ")})`, () => {
      const found = new Set(faultsOf(state).map((fault) => fault.slice(0, 6)));
      expect([...found].sort()).to.deep.equal(ids);
    });
  }

  it("finds every counter that fell since the last reading, and no balance that did", () => {
    const before = reading({
      ...account({ deposited: 10n, credited: 10n, balance: 8n }),
      ...recipient({ paid: 5n }),
      sums: { deposited: 10n, credited: 9n, authorised: 4n, paid: 4n },
    });
    const name = "INV-01 key 2 on arbitrum";
    expect(faultsOf(reading(), before)).to.deep.equal([
      `${name}: deposited of alice fell from 10 to 9`,
      `${name}: credited of alice fell from 10 to 9`,
      `${name}: paid of carol fell from 5 to 4`,
      `${name}: deposited of all fell from 10 to 9`,
    ]);
  });

  it("counts tokens that a test says it donated", () => {
    const donated = new Map([[2, 3n]]);
    expect(faultsOf(reading({ custody: 8n }), undefined, { donated })).to.deep.equal([]);
  });

  it("names what is not settled", () => {
    const open = reading({ ...account({ credited: 7n }), ...recipient({ paid: 3n }) });
    const [one] = unsettledOf(open);
    expect(one).to.deep.include({ unseen: [], uncredited: ["alice"], unpaid: ["carol"] });
    expect(unsettledOf(reading())).to.deep.equal([]);
  });

  it("is compared without regard to the order in which holders were found", () => {
    const rows = ["alice", "bob"].map(
      (who) => [who, { deposited: 1n, seen: 1n, credited: 1n, balance: 1n }] as const,
    );
    const one = reading({ accounts: new Map(rows) });
    const other = reading({ accounts: new Map([...rows].reverse()) });
    expect(finalState(one)).to.deep.equal(finalState(other));
  });
});
