import { expect } from "chai";
import { risk as twin, seconds } from "../../../../packages/sdk/src/index.js";
import { mined } from "../../../helpers/mined.js";
import { refusesRange } from "../../../helpers/outOfRange.js";
import { ETH, assetOf, useListedDesk } from "../../../helpers/riskDesk.js";

const HOUR = 3_600;

describe("RiskParameters.postDepth", () => {
  const desk = useListedDesk();
  const current = async () => (await desk().parameters.sizeSchedule(ETH)).current.depth;
  const now = async () => seconds(BigInt(await desk().chain.timestamp()));

  const after = async (start: number, time: number): Promise<bigint> => {
    await desk().devnet.setTime(start + time);
    return current();
  };

  describe("when the caller lacks the role", () => {
    it("reverts with AccessManagedUnauthorized(caller)", async () => {
      const { parameters, chain } = desk();
      const stranger = chain.signer(1);
      await expect(parameters.connect(stranger).postDepth(ETH, 1))
        .to.be.revertedWithCustomError(parameters, "AccessManagedUnauthorized")
        .withArgs(stranger.address);
    });
  });

  describe("when the asset is not listed", () => {
    it("reverts with RiskParameters_UnknownAsset(asset)", async () => {
      const { parameters } = desk();
      for (const sent of [() => parameters.postDepth(9, 1), () => parameters.sizeSchedule(9)]) {
        await expect(sent())
          .to.be.revertedWithCustomError(parameters, "RiskParameters_UnknownAsset")
          .withArgs(9);
      }
    });
  });

  describe("when the last post is less than 20 hours old", () => {
    it("reverts with RiskParameters_TooSoon(asset, time, earliest)", async () => {
      const { parameters, chain } = desk();
      const { postedAt } = await parameters.sizeSchedule(ETH);
      const earliest = postedAt + 20n * 3_600n;
      await chain.setNextTimestamp(Number(earliest) - 1);
      await expect(parameters.postDepth(ETH, 20_000))
        .to.be.revertedWithCustomError(parameters, "RiskParameters_TooSoon")
        .withArgs(ETH, earliest - 1n, earliest);
      await chain.setNextTimestamp(Number(earliest));
      await mined(parameters.postDepth(ETH, 20_000));
    });
  });

  describe("when it is less than half or more than twice the last, or above the governor's", () => {
    it("reverts with RiskParameters_OutOfRange(name, actual, low, high)", async () => {
      const { parameters, devnet } = desk();
      await devnet.increaseTime(20 * HOUR);
      const refuses = (depth: number, low: bigint, high: bigint) =>
        refusesRange(parameters, parameters.postDepth(ETH, depth), [
          "depth",
          BigInt(depth),
          low,
          high,
        ]);
      await refuses(25_001, 12_500n, 25_000n);
      await refuses(12_499, 12_500n, 25_000n);
      await mined(parameters.postDepth(ETH, 12_501));
      await devnet.increaseTime(20 * HOUR);
      await refuses(6_250, 6_251n, 25_000n);
      await mined(parameters.postDepth(ETH, 6_251));
      await devnet.increaseTime(20 * HOUR);
      await refuses(12_503, 3_126n, 12_502n);
    });
  });

  describe("given a depth", () => {
    it("emits SizeChargeSet, waits out the notice and moves over a day", async () => {
      const { parameters, devnet, chain } = desk();
      await devnet.increaseTime(20 * HOUR);
      const sent = parameters.postDepth(ETH, 15_000);
      await expect(sent).to.emit(parameters, "SizeChargeSet").withArgs(ETH, 15_000, 1_500, 2_000);
      const { setAt, postedAt } = await parameters.sizeSchedule(ETH);
      expect([setAt, postedAt]).to.deep.equal([await now(), await now()]);
      const start = Number(setAt);
      expect(await after(start, 2 * HOUR)).to.equal(25_000);
      // A quarter of the way, to the second.
      expect(await after(start, 8 * HOUR)).to.equal(22_500);
      expect(await after(start, 8 * HOUR + 1)).to.equal(22_499);
      await chain.setNextTimestamp(start + 20 * HOUR);
      await mined(parameters.postDepth(ETH, 20_000));
      // 17,500 in force: three quarters of the way. Now up, after another notice.
      expect(await after(start, 22 * HOUR)).to.equal(17_500);
      expect(await after(start, 34 * HOUR)).to.equal(18_750);
    });

    it("leaves the governor's depth as it is", async () => {
      const { parameters, devnet } = desk();
      await devnet.increaseTime(20 * HOUR);
      await mined(parameters.postDepth(ETH, 15_000));
      expect((await parameters.assetParameters(ETH)).depth).to.equal(25_000);
    });
  });

  describe("given a stale depth", () => {
    it("counts half from the notice after a day on, over a day, and for initial margin at once", async () => {
      const { parameters, devnet } = desk();
      const { postedAt } = await parameters.sizeSchedule(ETH);
      const schedule = twin.settledSizes(assetOf("eth"), seconds(postedAt));
      const at = async (time: bigint) => {
        await devnet.setTime(Number(postedAt + time));
        const seen = await parameters.sizeSchedule(ETH);
        const worst = twin.worstSizeTerms(schedule, seconds(postedAt + time));
        const terms = twin.sizeTermsAt(schedule, seconds(postedAt + time));
        expect(seen.current.depth).to.equal(terms.depth);
        expect(seen.pendingCharge).to.equal(twin.pendingCharge(terms, worst));
        return [seen.current.depth, seen.next.depth, seen.pendingCharge];
      };
      expect(await at(86_399n)).to.deep.equal([25_000n, 25_000n, 0n]);
      // Half the depth lifts a charge of 20% from 14.142...%: 20% less that, up.
      expect(await at(86_400n)).to.deep.equal([25_000n, 12_500n, 58_578_643_762_690_496n]);
      expect((await at(93_600n))[0]).to.equal(25_000n);
      expect((await at(93_601n))[0]).to.equal(24_999n);
      expect((await at(136_800n))[0]).to.equal(18_750n);
      expect(await at(180_000n)).to.deep.equal([12_500n, 12_500n, 0n]);
      expect(await at(1_000_000n)).to.deep.equal([12_500n, 12_500n, 0n]);
    });

    it("starts from what staleness left", async () => {
      const { parameters, devnet } = desk();
      await devnet.increaseTime(51 * HOUR);
      expect(await current()).to.equal(12_500);
      await mined(parameters.postDepth(ETH, 25_000));
      const start = Number((await parameters.sizeSchedule(ETH)).setAt);
      expect(await after(start, 2 * HOUR)).to.equal(12_500);
      expect(await after(start, 14 * HOUR)).to.equal(18_750);
    });
  });
});
