import { ceilDiv, divUp, max, min, mulDown, mulUp, saturatingSub } from "./integer.js";
import { WAD, units, wad } from "./units.js";
import type { Units, Wad } from "./units.js";

/** Twin of `contracts/risk/LiquidationMath.sol`: risk.md 4.1, 4.2 and 4.7. Amounts to sell round up. */

/** T: `min(C_IM, ⌈C_MM·(1 + buf)⌉)`, the equity that cures. */
export function target(initialCharges: Wad, maintenanceCharges: Wad, buffer: Wad): Wad {
  return wad(min(initialCharges, mulUp(maintenanceCharges, WAD + buffer)));
}

/** Z: `max(0, T − E)`. */
export const shortfall = (target: Wad, equity: Wad): Wad => wad(saturatingSub(target, equity));

/** H_T: the haircut of the margin level that T comes from. */
export function targetHaircut(
  maintenanceHaircut: Wad,
  initialHaircut: Wad,
  initialBinds: boolean,
  buffer: Wad,
): Wad {
  return initialBinds ? initialHaircut : wad(mulDown(maintenanceHaircut, WAD + buffer));
}

/** f: `⌈Z/(perp part of T − ⌈G·φp'⌉)⌉` held to [0, 1]; all if closing frees nothing. */
export function perpFraction(missing: Wad, perpTarget: Wad, gross: Wad, closeFee: Wad): Wad {
  if (missing === 0n) return wad(0n);
  const freed = saturatingSub(perpTarget, mulUp(gross, closeFee));
  return freed === 0n ? WAD : wad(min(WAD, divUp(missing, freed)));
}

export interface LotInput {
  /** Z. */
  readonly missing: Wad;
  /** H_T. */
  readonly targetHaircut: Wad;
  /** p, the key's factor now. */
  readonly factor: Wad;
  /** φ. */
  readonly penalty: Wad;
  /** Value of the whole balance. */
  readonly maxValue: Wad;
}

/** v: `⌈Z/(H_T + ⌊p·(1 − φ)⌋ − 1)⌉`, at most the balance; all of it where a sale frees nothing. */
export function lotValue(lot: LotInput): Wad {
  if (lot.missing === 0n) return wad(0n);
  const freed = saturatingSub(lot.targetHaircut + mulDown(lot.factor, WAD - lot.penalty), WAD);
  return freed === 0n ? lot.maxValue : wad(min(lot.maxValue, divUp(lot.missing, freed)));
}

/** `⌈v·10^dec/P⌉`, at most the balance. */
export function lotAmount(value: Wad, price: Wad, decimals: bigint, maxAmount: Units): Units {
  return units(min(maxAmount, ceilDiv(value * 10n ** decimals, price)));
}

export interface TakeInput {
  readonly wanted: Units;
  readonly held: Units;
  /** What restores the target. */
  readonly needed: Units;
  readonly unitPrice: Wad;
  readonly decimals: bigint;
  /** Least value that may stay. */
  readonly dust: Wad;
}

/** The least of wanted, held and needed; all of it if less than dust would stay. */
export function takeAmount(take: TakeInput): Units {
  const amount = min(take.wanted, take.held, take.needed);
  const staying = ((take.held - amount) * take.unitPrice) / 10n ** take.decimals;
  return staying < take.dust ? take.held : amount;
}

export interface PenaltyInput {
  /** Y, what the taker paid. */
  readonly proceeds: Wad;
  /** φ. */
  readonly penaltyRate: Wad;
  /** E before the take. */
  readonly equity: Wad;
  readonly tip: Wad;
  /** Reward per dollar. */
  readonly chip: Wad;
  readonly insuranceShare: Wad;
}

export interface PenaltySplit {
  readonly penalty: Wad;
  readonly keeper: Wad;
  readonly insurance: Wad;
  /** With the residual wei. */
  readonly protocol: Wad;
  /** Proceeds less penalty. */
  readonly credited: Wad;
}

/** The penalty, never above the equity, and its parts, which add up exactly. */
export function penaltySplit(input: PenaltyInput): PenaltySplit {
  const { proceeds } = input;
  const penalty = min(mulUp(proceeds, input.penaltyRate), max<bigint>(0n, input.equity));
  const keeper = min(penalty, input.tip + mulDown(proceeds, input.chip));
  const insurance = mulDown(penalty - keeper, input.insuranceShare);
  return {
    penalty: wad(penalty),
    keeper: wad(keeper),
    insurance: wad(insurance),
    protocol: wad(penalty - keeper - insurance),
    credited: wad(proceeds - penalty),
  };
}
