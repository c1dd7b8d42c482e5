import { expect } from "chai";
import type { ContractTransactionReceipt } from "ethers";
import { bps, maths, risk as twin, seconds, wad } from "@causeway/sdk";
import { checkInvariants } from "../../deploy/local/invariants.js";
import { expectedTake, factorAt, type ExpectedTake } from "../helpers/auctionTwin.js";
import {
  CASH_SCALE,
  LoanTwin,
  bookOf,
  rowsOf,
  termsAt,
  type TwinTerms,
} from "../helpers/localTwin.js";
import {
  addressOf,
  borrow,
  depositAndSync,
  depositCash,
  liquidate,
  mined,
  pump,
  setPrice,
  signerOf,
  supply,
  systemFixture,
  take,
  tokenOf,
  vaultOf,
  walletOf,
  withdrawCollateral,
  type LocalSystem,
  type Person,
} from "../helpers/system.js";

/** Keys of the story (id): 18, 8, 18, 6 and 6 decimals, on three chains. */
const key = { ether: 2, bitcoin: 6, arb: 3, dollars: 9, topUp: 7 } as const;

const dollars = (amount: number): bigint => BigInt(Math.round(amount * 1e6));
const MOST = 2n ** 64n - 1n;
const BUFFER = wad(5n * 10n ** 17n);

