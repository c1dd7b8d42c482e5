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
  useListedDesk,
} from "../../../helpers/riskDesk.js";
import { transmit } from "../../../helpers/rows.js";

describe("RiskEngine, its views", () => {
  const desk = useListedDesk();

  describe("given the contracts it was deployed with", () => {
    it("names its parameters and its oracle", async () => {
      const { risk, parameters, oracle } = desk();
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
      const { risk, parameters } = desk();
      const key = keyOf({ eid: FAST_LANE });
      await mined(parameters.setLaneLatency(FAST_LANE, 200));
      await mined(parameters.setKey(0, key));
      const { maintenance, initial } = twin.haircutBases({
        key,
        asset: assetOf("eth"),
        globals: globalsOf(),
        latency: seconds(200n),
      });
      const parts = await risk.haircutsOf(0);
      keeps(parts.maintenance, maintenance);
      keeps(parts.initial, initial);
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
