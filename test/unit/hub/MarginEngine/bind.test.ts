import { ZeroAddress } from "ethers";
import { expect } from "chai";
import { PermitToken__factory } from "../../../../typechain-types/index.js";
import { deployEngine, partsOf, useHub } from "../../../helpers/hub.js";

describe("MarginEngine.bind", () => {
  const hub = useHub();
  const another = async (decimals: number) => {
    const token = await new PermitToken__factory(hub().admin).deploy("USD", decimals);
    const parts = await partsOf(hub());
    return deployEngine(hub().admin, { ...parts, cash: await token.getAddress() });
  };
  const links = () => {
    const [pool, insurance, auctions] = [11, 12, 13].map((n) => hub().chain.signer(n).address);
    return [pool ?? "", insurance ?? "", auctions ?? ""] as const;
  };

  describe("when the caller is not the admin", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const engine = await another(6);
      const alice = hub().chain.signer(1);
      await expect(engine.connect(alice).bind(...links()))
        .to.be.revertedWithCustomError(engine, "AccessManagedUnauthorized")
        .withArgs(alice.address);
    });
  });

  describe("when a link is zero", () => {
    it("reverts with MarginEngine_ZeroAddress()", async () => {
      const engine = await another(6);
      const [pool, insurance, auctions] = links();
      const calls = [
        engine.bind(ZeroAddress, insurance, auctions),
        engine.bind(pool, ZeroAddress, auctions),
        engine.bind(pool, insurance, ZeroAddress),
      ];
      for (const call of calls) {
        await expect(call).to.be.revertedWithCustomError(engine, "MarginEngine_ZeroAddress");
      }
    });
  });

  describe("when it is bound already", () => {
    it("reverts with MarginEngine_AlreadyBound(auctionHouse)", async () => {
      const { engine, admin, auctions } = hub();
      await expect(engine.connect(admin).bind(...links()))
        .to.be.revertedWithCustomError(engine, "MarginEngine_AlreadyBound")
        .withArgs(await auctions.getAddress());
    });
  });

  describe("given an engine just deployed", () => {
    it("sets the three links", async () => {
      const engine = await another(6);
      const [pool, insurance, auctions] = links();
      await expect(engine.bind(pool, insurance, auctions))
        .to.emit(engine, "Bound")
        .withArgs(pool, insurance, auctions);
      expect(await engine.pool()).to.equal(pool);
      expect(await engine.insuranceFund()).to.equal(insurance);
      expect(await engine.auctionHouse()).to.equal(auctions);
    });

    it("scales the settlement token to 18 decimals", async () => {
      expect(await (await another(0)).assetScale()).to.equal(10n ** 18n);
      expect(await (await another(6)).assetScale()).to.equal(10n ** 12n);
      expect(await (await another(18)).assetScale()).to.equal(1n);
    });

    it("refuses a token of more decimals with MarginEngine_TooManyDecimals(decimals, maximum)", async () => {
      const { engine } = hub();
      await expect(another(19))
        .to.be.revertedWithCustomError(engine, "MarginEngine_TooManyDecimals")
        .withArgs(19, 18);
    });
  });
});
