import { sourceOf } from "../../deploy/contracts.js";
import { localHub } from "../../deploy/networks/local.js";
import type { LocalSystem } from "../../deploy/local/world.js";
import type {
  CollateralVault,
  HubVault,
  ILaneDesk,
  MarginEngine,
} from "../../typechain-types/index.js";
import { BatchedReads } from "./batch.js";
import { holdersOf, nobody, type Emitters, type Holders, type Known } from "./holders.js";

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

interface HubReads {
  readonly desk: ILaneDesk;
  readonly engine: MarginEngine;
  readonly vault: HubVault;
}

async function pairs<T>(
  holders: Iterable<string>,
  read: (holder: string) => Promise<T>,
): Promise<ReadonlyMap<string, T>> {
  const all = [...holders].map(async (holder) => [holder, await read(holder)] as const);
  return new Map(await Promise.all(all));
}

const total = (numbers: Iterable<bigint>): bigint => [...numbers].reduce((a, b) => a + b, 0n);

/** Reads a system's whole state, quickly enough to be asked after every step. */
export class Observer {
  #known: Known = nobody;

  private constructor(
    private readonly world: LocalSystem,
    private readonly hub: HubReads,
    private readonly vaults: ReadonlyMap<string, CollateralVault>,
    private readonly emitters: readonly Emitters[],
  ) {}

  /** Sets up what reads; do so before taking snapshots. */
  static async of(world: LocalSystem): Promise<Observer> {
    const on = (chain: string): Promise<BatchedReads> => BatchedReads.on(world.devnet.chain(chain));
    const runner = await on(localHub.name);
    const { desk, engine, vault, gateway, auctions } = world.hub;
    const hub: HubReads = {
      desk: desk.connect(runner),
      engine: engine.connect(runner),
      vault: vault.connect(runner),
    };
    const vaults = new Map<string, CollateralVault>();
    const emitting = [vault, gateway, engine, auctions].map((contract) => contract.getAddress());
    const emitters: Emitters[] = [
      { chain: world.devnet.chain(localHub.name), addresses: await Promise.all(emitting) },
    ];
    for (const source of world.sources) {
      const { name } = source.chain;
      vaults.set(name, source.vault.connect(await on(name)));
      const addresses = [await source.vault.getAddress()];
      emitters.push({ chain: world.devnet.chain(name), addresses });
    }
    return new Observer(world, hub, vaults, emitters);
  }

  /** From now on reads only the events that follow; for states that grow out of this one. */
  async remember(): Promise<void> {
    this.#known = await holdersOf(this.emitters, this.#known);
  }

  /** Reads everything, or the ledgers of some keys only. */
  async read(keys: readonly number[] = [...this.world.tokens.keys()]): Promise<Reading> {
    const { holders } = await holdersOf(this.emitters, this.#known);
    const [ledgers, cash] = await Promise.all([
      Promise.all(keys.map((key) => this.#ledger(key, holders))),
      this.#cash(holders),
    ]);
    return { ledgers, cash };
  }

  #ledger(key: number, holders: Holders): Promise<Ledger> {
    const token = this.world.tokens.get(key);
    if (token === undefined) throw new RangeError(`key ${key} is not listed`);
    if (token.chain === localHub.name) return this.#hubLedger(key, holders);
    return this.#sourceLedger(key, sourceOf(this.world, token.chain).chain.name, holders);
  }

  async #sourceLedger(key: number, chain: string, holders: Holders): Promise<Ledger> {
    const { desk, engine } = this.hub;
    const vault = this.vaults.get(chain);
    if (vault === undefined) throw new RangeError(`no vault on ${chain}`);
    const account = async (holder: string): Promise<AccountCounters> => {
      const [deposited, { seen, credited }, balance] = await Promise.all([
        vault.depositedOf(holder, key),
        desk.creditOf(holder, key),
        engine.balanceOf(holder, key),
      ]);
      return { deposited, seen, credited, balance };
    };
    const recipient = async (holder: string): Promise<RecipientCounters> => {
      const [authorised, { released, paid }] = await Promise.all([
        desk.authorisedOf(holder, key),
        vault.payableOf(holder, key),
      ]);
      return { authorised, released, paid };
    };
    const [accounts, recipients, { deposited, paid }, { credited, authorised }, custody] =
      await Promise.all([
        pairs(holders.accounts.get(key) ?? [], account),
        pairs(holders.recipients.get(key) ?? [], recipient),
        vault.sumsOf(key),
        desk.sumsOf(key),
        vault.custodyOf(key),
      ]);
    const sums = { deposited, paid, credited, authorised };
    return { key, chain, accounts, recipients, sums, custody };
  }

  /** The hub's vault credits the engine itself and pays what is released at once. */
  async #hubLedger(key: number, holders: Holders): Promise<Ledger> {
    const { vault, engine } = this.hub;
    const account = async (holder: string): Promise<AccountCounters> => {
      const [deposited, balance] = await Promise.all([
        vault.depositedOf(holder, key),
        engine.balanceOf(holder, key),
      ]);
      return { deposited, seen: deposited, credited: deposited, balance };
    };
    const recipient = async (holder: string): Promise<RecipientCounters> => {
      const { released, paid } = await vault.payableOf(holder, key);
      return { authorised: released, released, paid };
    };
    const [accounts, recipients, { deposited, paid }, custody] = await Promise.all([
      pairs(holders.accounts.get(key) ?? [], account),
      pairs(holders.recipients.get(key) ?? [], recipient),
      vault.sumsOf(key),
      vault.custodyOf(key),
    ]);
    const authorised = total([...recipients.values()].map((one) => one.authorised));
    const sums = { deposited, paid, credited: deposited, authorised };
    return { key, chain: localHub.name, accounts, recipients, sums, custody };
  }

  async #cash({ cash }: Holders): Promise<CashBook> {
    const { engine } = this.hub;
    const held = this.world.cash.connect(engine.runner);
    const [accounts, pool, insurance, reserve, scale, tokens] = await Promise.all([
      pairs(cash, (holder) => engine.cashOf(holder)),
      engine.poolCash(),
      engine.insuranceCash(),
      engine.reserveCash(),
      engine.assetScale(),
      held.balanceOf(engine.getAddress()),
    ]);
    return { accounts, pool, insurance, reserve, tokens: tokens * scale };
  }
}
