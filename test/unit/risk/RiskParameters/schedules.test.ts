import { expect } from "chai";
import { bps } from "../../../../packages/sdk/src/index.js";
import { mined } from "../../../helpers/mined.js";
import {
  BTC,
  ETH,
  assetOf,
  globalsOf,
  underlyingOf,
  useListedDesk,
} from "../../../helpers/riskDesk.js";

const HOUR = 3_600;

describe("RiskParameters, its schedules", () => {
  const desk = useListedDesk();
  const size = () => desk().parameters.sizeSchedule(ETH);
  const after = async (start: bigint, time: number): Promise<void> =>
    desk().devnet.setTime(Number(start) + time);

  describe("given a listed asset", () => {
    it("moves eta and qMax over a day after the notice, up, and lets initial margin feel them at once", async () => {
      await mined(
        desk().parameters.setAsset(
          ETH,
          assetOf("eth", { eta: bps(1_501n), maxCharge: bps(1_900n) }),
        ),
      );
      const { setAt, pendingCharge, current } = await size();
      expect([current.eta, current.maxCharge]).to.deep.equal([1_500n, 2_000n]);
      // At V with 15.01% of the root of V/D equal to the 20% still in force: 20% less 20% times 1500/1501, up.
      expect(pendingCharge).to.equal(2n * 10n ** 17n - (2n * 10n ** 17n * 1_500n) / 1_501n);
      await after(setAt, 2 * HOUR);
      expect((await size()).current.eta).to.equal(1_500);
      await after(setAt, 2 * HOUR + 1);
      expect((await size()).current.eta).to.equal(1_501);
      expect((await size()).current.maxCharge).to.equal(2_000);
      await after(setAt, 14 * HOUR);
      expect((await size()).current.maxCharge).to.equal(1_950);
      await after(setAt, 26 * HOUR);
      expect((await size()).current.maxCharge).to.equal(1_900);
    });

    it("lowers a posted depth to a lower one of the governor, and leaves it under a higher one", async () => {
      const { parameters } = desk();
      await mined(parameters.setAsset(ETH, assetOf("eth", { depth: 15_000n })));
      expect((await size()).next.depth).to.equal(15_000);
      const { setAt, postedAt } = await size();
      expect(setAt).to.be.greaterThan(postedAt);
      await mined(parameters.setAsset(ETH, assetOf("eth", { depth: 40_000n })));
      expect((await size()).next.depth).to.equal(15_000);
      expect((await parameters.assetParameters(ETH)).depth).to.equal(40_000);
      await after(setAt, 14 * HOUR);
      expect((await size()).current.depth).to.equal(20_000);
    });

    it("begins no notice for what does not change the size charge", async () => {
      const { parameters } = desk();
      const before = await size();
      await mined(parameters.setAsset(ETH, assetOf("eth", { baseInitial: bps(1_700n) })));
      const { setAt, postedAt } = await size();
      expect([setAt, postedAt]).to.deep.equal([before.setAt, before.postedAt]);
    });
  });

  describe("given a listed underlying", () => {
    it("moves beta, eta, qMaxP up and rho and the depth down over a day after the notice", async () => {
      const { parameters } = desk();
      const given = {
        rho: bps(6_999n),
        beta: bps(101n),
        eta: bps(1_001n),
        maxCharge: bps(1_999n),
        depth: 49_999n,
      };
      await mined(parameters.setUnderlying(ETH, underlyingOf(given)));
      const { setAt } = await parameters.nettingSchedule(ETH);
      const inForce = async () => [...(await parameters.nettingSchedule(ETH)).current];
      await after(setAt, 2 * HOUR);
      expect(await inForce()).to.deep.equal([7_000n, 100n, 1_000n, 2_000n, 50_000n]);
      await after(setAt, 2 * HOUR + 1);
      expect(await inForce()).to.deep.equal([6_999n, 101n, 1_001n, 2_000n, 49_999n]);
      await after(setAt, 26 * HOUR - 1);
      expect(await inForce()).to.deep.equal([6_999n, 101n, 1_001n, 2_000n, 49_999n]);
      await after(setAt, 26 * HOUR);
      expect(await inForce()).to.deep.equal([6_999n, 101n, 1_001n, 1_999n, 49_999n]);
    });
  });

  describe("given the thetas", () => {
    it("moves them down over a day after the notice", async () => {
      const { parameters } = desk();
      const given = { thetaMaintenance: bps(7_999n), thetaInitial: bps(5_001n) };
      await mined(parameters.setGlobals(globalsOf(given)));
      const { setAt } = await parameters.thetaSchedule();
      const inForce = async () => [...(await parameters.thetaSchedule())].slice(0, 2);
      await after(setAt, 2 * HOUR);
      expect(await inForce()).to.deep.equal([8_000n, 5_000n]);
      await after(setAt, 2 * HOUR + 1);
      expect(await inForce()).to.deep.equal([7_999n, 5_000n]);
      await after(setAt, 26 * HOUR);
      expect(await inForce()).to.deep.equal([7_999n, 5_001n]);
    });

    it("begins no notice for what does not change them", async () => {
      const { parameters } = desk();
      const { setAt } = await parameters.thetaSchedule();
      await mined(parameters.setGlobals(globalsOf({ perpPenalty: bps(19n) })));
      expect((await parameters.thetaSchedule()).setAt).to.equal(setAt);
    });
  });

  describe("when a penalty rests on what is still in force", () => {
    it("reverts with RiskParameters_CostlyClose(asset, penalty, bound) until the schedule is through", async () => {
      const { parameters } = desk();
      // With theta 0.75 instead of 0.8 bitcoin's (1 - theta)(1 - 0.7) 4% rises from 24 bps to 30.
      await mined(parameters.setGlobals(globalsOf({ thetaMaintenance: bps(7_500n) })));
      const { setAt } = await parameters.thetaSchedule();
      const given = globalsOf({ thetaMaintenance: bps(7_500n), perpPenalty: bps(25n) });
      await expect(parameters.setGlobals(given))
        .to.be.revertedWithCustomError(parameters, "RiskParameters_CostlyClose")
        .withArgs(BTC, 25n * 10n ** 14n, 24n * 10n ** 14n);
      await after(setAt, 26 * HOUR);
      await mined(parameters.setGlobals(given));
    });
  });
});
