import fc from "fast-check";
import { integer } from "../../packages/sdk/src/maths/index.js";
import type { Formula, Parameter, Quantity, Value } from "../../packages/sdk/src/vectors/index.js";

/** Random arguments of every formula of the catalogue inside the bounds of risk.md section 6. */

const { abs, min } = integer;

/** Longest list of one call: as many legs as an account may have markets would only be slower. */
const MAX_LIST = 12;

const bitsOf = (x: bigint): number => x.toString(2).length;

/** Numbers of every order of magnitude, and both ends of the range. */
function numbers({ min: low, max: high }: Quantity): fc.Arbitrary<bigint> {
  const largest = abs(low) > high ? abs(low) : high;
  const anySize = fc
    .integer({ min: 0, max: bitsOf(largest) })
    .chain((bits) =>
      fc.bigInt({ min: low < 0n ? -(1n << BigInt(bits)) : 0n, max: 1n << BigInt(bits) }),
    )
    .map((x) => integer.clamp(x, low, high));
  const ends = fc.constantFrom(low, high, min(low + 1n, high), high - (high > low ? 1n : 0n));
  return fc.oneof({ arbitrary: anySize, weight: 5 }, { arbitrary: ends, weight: 2 });
}

function valueOf({ quantity }: Parameter): fc.Arbitrary<Value> {
  if (quantity.kind === "bool") return fc.boolean();
  if (quantity.kind === "uint" || quantity.kind === "int") return numbers(quantity);
  return fc.array(numbers(quantity), { minLength: MAX_LIST, maxLength: MAX_LIST });
}

const num = (value: Value | undefined): bigint => (typeof value === "bigint" ? value : 0n);
const list = (value: Value | undefined): readonly bigint[] =>
  typeof value === "object" ? value : [];

type Repair = (args: readonly Value[], length: number) => readonly Value[];

const cutTo: Repair = (args, length) =>
  args.map((value) => (typeof value === "object" ? value.slice(0, length) : value));

/** What must hold between the arguments of a formula before it may be called. */
const PRECONDITIONS: Readonly<Record<string, Repair>> = {
  // A part of a position that exists, on its side.
  close_part: ([size, cost, closed, price]) => {
    const whole = num(size) === 0n ? 1n : num(size);
    const part = min(abs(num(closed)), abs(whole));
    return [whole, num(cost), whole < 0n ? -part : part, num(price)];
  },
  // Time does not run backwards.
  ramp_up: ([target, from, since, now, ...rest]) => {
    const [early, late] = [num(since), num(now)].sort((a, b) => (a < b ? -1 : 1));
    return [num(target), num(from), num(early), num(late), ...rest];
  },
  ramp_down: ([target, from, since, now, ...rest]) => {
    const [early, late] = [num(since), num(now)].sort((a, b) => (a < b ? -1 : 1));
    return [num(target), num(from), num(early), num(late), ...rest];
  },
  // A price risk is part of the haircut, and every key hedges a leg.
  account: (args, length) => {
    const legs = Math.max(1, Math.ceil(length / 2));
    const cut = cutTo(args, length);
    const risks = list(cut[2]).map((risk, i) => min(risk, num(list(cut[1])[i])));
    const underlyings = list(cut[3]).map((position) => position % BigInt(legs));
    const [legList, rhoList] = [list(args[6]).slice(0, legs), list(args[7]).slice(0, legs)];
    const repaired = new Map<number, Value>([
      [2, risks],
      [3, underlyings],
      [6, legList],
      [7, rhoList],
    ]);
    return cut.map((value, i) => repaired.get(i) ?? value);
  },
  // A net is not above the gross it comes from.
  basis: ([gross, net, beta]) => [num(gross), min(num(net), num(gross)), num(beta)],
  // Not more is lost than there is.
  socialise: ([index, assets, loss]) => [num(index), num(assets), min(num(loss), num(assets))],
  // The skew stays far within the scale (1% limit of markets.md 3).
  market_pnl: ([skew, price, scale, ...rest]) => {
    const bounded = min(abs(num(skew)), num(scale));
    return [num(skew) < 0n ? -bounded : bounded, num(price), num(scale), ...rest];
  },
  // A power of something at most one.
  rpow: ([x, n, base]) => [min(num(x), num(base)), num(n), num(base)],
};

/** Arguments a caller may pass. */
export function inputsOf(formula: Formula): fc.Arbitrary<readonly Value[]> {
  const repair = PRECONDITIONS[formula.short] ?? cutTo;
  return fc
    .tuple(fc.integer({ min: 0, max: MAX_LIST }), fc.tuple(...formula.parameters.map(valueOf)))
    .map(([length, args]) => repair(args, length));
}
