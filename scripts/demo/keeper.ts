import { createErrorDecoder, revertDataOf } from "@causeway/devnet";
import { liquidate, take, tokenOf } from "../../deploy/local/moves.js";
import { addressOf, signerOf } from "../../deploy/local/people.js";
import { dollars, duration, factor } from "./format.js";
import { amount, mined, nameOf, noteGas, timeOf, type Stage } from "./stage.js";

/** What the keeper wants of an auction: the depth at which it buys, how much of the need, and where it wants the units. */
export interface Bid {
  readonly key: number;
  /** Buys once the factor is at or below this (WAD). */
  readonly at: bigint;
  /** Of what restores the account (percent). */
  readonly share: bigint;
  /** KEEP on the hub, or RELEASE to the keeper's address on the key's chain. */
  readonly release: boolean;
}

const STEP = 12;

/** Rounds of patience for one bid: far beyond the time any factor takes to its floor. */
const PATIENCE = 200;

/** Does what anybody may do, from public events and views; it has no role and no key to anything. */
export class Keeper {
  constructor(private readonly stage: Stage) {}

  /** Brings prices and haircuts up to date and liquidates whoever is below maintenance margin. */
  async watch(): Promise<string[]> {
    const { world } = this.stage;
    await this.refresh();
    const started: string[] = [];
    for (const account of await this.accounts()) {
      const margin = await world.hub.engine.marginOf(account);
      const auction = await world.hub.auctions.auctionOf(account);
      if (auction.startedAt !== 0n || margin.equity >= margin.maintenance) continue;
      await this.#liquidate(account);
      started.push(account);
    }
    return started;
  }

  /** Brings prices and haircuts up to date. */
  async refresh(): Promise<void> {
    const { hub } = this.stage.world;
    const [keys, assets] = await hub.parameters.listed();
    const risk = hub.risk.connect(signerOf(this.stage.world, "keeper", "hub"));
    await mined(risk.refresh(assets));
    await mined(risk.poke(keys));
  }

  /** Accounts that ever had collateral, from the gateway's events. */
  async accounts(): Promise<string[]> {
    const { gateway } = this.stage.world.hub;
    const credits = await gateway.queryFilter(gateway.filters.Credited());
    return [...new Set(credits.map(({ args }) => args.account))];
  }

  /** Whether the contracts would let it liquidate an account now. */
  async couldLiquidate(account: string): Promise<boolean> {
    const { world } = this.stage;
    const auctions = world.hub.auctions.connect(signerOf(world, "keeper", "hub"));
    try {
      await auctions.liquidate.staticCall(account);
      return true;
    } catch (error) {
      const data = revertDataOf(error) ?? "";
      const { name, text } = createErrorDecoder([world.hub.engine.interface])(data);
      if (name !== "MarginEngine_Healthy") throw new Error(`liquidate: ${text}`, { cause: error });
      return false;
    }
  }

  /** Waits for its price, then buys. Returns what it bought. */
  async buy(account: string, bid: Bid): Promise<bigint> {
    const { world, tell, chronicle } = this.stage;
    const { auctions } = world.hub;
    await this.#waitFor(account, bid);
    const need = await auctions.quoteTake(account, bid.key, 2n ** 64n - 1n);
    const units = (need.units * bid.share) / 100n;
    const me = addressOf(world, "keeper");
    const purchase = { account, key: bid.key, units };
    const receipt = await take(world, bid.release ? { ...purchase, recipient: me } : purchase);
    const mode = bid.release ? "RELEASE" : "KEEP";
    noteGas(this.stage, bid.release ? "takeRelease" : "takeKeep", receipt);
    const taken = (await auctions.queryFilter(auctions.filters.Taken(account))).at(-1);
    if (taken?.transactionHash !== receipt.hash) throw new Error("the keeper's take left no event");
    const { args } = taken;
    await tell.say(
      "hub",
      `Keeper takes ${amount(world, bid.key, args.units)} at factor ${factor(args.factor)} (${dollars(args.unitPrice)} each) for ${dollars(args.payment)}, ${mode}`,
    );
    await tell.say("hub", await this.#ages(bid.key));
    chronicle.takes.push({
      key: bid.key,
      units: args.units.toString(),
      factor: factor(args.factor),
      mode,
      buyer: args.buyer,
    });
    return args.units;
  }

  /** Closes every auction whose account is cured. */
  async closeCured(): Promise<string[]> {
    const { world, tell } = this.stage;
    await this.refresh();
    const closed: string[] = [];
    const auctions = world.hub.auctions.connect(signerOf(world, "keeper", "hub"));
    for (const account of await this.accounts()) {
      const { startedAt } = await auctions.auctionOf(account);
      if (startedAt === 0n || !(await auctions.isCured(account))) continue;
      noteGas(this.stage, "close", await mined(auctions.close(account)));
      await tell.say("hub", `Keeper closes the auction of ${nameOf(world, account)}: it is cured`);
      closed.push(account);
    }
    return closed;
  }

  async #liquidate(account: string): Promise<void> {
    const { world, tell, chronicle, elapsed } = this.stage;
    const receipt = await liquidate(world, account);
    noteGas(this.stage, "liquidate", receipt);
    const { auctions } = world.hub;
    const event = (await auctions.queryFilter(auctions.filters.Liquidated(account))).at(-1);
    if (event === undefined) throw new Error("the liquidation left no event");
    const { equity, maintenance } = event.args;
    const name = nameOf(world, account);
    await tell.say(
      "hub",
      `Keeper liquidates ${name}: equity ${dollars(equity)} is below maintenance ${dollars(maintenance)}`,
    );
    for (const key of world.tokens.keys()) {
      const units = await world.hub.engine.balanceOf(account, key);
      if (units === 0n) continue;
      const start = await auctions.factorOf(account, key);
      if (chronicle.startFactor === "") chronicle.startFactor = factor(start);
      await tell.say(
        "hub",
        `on sale: ${amount(world, key, units)} of ${tokenOf(world, key).chain} from factor ${factor(start)}, falling`,
      );
    }
    if (chronicle.firstAuctionAfterSeconds === 0) chronicle.firstAuctionAfterSeconds = elapsed();
  }

  async #waitFor(account: string, { key, at }: Bid): Promise<void> {
    const { world } = this.stage;
    for (let round = 0; round < PATIENCE; round++) {
      const now = await world.hub.auctions.factorOf(account, key);
      if (now === 0n) throw new Error(`key ${key} of ${account} is not on sale`);
      if (now <= at) return;
      await world.devnet.increaseTime(STEP);
    }
    throw new Error(`the factor of key ${key} never fell to ${factor(at)}`);
  }

  /** How old what the sale rests on is: the price, and what the hub knows of the key's lane. */
  async #ages(key: number): Promise<string> {
    const { world } = this.stage;
    const { hub } = world;
    const { asset } = await hub.parameters.keyParameters(key);
    const { observedAt } = await hub.oracle.read(asset);
    const { clock } = await hub.desk.laneOf(await hub.gateway.laneOfKey(key));
    const now = await timeOf(world, "hub", await world.devnet.chain("hub").height());
    const [price, lane] = [now - Number(observedAt), now - Number(clock.newestSeenAt)];
    const { asset: symbol, chain } = tokenOf(world, key);
    return `the price of ${symbol} is ${duration(price)} old, the newest message from ${chain} ${duration(lane)}`;
  }
}
