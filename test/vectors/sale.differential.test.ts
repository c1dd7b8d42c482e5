import { expect } from "chai";
import fc from "fast-check";
import { risk as twin, units, wad } from "../../packages/sdk/src/index.js";
import { anyInt, fuzzRuns, fuzzSeed } from "../../packages/sdk/test/helpers/fuzz.js";
import { SaleMathHarness__factory, type SaleMathHarness } from "../../typechain-types/index.js";
import { mined } from "../helpers/mined.js";
import { anyBook, deployWorld, type World } from "../helpers/riskWorld.js";

const BOOKS = fuzzRuns(40);
const SEED = fuzzSeed();
const FOREVER = 2n ** 40n;

interface Sale {
  readonly book: twin.Book;
  /** Which of the held keys is sold (index). */
  readonly pick: number;
  /** Units that stay. */
  readonly left: bigint;
  /** Cash afterwards (WAD). */
  readonly cash: bigint;
}

const anySale = (world: World): fc.Arbitrary<Sale> =>
  fc.record({
    book: anyBook(world.rows).filter(({ balances }) => balances.size > 0),
    pick: fc.nat(1_000),
    left: fc.oneof(fc.constant(0n), anyInt(0n, 2n ** 64n - 1n)),
    cash: anyInt(-(2n ** 100n), 2n ** 100n),
  });

/** What the account holds after the sale: a key of which nothing is left is no longer held. */
function afterSale({ book, left, cash }: Sale, key: number): twin.Book {
  const balances = new Map(book.balances);
  if (left === 0n) balances.delete(key);
  else balances.set(key, units(left));
  return { cash: wad(cash), balances, positions: [] };
}

/** Margin after a sale by both ways, as text. */
async function bothWays(
  { risk }: World,
  harness: SaleMathHarness,
  sale: Sale,
): Promise<readonly [short: string, whole: string] | undefined> {
  const before = { ...sale.book, positions: [] };
  const keys = [...before.balances.keys()];
  const key = keys[sale.pick % keys.length] ?? 0;
  if ((await risk.keyRow(key)) === 0n) return undefined;
  const encoded = twin.encodeBook(before);
  await mined(risk.saleTerms(encoded, key, FOREVER));
  const [, , opened] = await risk.saleTerms.staticCall(encoded, key, FOREVER);
  const [whole_, settlement, place, asset, rows, balances, others] = opened;
  const [maintenanceValue, initialValue, maintenance, initial, doubt, doubted, initialDoubt] =
    others;
  const sums = {
    maintenanceValue,
    initialValue,
    maintenance,
    initial,
    doubt,
    doubted,
    initialDoubt,
  };
  const short = await harness.marginAfter(
    {
      whole: whole_,
      settlement,
      place,
      asset,
      rows: [...rows],
      units: [...balances],
      others: sums,
    },
    sale.left,
    sale.cash,
  );
  const whole = await risk.margin(twin.encodeBook(afterSale(sale, key)));
  return [short.toString(), whole.toString()];
}

describe("SaleMath.marginAfter, against a whole new pass over the book", () => {
  let world: World;
  let harness: SaleMathHarness;

  before(async () => {
    world = await deployWorld(SEED);
    harness = await new SaleMathHarness__factory(world.admin).deploy();
  });

  it("gives the same margin to the wei, whatever was sold", async () => {
    let compared = 0;
    for (const sale of fc.sample(anySale(world), { numRuns: BOOKS, seed: SEED })) {
      const both = await bothWays(world, harness, sale);
      if (both === undefined) continue;
      expect(both[0], `replay with CAUSEWAY_FUZZ_SEED=${SEED.toString()}`).to.equal(both[1]);
      compared += 1;
    }
    expect(compared).to.be.greaterThan(BOOKS / 2);
  });

  it("leaves accounts with positions to the whole pass", async () => {
    const held = fc.sample(
      anyBook(world.rows).filter(({ positions }) => positions.length > 0),
      { numRuns: 1, seed: SEED },
    );
    for (const book of held) {
      const [key] = world.rows.keys.keys();
      const [, , sale] = await world.risk.saleTerms.staticCall(
        twin.encodeBook(book),
        key ?? 0,
        FOREVER,
      );
      expect(sale.whole).to.equal(true);
    }
  });
});
