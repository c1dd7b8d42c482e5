import { expect } from "chai";
import fc from "fast-check";
import { risk as twin, seconds } from "../../packages/sdk/src/index.js";
import { fuzzRuns, fuzzSeed } from "../../packages/sdk/test/helpers/fuzz.js";
import { anyBook, deployWorld, type World } from "../helpers/riskWorld.js";

/** Random books in each world of random parameters: 400 portfolios, times CAUSEWAY_FUZZ_FACTOR. */
const WORLDS = 4;
const BOOKS = fuzzRuns(100);
const SEED = fuzzSeed();

const told = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === "bigint") return part.toString();
    return part instanceof Map ? [...part] : part;
  });

const replay = `replay with CAUSEWAY_FUZZ_SEED=${SEED.toString()}`;

/** The first book on which contract and SDK differ. */
async function findDifference(world: World): Promise<string | undefined> {
  const books = fc.sample(anyBook(world.rows), { numRuns: BOOKS, seed: SEED });
  for (const book of books) {
    const { equity, initialEquity, pnl, initial, maintenance, unpriced } = await world.risk.margin(
      twin.encodeBook(book),
    );
    const onChain = told({ equity, initialEquity, pnl, initial, maintenance, unpriced });
    const inSdk = told(twin.marginOf(book, world.rows, seconds(0n)));
    if (onChain !== inSdk) return [told(book), onChain, inSdk, replay].join("\n");
  }
  return undefined;
}

/** The first key whose sale terms differ. */
async function findTermsDifference(world: World): Promise<string | undefined> {
  const books = fc.sample(anyBook(world.rows), { numRuns: Math.ceil(BOOKS / 10), seed: SEED });
  for (const book of books) {
    const valued = new Map(
      twin.valuedKeys(book, world.rows, seconds(0n)).map((key) => [key.key, key]),
    );
    for (const terms of await world.risk.keyTerms(twin.encodeBook(book))) {
      const key = valued.get(Number(terms.key));
      const row = world.rows.keys.get(Number(terms.key));
      const asset = world.rows.assets.get(key?.asset ?? -1);
      if (key === undefined || row === undefined || asset === undefined) return "unknown key";
      const { haircutMaintenance: maintenance, haircutInitial: initial, maxDiscount } = terms;
      const deepest = twin.maxDiscountOf(row, key.haircut.maintenance);
      const onChain = told([{ maintenance, initial }, maxDiscount, terms.onSale]);
      const inSdk = told([key.haircut, deepest, twin.isGood(asset)]);
      if (onChain !== inSdk) return [told(book), onChain, inSdk, replay].join("\n");
    }
  }
  return undefined;
}

describe("RiskEngine.margin, the contract against the SDK on random portfolios (INV-31)", () => {
  for (let number = 0; number < WORLDS; number += 1) {
    describe(`in world ${number.toString()}`, () => {
      let world: World;

      before(async () => {
        world = await deployWorld(SEED + number);
      });

      it("gives the same margin to the wei", async () => {
        expect(await findDifference(world)).to.equal(undefined);
      });

      it("gives the same haircuts and deepest discounts", async () => {
        expect(await findTermsDifference(world)).to.equal(undefined);
      });
    });
  }
});
