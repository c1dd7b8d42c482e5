import type { DevSigner } from "@causeway/devnet";
import { WAD, bps, maths, seconds, units, wad, type Wad } from "@causeway/sdk";
import { ZeroAddress } from "ethers";
import type { TakeOrderStruct } from "../../typechain-types/liquidation/AuctionHouse.js";
import type { KeyTermsStructOutput } from "../../typechain-types/risk/RiskEngine.js";
import { HUB_ETH, type Hub } from "./hub.js";
import { borrow, depositCash, setPrice, supply } from "./hubActions.js";
import { ETH } from "./hubRisk.js";
import { mined } from "./mined.js";
import { units8, usd, usdc } from "./money.js";

const { integer } = maths;

/** Modes of a take (id). */
export const KEEP = 0;
export const RELEASE = 1;

/** Of risk.md section 8: cut and step of the curve, tail, least take, buffer, tip, chip, insurance share. */
export const CUT = wad(998_000_000_000_000_000n);
export const STEP = seconds(12n);
export const TAIL = 900;
export const DUST = wad(usd(100));
export const BUFFER = wad(WAD / 2n);
export const TIP = wad(usd(5));
export const CHIP = wad(500_000_000_000_000n);
export const INSURANCE_SHARE = wad(700_000_000_000_000_000n);

/** dMax times 1, 1.5, 2, 4 in halves, and the speed, by round (risk.md 4.4). */
const halves = [2n, 3n, 4n, 8n] as const;
const speeds = [1n, 2n, 3n, 6n] as const;

/** The parts of the test hub in a liquidation. */
export interface Cast {
  /** Whose account is liquidated. */
  readonly alice: DevSigner;
  /** Who buys. */
  readonly bob: DevSigner;
  /** Who liquidates. */
  readonly kate: DevSigner;
}

export const castOf = (hub: Hub): Cast => ({
  alice: hub.chain.signer(1),
  bob: hub.chain.signer(2),
  kate: hub.chain.signer(3),
});

/** Alice borrows 20,000 dollars against 10 ether at 3,000; Bob has 100,000 in cash. Healthy until the price falls. */
export async function openPosition(hub: Hub): Promise<Cast> {
  const cast = castOf(hub);
  await supply(hub, usdc(1_000_000));
  await borrow(hub, cast.alice, { key: HUB_ETH, units: units8(10) }, usdc(20_000));
  await depositCash(hub, cast.bob, cast.bob.address, usdc(100_000));
  return cast;
}

/** As `openPosition`, then ether falls below what maintenance margin needs and Kate liquidates. */
export async function startAuction(hub: Hub, dollars = 2_350): Promise<Cast> {
  const cast = await openPosition(hub);
  await setPrice(hub, ETH, dollars);
  await mined(hub.auctions.connect(cast.kate).liquidate(cast.alice.address));
  return cast;
}

/** An order of Bob's for everything at any price, changed as told. */
export function orderOf(cast: Cast, changes: Partial<TakeOrderStruct> = {}): TakeOrderStruct {
  return {
    account: cast.alice.address,
    buyer: cast.bob.address,
    key: HUB_ETH,
    units: 2n ** 64n - 1n,
    maxUnitPrice: 2n ** 256n - 1n,
    mode: KEEP,
    recipient: ZeroAddress,
    refund: ZeroAddress,
    ...changes,
  };
}

/** The terms of one key, from the risk engine. */
export async function termsOf(
  hub: Hub,
  account: string,
  key: number,
): Promise<KeyTermsStructOutput> {
  const book = await hub.engine.bookOf(account);
  const all = await hub.risk.keyTerms({ ...plain(book) });
  const found = all.find((terms) => Number(terms.key) === key);
  if (found === undefined) throw new RangeError(`${account} does not hold key ${key}`);
  return found;
}

/** ethers hands structs out frozen and takes only plain objects back. */
export function plain(book: {
  readonly cash: bigint;
  readonly held: bigint;
  readonly words: readonly bigint[];
}): { cash: bigint; held: bigint; words: bigint[]; positions: never[] } {
  return { cash: book.cash, held: book.held, words: [...book.words], positions: [] };
}

/** Terms of a sale as risk.md names them. */
export interface SaleTerms {
  readonly price: Wad;
  readonly haircutInitial: Wad;
  readonly haircutMaintenance: Wad;
  readonly baseDiscount: bigint;
  readonly maxDiscount: bigint;
  readonly penalty: bigint;
}

export const saleTerms = (terms: KeyTermsStructOutput): SaleTerms => ({
  price: wad(terms.price),
  haircutInitial: wad(terms.haircutInitial),
  haircutMaintenance: wad(terms.haircutMaintenance),
  baseDiscount: terms.baseDiscount,
  maxDiscount: terms.maxDiscount,
  penalty: terms.penalty,
});

/** The factor of the SDK twin: dMax and dBase as fixed at the start. */
export function factorAt(
  terms: Pick<SaleTerms, "baseDiscount" | "maxDiscount">,
  round: 0 | 1 | 2 | 3,
  elapsed: number,
): Wad {
  const deepest = integer.min((terms.maxDiscount * halves[round]) / 2n, WAD / 2n);
  const curve = {
    start: maths.startFactor(bps(terms.baseDiscount)),
    cut: CUT,
    speed: speeds[round],
    step: STEP,
    floor: wad(WAD - deepest),
  };
  return maths.exponentialFactor(curve, seconds(BigInt(elapsed)));
}

/** What the SDK twin says of a take. */
export interface ExpectedTake {
  readonly units: bigint;
  readonly unitPrice: bigint;
  readonly payment: Wad;
  readonly split: maths.PenaltySplit;
}

/** Everything a take is worked out from. */
export interface TakeFacts {
  readonly terms: SaleTerms;
  readonly equity: bigint;
  readonly initial: bigint;
  readonly maintenance: bigint;
  readonly factor: Wad;
  readonly held: bigint;
  readonly wanted: bigint;
  readonly first: boolean;
}

/** The take of the SDK twin, the settlement asset at one dollar. */
export function expectedTake(facts: TakeFacts): ExpectedTake {
  const { terms, factor } = facts;
  const penalty = integer.fromBps(bps(terms.penalty));
  const goal = maths.target(wad(facts.initial), wad(facts.maintenance), BUFFER);
  const value = maths.lotValue({
    missing: maths.shortfall(goal, wad(facts.equity)),
    targetHaircut: maths.targetHaircut(
      terms.haircutMaintenance,
      terms.haircutInitial,
      goal === facts.initial,
      BUFFER,
    ),
    factor,
    penalty,
    maxValue: wad(2n ** 128n - 1n),
  });
  const price = maths.unitPrice(terms.price, factor);
  const needed = maths.lotAmount(value, terms.price, 8n, units(facts.held));
  const amount = maths.takeAmount({
    wanted: units(facts.wanted),
    held: units(facts.held),
    needed: facts.equity > 0n ? needed : units(facts.held),
    unitPrice: price,
    decimals: 8n,
    dust: DUST,
  });
  const paid = maths.payment(amount, price, 8n);
  const split = maths.penaltySplit({
    proceeds: paid,
    penaltyRate: penalty,
    equity: wad(facts.equity),
    tip: facts.first ? TIP : wad(0n),
    chip: CHIP,
    insuranceShare: INSURANCE_SHARE,
  });
  return { units: amount, unitPrice: price, payment: paid, split };
}
