import { expect } from "chai";
import { Signature } from "ethers";
import { A_ETH, tokenOf, useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";
import { signPermit } from "../../../helpers/permit.js";

const UNIT = 10n ** 10n;
const AMOUNT = 500n * UNIT;

describe("CollateralVault.depositWithPermit", () => {
  const lanes = useLanes();
  const alice = () => lanes().a.chain.signer(1);
  const vault = () => lanes().a.vault.connect(alice());
  const token = () => tokenOf(lanes().a, A_ETH);
  const permit = async () => signPermit(token(), alice(), await vault().getAddress(), AMOUNT);

  describe("given a signed allowance", () => {
    it("needs no allowance before", async () => {
      await mined(token().mint(alice().address, AMOUNT));
      const signed = await permit();
      await mined(vault().depositWithPermit(A_ETH, AMOUNT, alice().address, signed));
      expect(await vault().depositedOf(alice().address, A_ETH)).to.equal(500n);
      expect(await token().allowance(alice().address, vault())).to.equal(0n);
    });

    it("does not mind a permit that somebody used already", async () => {
      await mined(token().mint(alice().address, AMOUNT));
      const { deadline, v, r, s } = await permit();
      const owner = alice().address;
      await mined(token().permit(owner, vault(), AMOUNT, deadline, v, r, s));
      const used = { deadline, v, r, s };
      await mined(vault().depositWithPermit(A_ETH, AMOUNT, owner, used));
      expect(await vault().depositedOf(owner, A_ETH)).to.equal(500n);
    });

    it("reverts with the token's error when the permit is bad and no allowance stands", async () => {
      await mined(token().mint(alice().address, AMOUNT));
      const { v, r, s } = Signature.from(`0x${"11".repeat(64)}1b`);
      const bad = { deadline: 2n ** 40n, v, r, s };
      await expect(vault().depositWithPermit(A_ETH, AMOUNT, alice().address, bad))
        .to.be.revertedWithCustomError(token(), "ERC20InsufficientAllowance")
        .withArgs(await vault().getAddress(), 0n, AMOUNT);
    });
  });
});
