/** The time all chains of a devnet share. It moves only when a block is mined later than it, or when told to. */
export class Clock {
  #now: number;
  #following = true;

  /** @param start - the time it starts at (unix seconds) */
  constructor(start: number) {
    this.#now = start;
  }

  /** The time (unix seconds). */
  now(): number {
    return this.#now;
  }

  /** Moves the time forward; a time already past is ignored (unix seconds). */
  reach(time: number): void {
    this.#now = Math.max(this.#now, time);
  }

  /** A chain mined a block at that time (unix seconds). */
  observe(time: number): void {
    if (this.#following) this.reach(time);
  }

  /** While several chains are driven at once, following them would make the time depend on who is faster. */
  setFollowing(following: boolean): void {
    this.#following = following;
  }

  /** Puts the time back, after a restore (unix seconds). */
  rewind(time: number): void {
    this.#now = time;
  }
}
