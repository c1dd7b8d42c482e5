import { ceilDiv, min, mulUp, saturatingSub, sum } from "./integer.js";
import { ray, wad } from "./units.js";
import type { Ray, Seconds, Wad } from "./units.js";

/** Twin of `contracts/risk/LossMath.sol`: risk.md 4.9 and 5. Shares of a loss add up exactly. */

/** Largest leverage {@link waterfill} looks at. */
export const MAX_LEVERAGE = wad(10n ** 24n);

export interface LossInput {
  /** Bad debt. */
  readonly deficit: Wad;
  /** Loss realised by closing perps in this liquidation. */
  readonly perpPart: Wad;
  readonly insurance: Wad;
  /** What the insurance fund may still pay today. */
  readonly insuranceCap: Wad;
  readonly reserve: Wad;
  /** Profit that auto-deleveraging may charge. */
  readonly adlCapacity: Wad;
}

export interface LossShares {
  readonly fromInsurance: Wad;
  readonly fromReserve: Wad;
  readonly fromAdl: Wad;
  /** Left to the pool. */
  readonly socialised: Wad;
}

/** A deficit through insurance, reserve, auto-deleveraging and pool, in this order. */
export function lossWaterfall(loss: LossInput): LossShares {
  const fromInsurance = min(loss.deficit, loss.insurance, loss.insuranceCap);
  const afterInsurance = loss.deficit - fromInsurance;
  const fromReserve = min(afterInsurance, loss.reserve);
  const afterReserve = afterInsurance - fromReserve;
  const fromAdl = min(afterReserve, loss.perpPart, loss.adlCapacity);
  return {
    fromInsurance: wad(fromInsurance),
    fromReserve: wad(fromReserve),
    fromAdl: wad(fromAdl),
    socialised: wad(afterReserve - fromAdl),
  };
}

export interface AdlCharges {
  readonly charges: readonly Wad[];
  /** Charged beyond the amount, less than one wei a winner; insurance's. */
  readonly surplus: Wad;
}

/** charge = `min(PnL⁺, ⌈B·PnL⁺/ΣPnL⁺⌉)` of each winner. */
export function adlCharges(amount: Wad, profits: readonly Wad[]): AdlCharges {
  const total = sum(profits);
  const charges = profits.map((profit) =>
    wad(total === 0n ? 0n : min(profit, ceilDiv(amount * profit, total))),
  );
  return { charges, surplus: wad(sum(charges) - min(amount, total)) };
}

/** `⌊index·(A − loss)/A⌋`: the pool's holders pay at least the loss. */
export function socialisedIndex(index: Ray, assets: Wad, loss: Wad): Ray {
  return ray((index * (assets - loss)) / assets);
}

export interface ThrottleState {
  /** Left at the last use. */
  readonly available: Wad;
  readonly cap: Wad;
  readonly ratePerSecond: Wad;
  /** Since the last use. */
  readonly elapsed: Seconds;
}

/** A leaky bucket; an account in critical health passes in full and still drains it. */
export function throttle(
  bucket: ThrottleState,
  wanted: Wad,
  critical: boolean,
): { readonly granted: Wad; readonly left: Wad } {
  const room = min(bucket.cap, bucket.available + bucket.ratePerSecond * bucket.elapsed);
  const granted = critical ? wanted : min(room, wanted);
  return { granted: wad(granted), left: wad(saturatingSub(room, granted)) };
}

/** A winner in an unwinding. */
export interface Winner {
  /** n. */
  readonly notional: Wad;
  /** E; without equity a winner is unwound in full. */
  readonly equity: Wad;
}

const drained = ({ notional, equity }: Winner, level: bigint): bigint =>
  equity <= 0n ? notional : saturatingSub(notional, mulUp(level, equity));

/** `Σ max(0, n − ⌈λ·E⌉)`. */
export const drainedSum = (winners: readonly Winner[], level: Wad): Wad =>
  wad(sum(winners.map((winner) => drained(winner, level))));

/** What each winner gives up at a level; what they give beyond the amount is trimmed from the last ones. */
export function drainTo(winners: readonly Winner[], amount: Wad, level: Wad): Wad[] {
  const quantities = winners.map((winner) => drained(winner, level));
  let excess = saturatingSub(sum(quantities), amount);
  return quantities
    .reverse()
    .map((quantity) => {
      const trimmed = min(excess, quantity);
      excess -= trimmed;
      return wad(quantity - trimmed);
    })
    .reverse();
}

/** The largest λ with `Σ max(0, n − ⌈λ·E⌉) ≥ amount`, and what each winner gives up. */
export function waterfill(
  winners: readonly Winner[],
  amount: Wad,
): { readonly level: Wad; readonly quantities: readonly Wad[] } {
  let low = 0n;
  let high = sum(winners.map((winner) => winner.notional)) <= amount ? 0n : MAX_LEVERAGE + 0n;
  while (low < high) {
    const middle = (low + high + 1n) / 2n;
    if (drainedSum(winners, wad(middle)) >= amount) low = middle;
    else high = middle - 1n;
  }
  return { level: wad(low), quantities: drainTo(winners, amount, wad(low)) };
}

/** Whether λ is the level of {@link waterfill}, as the contract checks it. */
export function isWaterfillLevel(winners: readonly Winner[], amount: Wad, level: Wad): boolean {
  if (sum(winners.map((winner) => winner.notional)) <= amount) return level === 0n;
  if (level > MAX_LEVERAGE || drainedSum(winners, level) < amount) return false;
  return level === MAX_LEVERAGE || drainedSum(winners, wad(level + 1n)) < amount;
}
