import { expect } from "chai";
import { WAD } from "@causeway/sdk";
import { speaks } from "../../helpers/badFeeds.js";
import { useScene } from "../../helpers/laneScene.js";
import { rowsOf, termsAt } from "../../helpers/localTwin.js";
import { borrow, liquidate, setPrice, type LocalSystem } from "../../helpers/system.js";
import {
  WAD_OF_CASH,
  bitcoin,
  bookAt,
  borrowers,
  desk,
  initialMargin,
  look,
  twinOf,
} from "../../helpers/zoo.js";

/** Bitcoin in cents, and nine tenths of a per cent lower: inside the band of one per cent. */
const START = 6_000_000n;
const strayed = (cents: bigint): bigint => (cents * 991n) / 1_000n;

/** The price at which Bob's one bitcoin is worth a thousandth more than maintenance margin asks (cents). */
async function lastHealthy(world: LocalSystem): Promise<bigint> {
  const book = await bookAt(world, "bob");
  const time = await world.devnet.chain("hub").timestamp();
  const { haircutMaintenance } = termsAt(book, await rowsOf(world), bitcoin, time);
  const { maintenance } = await twinOf(world, { ...book, balances: new Map() });
  const needed = ((maintenance - book.cash) * WAD) / (WAD - haircutMaintenance);
  return (needed * 1_001n) / 1_000n / 10n ** 16n;
}

describe("a source that strays inside the band", () => {
  const system = useScene(borrowers);
  const { at } = desk(system);

  for (const [place, other] of [
    ["feeds", "reports"],
    ["reports", "feeds"],
  ] as const) {
    it(`liquidates nobody who is healthy at the other (${place})`, async () => {
      const world = system();
      // Haircuts move with the price: the fall comes in two steps, and the second is too small to move them much.
      await setPrice(world, "BTC", await lastHealthy(world));
      await look(world);
      const price = await lastHealthy(world);
      await setPrice(world, "BTC", price);
      await speaks(place, () => strayed(price))(world, "BTC");
      await expect(liquidate(world, at("bob"))).to.be.revertedWithCustomError(
        world.hub.engine,
        "MarginEngine_Healthy",
      );
      await speaks(other, () => strayed(price))(world, "BTC");
      await liquidate(world, at("bob"));
    });

    it(`lends no more than it gives (${place})`, async () => {
      const world = system();
      const { engine } = world.hub;
      await look(world);
      const most = initialMargin(await twinOf(world, await bookAt(world, "bob"))) / WAD_OF_CASH;
      await engine
        .connect(world.devnet.chain("hub").signer(5))
        .withdrawCash.staticCall(at("bob"), most, at("bob"));
      await speaks(place, () => strayed(START))(world, "BTC");
      await look(world);
      const less = initialMargin(await twinOf(world, await bookAt(world, "bob"))) / WAD_OF_CASH;
      expect(less < most).to.equal(true);
      await expect(borrow(world, "bob", less + 10n ** 6n)).to.be.revertedWithCustomError(
        engine,
        "MarginEngine_BelowInitialMargin",
      );
      await borrow(world, "bob", less - 10n ** 6n);
    });
  }
});
