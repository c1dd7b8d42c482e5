import { expect } from "chai";
import { bps, maths, risk as twin, seconds } from "@causeway/sdk";
import { assetId } from "../../deploy/networks/local.js";
import { disagreements, feedFaults, reportFaults, type FeedFault } from "../helpers/badFeeds.js";
import { factorAt } from "../helpers/auctionTwin.js";
import { bookOf, rowsOf, termsAt } from "../helpers/localTwin.js";
import { signPrices, useScene } from "../helpers/laneScene.js";
import {
  addressOf,
  borrow,
  deposit,
  depositCash,
  liquidate,
  mined,
  setPrice,
  signerOf,
  supply,
  take,
  withdrawCollateral,
  type LocalSystem,
  type Person,
} from "../helpers/system.js";

const ether = 0;
const bitcoin = 1;
/** $100 of bitcoin at $60,000, up (units). */
const HUNDRED = 166_667n;
const usd = (amount: bigint): bigint => amount * 10n ** 6n;
const MOST = 2n ** 64n - 1n;
/** A cached price may be this old and no older, plus a second. */
const TRUSTED = 61;

/** Alice owes 20,000 against ether and $100 of bitcoin, Bob as much against bitcoin alone. */
async function borrowers(world: LocalSystem): Promise<void> {
  await supply(world, usd(500_000n));
  await deposit(world, { key: ether, from: "alice", units: 10n * 10n ** 8n });
  await deposit(world, { key: bitcoin, from: "alice", units: HUNDRED });
  await deposit(world, { key: bitcoin, from: "bob", units: 10n ** 8n });
  await deposit(world, { key: ether, from: "carol", units: 10n ** 8n });
  await borrow(world, "alice", usd(20_000n));
  await borrow(world, "bob", usd(20_000n));
  await depositCash(world, "keeper", usd(100_000n));
}

/** One bad source of two is as bad as two, whichever it is. */
const bitcoinFaults: readonly (readonly [string, FeedFault])[] = [
  ...Object.entries(feedFaults).map(
    ([fault, strike]) => [`'s first source ${fault}`, strike] as const,
  ),
  ...Object.entries(reportFaults).map(
    ([fault, strike]) => [`'s second source ${fault}`, strike] as const,
  ),
  ...Object.entries(disagreements).map(([fault, strike]) => [` ${fault}`, strike] as const),
];

/** How each source goes out and can come back, and how they part, at $2,100. */
const saleFaults: readonly (readonly [string, FeedFault])[] = [
  [
    "the first source",
    async (world) => {
      await world.feeds.get("ETH")?.transmit(1n);
    },
  ],
  [
    "the second source",
    async (world) => {
      await world.reports.get("ETH")?.report(1n);
    },
  ],
  [
    "the agreement of the sources",
    async (world) => {
      await world.reports.get("ETH")?.report(205_000n);
    },
  ],
];

