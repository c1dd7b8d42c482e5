/** Choices read off a tape of random numbers: fast-check shrinks the tape, and zeros are the plainest choices. */
export class Dice {
  #next = 0;

  constructor(private readonly tape: ArrayLike<number>) {}

  #roll(): number {
    const value = this.tape[this.#next] ?? 0;
    this.#next += 1;
    return value >>> 0;
  }

  /** A whole number between two others. */
  int(low: number, high: number): number {
    return low + (this.#roll() % (high - low + 1));
  }

  /** The same as a bigint. */
  big(low: number, high: number): bigint {
    return BigInt(this.int(low, high));
  }

  /** A number of any order of magnitude from 2^low to below 2^(high + 1). */
  magnitude(low: number, high: number): bigint {
    const bits = BigInt(this.int(low, high));
    return (1n << bits) + ((BigInt(this.#roll()) << bits) >> 32n);
  }

  /** The low end half of the time, else anything up to the high end. */
  least(low: number, high: number): bigint {
    return this.once(2) ? this.big(low, high) : BigInt(low);
  }

  /** One time in so many. */
  once(in_: number): boolean {
    return this.int(0, in_ - 1) === in_ - 1;
  }

  /** One of a list that is not empty. */
  pick<const T>(from: readonly T[]): T {
    const picked = from[this.int(0, from.length - 1)];
    if (picked === undefined) throw new RangeError("there is nothing to choose from");
    return picked;
  }
}
