import { expect } from "chai";
import { bookOf } from "../../../helpers/book.js";
import { mined } from "../../../helpers/mined.js";
import { keyOf, setTerms, useListedDesk } from "../../../helpers/riskDesk.js";
import { keyRowAt, listKeys } from "../../../helpers/rows.js";
import { seconds } from "../../../../packages/sdk/src/index.js";

describe("RiskEngine.suspend", () => {
  const desk = useListedDesk();
  const suspend = async (keys: bigint) =>
    desk().lanes.suspend(await desk().risk.getAddress(), keys);

  beforeEach(async () =>
    listKeys(
      desk(),
      new Map([
        [0, keyOf()],
        [5, keyOf()],
        [63, keyOf()],
      ]),
    ),
  );

  describe("when the caller is not the gateway", () => {
    it("reverts with Recognition_NotGateway(caller)", async () => {
      const { risk, admin } = desk();
      await expect(risk.suspend(1n))
        .to.be.revertedWithCustomError(risk, "Recognition_NotGateway")
        .withArgs(admin.address);
    });
  });

  describe("given the gateway", () => {
    it("takes initial-margin recognition from the keys at once, and emits RecognitionSuspended", async () => {
      const { risk } = desk();
      const before = await keyRowAt(desk(), 5);
      const keys = (1n << 5n) | (1n << 63n);
      await expect(suspend(keys)).to.emit(risk, "RecognitionSuspended").withArgs(keys);
      expect(await keyRowAt(desk(), 5)).to.deep.equal({ ...before, recognisedFor: 0n });
      expect((await keyRowAt(desk(), 63)).recognisedFor).to.equal(0n);
      expect((await keyRowAt(desk(), 0)).recognisedFor).to.equal(65_535n);
      const held = await risk.margin(bookOf(0, [[5, 1]]));
      expect(held.initial).to.equal(held.initialEquity);
      expect(held.maintenance).to.be.lessThan(held.equity);
    });

    it("passes over keys without a row", async () => {
      await mined(suspend(2n ** 256n - 1n));
      expect(await desk().risk.keyRow(7)).to.equal(0);
      expect((await keyRowAt(desk(), 0)).recognisedFor).to.equal(0n);
    });

    it("lasts until a poke finds the lane free again", async () => {
      const { risk } = desk();
      await setTerms(desk(), 5, { recognisedFor: seconds(0n) });
      await mined(suspend(1n << 5n));
      await mined(risk.poke(1n << 5n));
      expect((await keyRowAt(desk(), 5)).recognisedFor).to.equal(0n);
      await setTerms(desk(), 5, { recognisedFor: seconds(9_000n) });
      await mined(risk.poke(1n << 5n));
      expect((await keyRowAt(desk(), 5)).recognisedFor).to.equal(9_000n);
    });
  });
});
