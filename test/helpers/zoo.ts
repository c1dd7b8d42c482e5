import { WAD, maths, risk as twin, seconds, wad, type Wad } from "@causeway/sdk";
import { expect } from "chai";
import { assetId, type AssetSymbol } from "../../deploy/networks/local.js";
import { managerAs } from "../../deploy/local/governance.js";
import { GOVERNANCE_DELAY } from "../../deploy/roles.js";
import type { AuctionHouse, MarginEngine } from "../../typechain-types/index.js";
import { takenIn } from "./auctions.js";
import { expectedTake, factorAt, sceneOf } from "./auctionTwin.js";
import { disagreements, feedFaults, reportFaults, type FeedFault } from "./badFeeds.js";
import { signPrices, useScene } from "./laneScene.js";
import { bookOf, rowsOf, termsAt, type TwinTerms } from "./localTwin.js";
import { dateOf } from "./mined.js";
import {
  addressOf,
  borrow,
  deposit,
  depositCash,
  liquidate,
  mined,
  setPrice,
  signerOf,
  supply,
  take,
  type LocalSystem,
  type Person,
} from "./system.js";

/** Hub keys, which no lane makes late. */
export const ether = 0;
export const bitcoin = 1;
/** $100 of bitcoin at $60,000, up (units). */
export const HUNDRED = 166_667n;
/** Dollars (asset units). */
export const usd = (amount: bigint): bigint => amount * 10n ** 6n;
/** Asset units of a WAD. */
export const WAD_OF_CASH = 10n ** 12n;
/** A cached price may be this old and no older, plus a second. */
export const TRUSTED = 61;
/** How old the sources of the asset under test may be (seconds). */
export const MAX_AGE = 7_200;
/** How much longer they are good when a test begins (seconds). */
const FRESH = 300;
/** Ether, down from $3,000 (cents). */
export const CRASHED = 210_000n;

/** One bad source: how many the asset has, and how one goes wrong. */
export interface Exhibit {
  readonly name: string;
  readonly sources: 1 | 2;
  readonly strike: FeedFault;
}

const named = (
  sources: 1 | 2,
  which: string,
  faults: Readonly<Record<string, FeedFault>>,
): Exhibit[] =>
  Object.entries(faults).map(([fault, strike]) => ({ name: `${which} ${fault}`, sources, strike }));

/** Every fault as that of the only source, of the first of two, and of the second. */
const exhibits: readonly Exhibit[] = [
  ...named(1, "the only source", feedFaults),
  ...named(2, "the first source", feedFaults),
  ...named(2, "the second source", reportFaults),
  ...named(2, "the sources disagree,", disagreements),
];

/** Gives an asset so many sources, with a shorter limit, so that going stale takes no day. */
export async function quote(
  world: LocalSystem,
  symbol: AssetSymbol,
  sources: 1 | 2,
): Promise<void> {
  const { oracle } = world.hub;
  const id = assetId[symbol];
  const [feeds, band] = await oracle.feedsOf(id);
  const limits = feeds.slice(0, sources).map(({ source, minPrice, maxPrice }) => ({
    source,
    minPrice,
    maxPrice,
    maxAge: MAX_AGE,
  }));
  const call = [id, limits, sources === 1 ? 0n : band] as const;
  const data = oracle.interface.encodeFunctionData("setFeeds", [...call]);
  const manager = managerAs(world, "governor", "hub");
  const target = await oracle.getAddress();
  await mined(manager.schedule(target, data, 0n));
  await world.devnet.increaseTime(GOVERNANCE_DELAY);
  await signPrices(world);
  await mined(manager.execute(target, data));
}

/** What happens before a test: while the sources are young, and after they have grown old. */
export interface Plot {
  readonly symbol: AssetSymbol;
  /** How many sources the asset is given. */
  readonly sources: readonly (1 | 2)[];
  readonly young: (world: LocalSystem) => Promise<void>;
  readonly old?: (world: LocalSystem) => Promise<void>;
}

