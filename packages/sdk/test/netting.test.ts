import { expect } from "chai";
import { WAD, bps, risk, seconds, wad } from "../src/index.js";
import type { Seconds } from "../src/index.js";
import { START, ether, etherRow, later, percent } from "./helpers/riskCases.js";

const HOUR = 3_600;
const WARNING = 6_300;
const underlying = { ...risk.marketDefaults.eth, depth: 50_000n };
const MILLIONS = 10n ** 6n * WAD;

type Netting = risk.Schedule<risk.NettingTerms>;

/** The underlying poked under a change of its netting terms. */
const pokedUnder = (netting: Netting, now: Seconds): risk.UnderlyingRow =>
  risk.pokeUnderlying(
    { row: undefined, asset: etherRow, volatility: undefined },
    {
      underlying,
      asset: ether,
      globals: risk.globalDefaults,
      netting,
      posted: risk.NOTHING_POSTED,
    },
    now,
  ).row;

const rowsWith = (row: risk.UnderlyingRow): risk.RiskRows => ({
  keys: new Map(),
  assets: new Map([
    [risk.SETTLEMENT, etherRow],
    [1, etherRow],
  ]),
  priceRisks: new Map(),
  underlyings: new Map([[1, row]]),
  markets: new Map([
    [1, { asset: 1, underlying: 1 }],
    [2, { asset: 1, underlying: 1 }],
  ]),
  theta: { maintenance: wad(0n), initial: wad(0n) },
});

const position = (market: number, millions: bigint): risk.Position => ({
  market,
  size: wad(millions * MILLIONS),
  cost: wad(millions * MILLIONS),
  funding: wad(0n),
});

const announced = (changes: Partial<risk.NettingTerms>): Netting =>
  risk.restartNetting(risk.settled(underlying, START), { ...underlying, ...changes }, START);

/** Margin 1 h 45 m later of an account whose cash was just enough for initial margin at `now`. */
function marginLater(
  netting: Netting,
  row: risk.UnderlyingRow,
  positions: readonly risk.Position[],
): risk.Margin {
  const now = later(2 * HOUR);
  const bare = { cash: wad(0n), balances: new Map(), positions };
  const cash = risk.marginOf(bare, rowsWith(row), now).initial;
  const then = seconds(now + BigInt(WARNING));
  return risk.marginOf({ ...bare, cash }, rowsWith(pokedUnder(netting, then)), then);
}

describe("netting terms on their way", () => {
  const hedged = [position(1, 10n), position(2, -10n)];
  const long = [position(1, 10n)];
  const dearBasis = announced({ beta: bps(1_000n) });
  const dearSize = announced({ eta: bps(10_000n), maxCharge: bps(5_000n) });

  it("are paid by initial margin as soon as they are announced, each up to ten bps", () => {
    const netting = announced({ rho: bps(6_005n), beta: bps(221n), maxCharge: bps(2_500n) });
    expect(pokedUnder(netting, START).pending).to.deep.equal({
      rho: percent(10),
      beta: 130n,
      charge: percent(5),
    });
    expect(pokedUnder(netting, later(26 * HOUR)).pending).to.deep.equal({
      rho: 0n,
      beta: 0n,
      charge: 0n,
    });
  });

  it("are not paid in advance when they get easier", () => {
    const netting = announced({ rho: bps(7_500n), beta: bps(50n), depth: 90_000n });
    const { pending } = pokedUnder(netting, START);
    expect(pending).to.deep.equal({ rho: 0n, beta: 0n, charge: 0n });
  });

  for (const [what, netting, positions] of [
    ["basis charge", dearBasis, hedged],
    ["concentration charge", dearSize, long],
  ] as const)
    it(`liquidate nobody within 1 h 45 m by a higher ${what}, as they would if it were not paid`, () => {
      const row = pokedUnder(netting, later(2 * HOUR));
      expect(risk.isLiquidatable(marginLater(netting, row, positions))).to.equal(false);
      const nothing = { rho: wad(0n), beta: bps(0n), charge: wad(0n) };
      const unpaid = marginLater(netting, { ...row, pending: nothing }, positions);
      expect(risk.isLiquidatable(unpaid)).to.equal(true);
    });
});
