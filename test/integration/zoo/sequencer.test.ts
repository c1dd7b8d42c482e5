import { expect } from "chai";
import { assetId } from "../../../deploy/networks/local.js";
import { factorAt } from "../../helpers/auctionTwin.js";
import { feedFaults } from "../../helpers/badFeeds.js";
import { useScene } from "../../helpers/laneScene.js";
import {
  borrow,
  deposit,
  depositCash,
  liquidate,
  mined,
  setPrice,
  take,
  withdrawCollateral,
  type LocalSystem,
} from "../../helpers/system.js";
import {
  CRASHED,
  HUNDRED,
  SOLD,
  TRUSTED,
  auctionOfAlice,
  bitcoin,
  bookAt,
  borrowers,
  desk,
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

const GRACE = 3_600;
/** Half an hour, as long as most outages of sequencers. */
const OUTAGE = 1_800;

describe("the sequencer down and up again", () => {
  describe("before anybody is liquidated", () => {
    const system = useScene(borrowers);
    const { at, engineAs, auctionsAs } = desk(system);
    const expectNoKick = (account: string) =>
      expect(liquidate(system(), account)).to.be.revertedWithCustomError(
        system().hub.auctions,
        "AuctionHouse_SequencerDown",
      );
    /** Tries something while it is down, and in the grace hour. */
    const whileHalted = async (expectations: () => Promise<void>): Promise<void> => {
      const { devnet, sequencer } = system();
      await sequencer.down();
      // An "up" is believed for 60 seconds by new risk, as a price is (decision 054).
      await devnet.increaseTime(TRUSTED);
      await expectations();
      await devnet.increaseTime(OUTAGE);
      await sequencer.up();
      await expectations();
      await devnet.increaseTime(GRACE - TRUSTED);
      await expectations();
      await devnet.increaseTime(TRUSTED);
    };

    it("liquidates nobody who is healthy, and changes nobody's books", async () => {
      const world = system();
      const before = await holdings(world);
      await whileHalted(async () => {
        for (const who of ["alice", "bob", "carol"] as const) await expectNoKick(at(who));
      });
      await look(world);
      for (const who of ["alice", "bob", "carol"] as const) {
        const { equity, maintenance } = await twinOf(world, await bookAt(world, who));
        await expect(auctionsAs("keeper").liquidate.staticCall(at(who)))
          .to.be.revertedWithCustomError(world.hub.engine, "MarginEngine_Healthy")
          .withArgs(at(who), equity, maintenance);
      }
      expect(await holdings(world)).to.deep.equal(before);
    });

    it("stops new risk until an hour after it is up, and nothing else", async () => {
      const world = system();
      const { engine } = world.hub;
      await deposit(world, { key: ether, from: "stranger", units: 10n ** 8n });
      await whileHalted(async () => {
        await expect(engineAs("bob").withdrawCash(at("bob"), 1n, at("bob")))
          .to.be.revertedWithCustomError(engine, "MarginEngine_SequencerDown")
          .withArgs(at("bob"));
        await expect(withdrawCollateral(world, { key: bitcoin, from: "bob", units: 1n }))
          .to.be.revertedWithCustomError(engine, "MarginEngine_SequencerDown")
          .withArgs(at("bob"));
        await depositCash(world, "bob", usd(100n));
        await deposit(world, { key: ether, from: "bob", units: 10n ** 6n });
        await withdrawCollateral(world, { key: ether, from: "stranger", units: 10n ** 7n });
        await mined(engineAs("keeper").withdrawCash(at("keeper"), usd(1n), at("keeper")));
      });
      await borrow(world, "bob", 1n);
      await withdrawCollateral(world, { key: bitcoin, from: "bob", units: 1n });
    });

    for (const [source, strike] of Object.entries({
      "is good": undefined,
      reverts: feedFaults.reverts,
    }))
      it(`liquidates who is unhealthy after the hour, where the source of $100 ${source}`, async () => {
        const world = system();
        const { auctions, engine } = world.hub;
        await setPrice(world, "ETH", CRASHED);
        await strike?.(world, "BTC");
        await whileHalted(() => expectNoKick(at("alice")));
        await liquidate(world, at("alice"));
        await take(world, { account: at("alice"), key: ether, units: 10n ** 8n });
        expect(await engine.balanceOf(at("keeper"), ether)).to.equal(10n ** 8n);
        const rest = take(world, { account: at("alice"), key: bitcoin, units: HUNDRED });
        if (strike === undefined) await rest;
        else
          await expect(rest)
            .to.be.revertedWithCustomError(auctions, "AuctionHouse_NotOnSale")
            .withArgs(at("alice"), bitcoin, HUNDRED);
      });
  });

  describe("while an auction runs", () => {
    const system = useScene(async (world) => {
      await mixedBorrower(world);
      await auctionOfAlice(world);
    });
    const { at, auctionsAs } = desk(system);
    const halted = "AuctionHouse_SequencerDown";
    const expectHalt = async (): Promise<void> => {
      const { auctions } = system().hub;
      for (const [key, units] of [
        [ether, SOLD.ether],
        [bitcoin, SOLD.bitcoin],
      ] as const) {
        await expect(
          take(system(), { account: at("alice"), key, units }),
        ).to.be.revertedWithCustomError(auctions, halted);
        expect(await auctions.factorOf(at("alice"), key)).to.equal(0n);
      }
      await expect(auctionsAs("keeper").reset(at("alice"))).to.be.revertedWithCustomError(
        auctions,
        halted,
      );
      await look(system());
      const margin = await twinOf(system(), await bookAt(system(), "alice"));
      await expect(auctions.close.staticCall(at("alice")))
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_NotCured")
        .withArgs(at("alice"), margin.equity, targetOf(margin));
    };
    /** Down for half an hour, then up for an hour. Returns when sales began again. */
    const haltAndReturn = async (world: LocalSystem): Promise<number> => {
      await world.sequencer.down();
      await world.devnet.increaseTime(TRUSTED);
      await mined(world.hub.risk.checkSequencer(0n));
      await expectHalt();
      await world.devnet.increaseTime(OUTAGE);
      await world.sequencer.up();
      const back = Number(await world.hub.oracle.sequencerResumedAt());
      await expectHalt();
      await world.devnet.setTime(back + 130);
      return back;
    };

    it("sells nothing and cures nobody, then sells every key anew from the start", async () => {
      const world = system();
      const running = await runningAuction(world);
      const back = await haltAndReturn(world);
      const now = await world.devnet.chain("hub").timestamp();
      for (const key of [ether, bitcoin])
        expect(await world.hub.auctions.factorOf(at("alice"), key)).to.equal(
          factorAt(running.terms(key), 0, now - back),
        );
      await expectTake(world, { ...running, startedAt: back }, ether);
    });

    it("keeps a key off sale whose source is out when the hour is over", async () => {
      const world = system();
      const running = await runningAuction(world);
      await feedFaults.reverts?.(world, "BTC");
      await mined(world.hub.risk.refresh(1n << BigInt(assetId.BTC)));
      await world.sequencer.down();
      await world.devnet.increaseTime(OUTAGE);
      await world.sequencer.up();
      const back = Number(await world.hub.oracle.sequencerResumedAt());
      await world.devnet.setTime(back);
      await expect(take(world, { account: at("alice"), key: bitcoin, units: SOLD.bitcoin }))
        .to.be.revertedWithCustomError(world.hub.auctions, "AuctionHouse_NotOnSale")
        .withArgs(at("alice"), bitcoin, SOLD.bitcoin);
      await expectTake(world, { ...running, startedAt: back }, ether);
    });

    it("lets a cured account close its auction meanwhile", async () => {
      const world = system();
      await world.sequencer.down();
      await depositCash(world, "alice", usd(20_000n));
      await mined(auctionsAs("keeper").close(at("alice")));
      expect((await world.hub.auctions.auctionOf(at("alice"))).startedAt).to.equal(0n);
    });
  });
});
