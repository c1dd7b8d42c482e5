import { expect } from "chai";
import { A_ETH, A_WETH, tokenOf, useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";

const UNIT = 10n ** 10n;
const AMOUNT = 500n * UNIT;

describe("CollateralVault.depositNative", () => {
  const lanes = useLanes();
  const alice = () => lanes().a.chain.signer(1);
  const vault = () => lanes().a.vault.connect(alice());

  describe("given native value", () => {
    it("wraps the value and counts it", async () => {
      await mined(vault().depositNative(A_WETH, alice().address, { value: AMOUNT }));
      expect(await vault().depositedOf(alice().address, A_WETH)).to.equal(500n);
      expect(await tokenOf(lanes().a, A_WETH).balanceOf(vault())).to.equal(AMOUNT);
    });

    it("reverts with VaultLedger_NotNative(key) for another key", async () => {
      await expect(vault().depositNative(A_ETH, alice().address, { value: AMOUNT }))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_NotNative")
        .withArgs(A_ETH);
    });

    it("reverts with VaultLedger_NotWholeUnits(key, amount, unit) for a part of a unit", async () => {
      await expect(vault().depositNative(A_WETH, alice().address, { value: AMOUNT + 1n }))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_NotWholeUnits")
        .withArgs(A_WETH, AMOUNT + 1n, UNIT);
    });
  });
});
