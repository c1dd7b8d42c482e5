import { streamId } from "@causeway/devnet";
import { expect } from "chai";
import { ReportFeed__factory } from "../../../../typechain-types/index.js";
import { STREAM, useReports } from "../../../helpers/reportFeed.js";

describe("ReportFeed.constructor", () => {
  const desk = useReports();

  describe("when there is no contract at the verifier's address", () => {
    it("reverts with ReportFeed_NoVerifier(verifier)", async () => {
      const deployer = desk().chain.signer(1);
      await expect(new ReportFeed__factory(deployer).deploy(deployer.address, STREAM, "ETH / USD"))
        .to.be.revertedWithCustomError(desk().feed, "ReportFeed_NoVerifier")
        .withArgs(deployer.address);
    });
  });

  describe("when the stream's reports have another schema", () => {
    it("reverts with ReportFeed_WrongSchema(feedId, actual, bound)", async () => {
      const { chain, verifier, feed } = desk();
      const factory = new ReportFeed__factory(chain.signer(1));
      for (const schema of [2, 4, 259]) {
        const stream = streamId("ETH / USD", `0x${schema.toString(16).padStart(4, "0")}`);
        await expect(factory.deploy(verifier.contracts.address, stream, "ETH / USD"))
          .to.be.revertedWithCustomError(feed, "ReportFeed_WrongSchema")
          .withArgs(stream, schema, 3);
      }
    });
  });

  describe("given Chainlink's verifier and a stream of schema 3", () => {
    it("answers verifier, stream, description, eighteen decimals and the schema as version", async () => {
      const { feed, verifier } = desk();
      expect([
        await feed.verifier(),
        await feed.feedId(),
        await feed.description(),
        await feed.decimals(),
        await feed.version(),
      ]).to.deep.equal([verifier.contracts.address, STREAM, "ETH / USD", 18n, 3n]);
    });
  });
});
