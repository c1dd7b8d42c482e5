import type { Chain, ChainSnapshot } from "./chain/chain.js";
import type { Clock } from "./chain/clock.js";
import { transact } from "./chain/transact.js";
import { DevnetError } from "./errors.js";
import { PriceFeed__factory } from "./generated/index.js";
import { vidOf, type LayerZeroCore, type LayerZeroStack } from "./layerzero/stack.js";
import { createRng, type Rng, type Seed } from "./rng.js";
import type { Relayer } from "./relayer/relayer.js";
import type { RelayedSite } from "./relayer/workers.js";

/** A chain of a devnet with LayerZero V2 on it: the devnet's own deployment, or somebody else's. */
export interface DevnetSite<C extends LayerZeroCore = LayerZeroStack> extends RelayedSite {
  readonly chain: Chain;
  readonly layerZero: C;
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

function isDeployed(layerZero: LayerZeroCore): layerZero is LayerZeroStack {
  return "priceFeed" in layerZero;
}

/** What a devnet is put together from. */
export interface DevnetParts<C extends LayerZeroCore> {
  readonly seed: Seed;
  /** By eid. */
  readonly sites: ReadonlyMap<number, DevnetSite<C>>;
  readonly relayer: Relayer;
  readonly clock: Clock;
  /** What gas costs (wei). */
  readonly gasPrice: bigint;
}

const prices = PriceFeed__factory.createInterface();

/** Several chains joined by LayerZero V2. */
export class Devnet<C extends LayerZeroCore = LayerZeroStack> {
  /** What it was made from. */
  readonly seed: Seed;
  /** Its chains, by eid. */
  readonly sites: ReadonlyMap<number, DevnetSite<C>>;
  /** Its DVNs and executors. */
  readonly relayer: Relayer;
  readonly #clock: Clock;
  readonly #gasPrice: bigint;
  readonly #stateful: Stateful[];

  /** @param parts - chains, relayer, clock */
  constructor(parts: DevnetParts<C>) {
    this.seed = parts.seed;
    this.sites = parts.sites;
    this.relayer = parts.relayer;
    this.#clock = parts.clock;
    this.#gasPrice = parts.gasPrice;
    this.#stateful = [parts.relayer];
  }

  /** Its chains, in the order they were asked for. */
  get chains(): readonly Chain[] {
    return [...this.sites.values()].map((site) => site.chain);
  }

  /** A chain with its LayerZero contracts, by name or eid. */
  site(which: string | number): DevnetSite<C> {
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
  layerZero(which: string | number): C {
    return this.site(which).layerZero;
  }

  /** A random stream of its own for each label, fixed by the devnet's seed. */
  rng(label: string): Rng {
    return createRng(`${String(this.seed)}/${label}`);
  }

  /** The time all chains share (unix seconds). */
  now(): number {
    return this.#clock.now();
  }

  /** Moves the time forward and mines a block on every chain that is not halted (seconds). */
  async increaseTime(seconds: number): Promise<void> {
    this.#clock.reach(this.#clock.now() + seconds);
    await this.sync();
  }

  /** Moves the time to a date (unix seconds); an earlier one is an error. */
  async setTime(time: number): Promise<void> {
    if (time < this.now())
      throw new DevnetError(`the time is ${this.now()} already; it cannot go back to ${time}`);
    await this.increaseTime(time - this.now());
  }

  /** Mines a block on every chain that is behind and not halted, so that reads see the common time. */
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
    const wei = (this.#gasPrice * BigInt(Math.round(times * 1000))) / 1000n;
    chain.setBaseFee(times === 1 ? undefined : wei);
    if (!quoted) return;
    const price = { priceRatio: 10n ** 20n, gasPriceInUnit: wei, gasPerByte: 16 };
    const data = prices.encodeFunctionData("setPrice", [[{ eid: vidOf(chain.eid), price }]]);
    for (const { chain: teller, layerZero } of this.sites.values()) {
      // Other people's price feeds are theirs to set.
      if (teller === chain || teller.halted || !isDeployed(layerZero)) continue;
      const { priceFeed, roles } = layerZero.addresses;
      const call = { from: roles.owner, to: priceFeed, data, gas: 500_000n };
      await transact(teller.connection, call, `tell ${teller.name} the gas price of ${chain.name}`);
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
          this.#clock.rewind(now);
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
