import { WAD, bps, maths, ray, seconds, shares, units, wad, type Wad } from "@causeway/sdk";
import type { KeyTermsStructOutput } from "../../typechain-types/contracts/risk/RiskEngine.js";
import type { Hub } from "./hub.js";
import { mined } from "./mined.js";

/** The auction house told by the SDK twin: what a take must do, to the wei. */

const { integer } = maths;

/** Of risk.md section 8: buffer, least take, tip, chip, insurance share. */
const BUFFER = wad(WAD / 2n);
const DUST = wad(100n * WAD);
const TIP = wad(5n * WAD);
const CHIP = wad(WAD / 2_000n);
const INSURANCE_SHARE = wad((7n * WAD) / 10n);
const CUT = wad((998n * WAD) / 1_000n);
const STEP = seconds(12n);

/** dMax times 1, 1.5, 2, 4 in halves, and the speed, by round (risk.md 4.4). */
const halves = [2n, 3n, 4n, 8n] as const;
const speeds = [1n, 2n, 3n, 6n] as const;
export type Round = 0 | 1 | 2 | 3;

/** Deepest discount of a round, at most half. */
export const discountIn = (maxDiscount: bigint, round: Round): bigint =>
  integer.min((maxDiscount * halves[round]) / 2n, WAD / 2n);

/** The factor of a key: dMax and dBase as fixed at the start of the auction. */
export function factorAt(
  terms: { readonly baseDiscount: bigint; readonly maxDiscount: bigint },
  round: Round,
  elapsed: number,
): Wad {
  const curve = {
    start: maths.startFactor(bps(terms.baseDiscount)),
    cut: CUT,
    speed: speeds[round],
    step: STEP,
    floor: wad(WAD - discountIn(terms.maxDiscount, round)),
  };
  return maths.exponentialFactor(curve, seconds(BigInt(elapsed)));
}

/** The terms of one key of an account at cached prices. */
export async function termsOf(
  hub: Pick<Hub, "engine" | "risk">,
  account: string,
  key: number,
): Promise<KeyTermsStructOutput> {
  const { cash, held, words } = await hub.engine.bookOf(account);
  const all = await hub.risk.keyTerms({ cash, held, words: [...words], positions: [] });
  const found = all.find((terms) => Number(terms.key) === key);
  if (found === undefined) throw new RangeError(`${account} does not hold key ${key}`);
  return found;
}

/** The terms of a key that a sale needs. */
export type SaleTerms = Pick<
  KeyTermsStructOutput,
  | "decimals"
  | "baseDiscount"
  | "penalty"
  | "price"
  | "haircutInitial"
  | "haircutMaintenance"
  | "maxDiscount"
>;

/** What a take is worked out from, but for the price factor. */
export interface Scene {
  readonly terms: SaleTerms;
  readonly held: bigint;
  readonly initial: bigint;
  readonly maintenance: bigint;
  /** Equity with the interest of that moment (unix seconds). */
  readonly equityAt: (time: number) => bigint;
}

/** Looks at an account before a take of one key, its interest written down. */
export async function sceneOf(
  hub: Pick<Hub, "chain" | "engine" | "risk">,
  account: string,
  key: number,
): Promise<Scene> {
  const { chain, engine } = hub;
  await mined(engine.accrue());
  const [terms, held, margin] = [
    await termsOf(hub, account, key),
    await engine.balanceOf(account, key),
    await engine.marginOf(account),
  ];
  const owed = shares(await engine.debtSharesOf(account));
  const [index, rate] = [ray(await engine.borrowIndex()), wad(await engine.borrowRate())];
  const start = await chain.timestamp();
  const before = maths.debtOwed(owed, index);
  const equityAt = (time: number): bigint => {
    const later = maths.accrueIndex(index, rate, seconds(BigInt(time - start)));
    return margin.equity - margin.doubted - (maths.debtOwed(owed, later) - before);
  };
  // Equity and target count every key once (decisions 030 and 035).
  const maintenance = margin.maintenance - margin.doubt;
  return { terms, held, initial: margin.initial - margin.initialDoubt, maintenance, equityAt };
}

/** What the SDK twin says of a take. */
export interface ExpectedTake extends maths.PenaltySplit {
  readonly units: bigint;
  readonly unitPrice: bigint;
  readonly payment: bigint;
}

/** How a take is asked for. */
export interface Asked {
  readonly factor: Wad;
  readonly wanted: bigint;
  /** When (unix seconds). */
  readonly time: number;
  /** Whether the tip is still due. */
  readonly first: boolean;
}

/** Value at the oracle price that restores the target (risk.md 4.2). */
function neededUnits(scene: Scene, factor: Wad, equity: bigint): bigint {
  const { terms, held, initial, maintenance } = scene;
  if (equity <= 0n) return held;
  const goal = maths.target(wad(initial), wad(maintenance), BUFFER);
  const haircut = maths.targetHaircut(
    wad(terms.haircutMaintenance),
    wad(terms.haircutInitial),
    goal === initial,
    BUFFER,
  );
  const value = maths.lotValue({
    missing: maths.shortfall(goal, wad(equity)),
    targetHaircut: haircut,
    factor,
    penalty: integer.fromBps(bps(terms.penalty)),
    maxValue: wad(2n ** 128n - 1n),
  });
  return maths.lotAmount(value, wad(terms.price), terms.decimals, units(held));
}

/** The take of the SDK twin, the settlement asset at one dollar. */
export function expectedTake(scene: Scene, asked: Asked): ExpectedTake {
  const { terms, held } = scene;
  const equity = scene.equityAt(asked.time);
  const unitPrice = maths.unitPrice(wad(terms.price), asked.factor);
  const amount = maths.takeAmount({
    wanted: units(asked.wanted),
    held: units(held),
    needed: units(neededUnits(scene, asked.factor, equity)),
    unitPrice,
    decimals: terms.decimals,
    dust: DUST,
  });
  const payment = maths.payment(amount, unitPrice, terms.decimals);
  const split = maths.penaltySplit({
    proceeds: payment,
    penaltyRate: integer.fromBps(bps(terms.penalty)),
    equity: wad(equity),
    tip: asked.first ? TIP : wad(0n),
    chip: CHIP,
    insuranceShare: INSURANCE_SHARE,
  });
  return { units: amount, unitPrice, payment, ...split };
}