/** Tries a body on every exhibit, each time from the same scene. */
export function eachExhibit(
  { symbol, sources: counts, young, old }: Plot,
  body: (system: () => LocalSystem, strike: () => Promise<void>) => void,
): void {
  for (const sources of counts) {
    const shown = exhibits.filter((exhibit) => exhibit.sources === sources);
    describe(`with ${sources === 1 ? "one source" : "two sources"}`, () => {
      const system = useScene(async (world) => {
        await quote(world, symbol, sources);
        await young(world);
        // Old enough to go stale soon.
        await world.devnet.increaseTime(MAX_AGE - FRESH);
        await look(world);
        await old?.(world);
      });
      for (const { name, strike } of shown)
        describe(`when ${name}`, () => {
          body(system, () => strike(system(), symbol));
        });
    });
  }
}

/**
 * Alice owes 20,000 against ether and $100 of bitcoin, Bob as much against bitcoin alone, Carol as much against ether
 * alone; the keeper has cash.
 */
export async function borrowers(world: LocalSystem): Promise<void> {
  await supply(world, usd(500_000n));
  await deposit(world, { key: ether, from: "alice", units: 10n * 10n ** 8n });
  await deposit(world, { key: bitcoin, from: "alice", units: HUNDRED });
  await deposit(world, { key: bitcoin, from: "bob", units: 10n ** 8n });
  await deposit(world, { key: ether, from: "carol", units: 10n * 10n ** 8n });
  for (const who of ["alice", "bob", "carol"] as const) await borrow(world, who, usd(20_000n));
  await depositCash(world, "keeper", usd(100_000n));
}

/** What the auction scenes begin with: ether and bitcoin (units). */
export const SOLD = { ether: 8n * 10n ** 8n, bitcoin: 15n * 10n ** 6n } as const;

/** Alice owes 24,500 against ether and bitcoin. */
export async function mixedBorrower(world: LocalSystem): Promise<void> {
  await supply(world, usd(500_000n));
  await deposit(world, { key: ether, from: "alice", units: SOLD.ether });
  await deposit(world, { key: bitcoin, from: "alice", units: SOLD.bitcoin });
  await borrow(world, "alice", usd(24_500n));
  await depositCash(world, "keeper", usd(100_000n));
}

/** Ether falls by a fifth, and Alice's auction has run for a minute. */
export async function auctionOfAlice(world: LocalSystem): Promise<void> {
  await setPrice(world, "ETH", 235_000n);
  await liquidate(world, addressOf(world, "alice"));
  await world.devnet.increaseTime(60);
}

/** An auction as the SDK has it from its start on: rows and book of then. */
export interface Running {
  readonly startedAt: number;
  readonly elapsed: () => Promise<number>;
  readonly terms: (key: number) => TwinTerms;
}

/** Looks at Alice's auction before anything changes. */
export async function runningAuction(world: LocalSystem): Promise<Running> {
  const { startedAt } = await world.hub.auctions.auctionOf(addressOf(world, "alice"));
  const start = Number(startedAt);
  const [rows, book] = [await rowsOf(world), await bookAt(world, "alice")];
  return {
    startedAt: start,
    elapsed: async () => (await world.devnet.chain("hub").timestamp()) - start,
    terms: (key) => termsAt(book, rows, key, start),
  };
}

/** Somebody buys all that Alice's auction gives of a key; the SDK says how much, for how much, and who gets what. */
export async function expectTake(world: LocalSystem, running: Running, key: number): Promise<void> {
  const chain = world.devnet.chain("hub");
  const account = addressOf(world, "alice");
  // Old rows would be poked within the take.
  await look(world);
  const scene = await sceneOf({ ...world.hub, chain }, account, key);
  const receipt = await take(world, { account, key, units: scene.held });
  const { factor, ...sale } = takenIn(world.hub, receipt);
  const time = await dateOf(chain, receipt);
  expect(factor).to.equal(factorAt(running.terms(key), 0, time - running.startedAt));
  const asked = { factor: wad(factor), wanted: scene.held, time, first: true };
  const expected = expectedTake(scene, asked);
  expect(sale).to.deep.equal({
    units: expected.units,
    unitPrice: expected.unitPrice,
    payment: expected.payment,
    keeperReward: expected.keeper,
    insuranceShare: expected.insurance,
    reserveShare: expected.protocol,
  });
}

/** Somebody's address, and the contracts as somebody calls them. */
export interface Desk {
  readonly at: (who: Person) => string;
  readonly engineAs: (who: Person) => MarginEngine;
  readonly auctionsAs: (who: Person) => AuctionHouse;
}

