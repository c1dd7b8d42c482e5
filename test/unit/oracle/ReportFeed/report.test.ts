import { deployFeed, deployReportVerifier, type ReportSpec } from "@causeway/devnet";
import { expect } from "chai";
import { AccessManager__factory, PriceOracle__factory } from "../../../../typechain-types/index.js";
import { mined } from "../../../helpers/mined.js";
import { usd } from "../../../helpers/money.js";
import { STREAM, carry, useReports } from "../../../helpers/reportFeed.js";
import { ETH, limitsOf } from "../../../helpers/riskDesk.js";

describe("ReportFeed.report", () => {
  const desk = useReports();
  const sign = (changes: Partial<ReportSpec> = {}): string =>
    desk().verifier.sign({ feedId: STREAM, price: usd(3_000), ...changes });
  const refused = (signedReport: string) => expect(desk().feed.report(signedReport)).to.be;

  describe("when an oracle signed that the verifier does not know", () => {
    it("reverts with BadVerification", async () => {
      const { chain, verifier } = desk();
      const { configDigest } = verifier;
      const strangers = await deployReportVerifier(chain, "other oracles");
      const report = strangers.sign({ feedId: STREAM, price: usd(3_000), configDigest });
      await refused(report).revertedWithCustomError(verifier.contracts.verifier, "BadVerification");
    });
  });

  describe("when too few oracles signed", () => {
    it("reverts with IncorrectSignatureCount(numSigners, expectedNumSigners)", async () => {
      const { verifier } = desk().verifier.contracts;
      await refused(sign({ signers: [2] }))
        .revertedWithCustomError(verifier, "IncorrectSignatureCount")
        .withArgs(1, 2);
    });
  });

  describe("when one oracle signed twice", () => {
    it("reverts with BadVerification", async () => {
      const { verifier } = desk().verifier.contracts;
      const report = sign({ signers: [1, 1] });
      await refused(report).revertedWithCustomError(verifier, "BadVerification");
    });
  });

  describe("when the report was changed after it was signed", () => {
    it("reverts with BadVerification", async () => {
      const { verifier } = desk().verifier.contracts;
      const [honest, dear] = [usd(3_000), usd(4_000)].map((price) =>
        price.toString(16).padStart(64, "0"),
      );
      const report = sign().replaceAll(honest ?? "", dear ?? "");
      expect(report).to.not.equal(sign());
      await refused(report).revertedWithCustomError(verifier, "BadVerification");
    });
  });

  describe("when it is signed under another configuration", () => {
    it("reverts with VerifierNotFound(configDigest)", async () => {
      const configDigest = `0x${"12".repeat(32)}`;
      await refused(sign({ configDigest }))
        .revertedWithCustomError(desk().verifier.contracts.proxy, "VerifierNotFound")
        .withArgs(configDigest);
    });
  });

  describe("when it is of another stream", () => {
    it("reverts with ReportFeed_WrongFeed(actual, bound)", async () => {
      const feedId = STREAM.replace(/..$/, STREAM.endsWith("00") ? "01" : "00");
      await refused(sign({ feedId }))
        .revertedWithCustomError(desk().feed, "ReportFeed_WrongFeed")
        .withArgs(feedId, STREAM);
    });
  });

  describe("when it has expired", () => {
    it("reverts with ReportFeed_Expired(expiresAt, time)", async () => {
      const { chain, feed } = desk();
      const expiresAt = chain.now() + 100;
      const report = sign({ expiresAt });
      await chain.setNextTimestamp(expiresAt + 1);
      await refused(report)
        .revertedWithCustomError(feed, "ReportFeed_Expired")
        .withArgs(expiresAt, expiresAt + 1);
    });

    it("is taken in the last second", async () => {
      const { chain, feed } = desk();
      const expiresAt = chain.now() + 100;
      const report = sign({ expiresAt });
      await chain.setNextTimestamp(expiresAt);
      await carry(desk(), report);
      expect((await feed.latestRoundData()).answer).to.equal(usd(3_000));
    });
  });

  describe("when the observation is from the future", () => {
    it("reverts with ReportFeed_FromTheFuture(observedAt, time)", async () => {
      const { chain, feed } = desk();
      const observedAt = chain.now() + 100;
      await chain.setNextTimestamp(observedAt - 1);
      await refused(sign({ observedAt }))
        .revertedWithCustomError(feed, "ReportFeed_FromTheFuture")
        .withArgs(observedAt, observedAt - 1);
    });

    it("is taken in the second of the observation", async () => {
      const { chain, feed } = desk();
      const observedAt = chain.now() + 100;
      await chain.setNextTimestamp(observedAt);
      await carry(desk(), sign({ observedAt }));
      expect((await feed.latestRoundData()).updatedAt).to.equal(observedAt);
    });
  });

  /** The newest round stays as it is. */
  const unchangedBy = async (signedReport: string): Promise<void> => {
    const { feed } = desk();
    const before = await feed.latestRoundData();
    const { logs } = await mined(feed.report(signedReport));
    const named = logs.map((log) => feed.interface.parseLog(log)?.name);
    expect(named).to.not.include("Reported");
    expect(await feed.latestRoundData()).to.deep.equal(before);
  };

  describe("when it is replayed", () => {
    it("changes nothing, so that no bundle behind it reverts", async () => {
      const report = sign({ observedAt: desk().chain.now() });
      await carry(desk(), report);
      await unchangedBy(report);
    });
  });

  describe("when an older observation comes after a newer one", () => {
    it("changes nothing", async () => {
      const newest = desk().chain.now();
      await carry(desk(), sign({ observedAt: newest }));
      await unchangedBy(sign({ observedAt: newest - 1, price: usd(2_000) }));
    });
  });

  describe("when the price is zero or negative", () => {
    it("reverts with ReportFeed_NoPrice(price)", async () => {
      for (const price of [0n, -1n, -usd(3_000)])
        await refused(sign({ price }))
          .revertedWithCustomError(desk().feed, "ReportFeed_NoPrice")
          .withArgs(price);
    });
  });

  describe("given a report that two of four oracles signed, carried by anybody", () => {
    it("keeps price and time of the observation as the next round and emits Reported", async () => {
      const { chain, feed } = desk();
      const anybody = chain.signer(3);
      for (const [round, price, signers] of [
        [1n, usd(3_000), [0, 1]],
        [2n, usd(2_900), [3, 2]],
      ] as const) {
        await chain.increaseTime(100);
        const observedAt = BigInt(chain.now() - 50);
        const report = sign({ price, signers, observedAt: Number(observedAt) });
        await expect(feed.connect(anybody).report(report))
          .to.emit(feed, "Reported")
          .withArgs(round, price, observedAt, anybody.address);
        const expected = [round, price, observedAt, observedAt, round];
        expect(await feed.latestRoundData()).to.deep.equal(expected);
      }
    });

    it("takes the highest price that a report can state", async () => {
      const price = 2n ** 191n - 1n;
      await carry(desk(), sign({ price }));
      expect((await desk().feed.latestRoundData()).answer).to.equal(price);
    });
  });

  describe("given the feed as a source of the oracle", () => {
    it("prices an asset beside a push feed, and is stale by the age of the observation", async () => {
      const { chain, devnet, feed } = desk();
      const admin = chain.signer(0);
      const manager = await new AccessManager__factory(admin).deploy(admin.address);
      const oracle = await new PriceOracle__factory(admin).deploy(await manager.getAddress());
      const push = await deployFeed(chain, devnet.seed, { description: "ETH / USD" });
      await push.transmit(300_000_000_000n);
      const observedAt = chain.now();
      await carry(desk(), sign({ observedAt, price: usd("3001.000000000000000001") }));
      const limits = [
        limitsOf(push.address, { maxPrice: 10n ** 23n }),
        limitsOf(feed, { maxAge: 60 }),
      ];
      await mined(oracle.setFeeds(ETH, limits, 50));
      const prices = [usd(3_000), usd("3001.000000000000000001")];
      const { low, high, status } = await oracle.read(ETH);
      expect([low, high, status]).to.deep.equal([...prices, 1n]);
      await devnet.setTime(observedAt + 61);
      expect((await oracle.read(ETH)).status).to.equal(2n);
      await carry(desk(), sign());
      expect((await oracle.read(ETH)).status).to.equal(1n);
    });
  });
});
