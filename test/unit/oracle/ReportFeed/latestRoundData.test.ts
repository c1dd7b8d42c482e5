import { expect } from "chai";
import { usd } from "../../../helpers/money.js";
import { STREAM, carry, useReports } from "../../../helpers/reportFeed.js";

describe("ReportFeed.latestRoundData", () => {
  const desk = useReports();

  describe("given no report yet", () => {
    it("reverts with ReportFeed_NoData(roundId, latest)", async () => {
      const { feed } = desk();
      await expect(feed.latestRoundData())
        .to.be.revertedWithCustomError(feed, "ReportFeed_NoData")
        .withArgs(0, 0);
    });
  });

  describe("given reports", () => {
    it("answers the newest", async () => {
      const { chain, feed, verifier } = desk();
      const start = chain.now();
      for (const [after, price] of [usd(3_000), usd(3_100)].entries())
        await carry(
          desk(),
          verifier.sign({ feedId: STREAM, price, observedAt: start - 10 + after }),
        );
      const observedAt = BigInt(start - 9);
      const expected = [2n, usd(3_100), observedAt, observedAt, 2n];
      expect(await feed.latestRoundData()).to.deep.equal(expected);
    });
  });
});
