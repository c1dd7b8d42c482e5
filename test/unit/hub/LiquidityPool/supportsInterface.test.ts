import { id } from "ethers";
import { expect } from "chai";
import { useHub } from "../../../helpers/hub.js";
import { usdc } from "../../../helpers/money.js";
import { DAY, SHARE, invest, lend, priceParts, ready } from "../../../helpers/pools.js";

/** ERC-165: an interface's id is the XOR of its selectors. */
const idOf = (signatures: readonly string[]): string => {
  const all = signatures.map((signature) => BigInt(id(signature).slice(0, 10)));
  return `0x${all
    .reduce((xor, one) => xor ^ one)
    .toString(16)
    .padStart(8, "0")}`;
};

const erc165 = ["supportsInterface(bytes4)"];
const operators = ["setOperator(address,bool)", "isOperator(address,address)"];
const asyncRedeem = [
  "requestRedeem(uint256,address,address)",
  "pendingRedeemRequest(uint256,address)",
  "claimableRedeemRequest(uint256,address)",
];
/** ERC-4626 without the share token's own functions, and `share()`. */
const vault = [
  "asset()",
  "share()",
  "convertToShares(uint256)",
  "convertToAssets(uint256)",
  "totalAssets()",
  "maxDeposit(address)",
  "previewDeposit(uint256)",
  "deposit(uint256,address)",
  "maxMint(address)",
  "previewMint(uint256)",
  "mint(uint256,address)",
  "maxWithdraw(address)",
  "previewWithdraw(uint256)",
  "withdraw(uint256,address,address)",
  "maxRedeem(address)",
  "previewRedeem(uint256)",
  "redeem(uint256,address,address)",
];

describe("LiquidityPool.supportsInterface", () => {
  const hub = useHub();

  const earning = async (): Promise<void> => {
    await invest(hub(), hub().chain.signer(4), usdc(1_000_000));
    await lend(hub(), usdc(800_000));
    await hub().chain.increaseTime(100 * DAY);
  };

  describe("given the interfaces of ERC-165, ERC-7540 and ERC-7575", () => {
    it("answers true for each and false for others", async () => {
      const { pool } = hub();
      for (const signatures of [erc165, operators, asyncRedeem, vault]) {
        expect(await pool.supportsInterface(idOf(signatures))).to.equal(true);
      }
      for (const other of ["0xffffffff", "0x00000000", "0xce3bbe50"]) {
        expect(await pool.supportsInterface(other)).to.equal(false);
      }
    });
  });

  describe("given the preview of a redemption", () => {
    it("reverts with LiquidityPool_AsyncRedeem", async () => {
      const { pool } = hub();
      await expect(pool.previewRedeem(1)).to.be.revertedWithCustomError(
        pool,
        "LiquidityPool_AsyncRedeem",
      );
      await expect(pool.previewWithdraw(1)).to.be.revertedWithCustomError(
        pool,
        "LiquidityPool_AsyncRedeem",
      );
    });
  });

  describe("given the preview of a deposit or a mint", () => {
    it("is what the act does in the same block", async () => {
      await earning();
      const { chain, pool } = hub();
      const mary = chain.signer(5);
      await ready(hub(), mary, usdc(5_000));
      const at = { blockTag: await chain.height() };
      const as = pool.connect(mary);
      expect(await as.deposit.staticCall(usdc(1_234), mary.address, at)).to.equal(
        await pool.previewDeposit(usdc(1_234), at),
      );
      expect(await as.mint.staticCall(999n * SHARE, mary.address, at)).to.equal(
        await pool.previewMint(999n * SHARE, at),
      );
    });
  });

  describe("given conversions", () => {
    it("rounds both down", async () => {
      await earning();
      const { pool } = hub();
      const { assets, shares } = await priceParts(hub());
      expect(await pool.convertToShares(usdc(77))).to.equal((usdc(77) * shares) / assets);
      expect(await pool.convertToAssets(77n * SHARE)).to.equal((77n * SHARE * assets) / shares);
    });
  });

  describe("given metadata", () => {
    it("names share, asset and decimals", async () => {
      const { cash, pool } = hub();
      expect(await pool.share()).to.equal(await pool.getAddress());
      expect(await pool.asset()).to.equal(await cash.getAddress());
      expect(await pool.decimals()).to.equal(18n);
      expect(await pool.symbol()).to.equal("CWLP");
    });
  });
});
