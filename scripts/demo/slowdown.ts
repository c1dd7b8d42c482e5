import { sourceOf } from "../../deploy/contracts.js";
import { borrow, pump, sync, tokenOf } from "../../deploy/local/moves.js";
import { addressOf } from "../../deploy/local/people.js";
import { dollars, duration, fixed } from "./format.js";
import { HaircutTable } from "./haircuts.js";
import type { Keeper } from "./keeper.js";
import { stageName, type LaneWatch } from "./lanes.js";
import { loanRefusal, roomOf } from "./loans.js";
import { storyKey } from "./plot.js";
import { reportAsBefore, sendHeartbeats } from "./routine.js";
import type { Stage } from "./stage.js";

/** A key that somebody borrowed against; its lane slows down. */
const KEY = storyKey.bitcoinOnBase;

/** hb: between two messages of a lane, and between two pokes of a keeper (seconds). */
const HEARTBEAT = 900;

/** How long the lane is silent: six hours beyond its next message (in heartbeats). */
const SILENCE = 26;

/** What the relayer is told to wait with its messages, until it is told otherwise: longer than the silence (seconds). */
const DELAY = 86_400;

/** So many heartbeats from one line of the table to the next. */
const PER_LINE = 2;

/** And from one report of the feeds, and one message of the slow lane, to the next. */
const PER_REPORT = 4;

/** Messages nearer to each other than that count as one towards a lower stage: hb/3 (seconds). */
const SPACING = 300;

/** More on-time messages than the way from QUARANTINE to NORMAL takes (count). */
const PATIENCE = 15;

/** What Alice asks for: most of what she may borrow before the lane slows down (percent). */
const SHARE = 95n;

/** What Bob borrows meanwhile (asset units). */
const BOBS_LOAN = 100n * 10n ** 6n;

/** What came of the slow lane. */
export interface Slowdown {
  /** Whether initial margin refused what it had allowed before. */
  readonly tightened: boolean;
  /** Accounts that anybody could have liquidated at some time, prices standing still. */
  readonly liquidatable: readonly string[];
  /** Whether the lane is NORMAL again and allows new risk. */
  readonly recovered: boolean;
}

/** A lane whose messages stay under way for hours while prices stand still. */
export class SlowLane {
  readonly #table: HaircutTable;
  readonly #lane: string;
  readonly #liquidatable = new Set<string>();
  #attempts = 0;
  #refused = false;
  /** What Alice asks for (asset units). */
  #wish = 0n;

  /**
   * @param stage - where it happens
   * @param keeper - who pokes, and tries to liquidate
   * @param watch - who notes the stages
   */
  constructor(
    private readonly stage: Stage,
    private readonly keeper: Keeper,
    private readonly watch: LaneWatch,
  ) {
    this.#table = new HaircutTable(stage, KEY);
    this.#lane = tokenOf(stage.world, KEY).chain;
  }

