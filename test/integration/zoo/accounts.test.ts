import { expect } from "chai";
import { units } from "@causeway/sdk";
import { soundSources } from "../../helpers/badFeeds.js";
import {
  borrow,
  deposit,
  liquidate,
  setPrice,
  take,
  withdrawCollateral,
} from "../../helpers/system.js";
import {
  CRASHED,
  HUNDRED,
  TRUSTED,
  WAD_OF_CASH,
  bitcoin,
  bookAt,
  borrowers,
  desk,
  eachExhibit,
  ether,
  holdings,
  initialMargin,
  look,
  twinOf,
  usd,
} from "../../helpers/zoo.js";

const plot = { symbol: "BTC", sources: [1, 2], young: borrowers } as const;

describe("bad prices of collateral", () => {
  eachExhibit(plot, (system, strike) => {
    const { at, engineAs, auctionsAs } = desk(system);
    /** The fault, and time until nobody believes what was read before. */
    const strikeAndWait = async (): Promise<void> => {
      await strike();
      await system().devnet.increaseTime(TRUSTED);
    };
    const withdraws = async (asked: bigint) => {
      const value = await system().hub.gateway.quoteRelease(bitcoin, 0n);
      const order = [at("bob"), bitcoin, asked, at("bob"), at("bob"), { value }] as const;
      return engineAs("bob").withdrawCollateral.staticCall(...order);
    };

    it("liquidates nobody who is healthy, and changes nobody's books", async () => {
      const world = system();
      const before = await holdings(world);
      await strikeAndWait();
      const refused = "MarginEngine_Healthy";
      for (const who of ["alice", "bob", "carol"] as const)
        await expect(liquidate(world, at(who))).to.be.revertedWithCustomError(
          world.hub.engine,
          refused,
        );
      await look(world);
      for (const who of ["alice", "bob", "carol"] as const) {
        const expected = await twinOf(world, await bookAt(world, who));
        const margin = await world.hub.engine.marginOf(at(who));
        expect([
          margin.equity,
          margin.initialEquity,
          margin.initial,
          margin.maintenance,
        ]).to.deep.equal([
          expected.equity,
          expected.initialEquity,
          expected.initial,
          expected.maintenance,
        ]);
        await expect(auctionsAs("keeper").liquidate.staticCall(at(who)))
          .to.be.revertedWithCustomError(world.hub.engine, refused)
          .withArgs(at(who), expected.equity, expected.maintenance);
      }
      expect(await holdings(world)).to.deep.equal(before);
    });

    it("refuses new risk that rests on it, and no other, until it speaks", async () => {
      const world = system();
      const { engine } = world.hub;
      const refused = "MarginEngine_BelowInitialMargin";
      const spare = initialMargin(await twinOf(world, await bookAt(world, "alice")));
      const most = spare / WAD_OF_CASH - usd(20n);
      const borrowsMost = () =>
        engineAs("alice").withdrawCash.staticCall(at("alice"), most, at("alice"));
      const borrowsOne = () => engineAs("bob").withdrawCash.staticCall(at("bob"), 1n, at("bob"));
      // While bitcoin is priced, all three acts stand on it.
      await borrowsMost();
      await borrowsOne();
      await withdraws(HUNDRED);
      const mend = await soundSources(world, "BTC");
      await strikeAndWait();
      // Who acts finds out, without anybody's refresh.
      await expect(borrow(world, "alice", most)).to.be.revertedWithCustomError(engine, refused);
      await expect(borrow(world, "bob", 1n)).to.be.revertedWithCustomError(engine, refused);
      const withdrawal = { key: bitcoin, from: "bob", units: HUNDRED } as const;
      await expect(withdrawCollateral(world, withdrawal)).to.be.revertedWithCustomError(
        engine,
        refused,
      );
      await look(world);
      const book = await bookAt(world, "bob");
      const less = new Map(book.balances).set(bitcoin, units(10n ** 8n - HUNDRED));
      const now = initialMargin(await twinOf(world, book));
      const after = initialMargin(await twinOf(world, { ...book, balances: less }));
      await expect(withdraws(HUNDRED))
        .to.be.revertedWithCustomError(engine, refused)
        .withArgs(at("bob"), now, after);
      await expect(borrowsOne())
        .to.be.revertedWithCustomError(engine, refused)
        .withArgs(at("bob"), now, (paid: bigint) => now - paid <= 2n * WAD_OF_CASH && paid < now);
      await borrow(world, "alice", usd(500n));
      await withdrawCollateral(world, { key: bitcoin, from: "alice", units: 1_000n });
      await borrow(world, "carol", usd(500n));
      await withdrawCollateral(world, { key: ether, from: "carol", units: 10n ** 6n });
      await mend();
      await borrow(world, "bob", 1n);
      await withdrawCollateral(world, withdrawal);
    });

    for (const [whose, victim] of [
      ["its own", "alice"],
      ["a stranger's gift", "carol"],
    ] as const)
      it(`shields nobody with $100 of it, ${whose}`, async () => {
        const world = system();
        const { engine, auctions } = world.hub;
        const account = at(victim);
        const mend = await soundSources(world, "BTC");
        await strikeAndWait();
        if (victim === "carol")
          await deposit(world, { key: bitcoin, from: "stranger", units: HUNDRED, account });
        await setPrice(world, "ETH", CRASHED);
        await liquidate(world, account);
        await expect(take(world, { account, key: bitcoin, units: HUNDRED }))
          .to.be.revertedWithCustomError(auctions, "AuctionHouse_NotOnSale")
          .withArgs(account, bitcoin, HUNDRED);
        const owed = await engine.cashOf(account);
        await take(world, { account, key: ether, units: 10n ** 8n });
        expect(await engine.balanceOf(at("keeper"), ether)).to.equal(10n ** 8n);
        expect(await engine.balanceOf(account, ether)).to.equal(9n * 10n ** 8n);
        expect((await engine.cashOf(account)) > owed).to.equal(true);
        await mend();
        await take(world, { account, key: bitcoin, units: HUNDRED });
        expect(await engine.balanceOf(account, bitcoin)).to.equal(0n);
      });
  });
});
