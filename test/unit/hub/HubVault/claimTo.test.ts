import { expect } from "chai";
import { HostileToken__factory, type HostileToken } from "../../../../typechain-types/index.js";
import { useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";

const UNIT = 10n ** 10n;
const HOSTILE = 20;
const BLACKLIST = 2;

describe("HubVault.claimTo", () => {
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

    it("pays another address", async () => {
      const token = await refused();
      const safe = lanes().chain.signer(3).address;
      await mined(vault().connect(bob()).claimTo(HOSTILE, safe));
      expect(await token.balanceOf(safe)).to.equal(600n * UNIT);
      expect(await vault().payableOf(bob().address, HOSTILE)).to.deep.equal([600n, 600n]);
    });
  });
});
