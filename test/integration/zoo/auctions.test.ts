import { expect } from "chai";
import { maths, wad } from "@causeway/sdk";
import { assetId } from "../../../deploy/networks/local.js";
import { factorAt } from "../../helpers/auctionTwin.js";
import { soundSources } from "../../helpers/badFeeds.js";
import { dateOf } from "../../helpers/mined.js";
import { mined, take } from "../../helpers/system.js";
import {
  SOLD,
  auctionOfAlice,
  bitcoin,
  chargesOnce,
  desk,
  eachExhibit,
  ether,
  expectTake,
  look,
  mixedBorrower,
  runningAuction,
  targetOf,
} from "../../helpers/zoo.js";

const plot = {
  symbol: "BTC",
  sources: [1, 2],
  young: mixedBorrower,
  old: auctionOfAlice,
} as const;

describe("bad prices of what is on sale", () => {
  eachExhibit(plot, (system, strike) => {
    const { at } = desk(system);
    const refresh = () => mined(system().hub.risk.refresh(1n << BigInt(assetId.BTC)));
    const resumedAt = async (): Promise<bigint> =>
      (await system().hub.risk.priceRiskOf(assetId.BTC)).resumedAt;
    const buysBitcoin = () =>
      take(system(), { account: at("alice"), key: bitcoin, units: SOLD.bitcoin });

    it("takes its key off sale, and leaves the other on its terms", async () => {
      const { auctions } = system().hub;
      const running = await runningAuction(system());
      await strike();
      const refused = [at("alice"), bitcoin, SOLD.bitcoin] as const;
      await expect(buysBitcoin())
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_NotOnSale")
        .withArgs(...refused);
      await refresh();
      await expect(buysBitcoin())
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_NotOnSale")
        .withArgs(...refused);
      expect(await auctions.factorOf(at("alice"), bitcoin)).to.equal(0n);
      expect(await auctions.priceOf(at("alice"), bitcoin)).to.equal(0n);
      const terms = running.terms(ether);
      const factor = factorAt(terms, 0, await running.elapsed());
      expect(await auctions.factorOf(at("alice"), ether)).to.equal(factor);
      const price = maths.unitPrice(wad(terms.price), factor);
      expect(await auctions.priceOf(at("alice"), ether)).to.equal(price);
    });

    it("neither cures the account nor raises its target", async () => {
      const world = system();
      const { auctions } = world.hub;
      await strike();
      await look(world);
      const { equity, ...charges } = await chargesOnce(world);
      expect(await auctions.isCured(at("alice"))).to.equal(false);
      await expect(auctions.close.staticCall(at("alice")))
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_NotCured")
        .withArgs(at("alice"), equity, targetOf(charges));
    });

    it("restores the target by a take of the other key", async () => {
      const world = system();
      const running = await runningAuction(world);
      await strike();
      await expectTake(world, running, ether);
      expect((await world.hub.auctions.auctionOf(at("alice"))).startedAt).to.equal(0n);
      expect((await world.hub.engine.balanceOf(at("alice"), ether)) > 0n).to.equal(true);
      const { equity, ...charges } = await chargesOnce(world);
      expect(equity >= targetOf(charges)).to.equal(true);
    });

    it("sells the key again on the clock that went on, after ten minutes", async () => {
      const world = system();
      const running = await runningAuction(world);
      const [mend, before] = [await soundSources(world, "BTC"), await resumedAt()];
      await strike();
      await refresh();
      await world.devnet.increaseTime(600);
      await mend();
      await refresh();
      expect(await resumedAt()).to.equal(before);
      await expectTake(world, running, bitcoin);
    });

    it("sells the key anew from the start, after twenty minutes", async () => {
      const world = system();
      const running = await runningAuction(world);
      const mend = await soundSources(world, "BTC");
      await strike();
      await refresh();
      await world.devnet.increaseTime(1_200);
      await mend();
      const back = await dateOf(world.devnet.chain("hub"), await refresh());
      expect(await resumedAt()).to.equal(BigInt(back));
      const start = factorAt(running.terms(bitcoin), 0, 0);
      expect(await world.hub.auctions.factorOf(at("alice"), bitcoin)).to.equal(start);
      await expectTake(world, { ...running, startedAt: back }, bitcoin);
    });
  });
});
