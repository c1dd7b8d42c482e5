import { expect } from "chai";
import { usd } from "../../../helpers/money.js";
import { STREAM, carry, useReports } from "../../../helpers/reportFeed.js";

describe("ReportFeed.getRoundData", () => {
  const desk = useReports();
  const reportTwice = async (): Promise<void> => {
    const { chain, verifier } = desk();
    const start = chain.now();
    for (const observedAt of [start - 1, start])
      await carry(desk(), verifier.sign({ feedId: STREAM, price: usd(3_000), observedAt }));
  };

  describe("given no report yet", () => {
    it("reverts with ReportFeed_NoData(roundId, latest)", async () => {
      const { feed } = desk();
      for (const round of [0, 1])
        await expect(feed.getRoundData(round))
          .to.be.revertedWithCustomError(feed, "ReportFeed_NoData")
          .withArgs(round, 0);
    });
  });

  describe("when the round is not the newest", () => {
    it("reverts with ReportFeed_NoData(roundId, latest)", async () => {
      await reportTwice();
      const { feed } = desk();
      for (const round of [0n, 1n, 3n, 2n ** 32n + 2n])
        await expect(feed.getRoundData(round))
          .to.be.revertedWithCustomError(feed, "ReportFeed_NoData")
          .withArgs(round, 2);
    });
  });

  describe("given the newest round", () => {
    it("answers what latestRoundData does", async () => {
      await reportTwice();
      const { feed } = desk();
      expect(await feed.getRoundData(2)).to.deep.equal(await feed.latestRoundData());
    });
  });
});
