import type { Book } from "./book.js";

const KEYS_PER_WORD = 4;
const UNITS_BITS = 64n;

/** A book as RiskEngine takes it: a bitmap of the held keys, and the balance words that hold one of them. */
export interface EncodedBook {
  readonly cash: bigint;
  readonly held: bigint;
  readonly words: bigint[];
  readonly positions: { market: number; size: bigint; cost: bigint; funding: bigint }[];
}

/** Packs a book for a call of RiskEngine. */
export function encodeBook(book: Book): EncodedBook {
  const words = new Map<number, bigint>();
  let held = 0n;
  for (const [key, units] of [...book.balances].sort(([a], [b]) => a - b)) {
    held |= 1n << BigInt(key);
    const word = Math.floor(key / KEYS_PER_WORD);
    const shift = BigInt(key % KEYS_PER_WORD) * UNITS_BITS;
    words.set(word, (words.get(word) ?? 0n) | (units << shift));
  }
  return {
    cash: book.cash,
    held,
    words: [...words.values()],
    positions: book.positions.map((position) => ({ ...position })),
  };
}
