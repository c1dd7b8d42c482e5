import type { DevSigner } from "@causeway/devnet";
import { expect } from "chai";
import { HostileToken__factory, type HostileToken } from "../../../../typechain-types/index.js";
import { HUB_KEY, useLanes } from "../../../helpers/lanes.js";
import { mined } from "../../../helpers/mined.js";

const UNIT = 10n ** 10n;
const HOSTILE = 20;
const BLACKLIST = 2;

describe("HubVault.release", () => {
  const lanes = useLanes();
  const alice = () => lanes().chain.signer(1);
  const bob = () => lanes().chain.signer(2);
  const vault = () => lanes().hubVault;
  const gateway = async (): Promise<DevSigner> =>
    lanes().chain.impersonate(await lanes().gateway.getAddress());
  const release = async (recipient: string, key: number, units: bigint) =>
    vault()
      .connect(await gateway())
      .release(recipient, key, units);
  const deposit = async (units: bigint) => {
    await mined(lanes().hubToken.mint(alice().address, units * UNIT));
    await mined(
      lanes()
        .hubToken.connect(alice())
        .approve(vault(), units * UNIT),
    );
    await mined(
      vault()
        .connect(alice())
        .deposit(HUB_KEY, units * UNIT, alice().address),
    );
  };

  describe("when the caller is not the gateway", () => {
    it("reverts with HubVault_NotGateway(caller)", async () => {
      await expect(vault().connect(alice()).release(bob().address, HUB_KEY, 1n))
        .to.be.revertedWithCustomError(vault(), "HubVault_NotGateway")
        .withArgs(alice().address);
    });
  });

  describe("when the key is not listed", () => {
    it("reverts with VaultLedger_UnknownKey(key)", async () => {
      await expect(release(bob().address, 50, 1n))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_UnknownKey")
        .withArgs(50);
    });
  });

  describe("when the recipient's counter has no room", () => {
    it("reverts with HubVault_CounterFull(recipient, key, units, room)", async () => {
      await mined(release(bob().address, HUB_KEY, 2n ** 64n - 10n));
      await expect(release(bob().address, HUB_KEY, 10n))
        .to.be.revertedWithCustomError(vault(), "HubVault_CounterFull")
        .withArgs(bob().address, HUB_KEY, 10n, 9n);
    });
  });

  describe("given a token that pays", () => {
    it("raises released and pays", async () => {
      await deposit(1_000n);
      const call = release(bob().address, HUB_KEY, 600n);
      await expect(call).to.emit(vault(), "Released").withArgs(HUB_KEY, bob().address, 600n);
      expect(await lanes().hubToken.balanceOf(bob().address)).to.equal(600n * UNIT);
      expect(await vault().payableOf(bob().address, HUB_KEY)).to.deep.equal([600n, 600n]);
    });
  });

  describe("given a token that refuses", () => {
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

    it("leaves the payment claimable", async () => {
      await refused();
      expect(await vault().payableOf(bob().address, HOSTILE)).to.deep.equal([600n, 0n]);
      expect(await lanes().engine.balanceOf(alice().address, HOSTILE)).to.equal(400n);
      await expect(vault().claim(bob().address, HOSTILE))
        .to.be.revertedWithCustomError(vault(), "VaultLedger_PaymentFailed")
        .withArgs(HOSTILE, bob().address, 600n);
    });
  });
});
