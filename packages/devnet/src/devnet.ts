import { Mnemonic } from "ethers";
import { Chain, type ChainSnapshot, type ChainSpec } from "./chain/chain.js";
import { Clock } from "./chain/clock.js";
import type { Connect } from "./chain/connection.js";
import { inProcess } from "./chain/hardhat.js";
import { DevnetError } from "./errors.js";
import { PriceFeed__factory } from "./generated/index.js";
import { transact } from "./chain/transact.js";
import {
  deployLayerZero,
  serviceCount,
  type DvnSpec,
  type LayerZeroStack,
} from "./layerzero/stack.js";
import { createRng, deriveEntropy, type Rng, type Seed } from "./rng.js";
import { Relayer, type RelayedSite } from "./relayer/relayer.js";
import { SigningWorkers } from "./relayer/workers.js";

/** What a devnet is made of. */
export interface DevnetOptions {
  readonly chains: readonly ChainSpec[];
  /** Fixes keys, addresses and schedules; "devnet" by default. */
  readonly seed?: Seed;
  /** Two DVNs of three signers, two of whom must sign, by default. */
  readonly dvns?: DvnSpec;
  /** Where the chains run; in this process by default. */
  readonly connect?: Connect;
  /** Funded accounts for users on each chain (count); 20 by default. */
  readonly accounts?: number;
  /** The chains' first date (unix seconds); 2026-01-01 by default. */
  readonly genesis?: number;
  /** What gas costs everywhere (wei); 1 gwei by default. */
  readonly gasPrice?: bigint;
}

/** A chain of a devnet with LayerZero V2 on it. */
export interface DevnetSite extends RelayedSite {
  readonly chain: Chain;
  readonly layerZero: LayerZeroStack;
}

/** A state of a whole devnet to come back to, as often as wanted. */
export interface DevnetSnapshot {
  readonly chains: readonly ChainSnapshot[];
  readonly restore: readonly (() => void)[];
}

/** Something with a memory of its own that goes back with the chains. */
export interface Stateful {
  /** Everything remembered; calling the result puts it back. */
  capture(): () => void;
}

/** 2026-01-01 00:00 UTC (unix seconds). */
const GENESIS = 1_767_225_600;

/** When the first user transaction may come, after the deployment's blocks (seconds after genesis). */
const SETTLED = 600;

/** Several chains joined by LayerZero V2. */
export class Devnet {
  readonly #stateful: Stateful[];

  /**
   * @param seed - what it was made from
   * @param sites - its chains, by eid
   * @param relayer - its DVNs and executors
   * @param clock - its time
   * @param gasPrice - what gas costs (wei)
   */
  constructor(
    readonly seed: Seed,
    readonly sites: ReadonlyMap<number, DevnetSite>,
    readonly relayer: Relayer,
    private readonly clock: Clock,
    private readonly gasPrice: bigint,
  ) {
    this.#stateful = [relayer];
  }

  /** Its chains, in the order they were asked for. */
  get chains(): readonly Chain[] {
    return [...this.sites.values()].map((site) => site.chain);
  }

  /** A chain with its LayerZero contracts, by name or eid. */
  site(which: string | number): DevnetSite {
    const site = [...this.sites.values()].find(
      ({ chain }) => chain.name === which || chain.eid === which,
    );
    if (site === undefined) {
      const names = this.chains.map((chain) => `${chain.name} (${chain.eid})`).join(", ");
      throw new DevnetError(`no chain ${which} in this devnet; there are ${names}`);
    }
    return site;
  }

  /** A chain, by name or eid. */
  chain(which: string | number): Chain {
    return this.site(which).chain;
  }

  /** A chain's LayerZero contracts, by its name or eid. */
  layerZero(which: string | number): LayerZeroStack {
    return this.site(which).layerZero;
  }

  /** A random stream of its own for each label, fixed by the devnet's seed. */
  rng(label: string): Rng {
    return createRng(`${String(this.seed)}/${label}`);
  }

  /** The time all chains share (unix seconds). */
  now(): number {
    return this.clock.now();
  }

  /** Moves the time forward and mines a block on every chain that is not halted (seconds). */
  async increaseTime(seconds: number): Promise<void> {
    this.clock.reach(this.clock.now() + seconds);
    await this.sync();
  }

  /** Moves the time to a date (unix seconds); an earlier one is an error. */
  async setTime(time: number): Promise<void> {
    if (time < this.now())
      throw new DevnetError(`the time is ${this.now()} already; it cannot go back to ${time}`);
    await this.increaseTime(time - this.now());
  }

  /** Mines a block on every chain that is not halted, so that reads see the common time. */
  async sync(): Promise<void> {
    for (const chain of this.chains) if (!chain.halted) await chain.sync();
  }

