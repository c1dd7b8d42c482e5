import { decodeExecutorOptions } from "@causeway/devnet";
import { decodeSync } from "@causeway/sdk";
import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { A_ETH, fund, tokenOf, useLanes } from "../../../helpers/lanes.js";
import { dateOf, mined } from "../../../helpers/mined.js";
import { lastPacket } from "../../../helpers/packets.js";

const UNIT = 10n ** 10n;
const AMOUNT = 500n * UNIT;

describe("CollateralVault.depositAndSync", () => {
  const lanes = useLanes();
  const alice = () => lanes().a.chain.signer(1);
  const vault = () => lanes().a.vault.connect(alice());
  const send = (value: bigint, extraGas = 0n, refund = alice().address) =>
    vault().depositAndSync(A_ETH, AMOUNT, alice().address, extraGas, refund, { value });
  const fee = () => vault().quoteDepositAndSync(A_ETH, 0n);
  beforeEach(() => fund(lanes().a, alice(), A_ETH, AMOUNT));

  describe("when the fee is too low", () => {
    it("reverts with LZ_InsufficientFee(required, supplied)", async () => {
      const required = await fee();
      const endpoint = lanes().a.site.layerZero.endpoint;
      await expect(send(required - 1n))
        .to.be.revertedWithCustomError(endpoint, "LZ_InsufficientFee")
        .withArgs(required, required - 1n, 0n, 0n);
    });
  });

  describe("when the refund address refuses the excess", () => {
    it("reverts with Transfer_NativeFailed(to, value)", async () => {
      const token = await tokenOf(lanes().a, A_ETH).getAddress();
      const endpoint = lanes().a.site.layerZero.endpoint;
      await expect(send((await fee()) + 5n, 0n, token))
        .to.be.revertedWithCustomError(endpoint, "Transfer_NativeFailed")
        .withArgs(token, 5n);
    });
  });

  describe("when the fee is enough", () => {
    it("deposits and tells the hub the counter and the total of its key", async () => {
      const { a } = lanes();
      const receipt = await mined(send(await fee()));
      const { message } = await lastPacket(lanes().devnet);
      expect(decodeSync(message)).to.deep.equal({
        sentAt: await dateOf(a.chain, receipt),
        echo: 0,
        hold: 0,
        payee: ZeroAddress,
        counters: [{ holder: alice().address.toLowerCase(), key: A_ETH, value: 500n }],
        totals: [{ key: A_ETH, deposited: 500n, paid: 0n, custody: 500n }],
      });
    });

    it("hands the excess to the refund address and keeps nothing", async () => {
      const { a } = lanes();
      const refund = a.chain.signer(5).address;
      const before = await a.chain.provider.getBalance(refund);
      await mined(send((await fee()) + 777n, 0n, refund));
      expect(await a.chain.provider.getBalance(refund)).to.equal(before + 777n);
      expect(await a.chain.provider.getBalance(vault())).to.equal(0n);
    });

    it("asks exactly what quoteDepositAndSync says", async () => {
      await mined(send(await fee()));
      expect(await vault().depositedOf(alice().address, A_ETH)).to.equal(500n);
    });

    it("buys the extra gas the caller asks for and no native value", async () => {
      await mined(send(await fee()));
      const plain = decodeExecutorOptions((await lastPacket(lanes().devnet)).options);
      await fund(lanes().a, alice(), A_ETH, AMOUNT);
      await mined(send(await vault().quoteDepositAndSync(A_ETH, 12_345n), 12_345n));
      const more = decodeExecutorOptions((await lastPacket(lanes().devnet)).options);
      expect(more).to.deep.equal({ gas: plain.gas + 12_345n, value: 0n, drops: [] });
    });
  });
});
