import { expect } from "chai";
import fc from "fast-check";
import { maths, risk as twin, units, wad, type Seconds } from "../../packages/sdk/src/index.js";
import { anyInt, fuzzRuns, fuzzSeed } from "../../packages/sdk/test/helpers/fuzz.js";
import { SaleMathHarness__factory, type SaleMathHarness } from "../../typechain-types/index.js";
import { anyRows } from "../helpers/anyRows.js";
import { deployDesk, type RiskDesk } from "../helpers/riskDesk.js";
import { anyBook } from "../helpers/riskWorld.js";
import { momentOf, storeRows } from "../helpers/storedRows.js";

/** Books on each set of random rows: 400 portfolios, times CAUSEWAY_FUZZ_FACTOR. */
const WORLDS = 8;
const BOOKS = fuzzRuns(50);
const SEED = fuzzSeed();
const KEYS = 48;
const FOREVER = 2n ** 40n;
/** Rows this young are poked by nothing (seconds). */
const YOUNG = 300;
const OLD = 70_000;

/** Ages are to the second: without this, calls are answered at the date of a block to come. */
const LATEST = { blockTag: "latest" };

const { integer } = maths;
const replay = `replay with CAUSEWAY_FUZZ_SEED=${SEED.toString()}`;

const told = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === "bigint") return part.toString();
    return part instanceof Map ? [...part] : part;
  });

interface World extends RiskDesk {
  readonly harness: SaleMathHarness;
  readonly rows: twin.RiskRows;
  readonly now: Seconds;
}

/** An engine that holds random rows. */
async function worldOf(seed: number, oldest: number): Promise<World> {
  const desk = await deployDesk();
  const harness = await new SaleMathHarness__factory(desk.admin).deploy();
  const now = await momentOf(desk.chain);
  const [rows] = fc.sample(anyRows(now, oldest), { numRuns: 1, seed });
  if (rows === undefined) throw new Error("no rows were drawn");
  await storeRows(desk, rows, KEYS);
  return { ...desk, harness, rows, now };
}

const highOf = (rows: twin.RiskRows, id: number): readonly [low: bigint, high: bigint] => {
  const row = rows.assets.get(id);
  if (row === undefined) throw new Error(`no asset ${id.toString()}`);
  const prices = [row.price, twin.highPrice(row)] as const;
  if (id !== twin.SETTLEMENT) return prices;
  return [twin.atMostPar(prices[0]), twin.atMostPar(prices[1])];
};

/** What an auction leaves out of equity and charges: the second count of keys whose feed is out, later all of them. */
function doubtsOf({ rows, now }: World, keys: readonly twin.ValuedKey[]): [bigint, bigint] {
  let [doubt, doubted] = [0n, 0n];
  for (const { asset, value, haircut } of keys) {
    const row = rows.assets.get(asset);
    if (row === undefined || twin.isGood(row)) continue;
    const once = twin.isForgotten(row, now) ? value.maintenance : wad(value.maintenance / 2n);
    doubted += once;
    doubt += integer.mulDown(once, haircut.maintenance);
  }
  return [doubt, doubted];
}

async function marginDifference(world: World, book: twin.Book): Promise<string | undefined> {
  const { equity, initialEquity, pnl, initial, maintenance, unpriced, doubt, doubted } =
    await world.risk.margin(twin.encodeBook(book), LATEST);
  const onChain = told([
    { equity, initialEquity, pnl, initial, maintenance, unpriced },
    [doubt, doubted],
  ]);
  const keys = twin.valuedKeys(book, world.rows, world.now);
  const inSdk = told([twin.marginOf(book, world.rows, world.now), doubtsOf(world, keys)]);
  return onChain === inSdk ? undefined : [told(book), onChain, inSdk, replay].join("\n");
}

