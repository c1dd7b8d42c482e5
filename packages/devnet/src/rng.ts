import { getBytes, hexlify, id } from "ethers";
import { uniformBigInt } from "pure-rand/distribution/uniformBigInt";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** A stream of choices that a seed fixes for ever. */
export interface Rng {
  /** An integer from `min` to `max`, both included. */
  int(min: number, max: number): number;
  /** A bigint from `min` to `max`, both included. */
  bigint(min: bigint, max: bigint): bigint;
  /** True with the given chance of one in `oneIn`. */
  chance(oneIn: number): boolean;
  /** One of the items; throws on an empty list. */
  pick<T>(items: readonly T[]): T;
  /** The items in a random order; the list given is left alone. */
  shuffle<T>(items: readonly T[]): T[];
  /** That many random bytes as hex. */
  hex(bytes: number): string;
}

/** The seed of a devnet: any text or integer. The same seed gives the same keys, addresses and schedules. */
export type Seed = string | number | bigint;

/** Spreads a seed of any form over 32 bits, the width the generator takes. */
function narrow(seed: Seed): number {
  return Number(BigInt(id(String(seed))) & 0xffff_ffffn) | 0;
}

/**
 * A random stream from a seed, on xoroshiro128+.
 *
 * @param seed - the seed
 * @returns the stream, starting over at each call
 */
export function createRng(seed: Seed): Rng {
  const generator = xoroshiro128plus(narrow(seed));
  const int = (min: number, max: number): number => uniformInt(generator, min, max);
  return {
    int,
    bigint: (min, max) => uniformBigInt(generator, min, max),
    chance: (oneIn) => int(1, oneIn) === 1,
    pick: (items) => {
      const [item] = items.slice(items.length === 0 ? 0 : int(0, items.length - 1));
      if (item === undefined) throw new RangeError("cannot pick from an empty list");
      return item;
    },
    shuffle: (items) => {
      const rest = [...items];
      const shuffled: (typeof rest)[number][] = [];
      while (rest.length > 0) shuffled.push(...rest.splice(int(0, rest.length - 1), 1));
      return shuffled;
    },
    hex: (bytes) => hexlify(Uint8Array.from({ length: bytes }, () => int(0, 255))),
  };
}

/**
 * Thirty-two bytes fixed by a seed and a label: private keys and the like.
 *
 * @param seed - the seed of the devnet
 * @param label - what the bytes are for
 * @returns the bytes as hex
 */
export function deriveBytes32(seed: Seed, label: string): string {
  return id(`${String(seed)}/${label}`);
}

/**
 * Sixteen bytes fixed by a seed: the entropy of its mnemonic.
 *
 * @param seed - the seed of the devnet
 * @returns the bytes as hex
 */
export function deriveEntropy(seed: Seed): string {
  return hexlify(getBytes(deriveBytes32(seed, "mnemonic")).slice(0, 16));
}
