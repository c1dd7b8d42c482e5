import { decodeSync } from "@causeway/sdk";
import { expect } from "chai";
import { A_ETH, fund, tokenOf, useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";
import { lastPacket } from "../../../helpers/packets.js";
import { signPermit } from "../../../helpers/permit.js";

const UNIT = 10n ** 10n;
const AMOUNT = 500n * UNIT;

describe("CollateralVault.depositWithPermitAndSync", () => {
  const lanes = useLanes();
  const alice = () => lanes().a.chain.signer(1);
  const vault = () => lanes().a.vault.connect(alice());
  const fee = () => vault().quoteDepositAndSync(A_ETH, 0n);
  beforeEach(() => fund(lanes().a, alice(), A_ETH, AMOUNT));

  describe("given a signed allowance", () => {
    it("takes it instead of an allowance set before", async () => {
      const token = tokenOf(lanes().a, A_ETH);
      await mined(token.connect(alice()).approve(vault(), 0n));
      const permit = await signPermit(token, alice(), await vault().getAddress(), AMOUNT);
      const me = alice().address;
      const value = await fee();
      await mined(vault().depositWithPermitAndSync(A_ETH, AMOUNT, me, 0n, me, permit, { value }));
      const { counters } = decodeSync((await lastPacket(lanes().devnet)).message);
      expect(counters).to.deep.equal([{ holder: me.toLowerCase(), key: A_ETH, value: 500n }]);
    });

    it("does not mind one that somebody used already", async () => {
      const token = tokenOf(lanes().a, A_ETH);
      const permit = await signPermit(token, alice(), await vault().getAddress(), AMOUNT);
      const me = alice().address;
      const { deadline, v, r, s } = permit;
      await mined(token.permit(me, vault(), AMOUNT, deadline, v, r, s));
      const value = await fee();
      await mined(vault().depositWithPermitAndSync(A_ETH, AMOUNT, me, 0n, me, permit, { value }));
      expect(await vault().depositedOf(me, A_ETH)).to.equal(500n);
    });
  });
});
