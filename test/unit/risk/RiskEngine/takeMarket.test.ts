import { expect } from "chai";
import { bookOf, position } from "../../../helpers/book.js";
import { mined } from "../../../helpers/mined.js";
import { usd } from "../../../helpers/money.js";
import { ETH, STETH, useListedDesk } from "../../../helpers/riskDesk.js";

describe("RiskEngine.takeMarket", () => {
  const desk = useListedDesk();

  describe("when the market is not listed", () => {
    it("reverts with RiskParameters_UnknownMarket(market)", async () => {
      const { risk, parameters } = desk();
      for (const market of [0, 32, 255]) {
        await expect(risk.takeMarket(market))
          .to.be.revertedWithCustomError(parameters, "RiskParameters_UnknownMarket")
          .withArgs(market);
      }
    });
  });

  describe("given a listed market", () => {
    it("emits MarketTaken, pokes its underlying, and margins know its positions from then on", async () => {
      const { risk, parameters } = desk();
      await mined(parameters.listMarket(17, STETH));
      const book = bookOf(0, [], [position(17, usd(1), { cost: position(0, usd(3_000)).size })]);
      await expect(risk.margin(book))
        .to.be.revertedWithCustomError(risk, "RiskEngine_UnknownMarket")
        .withArgs(17);
      const sent = risk.takeMarket(17);
      await expect(sent).to.emit(risk, "MarketTaken").withArgs(17, STETH, ETH);
      await expect(sent).to.emit(risk, "UnderlyingPoked");
      // Bought at 3,000, marked at 3,100.
      expect((await risk.margin(book)).pnl).to.equal(usd(100));
    });

    it("leaves its neighbours in the word alone, and can be taken again", async () => {
      const { risk, parameters } = desk();
      for (const [market, asset] of [
        [0, ETH],
        [15, STETH],
        [16, ETH],
        [31, STETH],
      ] as const) {
        await mined(parameters.listMarket(market, asset));
        await mined(risk.takeMarket(market));
      }
      await mined(risk.takeMarket(15));
      const pnl = async (market: number) =>
        (await risk.margin(bookOf(0, [], [position(market, usd(1))]))).pnl;
      expect(await pnl(0)).to.equal(usd(2_999));
      expect(await pnl(15)).to.equal(usd(3_099));
      expect(await pnl(16)).to.equal(usd(2_999));
      expect(await pnl(31)).to.equal(usd(3_099));
    });
  });
});
