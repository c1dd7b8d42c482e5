import { sourceOf } from "../contracts.js";
import { localHub } from "../networks/local.js";
import type { LocalSystem } from "./world.js";
import { holdersOf, nobody, type Emitters, type Holders, type Known } from "./holders.js";
import { Reader, type Ask } from "./questions.js";

/** Counters of one account and key (units). */
export interface AccountCounters {
  readonly deposited: bigint;
  readonly seen: bigint;
  readonly credited: bigint;
  readonly balance: bigint;
}

/** Counters of one recipient and key (units). */
export interface RecipientCounters {
  readonly authorised: bigint;
  readonly released: bigint;
  readonly paid: bigint;
}

/** Everything the protocol knows of one key, named as in security.md section 4. */
export interface Ledger {
  readonly key: number;
  readonly chain: string;
  readonly accounts: ReadonlyMap<string, AccountCounters>;
  readonly recipients: ReadonlyMap<string, RecipientCounters>;
  readonly sums: {
    readonly deposited: bigint;
    readonly credited: bigint;
    readonly authorised: bigint;
    readonly paid: bigint;
  };
  /** Tokens held, in units. */
  readonly custody: bigint;
}

/** The settlement asset's double entry (WAD). */
export interface CashBook {
  readonly tokens: bigint;
  readonly accounts: ReadonlyMap<string, bigint>;
  readonly pool: bigint;
  readonly insurance: bigint;
  readonly reserve: bigint;
}

/** The state of vaults, gateway and engine at one moment. */
export interface Reading {
  readonly ledgers: readonly Ledger[];
  readonly cash: CashBook;
}

const total = (numbers: Iterable<bigint>): bigint => [...numbers].reduce((a, b) => a + b, 0n);

function pairs<T>(
  holders: Iterable<string> | undefined,
  read: (holder: string) => T,
): ReadonlyMap<string, T> {
  return new Map([...(holders ?? [])].map((holder) => [holder, read(holder)]));
}

/** Words a view has and must return. */
function words(answer: readonly bigint[], ...at: readonly number[]): bigint[] {
  return at.map((index) => {
    const word = answer[index];
    if (word === undefined) throw new RangeError(`a view returned ${answer.length} words`);
    return word;
  });
}

const one = (answer: readonly bigint[], at = 0): bigint => words(answer, at)[0] ?? 0n;

const nameOf = (keys: readonly number[], { accounts, recipients, cash }: Holders): string =>
  JSON.stringify([
    keys,
    ...[accounts, recipients].map((index) => [...index].map(([key, set]) => [key, ...set])),
    [...cash],
  ]);

/** Reads a system's whole state, quickly enough to be asked after every step. */
export class Observer {
  #known: Known = nobody;

  private constructor(
    private readonly world: LocalSystem,
    private readonly reader: Reader,
    private readonly emitters: readonly Emitters[],
  ) {}

  /**
   * Sets up what reads.
   *
   * @param world - the system
   * @param batching - `CallReader` contracts by chain, which make many reads in one call
   * @returns what reads it
   */
  static async of(world: LocalSystem, batching?: ReadonlyMap<string, string>): Promise<Observer> {
    const { desk, engine, vault, gateway, auctions } = world.hub;
    const vaults = world.sources.map((source) => source.vault);
    const contracts = [desk, engine, vault, world.cash, ...vaults];
    const reader = await Reader.of(world.devnet.chains, contracts, batching);
    const emitting = [vault, gateway, engine, auctions].map((contract) => contract.getAddress());
    const emitters: Emitters[] = [
      {
        chain: world.devnet.chain(localHub.name),
        addresses: await Promise.all(emitting),
        since: world.hub.since,
      },
    ];
    for (const { chain, vault: source, since } of world.sources)
      emitters.push({
        chain: world.devnet.chain(chain.name),
        addresses: [await source.getAddress()],
        since,
      });
    return new Observer(world, reader, emitters);
  }

  /** From now on reads only the events that follow; for states that grow out of this one. */
  async remember(): Promise<void> {
    this.#known = await holdersOf(this.emitters, this.#known);
  }

