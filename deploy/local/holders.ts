import type { System } from "../contracts.js";

/** Everybody the events of a system name, so that sums over all of them can be taken. */
export interface Holders {
  /** Accounts with collateral, by key. */
  readonly accounts: ReadonlyMap<number, ReadonlySet<string>>;
  /** Receivers of releases, by key. */
  readonly recipients: ReadonlyMap<number, ReadonlySet<string>>;
  /** Accounts that had cash or debt. */
  readonly cash: ReadonlySet<string>;
}

class Index {
  readonly byKey = new Map<number, Set<string>>();

  add(key: bigint, holder: string): void {
    const known = this.byKey.get(Number(key));
    if (known === undefined) this.byKey.set(Number(key), new Set([holder]));
    else known.add(holder);
  }
}

async function deposits({ hub, sources }: System, accounts: Index): Promise<void> {
  for (const { vault, since } of [hub, ...sources]) {
    for (const { args } of await vault.queryFilter(vault.filters.Deposited(), since))
      accounts.add(args.key, args.account);
  }
  for (const { args } of await hub.gateway.queryFilter(hub.gateway.filters.Credited(), hub.since))
    accounts.add(args.key, args.account);
}

async function releases({ hub, sources }: System, recipients: Index): Promise<void> {
  const { gateway } = hub;
  for (const { args } of await gateway.queryFilter(gateway.filters.Authorised(), hub.since))
    recipients.add(args.key, args.recipient);
  for (const { args } of await gateway.queryFilter(gateway.filters.Returned(), hub.since))
    recipients.add(args.key, args.recipient);
  for (const { vault, since } of [hub, ...sources]) {
    for (const { args } of await vault.queryFilter(vault.filters.Released(), since))
      recipients.add(args.key, args.recipient);
  }
}

async function auctions({ hub }: System, accounts: Index, cash: Set<string>): Promise<void> {
  const house = hub.auctions;
  for (const { args } of await house.queryFilter(house.filters.Taken(), hub.since)) {
    accounts.add(args.key, args.buyer);
    cash.add(args.buyer).add(args.account);
  }
  for (const { args } of await house.queryFilter(house.filters.Liquidated(), hub.since))
    cash.add(args.kicker);
}

/** Reads the events of a system from its beginning. */
export async function holdersOf(system: System): Promise<Holders> {
  const [accounts, recipients, cash] = [new Index(), new Index(), new Set<string>()];
  await deposits(system, accounts);
  await releases(system, recipients);
  await auctions(system, accounts, cash);
  const { hub } = system;
  const { engine } = hub;
  for (const { args } of await engine.queryFilter(engine.filters.CashDeposited(), hub.since))
    cash.add(args.account);
  for (const { args } of await engine.queryFilter(engine.filters.CashWithdrawn(), hub.since))
    cash.add(args.account);
  return { accounts: accounts.byKey, recipients: recipients.byKey, cash };
}
