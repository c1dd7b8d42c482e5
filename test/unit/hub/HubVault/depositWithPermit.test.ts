import { expect } from "chai";
import { HUB_KEY, useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";
import { signPermit } from "../../../helpers/permit.js";

describe("HubVault.depositWithPermit", () => {
  const lanes = useLanes();
  const vault = () => lanes().hubVault;

  describe("given a signed allowance", () => {
    it("needs none before, and credits at once", async () => {
      const { hubToken, engine, chain } = lanes();
      const alice = chain.signer(1);
      const amount = 500n * 10n ** 10n;
      await mined(hubToken.mint(alice.address, amount));
      const permit = await signPermit(hubToken, alice, await vault().getAddress(), amount);
      const by = vault().connect(alice);
      await mined(by.depositWithPermit(HUB_KEY, amount, alice.address, permit));
      expect(await engine.balanceOf(alice.address, HUB_KEY)).to.equal(500n);
    });
  });
});
