import { expect } from "chai";
import { startAuction, take } from "../../../helpers/auctions.js";
import {
  HUB_BTC,
  HUB_EID,
  HUB_ETH,
  HUB_USD,
  SOURCE_ETH,
  useHub,
  type Hub,
} from "../../../helpers/hub.js";
import { CAP } from "../../../helpers/hubLanes.js";
import { BTC, ETH, listRisk } from "../../../helpers/hubRisk.js";
import { mined } from "../../../helpers/mined.js";
import { units8 } from "../../../helpers/money.js";
import { assetOf } from "../../../helpers/riskDesk.js";

const SIX_HOURS = 6 * 3_600;
const SEVEN_DAYS = 7 * 24 * 3_600;
/** GUARDIAN of contracts/types/Roles.sol. */
const GUARDIAN = 3;
/** A staking token that wraps ether, and its key. */
const STAKED = 3;
const HUB_STAKED = 9;

const bit = (...keys: readonly number[]): bigint =>
  keys.reduce((bits, key) => bits | (1n << BigInt(key)), 0n);

/** Levels of the keys now. */
const levelsOf = ({ auctions }: Hub, keys: readonly number[]): Promise<bigint[]> =>
  Promise.all(keys.map(async (key) => (await auctions.stopOf(key)).level));

/** Uses the renewals of ether's hub key up. Returns when its last stop ended. */
async function useUp({ auctions, chain }: Hub): Promise<number> {
  for (let stops = 0; stops < 5; stops++) {
    await mined(auctions.stop(HUB_ETH, 1));
    await chain.increaseTime(SIX_HOURS);
  }
  return Number((await auctions.stopOf(HUB_ETH)).until);
}

describe("AuctionHouse.stopUnderlying", () => {
  const hub = useHub();

  describe("when the caller is not the guardian", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const { auctions, chain } = hub();
      const stranger = chain.signer(7);
      await expect(auctions.connect(stranger).stopUnderlying(ETH, 1))
        .to.be.revertedWithCustomError(auctions, "AccessManagedUnauthorized")
        .withArgs(stranger.address);
    });
  });

  describe("when there is no such level", () => {
    it("reverts with AuctionHouse_UnknownLevel(level, bound)", async () => {
      const { auctions } = hub();
      await expect(auctions.stopUnderlying(ETH, 4))
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_UnknownLevel")
        .withArgs(4, 3);
    });
  });

  describe("when no key belongs to the underlying", () => {
    it("reverts with AuctionHouse_NothingToStop(underlying)", async () => {
      const { auctions } = hub();
      for (const underlying of [STAKED, 63, 255])
        await expect(auctions.stopUnderlying(underlying, 1))
          .to.be.revertedWithCustomError(auctions, "AuctionHouse_NothingToStop")
          .withArgs(underlying);
    });
  });

  describe("given the guardian", () => {
    it("stops every key of the underlying for six hours, on whatever lane, and no other", async () => {
      const { auctions, chain, manager } = hub();
      const guardian = chain.signer(6);
      await mined(manager.grantRole(GUARDIAN, guardian.address, 0));
      const { selector } = auctions.interface.getFunction("stopUnderlying");
      await mined(manager.setTargetFunctionRole(await auctions.getAddress(), [selector], GUARDIAN));
      const asGuardian = auctions.connect(guardian);
      expect(await asGuardian.stopUnderlying.staticCall(ETH, 2)).to.equal(bit(HUB_ETH, SOURCE_ETH));
      const receipt = await mined(asGuardian.stopUnderlying(ETH, 2));
      const until = (await chain.timestamp()) + SIX_HOURS;
      for (const key of [HUB_ETH, SOURCE_ETH]) {
        await expect(Promise.resolve(receipt))
          .to.emit(auctions, "Stopped")
          .withArgs(key, 2, until, 0);
        expect(await auctions.stopOf(key)).to.deep.equal([2n, BigInt(until)]);
      }
      for (const key of [HUB_BTC, HUB_USD])
        expect(await auctions.stopOf(key)).to.deep.equal([0n, 0n]);
      await chain.increaseTime(SIX_HOURS);
      expect(await levelsOf(hub(), [HUB_ETH, SOURCE_ETH])).to.deep.equal([0n, 0n]);
    });

    it("stops the keys of an asset that wraps the underlying", async () => {
      const { auctions, chain, gateway, parameters } = hub();
      await mined(parameters.setAsset(STAKED, assetOf("eth", { underlying: ETH })));
      const token = chain.signer(9).address;
      await mined(gateway.listKey(HUB_STAKED, HUB_EID, token, CAP, 0));
      await listRisk(hub(), { key: HUB_STAKED, asset: STAKED, eid: HUB_EID });
      const stopped = await auctions.stopUnderlying.staticCall(ETH, 3);
      expect(stopped).to.equal(bit(HUB_ETH, SOURCE_ETH, HUB_STAKED));
      await mined(auctions.stopUnderlying(ETH, 3));
      expect(await levelsOf(hub(), [HUB_STAKED])).to.deep.equal([3n]);
    });

    it("bars takes of its keys and of no others", async () => {
      const cast = await startAuction(hub());
      const { auctions, chain } = hub();
      await mined(auctions.stopUnderlying(BTC, 3));
      await take(hub(), cast, { units: units8(1) });
      await mined(auctions.stopUnderlying(ETH, 3));
      const until = (await chain.timestamp()) + SIX_HOURS;
      await expect(take(hub(), cast, { units: units8(1) }))
        .to.be.revertedWithCustomError(auctions, "AuctionHouse_Stopped")
        .withArgs(HUB_ETH, 3, until);
    });
  });

  describe("given a key whose renewals are used up", () => {
    it("passes it over with StopSkipped(key, level, renewableAt) and stops the others", async () => {
      const { auctions, chain } = hub();
      const ended = await useUp(hub());
      expect(await auctions.stopUnderlying.staticCall(ETH, 3)).to.equal(bit(SOURCE_ETH));
      const receipt = await mined(auctions.stopUnderlying(ETH, 3));
      const until = (await chain.timestamp()) + SIX_HOURS;
      await expect(Promise.resolve(receipt))
        .to.emit(auctions, "StopSkipped")
        .withArgs(HUB_ETH, 3, ended + SEVEN_DAYS)
        .and.to.emit(auctions, "Stopped")
        .withArgs(SOURCE_ETH, 3, until, 0);
      expect(await auctions.stopOf(HUB_ETH)).to.deep.equal([0n, BigInt(ended)]);
      expect(await levelsOf(hub(), [SOURCE_ETH])).to.deep.equal([3n]);
    });

    it("still does so if no other key is left", async () => {
      const { auctions, chain } = hub();
      for (let stops = 0; stops < 5; stops++) {
        await mined(auctions.stopUnderlying(BTC, 1));
        await chain.increaseTime(SIX_HOURS);
      }
      expect(await auctions.stopUnderlying.staticCall(BTC, 1)).to.equal(0);
      await mined(auctions.stopUnderlying(BTC, 1));
      expect(await levelsOf(hub(), [HUB_BTC])).to.deep.equal([0n]);
    });
  });

  describe("given level 0", () => {
    it("ends the stops of all its keys", async () => {
      const { auctions, chain } = hub();
      await mined(auctions.stopUnderlying(ETH, 3));
      await mined(auctions.stopUnderlying(ETH, 0));
      const ended = BigInt(await chain.timestamp());
      for (const key of [HUB_ETH, SOURCE_ETH])
        expect(await auctions.stopOf(key)).to.deep.equal([0n, ended]);
    });
  });
});
