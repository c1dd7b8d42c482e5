import { expect } from "chai";
import { ZeroAddress } from "ethers";
import {
  A_EID,
  A_ETH,
  SLOW,
  deposit,
  hearSync,
  syncAll,
  tokenOf,
  useLanes,
} from "../../../helpers/lanes.js";
import { subAccount } from "../../../helpers/hubActions.js";
import { mined } from "../../../helpers/mined.js";

const UNIT = 10n ** 10n;

describe("LaneGateway.returnUncredited", () => {
  const lanes = useLanes();
  const gateway = () => lanes().gateway;
  const alice = () => lanes().chain.signer(1);
  const bob = () => lanes().chain.signer(2);
  const me = () => alice().address;
  const send = async (recipient: string, by = alice(), account = me(), key = A_ETH) => {
    const value = await gateway().quoteRelease(A_ETH, 0n);
    return gateway()
      .connect(by)
      .returnUncredited(account, key, recipient, 0n, by.address, { value });
  };
  /** 5,000 units deposited, a cap of 1,000 at the gateway. */
  const overCap = async (bucketBps = 10_000n) => {
    await mined(gateway().setLimits(A_ETH, 1_000n, bucketBps));
    await deposit(lanes().a, { key: A_ETH, units: 5_000n, account: me() });
    await syncAll(lanes(), lanes().a, [{ holder: me(), key: A_ETH }]);
  };
  const refuse = async (call: Promise<unknown>, name: string, ...args: unknown[]) => {
    await expect(call)
      .to.be.revertedWithCustomError(gateway(), name)
      .withArgs(...args);
  };

  describe("when the caller neither owns nor operates the account", () => {
    it("reverts with LaneGateway_NotAuthorised(account, caller)", async () => {
      await overCap();
      const by = bob().address;
      await refuse(send(by, bob()), "LaneGateway_NotAuthorised", me(), by);
    });
  });

  describe("when the account is 0", () => {
    it("reverts with LaneGateway_NotAuthorised(account, caller)", async () => {
      await refuse(
        send(bob().address, alice(), ZeroAddress),
        "LaneGateway_NotAuthorised",
        ZeroAddress,
        me(),
      );
    });
  });

  describe("when the key is not listed", () => {
    it("reverts with LaneBook_UnknownKey(key)", async () => {
      await refuse(send(bob().address, alice(), me(), 50), "LaneBook_UnknownKey", 50);
    });
  });

  describe("when the recipient is zero, the key's vault or its token", () => {
    it("reverts with LaneGateway_BadRecipient(recipient, key)", async () => {
      await overCap();
      const token = await tokenOf(lanes().a, A_ETH).getAddress();
      for (const to of [ZeroAddress, await lanes().a.vault.getAddress(), token])
        await refuse(send(to), "LaneGateway_BadRecipient", to, A_ETH);
    });
  });

  describe("when the recipient is a sub-account nobody holds the key of", () => {
    it("reverts with MarginEngine_BadRecipient(account, recipient)", async () => {
      await overCap();
      await mined(lanes().engine.connect(alice()).setOperator(me(), bob().address, true));
      for (const id of [1, 255]) {
        const to = subAccount(me(), id);
        for (const by of [alice(), bob()])
          await expect(send(to, by))
            .to.be.revertedWithCustomError(lanes().engine, "MarginEngine_BadRecipient")
            .withArgs(me(), to);
      }
    });
  });

  describe("when everything is credited", () => {
    it("reverts with LaneGateway_NothingToReturn(account, key, uncredited, room)", async () => {
      const counters = [{ holder: me(), key: A_ETH, value: 500n }];
      await mined(gateway().setLimits(A_ETH, 1_000n, 10_000n));
      await hearSync(lanes(), lanes().a, { sentAt: 1, counters });
      // Gross room: three times b = 1,000, less the 500 credited; nothing leaks within seconds.
      await refuse(send(me()), "LaneGateway_NothingToReturn", me(), A_ETH, 0n, 2_500n);
    });
  });

  describe("when a guardian hold stands on the key or its lane", () => {
    it("reverts with LaneGateway_Held(key)", async () => {
      await overCap();
      await mined(gateway().holdKey(A_ETH));
      await refuse(send(me()), "LaneGateway_Held", A_ETH);
      await mined(gateway().decideKeyHold(A_ETH, false));
      await mined(gateway().holdLane(A_EID));
      await refuse(send(me()), "LaneGateway_Held", A_ETH);
    });
  });

  describe("when a shortfall stands on the key", () => {
    it("reverts with LaneGateway_Short(key, accounts, deposits, custody, releases)", async () => {
      await overCap();
      const totals = [{ key: A_ETH, deposited: 5_000n, paid: 0n, custody: 4_999n }];
      const sentAt = await lanes().chain.timestamp();
      await hearSync(lanes(), lanes().a, { sentAt, totals });
      await refuse(send(me()), "LaneGateway_Short", A_ETH, 0n, 0n, 1n, 0n);
    });
  });

  describe("given the cap keeps a part out", () => {
    const home = () => tokenOf(lanes().a, A_ETH).balanceOf(me());

    it("sends it home without touching the balance", async () => {
      await overCap();
      await expect(send(me())).to.emit(gateway(), "Returned").withArgs(me(), me(), A_ETH, 2_000n);
      await lanes().devnet.relayer.pump();
      expect(await home()).to.equal(2_000n * UNIT);
      expect(await lanes().engine.balanceOf(me(), A_ETH)).to.equal(1_000n);
      const { credited, authorised } = await gateway().sumsOf(A_ETH);
      expect([credited, authorised]).to.deep.equal([3_000n, 2_000n]);
    });

    it("counts as credited, so it cannot be granted later", async () => {
      await overCap();
      await mined(send(me()));
      await mined(gateway().setLimits(A_ETH, 1_000_000n, 10_000n));
      await mined(gateway().grant(me(), A_ETH));
      // 5,000 deposited, 2,000 sent home.
      expect(await lanes().engine.balanceOf(me(), A_ETH)).to.equal(3_000n);
    });

    it("uses the gross bucket and not the net", async () => {
      await mined(gateway().setLimits(A_ETH, SLOW.cap, SLOW.bucketBps));
      const counters = [{ holder: me(), key: A_ETH, value: 10_000_000n }];
      await hearSync(lanes(), lanes().a, { sentAt: 1, counters });
      const before = await gateway().inflowOf(A_ETH);
      await mined(send(me()));
      const after = await gateway().inflowOf(A_ETH);
      const returned = 10_000_000n - SLOW.bucket;
      expect(after.net <= before.net).to.equal(true);
      const leaked = 300n * (after.updatedAt - before.updatedAt);
      expect(after.gross).to.equal(before.gross + returned - leaked);
    });

    it("sends no more than the gross bucket allows", async () => {
      await overCap();
      await mined(send(me()));
      // 1,000 credited and 2,000 sent home are three times b = 1,000.
      await refuse(send(me()), "LaneGateway_NothingToReturn", me(), A_ETH, 2_000n, 0n);
      await lanes().devnet.increaseTime(86_400);
      await mined(send(me()));
      expect(await gateway().authorisedOf(me(), A_ETH)).to.equal(4_000n);
    });

    it("is open to an operator", async () => {
      await overCap();
      await mined(lanes().engine.connect(alice()).setOperator(me(), bob().address, true));
      const to = lanes().chain.signer(6).address;
      await mined(send(to, bob()));
      expect(await gateway().authorisedOf(to, A_ETH)).to.equal(2_000n);
    });

    it("lets an operator send it home to the owner", async () => {
      await overCap();
      const account = subAccount(me(), 7);
      await deposit(lanes().a, { key: A_ETH, units: 500n, account });
      await syncAll(lanes(), lanes().a, [{ holder: account, key: A_ETH }]);
      await mined(lanes().engine.connect(alice()).setOperator(account, bob().address, true));
      await mined(send(me(), bob(), account));
      expect(await gateway().authorisedOf(me(), A_ETH)).to.equal(500n);
    });
  });
});
