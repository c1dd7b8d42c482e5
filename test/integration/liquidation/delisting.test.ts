import { expect } from "chai";
import { risk as twin } from "@causeway/sdk";
import { auctionOf, openPosition, take, takenIn } from "../../helpers/auctions.js";
import { termsOf } from "../../helpers/auctionTwin.js";
import { HUB_EID, HUB_ETH, useHub, type Hub } from "../../helpers/hub.js";
import { credit, setPrice, supply } from "../../helpers/hubActions.js";
import { ETH, FEED_MAX_AGE, USD } from "../../helpers/hubRisk.js";
import { hostileFeed } from "../../helpers/hostileFeed.js";
import { mined } from "../../helpers/mined.js";
import { units8, usdc } from "../../helpers/money.js";

const ETHER = 1n << BigInt(HUB_ETH);
/** dtMax (seconds), and the 25 bps that one poke may add (WAD). */
const STEP = 900;
const A_STEP = 2_777_777_777_777n * 900n;

async function delist(hub: Hub): Promise<void> {
  const key = { asset: ETH, decimals: 8, eid: HUB_EID, idiosyncratic: 10_000, recognised: false };
  await mined(hub.parameters.setKey(HUB_ETH, key));
  await mined(hub.risk.poke(ETHER));
}

const maintenanceOf = async ({ risk }: Hub): Promise<bigint> =>
  twin.decodeKeyRow(await risk.keyRow(HUB_ETH))?.maintenance ?? 0n;

/** A poke every 900 seconds until la_MM is there; the feeds speak once more. */
async function rampTo(hub: Hub, target: bigint): Promise<void> {
  for (let la = await maintenanceOf(hub); la < target; la += A_STEP) {
    await hub.chain.increaseTime(STEP);
    await mined(hub.risk.poke(ETHER));
  }
  await setPrice(hub, ETH, 3_000);
  await setPrice(hub, USD, 1);
  await mined(hub.risk.refresh(0b11n));
}

describe("a key that is delisted", () => {
  const hub = useHub();

  it("counts for no new debt at once, and for maintenance margin 100 bps an hour less down to Hmax", async () => {
    const cast = await openPosition(hub());
    const before = await maintenanceOf(hub());
    await delist(hub());
    expect((await termsOf(hub(), cast.alice.address, HUB_ETH)).haircutInitial).to.equal(10n ** 18n);
    await rampTo(hub(), before + 4n * A_STEP);
    expect((await maintenanceOf(hub())) - before).to.be.lessThan(6n * A_STEP);
    await rampTo(hub(), 95n * 10n ** 16n);
    const { haircutMaintenance } = await termsOf(hub(), cast.alice.address, HUB_ETH);
    expect(haircutMaintenance).to.equal(95n * 10n ** 16n);
    await mined(hub().auctions.connect(cast.kate).liquidate(cast.alice.address));
    const { units } = takenIn(hub(), await take(hub(), cast));
    expect(units > 0n).to.equal(true);
  });

  it("is sold up to its target in one take where its sources are far apart", async () => {
    const cast = await openPosition(hub());
    await delist(hub());
    await rampTo(hub(), 95n * 10n ** 16n);
    const source = hub().feeds.get(ETH)?.address ?? "";
    const other = await hostileFeed(hub());
    const bounds = { maxAge: FEED_MAX_AGE, minPrice: 10n ** 14n, maxPrice: 10n ** 24n };
    const feeds = [
      { source, ...bounds },
      { source: await other.getAddress(), ...bounds },
    ];
    await mined(hub().oracle.setFeeds(ETH, feeds, 1_000));
    await mined(other.setRound(330_000_000_000n, hub().chain.now(), hub().chain.now()));
    await mined(hub().auctions.connect(cast.kate).liquidate(cast.alice.address));
    // C_IM counts $30,000 in full, C_MM 95% of $33,000: the target is C_MM itself.
    const margin = await hub().engine.marginOf(cast.alice.address);
    expect(margin.initial).to.be.lessThan(margin.maintenance);
    const { units } = takenIn(hub(), await take(hub(), cast));
    expect(units).to.be.lessThan(units8(10));
    expect((await auctionOf(hub(), cast.alice.address)).startedAt).to.equal(0n);
  });

  it("does not let collateral out because its charge falls faster than its value", async () => {
    const alice = hub().chain.signer(1);
    const { engine } = hub();
    await supply(hub(), usdc(12_000_000));
    await credit(hub(), alice.address, HUB_ETH, units8(4_166));
    await mined(engine.connect(alice).withdrawCash(alice.address, usdc(5_000_000), alice.address));
    await delist(hub());
    // A depth that nobody posted is half of 25 million by now, so Q of 12.5 million is 15%: 1 - 0.79 - 1.5 Q is below
    // zero, and Hmax of 95% does not cut yet.
    await rampTo(hub(), 79n * 10n ** 16n);
    const book = await engine.bookOf(alice.address);
    const marginOf = async (units: bigint): Promise<bigint> => {
      const { equity, maintenance } = await hub().risk.margin({
        cash: book.cash,
        held: book.held,
        words: [units],
        positions: [],
      });
      return equity - maintenance;
    };
    const out = units8(10);
    expect(await marginOf(units8(4_166) - out)).to.be.greaterThan(await marginOf(units8(4_166)));
    await expect(
      engine
        .connect(alice)
        .withdrawCollateral(alice.address, HUB_ETH, out, alice.address, alice.address),
    ).to.be.revertedWithCustomError(engine, "MarginEngine_BelowInitialMargin");
  });
});
