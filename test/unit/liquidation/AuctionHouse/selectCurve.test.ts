import { WAD } from "@causeway/sdk";
import { expect } from "chai";
import {
  CliffCurve__factory,
  ExponentialCurve__factory,
  FlatCurve__factory,
} from "../../../../typechain-types/index.js";
import { atAge, auctionOf, openPosition, take, takenIn } from "../../../helpers/auctions.js";
import { termsOf } from "../../../helpers/auctionTwin.js";
import { HUB_ETH, useHub, type Hub } from "../../../helpers/hub.js";
import { setPrice } from "../../../helpers/hubActions.js";
import { ETH } from "../../../helpers/hubRisk.js";
import { mined } from "../../../helpers/mined.js";
import { units8 } from "../../../helpers/money.js";

/** Falls to its floor within the first step of a second. */
const steepCurve = async (hub: Hub): Promise<string> =>
  (await new ExponentialCurve__factory(hub.admin).deploy(1n, 1)).getAddress();

describe("AuctionHouse.selectCurve", () => {
  const hub = useHub();

  describe("when the caller is not the governor", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const { auctions, chain } = hub();
      const stranger = chain.signer(7);
      await expect(auctions.connect(stranger).selectCurve(await steepCurve(hub())))
        .to.be.revertedWithCustomError(auctions, "AccessManagedUnauthorized")
        .withArgs(stranger.address);
    });
  });

  describe("when the curve does not start at the start factor", () => {
    it("reverts with AuctionHouse_BadCurve(curve, factor)", async () => {
      const { admin, auctions } = hub();
      const flat = await (await new FlatCurve__factory(admin).deploy(WAD / 2n)).getAddress();
      await expect(auctions.selectCurve(flat))
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_BadCurve")
        .withArgs(flat, WAD / 2n);
    });
  });

  describe("given a curve", () => {
    it("numbers it and tells", async () => {
      const { auctions } = hub();
      const first = await auctions.curveOf(0);
      const steep = await steepCurve(hub());
      await expect(auctions.selectCurve(steep))
        .to.emit(auctions, "CurveSelected")
        .withArgs(1, steep);
      expect(await auctions.curveOf(1)).to.equal(steep);
      expect(await auctions.curveOf(0)).to.equal(first);
    });

    it("gives it to auctions started from then on", async () => {
      const cast = await openPosition(hub());
      const { auctions } = hub();
      await mined(auctions.selectCurve(await steepCurve(hub())));
      await setPrice(hub(), ETH, 2_350);
      await mined(auctions.liquidate(cast.alice.address));
      expect((await auctionOf(hub(), cast.alice.address)).curve).to.equal(1n);
      const { maxDiscount } = await termsOf(hub(), cast.alice.address, HUB_ETH);
      await atAge(hub(), cast.alice.address, 1);
      const sale = takenIn(hub(), await take(hub(), cast, { units: units8(1) }));
      expect(sale.factor).to.equal(WAD - maxDiscount);
    });

    it("holds the floor whatever the curve answers", async () => {
      const cast = await openPosition(hub());
      const { admin, auctions } = hub();
      const cliff = await new CliffCurve__factory(admin).deploy();
      await mined(auctions.selectCurve(await cliff.getAddress()));
      await setPrice(hub(), ETH, 2_350);
      await mined(auctions.liquidate(cast.alice.address));
      const { maxDiscount } = await termsOf(hub(), cast.alice.address, HUB_ETH);
      const sale = takenIn(hub(), await take(hub(), cast, { units: units8(1) }));
      expect(sale.factor).to.equal(WAD - maxDiscount);
    });
  });
});
