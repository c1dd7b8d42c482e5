import { expect } from "chai";
import { usd } from "../../../helpers/money.js";
import { mined } from "../../../helpers/mined.js";
import { STREAM, charge, useReports } from "../../../helpers/reportFeed.js";

const FEE = 10n ** 15n;

describe("ReportFeed.feeOf", () => {
  const desk = useReports();
  const signed = (): string =>
    desk().verifier.sign({ feedId: STREAM, price: usd(3_000), nativeFee: FEE, linkFee: FEE });

  describe("given no fee manager", () => {
    it("is 0", async () => {
      expect(await desk().feed.feeOf(signed())).to.equal(0);
    });
  });

  describe("given Chainlink's fee manager", () => {
    it("is the report's native fee with the surcharge", async () => {
      const { manager } = await charge(desk());
      expect(await desk().feed.feeOf(signed())).to.equal(FEE);
      // A tenth more for who does not pay in LINK.
      await mined(manager.setNativeSurcharge(10n ** 17n));
      expect(await desk().feed.feeOf(signed())).to.equal((FEE * 11n) / 10n);
    });

    it("is less by the feed's discount", async () => {
      const { manager, wrapped } = await charge(desk());
      const { feed } = desk();
      await mined(
        manager.updateSubscriberDiscount(
          feed,
          STREAM,
          await wrapped.getAddress(),
          25n * 10n ** 16n,
        ),
      );
      expect(await feed.feeOf(signed())).to.equal((FEE * 3n) / 4n);
    });
  });
});
