import { abs, ceilDiv, floorDiv, min, sum } from "./integer.js";
import { BPS, WAD, wad } from "./units.js";
import type { Bps, Seconds, Wad } from "./units.js";

/** Twin of `contracts/risk/MarketMath.sol`: markets.md 2 and 3. Rounds against the trader, for the pool. */

const DAY = 86_400n;

/** `P·(1 + (K + d/2)/skewScale)`, up for a buy, down for a sell. */
export function fillPrice(price: Wad, skew: Wad, size: Wad, skewScale: Wad): Wad {
  const scaled = price * (2n * skewScale + 2n * skew + size);
  return wad(size > 0n ? ceilDiv(scaled, 2n * skewScale) : floorDiv(scaled, 2n * skewScale));
}

export interface FeeRates {
  /** On the part that shrinks |skew|. */
  readonly maker: Bps;
  /** On the part that grows |skew|. */
  readonly taker: Bps;
}

/** Fee of a trade, up. */
export function tradeFee(skew: Wad, size: Wad, price: Wad, rates: FeeRates): Wad {
  const whole = abs(size);
  const shrinking = skew * size < 0n ? min(whole, abs(skew)) : 0n;
  const weighted = shrinking * rates.maker + (whole - shrinking) * rates.taker;
  return wad(ceilDiv(weighted * price, BPS * WAD));
}

export interface FundingInput {
  /** WAD per day. */
  readonly rate: Wad;
  readonly skew: Wad;
  readonly skewScale: Wad;
  /** WAD per day squared. */
  readonly maxVelocity: Wad;
  /** WAD per day. */
  readonly maxRate: Wad;
  readonly price: Wad;
  readonly elapsed: Seconds;
}

export interface FundingResult {
  readonly rate: Wad;
  /** USD per unit of size. */
  readonly indexIncrease: Wad;
}

interface Leg {
  readonly rate: bigint;
  /** Area under the rate, times two. */
  readonly twiceArea: bigint;
  readonly left: bigint;
}

/** The rate after a time, and the integral of price times rate, down. */
export function fundingStep(input: FundingInput): FundingResult {
  const first = unwindRate(input);
  const second = growRate(input, first.rate, first.left);
  const twiceArea = first.twiceArea + second.twiceArea;
  return {
    rate: wad(second.rate),
    indexIncrease: wad(floorDiv(input.price * twiceArea, 2n * DAY * WAD)),
  };
}

/** While the rate does not point with the skew it goes to zero at full speed. */
function unwindRate({ rate, skew, maxVelocity, elapsed }: FundingInput): Leg {
  if (rate === 0n || rate * skew > 0n) return { rate, twiceArea: 0n, left: elapsed };
  const magnitude = abs(rate);
  const time = min(elapsed, ceilDiv(magnitude * DAY, maxVelocity));
  const unwound = time * maxVelocity;
  const rest = unwound >= magnitude * DAY ? 0n : magnitude - unwound / DAY;
  const newRate = rate < 0n ? -rest : rest;
  return { rate: newRate, twiceArea: (rate + newRate) * time, left: elapsed - time };
}

/** With the skew the magnitude grows at a speed in proportion to the skew, up to the largest rate, and stays there. */
function growRate(input: FundingInput, rate: bigint, elapsed: bigint): Leg {
  if (elapsed === 0n || input.skew === 0n) return { rate, twiceArea: 0n, left: 0n };
  const sign = input.skew < 0n ? -1n : 1n;
  const velocity = (min(abs(input.skew), input.skewScale) * input.maxVelocity) / input.skewScale;
  const magnitude = abs(rate);
  if (velocity === 0n || magnitude >= input.maxRate) {
    return { rate: sign * magnitude, twiceArea: sign * 2n * magnitude * elapsed, left: 0n };
  }
  const time = min(elapsed, ceilDiv((input.maxRate - magnitude) * DAY, velocity));
  const grown = min(input.maxRate, magnitude + (velocity * time) / DAY);
  const area = (magnitude + grown) * time + 2n * grown * (elapsed - time);
  return { rate: sign * grown, twiceArea: sign * area, left: 0n };
}

export interface MarketSums {
  readonly skew: Wad;
  readonly price: Wad;
  readonly skewScale: Wad;
  readonly costSum: Wad;
  readonly fundingIndex: Wad;
  readonly entryFundingSum: Wad;
}

/** `K·P·(1 + K/(2·skewScale)) − costSum − (K·F − entryFundingSum)`, down: profit or loss of the market's traders. */
export function marketPnl(sums: MarketSums): Wad {
  const { skew, skewScale } = sums;
  const closing = floorDiv(skew * sums.price * (2n * skewScale + skew), 2n * skewScale * WAD);
  const funding = ceilDiv(skew * sums.fundingIndex, WAD) - sums.entryFundingSum;
  return wad(closing - sums.costSum - funding);
}

export interface PoolBooks {
  /** Negative while winners wait. */
  readonly poolCash: Wad;
  readonly debt: Wad;
  readonly marketPnls: readonly Wad[];
  /** Deficits recorded in open liquidations. */
  readonly provision: Wad;
  /** Unpaid claims of winners. */
  readonly claims: Wad;
}

/** `poolCash + debt − Σ marketPnl − provision − claims`. */
export function poolNav(books: PoolBooks): Wad {
  return wad(books.poolCash + books.debt - sum(books.marketPnls) - books.provision - books.claims);
}
