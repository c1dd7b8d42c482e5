import { expect } from "chai";
import { bookOf, position } from "../../../helpers/book.js";
import { units8, usd } from "../../../helpers/money.js";
import {
  BTC,
  ETH,
  ETH_FAST,
  ETH_L1,
  ETH_LATE,
  ETH_LOCAL,
  WRAPPED_KEY,
  market,
  useExamples,
} from "../../../helpers/riskExamples.js";
import { vector, vectorOf } from "../../../helpers/vectors.js";

/** What any liability adds to the charges of the vectors. */
const RESERVE = usd(5);

describe("RiskEngine.margin on the worked examples of the specification", () => {
  const desk = useExamples();

  const chargesOf = async (...args: Parameters<typeof bookOf>) => {
    const { maintenance, initial } = await desk().risk.margin(bookOf(...args));
    return { maintenance: maintenance - RESERVE, initial: initial - RESERVE };
  };
  const termsOf = async (key: number, tokens: number) => {
    const [terms] = await desk().risk.keyTerms(bookOf(0, [[key, tokens]]));
    if (terms === undefined) throw new Error("the book holds no key");
    return terms;
  };

  describe("given ether at 75% volatility (risk.md 2.6)", () => {
    it("has the price risk of haircut-01 and haircut-02", async () => {
      const { maintenance, initial } = await desk().risk.priceRiskOf(ETH);
      expect([maintenance, initial]).to.deep.equal([
        vectorOf("haircut-01"),
        vectorOf("haircut-02"),
      ]);
    });

    it("has the latency premia of haircut-03 to haircut-06", async () => {
      const premium = async (key: number) =>
        (await desk().risk.haircutsOf(key)).maintenance.latency;
      expect(await premium(ETH_FAST)).to.equal(vectorOf("haircut-03"));
      expect(await premium(ETH_L1)).to.equal(vectorOf("haircut-04"));
      expect(await premium(ETH_LATE)).to.equal(vectorOf("haircut-05"));
      expect(await premium(ETH_LOCAL)).to.equal(vectorOf("haircut-06"));
    });

    it("has the size charges of haircut-07 and haircut-08", async () => {
      const { maintenance } = await desk().risk.haircutsOf(ETH_L1);
      const la = maintenance.base + maintenance.volatility + maintenance.latency;
      const charge = async (tokens: number) =>
        (await termsOf(ETH_L1, tokens)).haircutMaintenance - la - maintenance.idiosyncratic;
      expect(await charge(500_000)).to.equal(vectorOf("haircut-07"));
      expect(await charge(90_000_000)).to.equal(vectorOf("haircut-08"));
    });

    it("has the haircuts of haircut-09 and haircut-11 for half a million", async () => {
      const onL1 = await termsOf(ETH_L1, 500_000);
      expect(onL1.haircutMaintenance).to.equal(vectorOf("haircut-09"));
      expect(onL1.haircutInitial).to.equal(vectorOf("haircut-11"));
    });

    it("goes to the haircut of haircut-10 on a lane six hours late, and stops at the dynamic cap", async () => {
      const { maintenance, maintenanceNow } = await desk().risk.haircutsOf(ETH_LATE);
      const { base, volatility, latency, idiosyncratic } = maintenance;
      const size = vectorOf("haircut-07");
      expect(base + volatility + latency + idiosyncratic + size).to.equal(vectorOf("haircut-10"));
      // Base 12%, idio 0.5% and mmDynCap 5%.
      expect(maintenanceNow).to.equal(usd("0.175"));
      const { haircutMaintenance } = await termsOf(ETH_LATE, 500_000);
      expect(haircutMaintenance).to.equal(usd("0.175") + size);
    });

    it("recognises a value as haircut-12 does", async () => {
      // V - ceil(V H) with H of haircut-09 at a value of the same size against a depth in proportion: 500,000 of 25M.
      const { equity, maintenance } = await desk().risk.margin(bookOf(0, [[ETH_L1, 500_000]]));
      const charge = (equity * vectorOf("haircut-09") + 10n ** 18n - 1n) / 10n ** 18n;
      expect(equity - maintenance).to.equal(usd(500_000) - charge);
    });
  });

  describe("given the scan ranges of bitcoin and ether", () => {
    it("has those of margin-01 and margin-02", async () => {
      const { risk } = desk();
      const low60 = (word: bigint) => word & (2n ** 60n - 1n);
      expect(low60(await risk.underlyingRow(BTC))).to.equal(vectorOf("margin-01"));
      expect(low60(await risk.underlyingRow(ETH))).to.equal(vectorOf("margin-02"));
    });
  });

  describe("given positions without collateral", () => {
    const long = position(market.btc, usd(100_000) + 1n);
    const short = position(market.eth, -usd(80_000) - 3n);

    it("charges a single leg its scan range, as margin-03 to margin-05", async () => {
      expect((await chargesOf(0, [], [long])).maintenance).to.equal(vectorOf("margin-05"));
      expect((await chargesOf(0, [], [short])).maintenance).to.equal(-vectorOf("margin-04"));
    });

    it("gives no credit to legs of the same direction, as margin-06", async () => {
      const both = [long, position(market.eth, usd(80_000) + 3n)];
      expect((await chargesOf(0, [], both)).maintenance).to.equal(vectorOf("margin-06"));
    });

    it("nets a long and a short, as margin-07", async () => {
      expect((await chargesOf(0, [], [long, short])).maintenance).to.equal(vectorOf("margin-07"));
    });

    it("nets three legs, as margin-08", async () => {
      const third = position(market.calm, -usd(100_000));
      const { maintenance } = await chargesOf(0, [], [long, short, third]);
      expect(maintenance).to.equal(vectorOf("margin-08"));
    });

    it("charges what nets between unlike markets, as margin-12", async () => {
      const pair = [position(market.btc, usd(100_000)), position(market.pair, -usd(80_000))];
      // The net 20,000 is scanned at 4.308...%.
      const scan = (usd(20_000) * vectorOf("margin-01") + 10n ** 18n - 1n) / 10n ** 18n;
      expect((await chargesOf(0, [], pair)).maintenance).to.equal(scan + vectorOf("margin-12"));
    });

    it("charges concentration, as margin-13", async () => {
      const large = position(market.thin, usd(5_000_000));
      // Scanned at 5.308...%, as ether.
      const scan = (usd(5_000_000) * vectorOf("margin-02") + 10n ** 18n - 1n) / 10n ** 18n;
      expect((await chargesOf(0, [], [large])).maintenance).to.equal(scan + vectorOf("margin-13"));
    });
  });

  describe("given collateral and a position on its underlying", () => {
    const held = [[ETH_L1, 80_000]] as const;
    const alone = async () => desk().risk.margin(bookOf(0, held));

    it("refunds a hedge as margin-09 and margin-10", async () => {
      const before = await alone();
      const after = await chargesOf(0, held, [position(market.eth, -usd(80_000) - 3n)]);
      const leg = -vectorOf("margin-04");
      expect(after.maintenance).to.equal(before.maintenance + leg - vectorOf("margin-09"));
      // At initial margin the leg is scanned at sMin, 8%, and half of it is refunded.
      const initialLeg = usd(6_400) + 1n;
      expect(after.initial).to.equal(before.initial + initialLeg - initialLeg / 2n);
    });

    it("refunds nothing in the same direction, as margin-11", async () => {
      const before = await alone();
      const after = await chargesOf(0, held, [position(market.eth, usd(80_000) + 3n)]);
      expect(after.maintenance).to.equal(before.maintenance - vectorOf("margin-04"));
      expect(vectorOf("margin-11")).to.equal(0n);
    });
  });

  describe("given the accounts of section 3", () => {
    const at15Million = useExamples(15_000n);
    const at14Million = useExamples(14_250n);

    it("is healthy with 300k of ether against 240k of debt, as account-01", async () => {
      const { equity, maintenance } = await at15Million().risk.margin(
        bookOf(-240_000, [[ETH_L1, 300_000]]),
      );
      const [expectedEquity, charges] = vector("account-01");
      expect([equity, maintenance - RESERVE]).to.deep.equal([expectedEquity, charges]);
    });

    it("is liquidatable after a fall of 5%, as account-02", async () => {
      const { equity, maintenance } = await at14Million().risk.margin(
        bookOf(-240_000, [[ETH_L1, 285_000]]),
      );
      const [expectedEquity, charges] = vector("account-02");
      expect([equity, maintenance - RESERVE]).to.deep.equal([expectedEquity, charges]);
    });

    it("charges a basis trade as account-03", async () => {
      const trade = [position(market.eth, -usd(300_000))];
      const { equity, maintenance } = await at15Million().risk.margin(
        bookOf(0, [[ETH_L1, 300_000]], trade),
      );
      const [expectedEquity, charges] = vector("account-03");
      expect([equity, maintenance - RESERVE]).to.deep.equal([expectedEquity, charges]);
    });

    it("charges two keys and three positions as account-04", async () => {
      // Legs of +400,000 and -250,000, a loss of 3,000, and 149,500 netted between unlike markets at 1%: with the
      // reserve the add-ons of 1,500 that the vector has at maintenance margin.
      const positions = [
        position(market.btc, usd(474_750), { cost: position(0, usd(477_750)).size }),
        position(market.pair, -usd(74_750)),
        position(market.eth, -usd(250_000)),
      ];
      const book = bookOf(
        -50_000,
        [
          [ETH_L1, 300_000],
          [WRAPPED_KEY, 200_000],
        ],
        positions,
      );
      const { equity, maintenance } = await at15Million().risk.margin(book);
      const [equityThere, charges] = vector("account-04");
      expect([equity, maintenance]).to.deep.equal([equityThere, charges]);
    });

    it("shows the equity of a bad debt, as account-06", async () => {
      const { equity, maintenance } = await desk().risk.margin(bookOf(-100));
      const [expectedEquity, charges] = vector("account-06");
      expect([equity, maintenance - RESERVE]).to.deep.equal([expectedEquity, charges]);
    });
  });

  describe("given units of eight decimals", () => {
    it("values them down", async () => {
      const book = bookOf(0, [[ETH_L1, "0.00000001"]]);
      expect(book.words[0]).to.equal(units8("0.00000001") << 128n);
      expect((await desk().risk.margin(book)).equity).to.equal(10n ** 10n);
    });
  });
});
