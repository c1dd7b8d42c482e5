import { expect } from "chai";
import { WAD, risk, seconds, units, wad } from "../src/index.js";
import { START, etherRow, later, pokedAt } from "./helpers/riskCases.js";

const USD = risk.SETTLEMENT;
const HIGHER = 1_010_000n * 10n ** 12n;
const DAY = 86_400;

/** Ether with two sources, a per cent apart, at $1.00 and $1.01. */
const apart = { ...etherRow, spread: 10_000n };
const dollar = { ...etherRow, eta: wad(0n) };
const { key } = pokedAt(200);

const rowsWith = (changes: {
  readonly ether?: risk.AssetRow;
  readonly usd?: risk.AssetRow;
}): risk.RiskRows => ({
  keys: new Map([
    [3, key],
    [4, { ...key, asset: USD }],
  ]),
  assets: new Map([
    [USD, changes.usd ?? dollar],
    [1, changes.ether ?? etherRow],
  ]),
  priceRisks: new Map(),
  underlyings: new Map([
    [
      1,
      risk.firstUnderlyingPoke(
        {
          underlying: { ...risk.marketDefaults.eth, depth: 50_000n },
          asset: { ...risk.assetDefaults.eth, underlying: 1, depth: 1n },
          globals: risk.globalDefaults,
        },
        etherRow,
        START,
      ).row,
    ],
  ]),
  markets: new Map([[0, { asset: 1, underlying: 1 }]]),
  theta: { maintenance: wad(0n), initial: wad(0n) },
});

const bookOf = (changes: Partial<risk.Book>): risk.Book => ({
  cash: wad(0n),
  balances: new Map(),
  positions: [],
  ...changes,
});

/** 100 whole tokens of the key. */
const hundred = new Map([[3, units(100n * 10n ** 8n)]]);

describe("two prices", () => {
  it("value collateral at the lower for initial margin and at the higher for maintenance margin", () => {
    const [valued] = risk.valuedKeys({ balances: hundred }, rowsWith({ ether: apart }), START);
    expect(valued?.value).to.deep.equal({ initial: 100n * WAD, maintenance: 100n * HIGHER });
  });

  it("charge one size charge, that of the value at the higher price", () => {
    const rows = rowsWith({ ether: { ...apart, maxCharge: wad(WAD) } });
    const [valued] = risk.valuedKeys({ balances: hundred }, rows, START);
    const high = rowsWith({ ether: { ...etherRow, price: wad(HIGHER), maxCharge: wad(WAD) } });
    const [single] = risk.valuedKeys({ balances: hundred }, high, START);
    expect(valued?.haircut).to.deep.equal(single?.haircut);
  });

  it("value debt at the higher for initial margin and at the lower for maintenance margin", () => {
    const usd = { ...dollar, price: wad((102n * WAD) / 100n), spread: 10_000n };
    const debt = risk.marginOf(bookOf({ cash: wad(-100n * WAD) }), rowsWith({ usd }), START);
    expect(debt.equity).to.equal(-102n * WAD);
    expect(debt.initialEquity).to.equal(-103_020_000n * 10n ** 12n);
  });

  it("value credit the other way round, and never above par", () => {
    const usd = { ...dollar, price: wad((98n * WAD) / 100n), spread: 10_000n };
    const credit = risk.marginOf(bookOf({ cash: wad(100n * WAD) }), rowsWith({ usd }), START);
    expect([credit.equity, credit.initialEquity]).to.deep.equal([
      98_980_000n * 10n ** 12n,
      98n * WAD,
    ]);
    const dear = rowsWith({ usd: { ...dollar, price: wad(2n * WAD) } });
    expect(risk.marginOf(bookOf({ cash: wad(100n * WAD) }), dear, START).equity).to.equal(
      100n * WAD,
    );
  });

  it("cut a key of the settlement asset at a dollar", () => {
    const usd = { ...dollar, price: wad((995n * WAD) / 1_000n), spread: 10_000n };
    const [valued] = risk.valuedKeys(
      { balances: new Map([[4, units(100n * 10n ** 8n)]]) },
      rowsWith({ usd }),
      START,
    );
    // $0.995 and $1.00495.
    expect(valued?.value).to.deep.equal({
      initial: 99_500_000n * 10n ** 12n,
      maintenance: 100n * WAD,
    });
  });

  it("mark a position at the worse for initial margin, and scan it at the higher", () => {
    const at = (size: bigint): risk.Margin => {
      const position = { market: 0, size: wad(size), cost: wad(size), funding: wad(0n) };
      return risk.marginOf(bookOf({ positions: [position] }), rowsWith({ ether: apart }), START);
    };
    const [long, short] = [at(100n * WAD), at(-100n * WAD)];
    expect([long.equity, long.pnl]).to.deep.equal([WAD, 0n]);
    expect([short.equity, short.pnl, short.initialEquity]).to.deep.equal([
      0n,
      -1n * WAD,
      -1n * WAD,
    ]);
    expect(long.maintenance).to.equal(short.maintenance);
  });
});

describe("a price that is not good", () => {
  const out = { ...etherRow, status: "STALE" } as const;
  const valueAt = (time: number): readonly [bigint, bigint] => {
    const [valued] = risk.valuedKeys({ balances: hundred }, rowsWith({ ether: out }), later(time));
    return [valued?.value.maintenance ?? 0n, valued?.haircut.initial ?? 0n];
  };

  it("counts double for maintenance margin for a week, then once, and nothing for initial margin", () => {
    expect(valueAt(0)).to.deep.equal([200n * WAD, WAD]);
    expect(valueAt(7 * DAY - 1)).to.deep.equal([200n * WAD, WAD]);
    expect(valueAt(7 * DAY)).to.deep.equal([100n * WAD, WAD]);
  });

  it("of the settlement asset values debt at par for maintenance margin, whatever it was", () => {
    const usd = { ...dollar, price: wad(2n * WAD), status: "OUT_OF_BOUNDS" } as const;
    const debt = risk.marginOf(bookOf({ cash: wad(-100n * WAD) }), rowsWith({ usd }), START);
    expect([debt.equity, debt.initialEquity]).to.deep.equal([-100n * WAD, -200n * WAD]);
    expect(debt.unpriced).to.equal(true);
    expect(risk.passesInitial({ ...debt, initial: wad(-1_000n * WAD) })).to.equal(false);
  });
});

describe("a key whose time for initial margin is over", () => {
  it("counts nothing for it, and as before for maintenance margin", () => {
    const rows = rowsWith({});
    const [before] = risk.valuedKeys({ balances: hundred }, rows, later(9_999));
    const [after] = risk.valuedKeys({ balances: hundred }, rows, later(10_000));
    expect(before?.haircut.initial).not.to.equal(WAD);
    expect(after?.haircut).to.deep.equal({ ...before?.haircut, initial: WAD });
    expect(seconds(10_000n)).to.equal(key.recognisedFor);
  });
});