  /** Reads everything, or the ledgers of some keys only. */
  async read(keys: readonly number[] = [...this.world.tokens.keys()]): Promise<Reading> {
    const { holders } = await holdersOf(this.emitters, this.#known);
    const engine = await this.world.hub.engine.getAddress();
    return this.reader.read(nameOf(keys, holders), (ask) => ({
      ledgers: keys.map((key) => this.#ledger(ask, key, holders)),
      cash: this.#cash(ask, holders, engine),
    }));
  }

  #ledger(ask: Ask, key: number, holders: Holders): Ledger {
    const token = this.world.tokens.get(key);
    if (token === undefined) throw new RangeError(`key ${key} is not listed`);
    return token.chain === localHub.name
      ? this.#hubLedger(ask, key, holders)
      : this.#sourceLedger(ask, { key, chain: token.chain }, holders);
  }

  #sourceLedger(
    ask: Ask,
    { key, chain }: { readonly key: number; readonly chain: string },
    holders: Holders,
  ): Ledger {
    const { desk, engine } = this.world.hub;
    const { vault } = sourceOf(this.world, chain);
    const hub = localHub.name;
    const accounts = pairs(holders.accounts.get(key), (holder) => {
      const credit = ask(hub, desk, "creditOf", holder, key);
      return {
        deposited: one(ask(chain, vault, "depositedOf", holder, key)),
        seen: one(credit),
        credited: one(credit, 2),
        balance: one(ask(hub, engine, "balanceOf", holder, key)),
      };
    });
    const recipients = pairs(holders.recipients.get(key), (holder) => {
      const owed = ask(chain, vault, "payableOf", holder, key);
      const authorised = one(ask(hub, desk, "authorisedOf", holder, key));
      return { authorised, released: one(owed), paid: one(owed, 1) };
    });
    const sums = ask(chain, vault, "sumsOf", key);
    const booked = ask(hub, desk, "sumsOf", key);
    const custody = one(ask(chain, vault, "custodyOf", key));
    return {
      key,
      chain,
      accounts,
      recipients,
      sums: {
        deposited: one(sums),
        paid: one(sums, 1),
        credited: one(booked),
        authorised: one(booked, 1),
      },
      custody,
    };
  }

  /** The hub's vault credits the engine itself and pays what is released at once. */
  #hubLedger(ask: Ask, key: number, holders: Holders): Ledger {
    const { vault, engine } = this.world.hub;
    const hub = localHub.name;
    const accounts = pairs(holders.accounts.get(key), (holder) => {
      const deposited = one(ask(hub, vault, "depositedOf", holder, key));
      const balance = one(ask(hub, engine, "balanceOf", holder, key));
      return { deposited, seen: deposited, credited: deposited, balance };
    });
    const recipients = pairs(holders.recipients.get(key), (holder) => {
      const owed = ask(hub, vault, "payableOf", holder, key);
      return { authorised: one(owed), released: one(owed), paid: one(owed, 1) };
    });
    const sums = ask(hub, vault, "sumsOf", key);
    const custody = one(ask(hub, vault, "custodyOf", key));
    const authorised = total([...recipients.values()].map((row) => row.authorised));
    return {
      key,
      chain: hub,
      accounts,
      recipients,
      sums: { deposited: one(sums), paid: one(sums, 1), credited: one(sums), authorised },
      custody,
    };
  }

  #cash(ask: Ask, { cash }: Holders, engineAddress: string): CashBook {
    const { engine } = this.world.hub;
    const of = (view: string, ...args: readonly string[]): bigint =>
      BigInt.asIntN(256, one(ask(localHub.name, engine, view, ...args)));
    const tokens = one(ask(localHub.name, this.world.cash, "balanceOf", engineAddress));
    return {
      accounts: pairs(cash, (holder) => of("cashOf", holder)),
      pool: of("poolCash"),
      insurance: of("insuranceCash"),
      reserve: of("reserveCash"),
      tokens: tokens * of("assetScale"),
    };
  }
}
