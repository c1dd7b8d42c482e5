import { expect } from "chai";
import { risk as twin, seconds } from "../../../../packages/sdk/src/index.js";
import { keeps } from "../../../helpers/keeps.js";
import { mined } from "../../../helpers/mined.js";
import { usd } from "../../../helpers/money.js";
import {
  FAST_LANE,
  USD,
  assetOf,
  globalsOf,
  keyOf,
  setKey,
  setTerms,
  useListedDesk,
} from "../../../helpers/riskDesk.js";
import { keyRowAt, transmit } from "../../../helpers/rows.js";

describe("RiskEngine, its views", () => {
  const desk = useListedDesk();

  describe("given the contracts it was deployed with", () => {
    it("names its parameters, its oracle and its gateway", async () => {
      const { risk, parameters, oracle, lanes } = desk();
      expect(await risk.gateway()).to.equal(await lanes.getAddress());
      expect(await risk.parameters()).to.equal(await parameters.getAddress());
      expect(await risk.oracle()).to.equal(await oracle.getAddress());
    });
  });

  describe("given a settlement asset off its peg", () => {
    it("answers its price, uncut", async () => {
      await transmit(desk(), USD, 101_000_000n);
      await mined(desk().risk.refresh(1n));
      expect(await desk().risk.settlementPrice()).to.equal(usd("1.01"));
    });
  });

  describe("given a listed key", () => {
    it("splits its haircuts in jump buffer, volatility, latency and idiosyncratic part", async () => {
      const { risk } = desk();
      const key = keyOf({ eid: FAST_LANE });
      await setKey(desk(), 0, key, 200n);
      const { maintenance, initial } = twin.haircutBases({
        key,
        asset: assetOf("eth"),
        globals: globalsOf(),
        latency: seconds(200n),
      });
      const parts = await risk.haircutsOf(0);
      keeps(parts.maintenance, maintenance);
      keeps(parts.initial, initial);
      expect(parts.variance).to.equal(assetOf("eth").variance);
      expect(parts.maintenanceTarget).to.equal(twin.accountIndependent(maintenance));
      expect(parts.initialTarget).to.equal(twin.accountIndependent(initial));
    });

    it("shows where a poke would put them, and that they are on their way", async () => {
      const { risk, devnet } = desk();
      await setKey(desk(), 0, keyOf());
      await mined(risk.poke(1n));
      const before = await keyRowAt(desk(), 0);
      await setTerms(desk(), 0, { latency: seconds(7_200n) });
      await devnet.setTime(Number(before.pokedAt) + 600);
      const seen = await risk.haircutsOf(0);
      expect(seen.maintenanceNow).to.equal(before.maintenance + 600n * 2_777_777_777_777n);
      expect(seen.maintenanceTarget).to.be.greaterThan(seen.maintenanceNow);
      expect(seen.initialNow).to.equal(seen.initialTarget);
    });
  });

  describe("when a key is not listed", () => {
    it("reverts with RiskParameters_UnknownKey(key) for its haircuts, and shows an empty row", async () => {
      const { risk, parameters } = desk();
      await expect(risk.haircutsOf(0))
        .to.be.revertedWithCustomError(parameters, "RiskParameters_UnknownKey")
        .withArgs(0);
      expect(await risk.keyRow(0)).to.equal(0);
    });
  });
});
