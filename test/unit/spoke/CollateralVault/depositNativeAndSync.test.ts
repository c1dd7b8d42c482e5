import { decodeSync } from "@causeway/sdk";
import { expect } from "chai";
import { A_WETH, tokenOf, useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";
import { lastPacket } from "../../../helpers/packets.js";

const AMOUNT = 500n * 10n ** 10n;

describe("CollateralVault.depositNativeAndSync", () => {
  const lanes = useLanes();
  const alice = () => lanes().a.chain.signer(1);
  const vault = () => lanes().a.vault.connect(alice());
  const fee = () => vault().quoteDepositAndSync(A_WETH, 0n);
  const send = (value: bigint, refund = alice().address) =>
    vault().depositNativeAndSync(A_WETH, AMOUNT, alice().address, 0n, refund, { value });

  describe("when the value is below the amount", () => {
    it("reverts with CollateralVault_ValueBelowAmount(amount, value)", async () => {
      await expect(send(AMOUNT - 1n))
        .to.be.revertedWithCustomError(vault(), "CollateralVault_ValueBelowAmount")
        .withArgs(AMOUNT, AMOUNT - 1n);
    });
  });

  describe("when the value is the amount alone", () => {
    it("reverts with LZ_InsufficientFee(required, supplied)", async () => {
      const endpoint = lanes().a.site.layerZero.endpoint;
      await expect(send(AMOUNT))
        .to.be.revertedWithCustomError(endpoint, "LZ_InsufficientFee")
        .withArgs(await fee(), 0n, 0n, 0n);
    });
  });

  describe("when the value is amount plus fee", () => {
    it("wraps the amount and sends the message with the rest", async () => {
      await mined(send(AMOUNT + (await fee())));
      expect(await tokenOf(lanes().a, A_WETH).balanceOf(vault())).to.equal(AMOUNT);
      const { totals } = decodeSync((await lastPacket(lanes().devnet)).message);
      expect(totals).to.deep.equal([{ key: A_WETH, deposited: 500n, paid: 0n, custody: 500n }]);
    });

    it("hands the excess to the refund address and keeps nothing", async () => {
      const { provider } = lanes().a.chain;
      const refund = lanes().a.chain.signer(5).address;
      const before = await provider.getBalance(refund);
      await mined(send(AMOUNT + (await fee()) + 9n, refund));
      expect(await provider.getBalance(refund)).to.equal(before + 9n);
      expect(await provider.getBalance(vault())).to.equal(0n);
    });
  });
});
