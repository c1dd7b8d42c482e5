import { sizeCharge } from "./haircut.js";
import {
  abs,
  ceilDiv,
  clamp,
  fromBps,
  min,
  mulDown,
  mulUp,
  saturatingSub,
  sqrtUp,
  sum,
} from "./integer.js";
import { WAD, wad } from "./units.js";
import type { Bps, Seconds, Variance, Wad } from "./units.js";

/** Twin of `contracts/risk/MarginMath.sol`: risk.md 3. Charges round up and the offset down: against the account. */

export interface ScanInput {
  readonly base: Bps;
  readonly z: Wad;
  readonly variance: Variance;
  readonly perpTime: Seconds;
  readonly minRange: Wad;
  readonly maxRange: Wad;
}

/** s: `clamp(base + ⌈z·√⁺(var·Tperp)⌉, sMin, sMax)`. */
export function scanRange(input: ScanInput): Wad {
  const range = fromBps(input.base) + mulUp(input.z, sqrtUp(input.variance * input.perpTime));
  return clamp(wad(range), input.minRange, input.maxRange);
}

/** a: `sign(D)·⌈|D|·s⌉`. */
export function riskLeg(delta: Wad, range: Wad): Wad {
  const magnitude = mulUp(abs(delta), range);
  return wad(delta < 0n ? -magnitude : magnitude);
}

/** The number at an index of parallel lists, which must be equally long. */
function at(values: readonly Wad[], index: number, name: string): Wad {
  const value = values[index];
  if (value === undefined) throw new RangeError(`${name} has no entry ${index.toString()}`);
  return value;
}

/** Req: `⌈(|Σ ρ·a| + Σ (1−ρ)·|a|)/WAD⌉`, exactly the worst loss over all corner scenarios. */
export function scanRequirement(legs: readonly Wad[], rhos: readonly Wad[]): Wad {
  let common = 0n;
  let independent = 0n;
  legs.forEach((leg, i) => {
    const rho = at(rhos, i, "rhos");
    common += rho * leg;
    independent += (WAD - rho) * abs(leg);
  });
  return wad(ceilDiv(abs(common) + independent, WAD));
}

/** off: `⌊θ·max(0, min(Req(a) + Σb − Req(a+b), Req(a), Σb))⌋`: never more than the smaller of the two legs. */
export function hedgeOffset(
  legs: readonly Wad[],
  hedges: readonly Wad[],
  rhos: readonly Wad[],
  theta: Wad,
): Wad {
  const alone = scanRequirement(legs, rhos);
  const hedgeSum = sum(hedges);
  const joint = scanRequirement(
    legs.map((leg, i) => wad(leg + at(hedges, i, "hedges"))),
    rhos,
  );
  return wad(mulDown(min(saturatingSub(alone + hedgeSum, joint), alone, hedgeSum), theta));
}

/** `⌈(G − |D|)·β⌉`; saturates, since |D| of shorts alone may round one wei above G. */
export function basisCharge(gross: Wad, netAbs: Wad, beta: Bps): Wad {
  return wad(mulUp(saturatingSub(gross, netAbs), fromBps(beta)));
}

/** `⌈|D|·min(qMax, ⌈η·√⁺(|D|/depth)⌉)⌉`. */
export function concentrationCharge(deltaAbs: Wad, eta: Wad, depth: Wad, maxCharge: Wad): Wad {
  return wad(mulUp(deltaAbs, sizeCharge(eta, deltaAbs, depth, maxCharge)));
}

export interface HeldKey {
  /** V. */
  readonly value: Wad;
  /** H. */
  readonly haircut: Wad;
  /** min(px, H), the part a hedge can cover. */
  readonly priceRisk: Wad;
  /** Index in `legs` of the underlying this key hedges. */
  readonly underlying: number;
}

/** One account at one margin level. */
export interface AccountState {
  readonly keys: readonly HeldKey[];
  /** Valued cash, negative for debt. */
  readonly cash: Wad;
  readonly pnl: Wad;
  /** a of each underlying. */
  readonly legs: readonly Wad[];
  /** ρ of each underlying. */
  readonly rhos: readonly Wad[];
  readonly theta: Wad;
  /** Basis and concentration charges and the reserve. */
  readonly addOns: Wad;
}

export interface AccountMargin {
  readonly equity: Wad;
  readonly charges: Wad;
  readonly margin: Wad;
}

/** Price risk of the collateral by underlying: b. */
function hedgesOf(account: AccountState): Wad[] {
  const hedges = account.legs.map(() => 0n);
  for (const key of account.keys) {
    const soFar = hedges[key.underlying];
    if (soFar === undefined) {
      throw new RangeError(`no leg for the underlying ${key.underlying.toString()} of a key`);
    }
    hedges[key.underlying] = soFar + mulDown(key.value, key.priceRisk);
  }
  return hedges.map(wad);
}

/** E, C and M = E − C. */
export function accountMargin(account: AccountState): AccountMargin {
  const { keys, legs, rhos } = account;
  const offset = hedgeOffset(legs, hedgesOf(account), rhos, account.theta);
  const haircuts = sum(keys.map((key) => mulUp(key.value, key.haircut)));
  const charges = haircuts + scanRequirement(legs, rhos) + account.addOns - offset;
  const equity = sum(keys.map((key) => key.value)) + account.cash + account.pnl;
  return { equity: wad(equity), charges: wad(charges), margin: wad(equity - charges) };
}