/** The story the demo tells, with every number from the SDK twin. Each step goes on where the one before ended. */
describe("the story of the demo", () => {
  let world: LocalSystem;
  const loans = new LoanTwin();
  const holdings = new Map<Person, Map<number, bigint>>();
  let startedAt = 0;
  let offered: { readonly ether: TwinTerms; readonly bitcoin: TwinTerms };

  before(async () => {
    world = await systemFixture();
  });

  const timeOf = async (receipt: ContractTransactionReceipt): Promise<number> => {
    const block = await receipt.getBlock();
    return block.timestamp;
  };
  const add = (who: Person, of: number, units: bigint): void => {
    const held = holdings.get(who) ?? new Map<number, bigint>();
    held.set(of, (held.get(of) ?? 0n) + units);
    if (held.get(of) === 0n) held.delete(of);
    holdings.set(who, held);
  };
  const twinBook = (who: Person, time: number): twin.Book =>
    bookOf(holdings.get(who) ?? new Map(), loans.cashAt(addressOf(world, who), time));
  const rows = async (): Promise<twin.RiskRows> => rowsOf(world);
  const expectMargin = async (who: Person): Promise<twin.Margin> => {
    const time = await world.devnet.chain("hub").timestamp();
    const expected = twin.marginOf(twinBook(who, time), await rows(), seconds(BigInt(time)));
    const actual = await world.hub.engine.marginOf(addressOf(world, who));
    const { equity, initialEquity, initial, maintenance, unpriced } = actual;
    expect({
      equity,
      initialEquity,
      pnl: actual.pnl,
      initial,
      maintenance,
      unpriced,
    }).to.deep.equal(expected);
    return expected;
  };
  const bring = async (who: Person, of: number, units: bigint): Promise<void> => {
    await depositAndSync(world, { key: of, from: who, units });
    expect(await pump(world)).to.equal(1);
    add(who, of, units);
    expect(await world.hub.engine.balanceOf(addressOf(world, who), of)).to.equal(units);
    expect(await vaultOf(world, of).custodyOf(of)).to.equal(units);
  };
  /** The most initial margin allows, in asset units: V - charges - reserve, down. */
  const expectLimit = async (who: Person): Promise<bigint> => {
    const { initialEquity, initial } = await expectMargin(who);
    const limit = (initialEquity - initial - twin.RESERVE) / CASH_SCALE;
    const engine = world.hub.engine.connect(signerOf(world, who, "hub"));
    const account = addressOf(world, who);
    await expect(engine.withdrawCash.staticCall(account, limit + 1n, account))
      .to.be.revertedWithCustomError(engine, "MarginEngine_BelowInitialMargin")
      .withArgs(
        account,
        initialEquity - initial,
        initialEquity - initial - twin.RESERVE - (limit + 1n) * CASH_SCALE,
      );
    return limit;
  };
  const fall = async (symbol: "ETH" | "BTC" | "ARB", cents: bigint): Promise<void> => {
    await world.devnet.increaseTime(30);
    await setPrice(world, symbol, cents);
  };
  /** The take of the twin at a time, of one key of Alice's. */
  const twinTake = async (
    of: number,
    fixed: TwinTerms,
    wanted: bigint,
    time: number,
  ): Promise<ExpectedTake> => {
    const book = twinBook("alice", time);
    const stored = await rows();
    const margin = twin.marginOf(book, stored, seconds(BigInt(time)));
    return expectedTake(
      {
        terms: termsAt(book, stored, of, time),
        held: holdings.get("alice")?.get(of) ?? 0n,
        initial: margin.initial,
        maintenance: margin.maintenance,
        equityAt: () => margin.initialEquity,
      },
      {
        factor: factorAt(fixed, 0, time - startedAt),
        wanted,
        time,
        first: of === key.ether,
      },
    );
  };
  /** Books a take in the twin. */
  const settle = (of: number, sale: ExpectedTake, time: number): void => {
    const [alice, keeper] = [addressOf(world, "alice"), addressOf(world, "keeper")];
    add("alice", of, -sale.units);
    loans.charge(keeper, sale.payment);
    loans.credit(alice, sale.credited, time);
    loans.credit(keeper, sale.keeper, time);
  };

  it("supplies the pool and credits deposits of 18, 8 and 6 decimals from three chains", async () => {
    const receipt = await supply(world, dollars(500_000));
    loans.supply(dollars(500_000) * CASH_SCALE, await timeOf(receipt));
    await bring("alice", key.ether, 10n * 10n ** 8n);
    await bring("alice", key.bitcoin, 5n * 10n ** 7n);
    await bring("bob", key.arb, 40_000n * 10n ** 6n);
    await bring("bob", key.dollars, dollars(8_000));
  });

  it("lends up to initial margin, to the unit", async () => {
    for (const who of ["alice", "bob"] as const) {
      const limit = await expectLimit(who);
      const assets = (limit * 86n) / 100n;
      const receipt = await borrow(world, who, assets);
      loans.withdraw(addressOf(world, who), assets * CASH_SCALE, await timeOf(receipt));
      expect(await world.cash.balanceOf(addressOf(world, who))).to.equal(assets);
      await expectMargin(who);
    }
  });

  it("pays a second key of Alice's back on its own chain", async () => {
    const units = 5n * 10n ** 6n;
    await withdrawCollateral(world, { key: key.bitcoin, from: "alice", units });
    add("alice", key.bitcoin, -units);
    await expectMargin("alice");
    expect(await walletOf(world, key.bitcoin, addressOf(world, "alice"))).to.equal(0n);
    expect(await pump(world)).to.equal(1);
    expect(await walletOf(world, key.bitcoin, addressOf(world, "alice"))).to.equal(units);
    expect(await vaultOf(world, key.bitcoin).custodyOf(key.bitcoin)).to.equal(45n * 10n ** 6n);
  });

  it("liquidates Alice once signed prices have fallen, and not before", async () => {
    const { auctions, engine } = world.hub;
    const alice = addressOf(world, "alice");
    await expect(
      auctions.connect(signerOf(world, "keeper", "hub")).liquidate(alice),
    ).to.be.revertedWithCustomError(engine, "MarginEngine_Healthy");
    await depositCash(world, "keeper", dollars(100_000));
    loans.credit(addressOf(world, "keeper"), dollars(100_000) * CASH_SCALE, 0);
    await fall("ETH", 270_000n);
    await fall("ETH", 234_000n);
    await fall("BTC", 4_920_000n);
    const receipt = await liquidate(world, alice);
    startedAt = await timeOf(receipt);
    const book = twinBook("alice", startedAt);
    const { equity, maintenance } = await expectMargin("alice");
    expect(equity).to.be.lessThan(maintenance);
    await expect(receipt)
      .to.emit(auctions, "Liquidated")
      .withArgs(alice, addressOf(world, "keeper"), equity, maintenance, 0n);
    const stored = await rows();
    offered = {
      ether: termsAt(book, stored, key.ether, startedAt),
      bitcoin: termsAt(book, stored, key.bitcoin, startedAt),
    };
    for (const [of, { baseDiscount }] of [
      [key.ether, offered.ether],
      [key.bitcoin, offered.bitcoin],
    ] as const)
      expect(await auctions.factorOf(alice, of)).to.equal(maths.startFactor(bps(baseDiscount)));
  });

  it("sells two thirds of what is needed to a keeper that keeps it", async () => {
    const time = startedAt + 125;
    const most = await twinTake(key.ether, offered.ether, MOST, time);
    const part = (most.units * 2n) / 3n;
    const sale = await twinTake(key.ether, offered.ether, part, time);
    await world.devnet.chain("hub").setNextTimestamp(time);
    const [alice, keeper] = [addressOf(world, "alice"), addressOf(world, "keeper")];
    const receipt = await take(world, { account: alice, key: key.ether, units: part });
    settle(key.ether, sale, time);
    expect(await timeOf(receipt)).to.equal(time);
    await expect(receipt)
      .to.emit(world.hub.auctions, "Taken")
      .withArgs(
        alice,
        keeper,
        key.ether,
        part,
        factorAt(offered.ether, 0, 125),
        sale.unitPrice,
        sale.payment,
        sale.keeper,
        sale.insurance,
        sale.protocol,
        0n,
      );
    const { engine } = world.hub;
    expect(await engine.balanceOf(keeper, key.ether)).to.equal(part);
    expect(await engine.cashOf(keeper)).to.equal(loans.cashAt(keeper, time));
    await expectMargin("alice");
  });

  it("releases the rest of what is needed to the keeper on the key's chain, which ends the auction", async () => {
    const { auctions, engine } = world.hub;
    const time = startedAt + 245;
    const [alice, keeper] = [addressOf(world, "alice"), addressOf(world, "keeper")];
    const sale = await twinTake(key.bitcoin, offered.bitcoin, MOST, time);
    await world.devnet.chain("hub").setNextTimestamp(time);
    const receipt = await take(world, {
      account: alice,
      key: key.bitcoin,
      units: MOST,
      recipient: keeper,
    });
    settle(key.bitcoin, sale, time);
    const { initialEquity, initial, maintenance } = await expectMargin("alice");
    const goal = maths.target(initial, maintenance, BUFFER);
    expect(maths.shortfall(goal, initialEquity)).to.equal(0n);
    await expect(receipt).to.emit(auctions, "Closed").withArgs(alice, initialEquity, goal);
    expect(await engine.balanceOf(keeper, key.bitcoin)).to.equal(0n);
    expect(await pump(world)).to.equal(1);
    expect(await walletOf(world, key.bitcoin, keeper)).to.equal(sale.units);
    expect(await engine.cashOf(keeper)).to.equal(loans.cashAt(keeper, time));
    const { scale } = tokenOf(world, key.bitcoin);
    expect(scale).to.equal(1n);
  });

  it("closes Bob's auction after a top-up from a source chain", async () => {
    const { auctions } = world.hub;
    const bob = addressOf(world, "bob");
    await fall("ARB", 54n);
    await liquidate(world, bob);
    const { equity, maintenance } = await expectMargin("bob");
    expect(equity).to.be.lessThan(maintenance);
    const keeper = auctions.connect(signerOf(world, "keeper", "hub"));
    await expect(keeper.close(bob)).to.be.revertedWithCustomError(
      auctions,
      "AuctionHouse_NotCured",
    );
    await bring("bob", key.topUp, dollars(5_250));
    const receipt = await mined(keeper.close(bob));
    const cured = await expectMargin("bob");
    const goal = maths.target(cured.initial, cured.maintenance, BUFFER);
    await expect(receipt).to.emit(auctions, "Closed").withArgs(bob, cured.initialEquity, goal);
    expect((await world.hub.engine.headerOf(bob)).inLiquidation).to.equal(false);
  });

  it("leaves every invariant in place", async () => {
    const broken = (await checkInvariants(world)).filter(({ holds }) => !holds);
    expect(broken).to.deep.equal([]);
    const { sent, delivered, failed } = world.devnet.relayer.statistics;
    expect([delivered, failed]).to.deep.equal([sent, 0]);
  });
});
