import { deployFeed } from "@causeway/devnet";
import { expect } from "chai";
import type { ContractTransactionReceipt } from "ethers";
import { castOf, startAuction, take, takenIn, type Cast } from "../../../helpers/auctions.js";
import { useHub } from "../../../helpers/hub.js";
import { allAssets, ETH, FEED_MAX_AGE, USD } from "../../../helpers/hubRisk.js";
import { mined } from "../../../helpers/mined.js";
import { units8, usd } from "../../../helpers/money.js";

const WAD = 10n ** 18n;
/** A band wide enough for these tests (bps). */
const BAND = 500;
/** What stays after the last take may be off by what selling did to the size charge (WAD). */
const SLACK = usd(20);

const divUp = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;

describe("AuctionHouse.take at two prices", () => {
  const hub = useHub();

  /** A running auction; then an asset gets a second source, and the two show these prices (raw, eight decimals). */
  const apart = async (asset: number, low: bigint, high: bigint): Promise<Cast> => {
    const cast = await startAuction(hub());
    const { chain, oracle, feeds, risk } = hub();
    const other = await deployFeed(chain, "hub", { description: "B", maxAnswer: 10n ** 15n });
    await feeds.get(asset)?.transmit(low);
    await other.transmit(high);
    const limits = [feeds.get(asset)?.address ?? "", other.address].map((source) => ({
      source,
      maxAge: FEED_MAX_AGE,
      minPrice: 10n ** 14n,
      maxPrice: 10n ** 24n,
    }));
    await mined(oracle.setFeeds(asset, limits, BAND));
    await mined(risk.refresh(allAssets));
    return cast;
  };

  /** Equity less target when the auction was closed. */
  const surplusIn = (receipt: ContractTransactionReceipt): bigint => {
    for (const log of receipt.logs) {
      const event = hub().auctions.interface.parseLog(log);
      if (event?.name !== "Closed") continue;
      return (
        BigInt(String(event.args.getValue("equity"))) -
        BigInt(String(event.args.getValue("target")))
      );
    }
    throw new Error("the take did not end the auction");
  };
  const expectExact = async (cast: Cast): Promise<void> => {
    const receipt = await take(hub(), cast);
    expect(takenIn(hub(), receipt).units).to.be.lessThan(units8(10));
    expect(surplusIn(receipt)).to.be.within(0n, SLACK);
  };

  describe("given two sources of the key's price that differ", () => {
    it("asks for the higher price", async () => {
      const cast = await apart(ETH, 233_000_000_000n, 235_330_000_000n);
      const { factor, unitPrice } = takenIn(hub(), await take(hub(), cast, { units: units8(1) }));
      expect(unitPrice).to.equal(divUp(usd("2353.3") * factor, WAD));
    });

    it("restores the target in one take and sells no more (INV-21)", async () => {
      await expectExact(await apart(ETH, 233_000_000_000n, 235_330_000_000n));
    });
  });

  describe("given two sources of the settlement asset's price that differ below a dollar", () => {
    it("pays the account at the lower price", async () => {
      const cast = await apart(USD, 98_000_000n, 99_000_000n);
      const sale = takenIn(hub(), await take(hub(), cast, { units: units8(1) }));
      const price = divUp(usd(2_350) * sale.factor, WAD);
      expect(sale.payment).to.equal(divUp(price * WAD, usd("0.98")));
    });

    it("restores the target in one take and sells no more (INV-21)", async () => {
      await expectExact(await apart(USD, 98_000_000n, 99_000_000n));
    });
  });

  describe("given two sources of the settlement asset's price that differ above a dollar", () => {
    it("restores the target in one take and sells no more (INV-21)", async () => {
      await expectExact(await apart(USD, 101_000_000n, 102_000_000n));
      expect(await hub().auctions.isCured(castOf(hub()).alice.address)).to.equal(true);
    });
  });
});
