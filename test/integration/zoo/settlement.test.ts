import { expect } from "chai";
import { maths, wad } from "@causeway/sdk";
import { factorAt } from "../../helpers/auctionTwin.js";
import {
  deposit,
  depositCash,
  liquidate,
  mined,
  setPrice,
  take,
  withdrawCollateral,
} from "../../helpers/system.js";
import {
  CRASHED,
  TRUSTED,
  auctionOfAlice,
  bitcoin,
  bookAt,
  borrowers,
  desk,
  eachExhibit,
  ether,
  expectTake,
  holdings,
  look,
  mixedBorrower,
  runningAuction,
  targetOf,
  twinOf,
  usd,
} from "../../helpers/zoo.js";

const quoted = { symbol: "USDC", sources: [1] } as const;

describe("bad prices of the settlement asset", () => {
  eachExhibit({ ...quoted, young: borrowers }, (system, strike) => {
    const { at, engineAs, auctionsAs } = desk(system);
    const strikeAndWait = async (): Promise<void> => {
      await strike();
      await system().devnet.increaseTime(TRUSTED);
    };

    it("liquidates nobody who is healthy, and changes nobody's books", async () => {
      const world = system();
      const before = await holdings(world);
      await strikeAndWait();
      await look(world);
      for (const who of ["alice", "bob", "carol"] as const) {
        const { equity, maintenance } = await twinOf(world, await bookAt(world, who));
        await expect(auctionsAs("keeper").liquidate.staticCall(at(who)))
          .to.be.revertedWithCustomError(world.hub.engine, "MarginEngine_Healthy")
          .withArgs(at(who), equity, maintenance);
      }
      expect(await holdings(world)).to.deep.equal(before);
    });

    it("stops new risk and nothing else", async () => {
      const world = system();
      const { engine } = world.hub;
      await strikeAndWait();
      await expect(engineAs("alice").withdrawCash(at("alice"), 1n, at("alice")))
        .to.be.revertedWithCustomError(engine, "MarginEngine_Unpriced")
        .withArgs(at("alice"));
      await expect(withdrawCollateral(world, { key: bitcoin, from: "alice", units: 1n }))
        .to.be.revertedWithCustomError(engine, "MarginEngine_Unpriced")
        .withArgs(at("alice"));
      await depositCash(world, "alice", usd(1_000n));
      await deposit(world, { key: ether, from: "stranger", units: 10n ** 8n });
      await withdrawCollateral(world, { key: ether, from: "stranger", units: 10n ** 8n });
      await mined(engineAs("keeper").withdrawCash(at("keeper"), usd(1n), at("keeper")));
    });

    it("shields nobody", async () => {
      const world = system();
      await strikeAndWait();
      await setPrice(world, "ETH", CRASHED);
      await liquidate(world, at("alice"));
      await take(world, { account: at("alice"), key: ether, units: 10n ** 8n });
      expect(await world.hub.engine.balanceOf(at("keeper"), ether)).to.equal(10n ** 8n);
    });
  });

  eachExhibit({ ...quoted, young: mixedBorrower, old: auctionOfAlice }, (system, strike) => {
    const { at } = desk(system);

    it("leaves a running auction as it was", async () => {
      const world = system();
      const { auctions } = world.hub;
      const running = await runningAuction(world);
      await strike();
      await look(world);
      for (const key of [ether, bitcoin]) {
        const terms = running.terms(key);
        const factor = factorAt(terms, 0, await running.elapsed());
        expect(await auctions.factorOf(at("alice"), key)).to.equal(factor);
        const price = maths.unitPrice(wad(terms.price), factor);
        expect(await auctions.priceOf(at("alice"), key)).to.equal(price);
      }
      const margin = await twinOf(world, await bookAt(world, "alice"));
      await expect(auctions.close.staticCall(at("alice")))
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_NotCured")
        .withArgs(at("alice"), margin.equity, targetOf(margin));
      await expectTake(world, running, ether);
    });
  });
});