async function termsDifference(world: World, book: twin.Book): Promise<string | undefined> {
  const { rows, now } = world;
  const valued = new Map(twin.valuedKeys(book, rows, now).map((key) => [key.key, key]));
  for (const terms of await world.risk.keyTerms(twin.encodeBook(book), LATEST)) {
    const key = valued.get(Number(terms.key));
    const row = rows.keys.get(Number(terms.key));
    if (key === undefined || row === undefined) continue;
    const [low, high] = highOf(rows, key.asset);
    const asset = rows.assets.get(key.asset);
    const onChain = told([
      [terms.haircutMaintenance, terms.haircutInitial, terms.maxDiscount],
      [terms.price, terms.onSale, terms.penalty],
    ]);
    const inSdk = told([
      [
        key.haircut.maintenance,
        (key.haircut.initial * low) / high,
        twin.maxDiscountOf(row, key.haircut.maintenance),
      ],
      [high, asset?.status === "GOOD", row.penalty],
    ]);
    if (onChain !== inSdk) return [told(book), onChain, inSdk, replay].join("\n");
  }
  return undefined;
}

interface Sale {
  readonly book: twin.Book;
  readonly pick: number;
  /** Units that stay. */
  readonly left: bigint;
  /** Cash afterwards (WAD). */
  readonly cash: bigint;
}

const anySale = (rows: twin.RiskRows): fc.Arbitrary<Sale> =>
  fc.record({
    book: anyBook(rows).filter(({ balances }) => balances.size > 0),
    pick: fc.nat(1_000),
    left: fc.oneof(fc.constant(0n), anyInt(0n, 2n ** 64n - 1n)),
    cash: anyInt(-(2n ** 100n), 2n ** 100n),
  });

/** Whether a key with a row was sold and, if so, how the short way to the margin after it and a whole pass differ. */
async function saleDifference(
  { risk, rows, harness }: World,
  sale: Sale,
): Promise<{ readonly sold: boolean; readonly found?: string }> {
  const keys = [...sale.book.balances.keys()];
  const key = keys[sale.pick % keys.length] ?? 0;
  if (!rows.keys.has(key)) return { sold: false };
  const before = twin.encodeBook({ ...sale.book, positions: [] });
  const [, , opened] = await risk.saleTerms.staticCall(before, key, FOREVER, LATEST);
  const [whole, settlement, place, asset, rowWords, balances, others] = opened;
  const [maintenanceValue, initialValue, maintenance, initial, doubt, doubted, initialDoubt] =
    others;
  const short = await harness.marginAfter(
    {
      ...{ whole, settlement, place, asset, rows: [...rowWords], units: [...balances] },
      others: {
        maintenanceValue,
        initialValue,
        maintenance,
        initial,
        doubt,
        doubted,
        initialDoubt,
      },
    },
    sale.left,
    sale.cash,
    LATEST,
  );
  const after = new Map(sale.book.balances).set(key, units(sale.left));
  if (sale.left === 0n) after.delete(key);
  const book = { cash: wad(sale.cash), balances: after, positions: [] };
  const expected = await risk.margin(twin.encodeBook(book), LATEST);
  if (short.toString() === expected.toString()) return { sold: true };
  return {
    sold: true,
    found: [told(sale), short.toString(), expected.toString(), replay].join("\n"),
  };
}

describe("RiskEngine.margin, the contract against the SDK on random rows (INV-31)", () => {
  for (let number = 0; number < WORLDS; number += 1) {
    describe(`on rows ${number.toString()}`, () => {
      let world: World;

      before(async () => {
        world = await worldOf(SEED + number, number % 2 === 0 ? YOUNG : OLD);
      });

      it("gives the same margin to the wei", async () => {
        for (const book of fc.sample(anyBook(world.rows), { numRuns: BOOKS, seed: SEED })) {
          expect(await marginDifference(world, book)).to.equal(undefined);
        }
      });

      it("gives the same terms of sale", async () => {
        const books = fc.sample(anyBook(world.rows), { numRuns: Math.ceil(BOOKS / 5), seed: SEED });
        for (const book of books) {
          expect(await termsDifference(world, book)).to.equal(undefined);
        }
      });
    });
  }
});

describe("SaleMath.marginAfter, against a whole new pass on random rows", () => {
  it("gives the same margin to the wei, whatever was sold", async () => {
    let sold = 0;
    for (let number = 0; number < WORLDS / 2; number += 1) {
      const world = await worldOf(SEED + number, YOUNG);
      const sales = fc.sample(anySale(world.rows), { numRuns: BOOKS, seed: SEED });
      for (const sale of sales) {
        const difference = await saleDifference(world, sale);
        expect(difference.found).to.equal(undefined);
        if (difference.sold) sold += 1;
      }
    }
    expect(sold).to.be.greaterThan(BOOKS);
  });
});