/** The desk of a scene. */
export const desk = (system: () => LocalSystem): Desk => ({
  at: (who) => addressOf(system(), who),
  engineAs: (who) => system().hub.engine.connect(signerOf(system(), who, "hub")),
  auctionsAs: (who) => system().hub.auctions.connect(signerOf(system(), who, "hub")),
});

/** Anybody refreshes every price and pokes every hub key. */
export async function look(world: LocalSystem): Promise<void> {
  await mined(world.hub.risk.refresh(0b1111n));
  await mined(world.hub.risk.poke(0b11n));
}

/** The rows, as they would be were the feed of an asset good. */
export function withGood(rows: twin.RiskRows, symbol: AssetSymbol): twin.RiskRows {
  const row = rows.assets.get(assetId[symbol]);
  if (row === undefined) throw new RangeError(`${symbol} has no row`);
  const assets = new Map(rows.assets).set(assetId[symbol], { ...row, status: "GOOD" });
  return { ...rows, assets };
}

/** What somebody holds now. */
export async function bookAt(world: LocalSystem, who: Person): Promise<twin.Book> {
  const { engine } = world.hub;
  const account = addressOf(world, who);
  const balances = new Map<number, bigint>();
  for (const key of [ether, bitcoin]) {
    const units = await engine.balanceOf(account, key);
    if (units > 0n) balances.set(key, units);
  }
  return bookOf(balances, await engine.cashOf(account));
}

/** What the SDK says of a book at the last block. */
export async function twinOf(
  world: LocalSystem,
  book: twin.Book,
  rows?: twin.RiskRows,
): Promise<twin.Margin> {
  const time = await world.devnet.chain("hub").timestamp();
  return twin.marginOf(book, rows ?? (await rowsOf(world)), seconds(BigInt(time)));
}

/** M_IM. */
export const initialMargin = ({ initialEquity, initial }: twin.Margin): bigint =>
  initialEquity - initial;

/** T of charges that count every key once. */
export function targetOf({ initial, maintenance }: Charges): Wad {
  const goal = maths.target(initial, maintenance, wad(WAD / 2n));
  return goal > maintenance ? goal : maintenance;
}

/** C_IM and C_MM. */
export type Charges = Pick<twin.Margin, "initial" | "maintenance">;

/**
 * Charges of Alice's book as though bitcoin were priced, but for the size charge of it, which is that of twice its value
 * (decision 035).
 */
export async function chargesOnce(
  world: LocalSystem,
): Promise<Charges & { readonly equity: bigint }> {
  const [book, rows] = [await bookAt(world, "alice"), await rowsOf(world)];
  const good = withGood(rows, "BTC");
  const { equity, initial, maintenance } = await twinOf(world, book, good);
  const time = await world.devnet.chain("hub").timestamp();
  const priced = termsAt(book, good, bitcoin, time);
  const value = (priced.price * (book.balances.get(bitcoin) ?? 0n)) / 10n ** priced.decimals;
  const doubted = termsAt(book, rows, bitcoin, time).haircutMaintenance;
  const { mulUp } = maths.integer;
  const more = mulUp(value, doubted) - mulUp(value, priced.haircutMaintenance);
  // Neither limit of H binds here, and the account's size is above the floor of Q.
  const larger = wad(priced.haircutInitial + doubted - priced.haircutMaintenance);
  const moreInitial = mulUp(value, larger) - mulUp(value, priced.haircutInitial);
  return {
    equity,
    initial: wad(initial + moreInitial),
    maintenance: wad(maintenance + more),
  };
}

/** What everybody holds and owes, interest aside, and who is in liquidation. */
export async function holdings(world: LocalSystem): Promise<readonly string[]> {
  const { engine, auctions } = world.hub;
  const lines: string[] = [];
  for (const who of ["alice", "bob", "carol", "keeper", "stranger"] as const) {
    const account = addressOf(world, who);
    const { held, words } = await engine.bookOf(account);
    const debt = await engine.debtSharesOf(account);
    const cash = debt > 0n ? 0n : await engine.cashOf(account);
    const { startedAt } = await auctions.auctionOf(account);
    lines.push([who, held, ...words, debt, cash, startedAt].map(String).join(" "));
  }
  return lines;
}