  /** Tells it from the first delay to the lane's recovery. */
  async play(): Promise<Slowdown> {
    const { world } = this.stage;
    const { devnet, hub } = world;
    await this.stage.tell.chapter("A lane slows down, and its haircut rises");
    await this.#begin();
    const { eid } = sourceOf(world, this.#lane).chain;
    devnet.relayer.faults.lane(eid, hub.chain.eid, { delay: DELAY });
    await this.#wait();
    devnet.relayer.faults.lane(eid, hub.chain.eid, {});
    const recovered = await this.#recover();
    return { tightened: this.#refused, liquidatable: [...this.#liquidatable], recovered };
  }

  /** What Alice may borrow while the lane is on time. */
  async #begin(): Promise<void> {
    const { world, tell } = this.stage;
    await sendHeartbeats(world);
    await this.#update();
    this.#wish = ((await roomOf(world, addressOf(world, "alice"))) * SHARE) / 100n;
    const refusal = await loanRefusal(world, "alice", this.#wish);
    if (refusal !== undefined) throw new Error(`Alice cannot borrow at first: ${refusal}`);
    await tell.say("hub", `Alice could borrow ${fixed(this.#wish, 6, 2, 2)} USDC more`);
    await this.#table.head();
    await this.#table.line();
    await tell.say(this.#lane, "messages stay under way from now on, prices stand still");
  }

  async #wait(): Promise<void> {
    const { world, tell } = this.stage;
    const start = world.devnet.now();
    const before = (await this.#table.inForce()).maintenance;
    for (let beat = 1; beat <= SILENCE; beat++) {
      await world.devnet.setTime(start + beat * HEARTBEAT);
      const reports = beat % PER_REPORT === 0;
      if (reports) await reportAsBefore(world);
      await sendHeartbeats(world, reports ? [] : [this.#lane]);
      await this.#update();
      if (beat % PER_LINE === 0) await this.#table.line();
      if (!this.#refused) await this.#ask();
    }
    await this.#distinguish();
    const rise = (await this.#table.inForce()).maintenance - before;
    await tell.say(
      "hub",
      `in ${duration(world.devnet.now() - start)} the maintenance haircut rose by ${fixed(rise * 100n, 18, 2, 2)}%, never faster than 1% an hour nor past its cap`,
    );
    const count = this.#liquidatable.size;
    const outcome = count === 0 ? "refused, all are healthy" : `${count} accounts were not healthy`;
    await tell.say("hub", `Keeper tried ${this.#attempts} times to liquidate anybody: ${outcome}`);
  }

  /** What the silent lane takes from initial margin and leaves to maintenance margin. */
  async #distinguish(): Promise<void> {
    const { world, tell } = this.stage;
    const alice = await world.hub.engine.marginOf(addressOf(world, "alice"));
    const [spare, room] = [alice.initialEquity - alice.initial, alice.equity - alice.maintenance];
    await tell.say(
      "hub",
      `Alice's cbBTC carries no new risk now (initial margin ${dollars(spare)}), and still secures what she owes (maintenance margin ${dollars(room)})`,
    );
  }

  /** Everything under way arrives at once; then the lane has to be on time for a while. */
  async #recover(): Promise<boolean> {
    const { world, tell } = this.stage;
    const { eid } = sourceOf(world, this.#lane).chain;
    await sync(world, this.#lane);
    await tell.say("hub", `${await pump(world)} messages of ${this.#lane} arrive at once`);
    await this.#update();
    await this.#table.line();
    let { stage } = await world.hub.desk.laneOf(eid);
    for (let beat = 0; stage > 0n && beat < PATIENCE; beat++) {
      await world.devnet.increaseTime(SPACING);
      await sendHeartbeats(world);
      await this.#update();
      const now = (await world.hub.desk.laneOf(eid)).stage;
      if (now !== stage) await this.#table.line();
      stage = now;
    }
    const room = await roomOf(world, addressOf(world, "alice"));
    const scale = await world.hub.engine.assetScale();
    const may = `Alice may borrow ${dollars(room * scale)} again`;
    await tell.say("hub", `three messages on time a stage, and the lane is ${stageName(stage)}`);
    await tell.say("hub", may);
    return stage === 0n && room > 0n;
  }

  /** The keeper brings rows up to date and tries to liquidate everybody. */
  async #update(): Promise<void> {
    await this.keeper.refresh();
    await this.watch.look();
    for (const account of await this.keeper.accounts()) {
      this.#attempts += 1;
      if (await this.keeper.couldLiquidate(account)) this.#liquidatable.add(account);
    }
  }

  /** Alice asks for what she could have had; once she is refused, Bob borrows all the same. */
  async #ask(): Promise<void> {
    const { world, tell } = this.stage;
    const refusal = await loanRefusal(world, "alice", this.#wish);
    if (refusal === undefined) return;
    this.#refused = true;
    await tell.say(
      "hub",
      `Alice, asking for those ${fixed(this.#wish, 6, 2, 2)} USDC, is refused:`,
    );
    await tell.say("hub", refusal);
    await borrow(world, "bob", BOBS_LOAN);
    const loan = fixed(BOBS_LOAN, 6, 0);
    await tell.say("hub", `Bob, who has nothing on ${this.#lane}, borrows ${loan} USDC`);
  }
}