describe("bad prices", () => {
  const system = useScene(borrowers);
  const engineAs = (who: Person) => system().hub.engine.connect(signerOf(system(), who, "hub"));
  const auctionsAs = (who: Person) => system().hub.auctions.connect(signerOf(system(), who, "hub"));
  const at = (who: Person): string => addressOf(system(), who);
  /** Margin of somebody with 10 ether and $100, or one bitcoin, while feeds are out. */
  const twinOf = async (who: Person): Promise<twin.Margin> => {
    const { engine } = system().hub;
    const balances = new Map<number, bigint>();
    for (const key of [ether, bitcoin]) {
      const units = await engine.balanceOf(at(who), key);
      if (units > 0n) balances.set(key, units);
    }
    const book = bookOf(balances, await engine.cashOf(at(who)));
    const time = await system().devnet.chain("hub").timestamp();
    return twin.marginOf(book, await rowsOf(system()), seconds(BigInt(time)));
  };
  const crash = async (): Promise<void> => {
    await system().devnet.increaseTime(60);
    await setPrice(system(), "ETH", 210_000n);
  };

  for (const [fault, strike] of bitcoinFaults) {
    describe(`when bitcoin${fault}`, () => {
      it("makes bitcoin worth nothing for new debt and twice its last price against a kick", async () => {
        const world = system();
        await strike(world, "BTC");
        await mined(world.hub.risk.refresh(0b111n));
        const { equity, initialEquity, initial, maintenance } = await twinOf("bob");
        const margin = await world.hub.engine.marginOf(at("bob"));
        expect([
          margin.equity,
          margin.initialEquity,
          margin.initial,
          margin.maintenance,
        ]).to.deep.equal([equity, initialEquity, initial, maintenance]);
        await expect(
          engineAs("bob").withdrawCash(at("bob"), 1n, at("bob")),
        ).to.be.revertedWithCustomError(world.hub.engine, "MarginEngine_BelowInitialMargin");
        await expect(auctionsAs("keeper").liquidate(at("bob"))).to.be.revertedWithCustomError(
          world.hub.engine,
          "MarginEngine_Healthy",
        );
      });

      it("neither freezes nor shields an account with $100 of it", async () => {
        const world = system();
        await strike(world, "BTC");
        await world.devnet.increaseTime(TRUSTED);
        await borrow(world, "alice", usd(500n));
        await withdrawCollateral(world, { key: bitcoin, from: "alice", units: 1_000n });
        await crash();
        await liquidate(world, at("alice"));
        const price = 2n ** 256n - 1n;
        const order = { account: at("alice"), buyer: at("keeper"), maxUnitPrice: price, mode: 0 };
        const nobody = { recipient: at("keeper"), refund: at("keeper") };
        await expect(auctionsAs("keeper").take({ ...order, ...nobody, key: bitcoin, units: MOST }))
          .to.be.revertedWithCustomError(world.hub.auctions, "AuctionHouse_NotOnSale")
          .withArgs(at("alice"), bitcoin, HUNDRED - 1_000n);
        await take(world, { account: at("alice"), key: ether, units: 10n ** 8n });
        expect(await world.hub.engine.balanceOf(at("keeper"), ether)).to.equal(10n ** 8n);
      });
    });
  }

  describe("when the settlement asset's feed is out", () => {
    for (const [fault, strike] of Object.entries(feedFaults))
      it(`and ${fault}: stops new risk and nothing else`, async () => {
        const world = system();
        const { engine } = world.hub;
        await strike(world, "USDC");
        await world.devnet.increaseTime(TRUSTED);
        await expect(engineAs("alice").withdrawCash(at("alice"), 1n, at("alice")))
          .to.be.revertedWithCustomError(engine, "MarginEngine_Unpriced")
          .withArgs(at("alice"));
        await depositCash(world, "alice", usd(1_000n));
        await deposit(world, { key: ether, from: "alice", units: 10n ** 6n });
        await withdrawCollateral(world, { key: ether, from: "carol", units: 10n ** 8n });
      });
  });

  for (const [source, silence] of saleFaults)
    describe(`when ${source} of what is on sale goes out and comes back`, () => {
      it("stops the sale, and starts the factor anew from where the round began", async () => {
        const world = system();
        const { auctions } = world.hub;
        await crash();
        await liquidate(world, at("alice"));
        await world.devnet.increaseTime(240);
        const fallen = await auctions.factorOf(at("alice"), ether);
        await silence(world, "ETH");
        await expect(take(world, { account: at("alice"), key: ether, units: 10n ** 8n }))
          .to.be.revertedWithCustomError(auctions, "AuctionHouse_NotOnSale")
          .withArgs(at("alice"), ether, 10n * 10n ** 8n);
        await mined(world.hub.risk.refresh(1n << BigInt(assetId.ETH)));
        expect(await auctions.factorOf(at("alice"), ether)).to.equal(0n);
        await world.devnet.increaseTime(900);
        await setPrice(world, "ETH", 210_000n);
        await mined(world.hub.risk.refresh(1n << BigInt(assetId.ETH)));
        const start = maths.startFactor(bps(600n));
        expect(await auctions.factorOf(at("alice"), ether)).to.equal(start);
        expect(fallen).to.be.lessThan(start);
        await take(world, { account: at("alice"), key: ether, units: 10n ** 8n });
      });
    });

  describe("when the sequencer is down", () => {
    const held = bookOf(
      new Map([
        [ether, 10n * 10n ** 8n],
        [bitcoin, HUNDRED],
      ]),
      -1n,
    );

    it("stops new risk, kicks and takes until an hour after it is up, and nothing else", async () => {
      const world = system();
      const { engine, auctions } = world.hub;
      const expectStopped = async (): Promise<void> => {
        await expect(engineAs("bob").withdrawCash(at("bob"), 1n, at("bob")))
          .to.be.revertedWithCustomError(engine, "MarginEngine_SequencerDown")
          .withArgs(at("bob"));
        await expect(withdrawCollateral(world, { key: bitcoin, from: "bob", units: 1n }))
          .to.be.revertedWithCustomError(engine, "MarginEngine_SequencerDown")
          .withArgs(at("bob"));
        await expect(liquidate(world, at("alice"))).to.be.revertedWithCustomError(
          auctions,
          "AuctionHouse_SequencerDown",
        );
      };
      await crash();
      await world.sequencer.down();
      // An "up" is believed for 60 seconds by new risk, as a price is (decision 054).
      await world.devnet.increaseTime(61);
      await expectStopped();
      await depositCash(world, "bob", usd(100n));
      await deposit(world, { key: ether, from: "bob", units: 10n ** 6n });
      await withdrawCollateral(world, { key: ether, from: "carol", units: 10n ** 7n });
      await mined(engineAs("keeper").withdrawCash(at("keeper"), usd(1n), at("keeper")));
      await world.devnet.increaseTime(7_200);
      await world.sequencer.up();
      await expectStopped();
      await world.devnet.increaseTime(3_600);
      await borrow(world, "bob", 1n);
      await liquidate(world, at("alice"));
    });

    it("stops the clock of a running auction, whose factor begins anew after the hour", async () => {
      const world = system();
      const { auctions } = world.hub;
      await crash();
      await liquidate(world, at("alice"));
      await world.devnet.increaseTime(300);
      await world.sequencer.down();
      await expect(
        take(world, { account: at("alice"), key: ether, units: 10n ** 8n }),
      ).to.be.revertedWithCustomError(auctions, "AuctionHouse_SequencerDown");
      await world.devnet.increaseTime(1_800);
      await world.sequencer.up();
      const clock = await world.hub.oracle.sequencerResumedAt();
      await world.devnet.increaseTime(1_800);
      await expect(
        take(world, { account: at("alice"), key: ether, units: 10n ** 8n }),
      ).to.be.revertedWithCustomError(auctions, "AuctionHouse_SequencerDown");
      expect(await auctions.factorOf(at("alice"), ether)).to.equal(0n);
      await world.devnet.setTime(Number(clock) + 130);
      const terms = termsAt(held, await rowsOf(world), ether, Number(clock) + 130);
      expect(await auctions.factorOf(at("alice"), ether)).to.equal(factorAt(terms, 0, 130));
      await take(world, { account: at("alice"), key: ether, units: 10n ** 8n });
    });

    it("lets a cured account close its auction meanwhile", async () => {
      const world = system();
      await crash();
      await liquidate(world, at("alice"));
      await world.sequencer.down();
      await depositCash(world, "alice", usd(20_000n));
      await mined(auctionsAs("keeper").close(at("alice")));
      expect((await world.hub.auctions.auctionOf(at("alice"))).startedAt).to.equal(0n);
    });
  });

  it("shows again what it showed before once the feeds speak", async () => {
    const world = system();
    await world.devnet.increaseTime(86_401);
    await signPrices(world);
    await borrow(world, "bob", usd(1n));
    await borrow(world, "alice", usd(1n));
  });
});
