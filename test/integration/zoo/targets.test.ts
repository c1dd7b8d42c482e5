import { expect } from "chai";
import {
  addressOf,
  borrow,
  deposit,
  depositCash,
  liquidate,
  setPrice,
  supply,
  type LocalSystem,
} from "../../helpers/system.js";
import {
  bitcoin,
  chargesOnce,
  desk,
  eachExhibit,
  ether,
  look,
  targetOf,
  usd,
} from "../../helpers/zoo.js";

/** Alice owes 12 million against as much ether as bitcoin: so much that C_IM is below 1.5·C_MM. */
async function largeBorrower(world: LocalSystem): Promise<void> {
  await supply(world, usd(20_000_000n));
  await deposit(world, { key: ether, from: "alice", units: 3_000n * 10n ** 8n });
  await deposit(world, { key: bitcoin, from: "alice", units: 150n * 10n ** 8n });
  await borrow(world, "alice", usd(12_000_000n));
  await depositCash(world, "keeper", usd(20_000_000n));
}

/** Ether falls from $3,000 to $1,800, and Alice is liquidated. */
async function auction(world: LocalSystem): Promise<void> {
  await setPrice(world, "ETH", 180_000n);
  await liquidate(world, addressOf(world, "alice"));
}

const plot = { symbol: "BTC", sources: [1, 2], young: largeBorrower, old: auction } as const;

describe("bad prices of what is on sale, where initial margin is the target", () => {
  eachExhibit(plot, (system, strike) => {
    const { at } = desk(system);

    it("does not raise the target", async () => {
      const world = system();
      const { auctions } = world.hub;
      await strike();
      await look(world);
      const { equity, ...charges } = await chargesOnce(world);
      expect(targetOf(charges)).to.equal(charges.initial);
      await expect(auctions.close.staticCall(at("alice")))
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_NotCured")
        .withArgs(at("alice"), equity, charges.initial);
    });
  });
});
