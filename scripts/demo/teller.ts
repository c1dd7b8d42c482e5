import { setTimeout as pause } from "node:timers/promises";
import { clock } from "./format.js";

/** Where lines go. */
export type Sink = (line: string) => void;

/** Tells the story line by line: the time on the chains, the chain, what happened. */
export class Teller {
  #start: number | undefined;

  /**
   * @param sink - where lines go
   * @param now - the chains' time (unix seconds)
   * @param speed - lines a second at most, 0 for no pauses
   */
  constructor(
    private readonly sink: Sink,
    private readonly now: () => number,
    private readonly speed: number,
  ) {}

  /** A heading. */
  async chapter(title: string): Promise<void> {
    await this.#line("");
    await this.#line(title);
  }

  /** Something that happened on a chain. */
  async say(chain: string, text: string): Promise<void> {
    this.#start ??= this.now();
    await this.#line(`  ${clock(this.now() - this.#start)}  ${chain.padEnd(9)} ${text}`);
  }

  async #line(text: string): Promise<void> {
    if (this.speed > 0 && text !== "") await pause(1_000 / this.speed);
    this.sink(text);
  }
}
