import { checkState, checkStep, isSafety } from "./invariants.js";
import type { Failure } from "./settle.js";
import { settle } from "./settle.js";
import { copyWorld, decode, encode, newWorld, stateWidth } from "./state.js";
import { StateStore } from "./store.js";
import type { Step } from "./transitions.js";
import { Transitions } from "./transitions.js";
import type { Model, World } from "./types.js";

export interface TraceLine {
  label: string;
  world: World;
}

export interface Violation extends Failure {
  trace: TraceLine[];
}

export interface Outcome {
  states: number;
  transitions: number;
  depth: number;
  /** True when every reachable state within the bounds was visited. */
  complete: boolean;
  violation?: Violation;
}

export interface Options {
  maxStates?: number;
  progress?: (states: number, transitions: number) => void;
}

const compared = ["credited", "balance", "paid"] as const;
const progressEvery = 100_000;

/** Breadth first, so the first violation found has a shortest trace. */
export class Explorer {
  readonly #model: Model;
  readonly #store: StateStore;
  readonly #steps: Transitions;
  readonly #bytes: Uint8Array;
  readonly #settled: World;
  readonly #second: World;
  readonly #options: Options;
  #transitions = 0;
  #violation: Violation | undefined;

  constructor(model: Model, options: Options = {}) {
    this.#model = model;
    this.#options = options;
    this.#store = new StateStore(stateWidth(model));
    this.#steps = new Transitions(model);
    this.#bytes = new Uint8Array(stateWidth(model));
    this.#settled = newWorld(model);
    this.#second = newWorld(model);
  }

  run(): Outcome {
    const world = newWorld(this.#model);
    this.#visit(world, 0, "the start");
    const most = this.#options.maxStates ?? Infinity;
    let [next, depth, levelEnd] = [0, 0, 1];
    while (next < this.#store.count && this.#violation === undefined && this.#store.count < most) {
      if (next === levelEnd) {
        depth += 1;
        levelEnd = this.#store.count;
      }
      decode(this.#store.at(next), world);
      this.#expand(world, next);
      next += 1;
    }
    const complete = next === this.#store.count && this.#violation === undefined;
    const found = { states: this.#store.count, transitions: this.#transitions, depth, complete };
    return this.#violation === undefined ? found : { ...found, violation: this.#violation };
  }

  #expand(world: World, id: number): void {
    this.#steps.each(world, (step) => {
      if (this.#violation === undefined) this.#follow(world, id, step);
    });
  }

  #follow(world: World, id: number, step: Step): void {
    this.#transitions += 1;
    const mark = this.#visit(step.next, id, step.label);
    const failed = checkStep(world, step, this.#model);
    if (failed !== undefined) this.#fail(failed, id, step.label, step.next);
    if (step.kind === "delivery" && mark !== this.#store.mark(id)) {
      const text = "what is left to deliver now leads to another final state";
      this.#fail({ id: "INV-05", text }, id, step.label, step.next);
    }
  }

  /** Adds the state if it is new and checks it; returns the fingerprint of the state it settles to. */
  #visit(world: World, parent: number, label: string | (() => string)): number {
    encode(world, this.#bytes);
    const known = this.#store.find(this.#bytes);
    if (known >= 0) return this.#store.mark(known);
    const failed = checkState(world, this.#model) ?? this.#settle(world);
    const mark = this.#fingerprint();
    this.#store.add(this.#bytes, parent, mark);
    if (failed !== undefined) this.#fail(failed, parent, label, world);
    const { count } = this.#store;
    if (count % progressEvery === 0) this.#options.progress?.(count, this.#transitions);
    return mark;
  }

  #settle(world: World): Failure | undefined {
    const { watch } = this.#model;
    if (watch !== undefined && isSafety(watch)) return undefined;
    copyWorld(world, this.#settled);
    return settle(this.#settled, this.#model, this.#second);
  }

  /** Of the settled state. Deposits, balances and releases, or their sums where a cap decides who comes first. */
  #fingerprint(): number {
    const { confluence } = this.#model.config;
    if (confluence === "off") return 0;
    let print = 0;
    const mix = (value: number): void => {
      print = (Math.imul(print, 31) + value) >>> 0;
    };
    for (const { parties } of this.#settled.lanes) {
      const [, one, two] = parties;
      for (const field of compared) {
        mix(confluence === "sums" ? one[field] + two[field] : one[field] * 16 + two[field]);
      }
    }
    return print;
  }

  #fail(failed: Failure, parent: number, label: string | (() => string), world: World): void {
    const { watch } = this.#model;
    if (this.#violation !== undefined || (watch !== undefined && watch !== failed.id)) return;
    const last = this.#cloned(world);
    const said = typeof label === "string" ? label : label();
    this.#violation = { ...failed, trace: [...this.#path(parent), { label: said, world: last }] };
  }

  #cloned(world: World): World {
    const copy = newWorld(this.#model);
    copyWorld(world, copy);
    return copy;
  }

  /** The states from the start to `id`, each with the step that led to it, found again from its parent. */
  #path(id: number): TraceLine[] {
    const ids = [id];
    for (let at = id; at !== 0; at = this.#store.parent(at)) ids.unshift(this.#store.parent(at));
    const lines: TraceLine[] = [];
    ids.forEach((at, i) => {
      const world = newWorld(this.#model);
      decode(this.#store.at(at), world);
      const before = lines[i - 1]?.world;
      lines.push({ label: before === undefined ? "the start" : this.#labelTo(before, at), world });
    });
    return lines;
  }

  #labelTo(before: World, id: number): string {
    let found = "";
    const bytes = new Uint8Array(this.#bytes.length);
    new Transitions(this.#model).each(before, (step) => {
      encode(step.next, bytes);
      if (found === "" && this.#store.find(bytes) === id) {
        found = this.#model.config.lanes > 1 ? `lane ${step.lane}: ${step.label()}` : step.label();
      }
    });
    return found;
  }
}
