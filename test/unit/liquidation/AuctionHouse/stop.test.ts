import { expect } from "chai";
import { startAuction, take, takenIn } from "../../../helpers/auctions.js";
import { factorAt, termsOf } from "../../../helpers/auctionTwin.js";
import { HUB_BTC, HUB_ETH, useHub, type Hub } from "../../../helpers/hub.js";
import { mined } from "../../../helpers/mined.js";
import { units8 } from "../../../helpers/money.js";

const HOUR = 3_600;
const SIX_HOURS = 6 * HOUR;
const SEVEN_DAYS = 7 * 24 * HOUR;
/** GUARDIAN of contracts/types/Roles.sol. */
const GUARDIAN = 3;

/** Stops a key again and again until its renewals are used up, six hours at a time. */
async function useUp(hub: Hub): Promise<number> {
  for (let stops = 0; stops < 5; stops++) {
    await mined(hub.auctions.stop(HUB_ETH, 1));
    await hub.chain.increaseTime(SIX_HOURS);
  }
  const { until } = await hub.auctions.stopOf(HUB_ETH);
  return Number(until);
}

describe("AuctionHouse.stop", () => {
  const hub = useHub();

  describe("when the caller is not the guardian", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const { auctions, chain } = hub();
      const stranger = chain.signer(7);
      await expect(auctions.connect(stranger).stop(HUB_ETH, 1))
        .to.be.revertedWithCustomError(auctions, "AccessManagedUnauthorized")
        .withArgs(stranger.address);
    });
  });

  describe("when there is no such key", () => {
    it("reverts with AuctionHouse_UnknownStop(key, level)", async () => {
      const { auctions } = hub();
      await expect(auctions.stop(64, 1))
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_UnknownStop")
        .withArgs(64, 1);
    });
  });

  describe("when there is no such level", () => {
    it("reverts with AuctionHouse_UnknownStop(key, level)", async () => {
      const { auctions } = hub();
      await expect(auctions.stop(63, 4))
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_UnknownStop")
        .withArgs(63, 4);
    });
  });

  describe("when the renewals are used up", () => {
    it("reverts with AuctionHouse_RenewalsUsedUp(key, renewableAt)", async () => {
      const { auctions, chain } = hub();
      const ended = await useUp(hub());
      await expect(auctions.stop(HUB_ETH, 1))
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_RenewalsUsedUp")
        .withArgs(HUB_ETH, ended + SEVEN_DAYS);
      await chain.setNextTimestamp(ended + SEVEN_DAYS - 1);
      await expect(auctions.stop(HUB_ETH, 1)).to.be.revertedWithCustomError(
        auctions,
        "AuctionHouse_RenewalsUsedUp",
      );
    });
  });

  describe("given the guardian and no stop", () => {
    it("stops for six hours", async () => {
      const { auctions, chain, manager } = hub();
      const guardian = chain.signer(6);
      await mined(manager.grantRole(GUARDIAN, guardian.address, 0));
      const selector = auctions.interface.getFunction("stop").selector;
      await mined(manager.setTargetFunctionRole(await auctions.getAddress(), [selector], GUARDIAN));
      const receipt = await mined(auctions.connect(guardian).stop(HUB_ETH, 2));
      const until = (await chain.timestamp()) + SIX_HOURS;
      await expect(Promise.resolve(receipt))
        .to.emit(auctions, "Stopped")
        .withArgs(HUB_ETH, 2, until, 0);
      expect(await auctions.stopOf(HUB_ETH)).to.deep.equal([2n, BigInt(until)]);
    });
  });

  describe("given a stop within seven days of its end", () => {
    it("counts a renewal", async () => {
      const { auctions, chain } = hub();
      await mined(auctions.stop(HUB_ETH, 1));
      await chain.increaseTime(SIX_HOURS + SEVEN_DAYS - 60);
      const receipt = await mined(auctions.stop(HUB_ETH, 1));
      const until = (await chain.timestamp()) + SIX_HOURS;
      await expect(Promise.resolve(receipt))
        .to.emit(auctions, "Stopped")
        .withArgs(HUB_ETH, 1, until, 1);
    });
  });

  describe("given a stop that ended seven days ago", () => {
    it("counts from zero again", async () => {
      const { auctions, chain } = hub();
      const ended = await useUp(hub());
      await chain.setNextTimestamp(ended + SEVEN_DAYS);
      const until = ended + SEVEN_DAYS + SIX_HOURS;
      await expect(auctions.stop(HUB_ETH, 3))
        .to.emit(auctions, "Stopped")
        .withArgs(HUB_ETH, 3, until, 0);
    });
  });

  describe("given level 0", () => {
    it("ends the stop and keeps the count", async () => {
      const { auctions, chain } = hub();
      await mined(auctions.stop(HUB_ETH, 3));
      const receipt = await mined(auctions.stop(HUB_ETH, 0));
      const ended = await chain.timestamp();
      await expect(Promise.resolve(receipt))
        .to.emit(auctions, "Stopped")
        .withArgs(HUB_ETH, 0, ended, 0);
      expect(await auctions.stopOf(HUB_ETH)).to.deep.equal([0n, BigInt(ended)]);
      const again = await mined(auctions.stop(HUB_ETH, 3));
      const until = (await chain.timestamp()) + SIX_HOURS;
      await expect(Promise.resolve(again))
        .to.emit(auctions, "Stopped")
        .withArgs(HUB_ETH, 3, until, 1);
    });
  });

  describe("given a stop of takes lowered to another level", () => {
    it("lets takes begin anew from that moment", async () => {
      const cast = await startAuction(hub());
      const { auctions, chain } = hub();
      const terms = await termsOf(hub(), cast.alice.address, HUB_ETH);
      await mined(auctions.stop(HUB_ETH, 3));
      await chain.increaseTime(HOUR);
      await mined(auctions.stop(HUB_ETH, 1));
      const lowered = await chain.timestamp();
      await chain.setNextTimestamp(lowered + 48);
      const sale = takenIn(hub(), await take(hub(), cast, { units: units8(1) }));
      expect(sale.factor).to.equal(factorAt(terms, 0, 48));
    });
  });

  describe("given another key", () => {
    it("leaves that key alone", async () => {
      const cast = await startAuction(hub());
      await mined(hub().auctions.stop(HUB_BTC, 3));
      await take(hub(), cast, { units: units8(1) });
      expect(await hub().auctions.stopOf(HUB_ETH)).to.deep.equal([0n, 0n]);
    });
  });
});