  /**
   * Multiplies what gas costs on a chain.
   *
   * @param which - name or eid
   * @param times - of the usual price; 1 puts it back
   * @param quoted - whether LayerZero's price feeds on the other chains learn of it; true by default
   */
  async setGasPrice(which: string | number, times: number, quoted = true): Promise<void> {
    const chain = this.chain(which);
    const wei = (this.gasPrice * BigInt(Math.round(times * 1000))) / 1000n;
    chain.setBaseFee(times === 1 ? undefined : wei);
    if (!quoted) return;
    const prices = PriceFeed__factory.createInterface();
    const price = { priceRatio: 10n ** 20n, gasPriceInUnit: wei, gasPerByte: 16 };
    const data = prices.encodeFunctionData("setPrice", [[{ eid: chain.eid % 30_000, price }]]);
    for (const site of this.sites.values()) {
      if (site.chain === chain || site.chain.halted) continue;
      const to = await site.layerZero.priceFeed.getAddress();
      const call = { from: site.layerZero.owner, to, data, gas: 500_000n };
      await transact(
        site.chain.connection,
        call,
        `tell ${site.chain.name} the gas price of ${chain.name}`,
      );
    }
  }

  /** Adds something that goes back with the chains on `restore`. */
  remember(stateful: Stateful): void {
    this.#stateful.push(stateful);
  }

  /** The state of all chains, the time, the relayer and everything else remembered. */
  async snapshot(): Promise<DevnetSnapshot> {
    const chains: ChainSnapshot[] = [];
    for (const chain of this.chains) chains.push(await chain.snapshot());
    const now = this.now();
    const restore = this.#stateful.map((one) => one.capture());
    return {
      chains,
      restore: [
        ...restore,
        () => {
          this.clock.rewind(now);
        },
      ],
    };
  }

  /** Comes back to a snapshot; it stays usable. */
  async restore(snapshot: DevnetSnapshot): Promise<void> {
    for (const [index, chain] of this.chains.entries()) {
      const saved = snapshot.chains[index];
      if (saved === undefined)
        throw new DevnetError(
          `the snapshot has no state of ${chain.name}; it is of another devnet`,
        );
      await chain.restore(saved);
    }
    for (const one of snapshot.restore) one();
  }

  /** Ends every chain. */
  async close(): Promise<void> {
    for (const chain of this.chains) await chain.close();
  }
}

function checkSpecs(chains: readonly ChainSpec[]): void {
  if (chains.length === 0) throw new DevnetError("a devnet needs at least one chain");
  for (const key of ["name", "eid", "chainId"] as const) {
    const values = chains.map((chain) => chain[key]);
    const twice = values.find((value, index) => values.indexOf(value) !== index);
    if (twice !== undefined)
      throw new DevnetError(`two chains have the ${key} ${twice}; give each its own`);
  }
  for (const { name, eid, blockTime, confirmations } of chains) {
    if (eid <= 30_000)
      throw new DevnetError(`${name}: eid ${eid} is a V1 id; V2 ids are above 30000`);
    if (!Number.isInteger(blockTime) || blockTime < 1) {
      throw new DevnetError(
        `${name}: blockTime ${blockTime} must be a whole number of seconds, at least 1`,
      );
    }
    if (!Number.isInteger(confirmations) || confirmations < 1) {
      throw new DevnetError(
        `${name}: confirmations ${confirmations} must be at least 1 (0 means LayerZero's default)`,
      );
    }
  }
}

/**
 * Opens the chains of a devnet without deploying anything.
 *
 * @param options - of the devnet
 * @param clock - its time
 * @returns the chains, in order
 */
export async function openChains(options: DevnetOptions, clock: Clock): Promise<Chain[]> {
  checkSpecs(options.chains);
  const users = options.accounts ?? 20;
  const mnemonic = Mnemonic.fromEntropy(deriveEntropy(options.seed ?? "devnet")).phrase;
  const connect = options.connect ?? inProcess();
  return Promise.all(
    options.chains.map(async (spec) => {
      const { name, chainId } = spec;
      const accounts = users + serviceCount;
      const connection = await connect({ name, chainId, mnemonic, accounts, genesis: clock.now() });
      return new Chain(spec, connection, clock, connection.accounts.length - serviceCount);
    }),
  );
}

/**
 * Starts several chains with the real LayerZero V2 contracts on each, wired to one another, and the relayer between them.
 *
 * @param options - chains, seed, DVNs, where the chains run
 * @returns the devnet
 */
export async function createDevnet(options: DevnetOptions): Promise<Devnet> {
  const {
    seed = "devnet",
    dvns = { count: 2, signers: 3, quorum: 2 },
    gasPrice = 10n ** 9n,
  } = options;
  const genesis = options.genesis ?? GENESIS;
  const clock = new Clock(genesis);
  const chains = await openChains(options, clock);
  clock.setFollowing(false);
  const sites = await Promise.all(
    chains.map(async (chain): Promise<DevnetSite> => {
      const remotes = chains.filter((other) => other !== chain);
      const layerZero = await deployLayerZero({ chain, remotes, dvns, seed, gasPrice });
      return { chain, layerZero, workers: new SigningWorkers(chain, layerZero) };
    }),
  );
  clock.setFollowing(true);
  clock.reach(genesis + SETTLED);
  for (const chain of chains) clock.reach((await chain.timestamp()) - (chain.spec.clockSkew ?? 0));
  for (const chain of chains) await chain.sync();
  const byEid = new Map(sites.map((site) => [site.chain.eid, site]));
  const starts = new Map<number, number>();
  for (const chain of chains) starts.set(chain.eid, await chain.height());
  return new Devnet(seed, byEid, new Relayer(byEid, starts, clock), clock, gasPrice);
}
