import { WAD } from "@causeway/sdk";
import { ZeroAddress } from "ethers";
import { expect } from "chai";
import { ExponentialCurve__factory } from "../../../../typechain-types/index.js";
import { useHub } from "../../../helpers/hub.js";

describe("AuctionHouse.curveOf", () => {
  const hub = useHub();

  describe("given number 0", () => {
    it("is the curve of the deployment", async () => {
      const { admin, auctions } = hub();
      const curve = ExponentialCurve__factory.connect(await auctions.curveOf(0), admin);
      // cut and step of risk.md section 8.
      expect(await curve.CUT()).to.equal((998n * WAD) / 1_000n);
      expect(await curve.STEP()).to.equal(12n);
    });
  });

  describe("given a number not used", () => {
    it("is zero", async () => {
      expect(await hub().auctions.curveOf(1)).to.equal(ZeroAddress);
    });
  });
});
