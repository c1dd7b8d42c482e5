import { expect } from "chai";
import {
  ILaneGatewayFull__factory,
  MarginLens__factory,
} from "../../../../typechain-types/index.js";
import {
  HUB_EID,
  HUB_ETH,
  SOURCE_EID,
  SOURCE_ETH,
  UNKNOWN_TO_RISK,
  deployEngine,
  partsOf,
} from "../../../helpers/hub.js";
import { depositKey, tokenOf } from "../../../helpers/hubActions.js";
import { CAP } from "../../../helpers/hubLanes.js";
import { hostileAssetFeed, misdeeds } from "../../../helpers/hostileFeed.js";
import { ETH, FEED_MAX_AGE, allAssets } from "../../../helpers/hubRisk.js";
import { BURNS, REVERTS, become, useLens } from "../../../helpers/lens.js";
import { deployGateway } from "../../../helpers/lanesDeploy.js";
import { mined } from "../../../helpers/mined.js";
import { units8, usd } from "../../../helpers/money.js";

/** PriceStatus. */
const GOOD = 1n;
const UNREADABLE = 4n;

describe("MarginLens.key", () => {
  const seen = useLens();
  const report = (id = SOURCE_ETH) => seen().lens.key(id);
  const alice = () => seen().chain.signer(1).address;

  const expectNothing = async (id: number): Promise<void> => {
    const { isListed, hasRow, explained, eid, supply, price, stopLevel } = await report(id);
    expect([isListed, hasRow, explained]).to.deep.equal([false, false, false]);
    expect([eid, supply.cap, supply.room, price.low, stopLevel]).to.deep.equal([
      0n,
      0n,
      0n,
      0n,
      0n,
    ]);
  };

  describe("given an id beyond the last key", () => {
    it("answers zeros", () => expectNothing(64));
  });

  describe("given an id that nobody listed", () => {
    it("answers zeros", () => expectNothing(63));
  });

  describe("given a key of a source chain", () => {
    beforeEach(() => depositKey(seen(), alice(), SOURCE_ETH, units8(3)));

    it("shows how much there is and how much more there may be", async () => {
      const { isListed, isHub, eid, token, supply } = await report();
      expect([isListed, isHub, eid]).to.deep.equal([true, false, BigInt(SOURCE_EID)]);
      expect(token).to.equal(await tokenOf(seen(), SOURCE_ETH).getAddress());
      expect([supply.cap, supply.bucketBps]).to.deep.equal([CAP, 2_000n]);
      expect([supply.credited, supply.authorised, supply.held]).to.deep.equal([
        units8(3),
        0n,
        units8(3),
      ]);
      expect(supply.room).to.equal(await seen().desk.roomOf(SOURCE_ETH));
      expect([...supply.shortfall]).to.deep.equal([0n, 0n, 0n, 0n]);
    });

    it("shows the row and where its haircuts go", async () => {
      const { hasRow, explained, row, haircuts, size, pokeAge, time } = await report();
      expect([hasRow, explained]).to.deep.equal([true, true]);
      expect([row.asset, row.decimals, row.baseDiscount, row.penalty]).to.deep.equal([
        BigInt(ETH),
        8n,
        600n,
        100n,
      ]);
      expect(pokeAge).to.equal(time - row.pokedAt);
      const now = await seen().risk.haircutsOf(SOURCE_ETH, { blockTag: "pending" });
      expect(haircuts.maintenanceTarget).to.equal(now.maintenanceTarget);
      expect(haircuts.maintenance.latency).to.be.greaterThan(0n);
      expect([size.depth, size.eta]).to.deep.equal([usd(25_000_000), usd("0.15")]);
      expect([size.maxCharge, size.minHaircut, size.maxHaircut]).to.deep.equal([
        usd("0.2"),
        usd("0.05"),
        usd("0.95"),
      ]);
    });

    it("shows the price, its feed and the lane", async () => {
      const { price, feeds, lane, terms, time } = await report();
      expect([price.low, price.high, price.status]).to.deep.equal([usd(3_000), usd(3_000), GOOD]);
      expect([feeds.answered, feeds.low, feeds.high, feeds.status]).to.deep.equal([
        true,
        usd(3_000),
        usd(3_000),
        GOOD,
      ]);
      expect(feeds.age).to.equal(price.age);
      expect(feeds.bandBps).to.equal(0n);
      expect(feeds.feeds.map(({ source, maxAge }) => [source, maxAge])).to.deep.equal([
        [seen().feeds.get(ETH)?.address, BigInt(FEED_MAX_AGE)],
      ]);
      const state = await seen().desk.laneOf(SOURCE_EID);
      expect(lane.age).to.equal(time - state.clock.newestEcho);
      expect(terms.units).to.equal(units8(3));
      expect(terms.latency).to.equal(state.latency + lane.overdue);
    });

    describe("when it is held and stopped", () => {
      it("shows both", async () => {
        await mined(seen().desk.holdKey(SOURCE_ETH));
        await mined(seen().auctions.stop(SOURCE_ETH, 3));
        const { lane, stopLevel, stopUntil, time, row, terms } = await report();
        expect([lane.held, stopLevel]).to.deep.equal([true, 3n]);
        expect(Number(stopUntil - time)).to.be.within(6 * 3_600 - 60, 6 * 3_600);
        expect([row.recognisedFor, terms.recognisedFor]).to.deep.equal([0n, 0n]);
      });
    });
  });

  describe("given a key of the hub", () => {
    it("shows the vault's cap and sums", async () => {
      await depositKey(seen(), alice(), HUB_ETH, units8(2));
      const { isHub, eid, supply, lane } = await report(HUB_ETH);
      expect([isHub, eid]).to.deep.equal([true, BigInt(HUB_EID)]);
      expect([supply.cap, supply.bucketBps]).to.deep.equal([CAP, 65_535n]);
      expect([supply.credited, supply.authorised, supply.held]).to.deep.equal([
        units8(2),
        0n,
        units8(2),
      ]);
      expect(supply.room).to.equal(CAP - units8(2));
      expect([...lane]).to.deep.equal([0n, 0n, 0n, false]);
    });
  });

  describe("given a key that the risk engine does not know", () => {
    it("shows what the gateway knows", async () => {
      const { isListed, hasRow, explained, supply, feeds } = await report(UNKNOWN_TO_RISK);
      expect([isListed, hasRow, explained]).to.deep.equal([true, false, false]);
      expect([supply.cap, feeds.answered]).to.deep.equal([CAP, false]);
    });
  });

  describe("given a feed that burns its gas", () => {
    it("shows the last good price and an unreadable feed", async () => {
      const feed = await hostileAssetFeed(seen(), ETH);
      await mined(seen().risk.refresh(allAssets));
      await mined(feed.misbehave(misdeeds.burnsGas));
      const { price, feeds } = await report();
      expect([price.low, price.status]).to.deep.equal([usd(3_000), GOOD]);
      expect([feeds.answered, feeds.low, feeds.status]).to.deep.equal([true, 0n, UNREADABLE]);
    });
  });

  describe("given an oracle that burns all gas", () => {
    it("says that it did not answer, and shows the rest", async () => {
      await become(seen(), seen().oracle, BURNS);
      const { feeds, price, supply } = await report();
      expect([feeds.answered, feeds.feeds.length]).to.deep.equal([false, 0]);
      expect([price.low, supply.cap]).to.deep.equal([usd(3_000), CAP]);
    });
  });

  describe("given a risk engine that reverts", () => {
    it("shows what the gateway knows", async () => {
      await become(seen(), seen().risk, REVERTS);
      const { isListed, hasRow, explained, supply, lane } = await report();
      expect([isListed, hasRow, explained, lane.held]).to.deep.equal([true, false, false, false]);
      expect(supply.cap).to.equal(CAP);
    });
  });

  describe("given contracts that were never bound", () => {
    it("shows no vault and no stop", async () => {
      const { admin, manager, devnet } = seen();
      const gateway = await deployGateway({ site: devnet.site(HUB_EID), manager });
      const address = await gateway.getAddress();
      await mined(gateway.listKey(HUB_ETH, HUB_EID, admin.address, 1n, 100));
      const engine = await deployEngine(admin, { ...(await partsOf(seen())), gateway: address });
      const desk = ILaneGatewayFull__factory.connect(address, admin);
      const lens = await new MarginLens__factory(admin).deploy(engine, desk);
      const { isListed, isHub, supply, stopLevel } = await lens.key(HUB_ETH);
      expect([isListed, isHub, stopLevel]).to.deep.equal([true, true, 0n]);
      expect([supply.cap, supply.held]).to.deep.equal([0n, 0n]);
      expect((await lens.lane(HUB_EID)).listedKeys).to.equal(1n << BigInt(HUB_ETH));
    });
  });
});
