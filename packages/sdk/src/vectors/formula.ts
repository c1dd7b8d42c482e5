import { bps, milliseconds, ray, seconds, shares, units, variance, wad } from "../maths/units.js";
import type {
  Bps,
  Milliseconds,
  Ray,
  Seconds,
  Shares,
  Units,
  Variance,
  Wad,
} from "../maths/units.js";
import { QUANTITIES } from "./quantities.js";
import type { Kind, Quantity, QuantityName } from "./quantities.js";

/** An argument or a result of a formula. */
export type Value = bigint | boolean | readonly bigint[];

export interface Parameter {
  readonly name: string;
  readonly quantity: Quantity;
}

/** One formula of risk.md or markets.md under all its names. */
export interface Formula {
  /** Name in the vectors file, which is the reference model's. */
  readonly short: string;
  /** Name in the contracts' libraries and in the SDK. */
  readonly name: string;
  /** Name in the harness contract, where it cannot be the same. */
  readonly external: string;
  readonly parameters: readonly Parameter[];
  readonly results: readonly Kind[];
  /** The SDK's answer. */
  readonly twin: (args: Args) => readonly Value[];
}

/** Reads arguments by position, in the unit the twin expects. Kinds were checked when the case was bound. */
export class Args {
  constructor(private readonly values: readonly Value[]) {}

  int(index: number): bigint {
    const value = this.values[index];
    if (typeof value !== "bigint") throw new TypeError(`argument ${index.toString()} is no number`);
    return value;
  }
  flag(index: number): boolean {
    return this.values[index] === true;
  }
  list(index: number): readonly bigint[] {
    const value = this.values[index];
    if (typeof value !== "object") throw new TypeError(`argument ${index.toString()} is no list`);
    return value;
  }
  wad = (index: number): Wad => wad(this.int(index));
  ray = (index: number): Ray => ray(this.int(index));
  bps = (index: number): Bps => bps(this.int(index));
  units = (index: number): Units => units(this.int(index));
  shares = (index: number): Shares => shares(this.int(index));
  seconds = (index: number): Seconds => seconds(this.int(index));
  milliseconds = (index: number): Milliseconds => milliseconds(this.int(index));
  variance = (index: number): Variance => variance(this.int(index));
  wads = (index: number): readonly Wad[] => this.list(index).map(wad);
}

/** The part of a formula that the catalogue writes down; the rest follows. */
interface Definition {
  readonly name: string;
  readonly external?: string;
  /** Name and quantity of each parameter, in order. */
  readonly takes: Readonly<Record<string, QuantityName>>;
  readonly gives: readonly Kind[];
  readonly twin: (args: Args) => readonly Value[];
}

/** Formulas from their definitions by short name. */
export function formulas(definitions: Readonly<Record<string, Definition>>): Formula[] {
  return Object.entries(definitions).map(([short, { takes, gives, twin, name, external }]) => ({
    short,
    name,
    external: external ?? name,
    parameters: Object.entries(takes).map(([parameter, quantity]) => ({
      name: parameter,
      quantity: QUANTITIES[quantity],
    })),
    results: gives,
    twin,
  }));
}
