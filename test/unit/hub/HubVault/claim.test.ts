import { expect } from "chai";
import { HostileToken__factory, type HostileToken } from "../../../../typechain-types/index.js";
import { useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";

const UNIT = 10n ** 10n;
const HOSTILE = 20;
const BLACKLIST = 2;
const GOOD = 0;

describe("HubVault.claim", () => {
  const lanes = useLanes();
  const alice = () => lanes().chain.signer(1);
  const bob = () => lanes().chain.signer(2);
  const vault = () => lanes().hubVault;

  describe("given a token that refuses the recipient", () => {
    const refused = async (): Promise<HostileToken> => {
      const token = await new HostileToken__factory(lanes().admin).deploy();
      await mined(lanes().gateway.listKey(HOSTILE, lanes().chain.eid, token, 10n ** 12n, 0n));
      await mined(vault().listKey(HOSTILE, token, 8, 1n, 10n ** 12n));
      await mined(token.mint(alice().address, 1_000n * UNIT));
      await mined(token.connect(alice()).approve(vault(), 1_000n * UNIT));
      await mined(
        vault()
          .connect(alice())
          .deposit(HOSTILE, 1_000n * UNIT, alice().address),
      );
      await mined(token.setMode(BLACKLIST));
      await mined(token.blacklist(bob().address));
      const by = lanes().engine.connect(alice());
      const to = bob().address;
      await mined(by.withdrawCollateral(alice().address, HOSTILE, 600n, to, to));
      return token;
    };

    it("reverts with VaultLedger_PaymentFailed(key, to, units)", async () => {
      await refused();
      await expect(vault().claim(bob().address, HOSTILE))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_PaymentFailed")
        .withArgs(HOSTILE, bob().address, 600n);
    });

    it("pays once it does not", async () => {
      const token = await refused();
      await mined(token.setMode(GOOD));
      await mined(vault().connect(alice()).claim(bob().address, HOSTILE));
      expect(await token.balanceOf(bob().address)).to.equal(600n * UNIT);
    });
  });
});
