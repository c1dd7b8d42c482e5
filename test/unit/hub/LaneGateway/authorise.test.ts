import { decodeRelease } from "@causeway/sdk";
import { expect } from "chai";
import { ZeroAddress } from "ethers";
import {
  A_EID,
  A_ETH,
  HUB_KEY,
  SLOW,
  credit,
  hearSync,
  tokenOf,
  useLanes,
} from "../../../helpers/lanes.js";
import { dateOf, mined } from "../../../helpers/mined.js";
import { lastPacket } from "../../../helpers/packets.js";
import { setAuthorised, setSums } from "../../../helpers/slots.js";

const UNIT = 10n ** 10n;

describe("LaneGateway.authorise", () => {
  const lanes = useLanes();
  const gateway = () => lanes().gateway;
  const alice = () => lanes().chain.signer(1);
  const bob = () => lanes().chain.signer(2).address;
  const fee = () => gateway().quoteRelease(A_ETH, 0n);
  const withdraw = async (units: bigint, recipient = bob(), extra = 0n) => {
    const value = (await fee()) + extra;
    const [me, key] = [alice().address, A_ETH];
    const refund = lanes().chain.signer(5).address;
    const by = lanes().engine.connect(alice());
    return by.withdrawCollateral(me, key, units, recipient, refund, { value });
  };
  const depositAtHub = async (units: bigint) => {
    const { hubVault, hubToken } = lanes();
    await mined(hubToken.mint(alice().address, units * UNIT));
    await mined(hubToken.connect(alice()).approve(hubVault, units * UNIT));
    await mined(hubVault.connect(alice()).deposit(HUB_KEY, units * UNIT, alice().address));
  };
  const fund = () =>
    credit(lanes(), lanes().a, { key: A_ETH, units: 10_000n, account: alice().address });

  describe("when the caller is not the engine", () => {
    it("reverts with LaneGateway_NotEngine(caller)", async () => {
      const by = gateway().connect(alice());
      await expect(by.authorise(alice().address, bob(), A_ETH, 1n, bob()))
        .to.be.revertedWithCustomError(gateway(), "LaneGateway_NotEngine")
        .withArgs(alice().address);
    });
  });

  describe("when the key is not listed", () => {
    it("reverts with LaneBook_UnknownKey(key)", async () => {
      const engine = await lanes().chain.impersonate(await lanes().engine.getAddress());
      await expect(gateway().connect(engine).authorise(alice().address, bob(), 50, 1n, bob()))
        .to.be.revertedWithCustomError(gateway(), "LaneBook_UnknownKey")
        .withArgs(50);
    });
  });

  describe("when the recipient is zero, the key's vault or its token", () => {
    it("reverts with LaneGateway_BadRecipient(recipient, key)", async () => {
      const engine = await lanes().chain.impersonate(await lanes().engine.getAddress());
      const token = await tokenOf(lanes().a, A_ETH).getAddress();
      for (const recipient of [ZeroAddress, await lanes().a.vault.getAddress(), token]) {
        const by = gateway().connect(engine);
        await expect(by.authorise(alice().address, recipient, A_ETH, 1n, bob()))
          .to.be.revertedWithCustomError(gateway(), "LaneGateway_BadRecipient")
          .withArgs(recipient, A_ETH);
      }
    });
  });

  describe("when a shortfall stands on the key", () => {
    it("reverts with LaneGateway_Short(key, accounts, deposits, custody, releases)", async () => {
      await fund();
      const totals = [{ key: A_ETH, deposited: 10_000n, paid: 30n, custody: 9_960n }];
      const sentAt = await lanes().chain.timestamp();
      await hearSync(lanes(), lanes().a, { sentAt, totals });
      await expect(withdraw(100n))
        .to.be.revertedWithCustomError(gateway(), "LaneGateway_Short")
        .withArgs(A_ETH, 0n, 0n, 10n, 30n);
    });
  });

  describe("when a guardian hold stands on key and lane", () => {
    it("authorises all the same", async () => {
      await fund();
      await mined(gateway().holdKey(A_ETH));
      await mined(gateway().holdLane(A_EID));
      await mined(withdraw(100n));
      expect(await gateway().authorisedOf(bob(), A_ETH)).to.equal(100n);
    });
  });

  describe("when the recipient's counter has no room", () => {
    it("reverts with LaneBook_CounterFull(recipient, key, units, room)", async () => {
      await fund();
      const units = 2n ** 64n - 100n;
      await setAuthorised(lanes().chain, gateway(), { recipient: bob(), key: A_ETH, units });
      await expect(withdraw(100n))
        .to.be.revertedWithCustomError(gateway(), "LaneBook_CounterFull")
        .withArgs(bob(), A_ETH, 100n, 99n);
      await mined(withdraw(99n));
    });
  });

  describe("when the sum of releases has no room", () => {
    it("reverts with LaneBook_CounterFull(recipient, key, units, room)", async () => {
      await fund();
      const sum = 2n ** 96n - 1n;
      const sums = { key: A_ETH, credited: sum, authorised: sum - 99n, bucketBps: 2_000n };
      await setSums(lanes().chain, gateway(), sums);
      await expect(withdraw(100n))
        .to.be.revertedWithCustomError(gateway(), "LaneBook_CounterFull")
        .withArgs(bob(), A_ETH, 100n, 99n);
    });
  });

  describe("when the fee is too low", () => {
    it("reverts with LZ_InsufficientFee(required, supplied)", async () => {
      await fund();
      const required = await fee();
      await expect(withdraw(100n, bob(), -1n))
        .to.be.revertedWithCustomError(lanes().hub.site.layerZero.endpoint, "LZ_InsufficientFee")
        .withArgs(required, required - 1n, 0n, 0n);
    });
  });

  describe("given a key of a lane", () => {
    it("raises the counter and the sum and emits Authorised", async () => {
      await fund();
      await mined(withdraw(100n));
      await expect(withdraw(200n))
        .to.emit(gateway(), "Authorised")
        .withArgs(alice().address, bob(), A_ETH, 200n, 300n);
      expect(await gateway().authorisedOf(bob(), A_ETH)).to.equal(300n);
      const { credited, authorised } = await gateway().sumsOf(A_ETH);
      expect([credited, authorised]).to.deep.equal([10_000n, 300n]);
      expect(await lanes().engine.balanceOf(alice().address, A_ETH)).to.equal(9_700n);
    });

    it("sends the counter to the vault, which pays", async () => {
      await fund();
      const { newestSentAt, newestSeenAt } = (await gateway().laneOf(A_EID)).clock;
      const sentAt = await dateOf(lanes().chain, await mined(withdraw(100n)));
      const { message } = await lastPacket(lanes().devnet);
      expect(decodeRelease(message)).to.deep.equal({
        sentAt,
        echo: Number(newestSentAt),
        hold: sentAt - Number(newestSeenAt),
        counters: [{ holder: bob().toLowerCase(), key: A_ETH, value: 100n }],
      });
      await lanes().devnet.relayer.pump();
      expect(await tokenOf(lanes().a, A_ETH).balanceOf(bob())).to.equal(100n * UNIT);
    });

    it("hands the excess of the fee to the refund address and keeps nothing", async () => {
      await fund();
      const { provider } = lanes().chain;
      const refund = lanes().chain.signer(5).address;
      const before = await provider.getBalance(refund);
      await mined(withdraw(100n, bob(), 55n));
      expect(await provider.getBalance(refund)).to.equal(before + 55n);
      for (const holder of [gateway(), lanes().engine])
        expect(await provider.getBalance(holder)).to.equal(0n);
    });

    it("lowers the net level of the inflow bucket but not the gross", async () => {
      await mined(gateway().setLimits(A_ETH, SLOW.cap, SLOW.bucketBps));
      const counters = [{ holder: alice().address, key: A_ETH, value: 5_000_000n }];
      const at = await dateOf(
        lanes().chain,
        await hearSync(lanes(), lanes().a, { sentAt: 1, counters }),
      );
      const elapsed = BigInt((await dateOf(lanes().chain, await mined(withdraw(2_000_000n)))) - at);
      const { net, gross } = await gateway().inflowOf(A_ETH);
      expect(net).to.equal(3_000_000n - 100n * elapsed);
      expect(gross).to.equal(5_000_000n - 300n * elapsed);
    });
  });

  describe("given a key of the hub", () => {
    const withdrawHub = (recipient: string, value = 0n) =>
      lanes()
        .engine.connect(alice())
        .withdrawCollateral(alice().address, HUB_KEY, 400n, recipient, bob(), { value });

    it("has the hub vault pay at once", async () => {
      await depositAtHub(1_000n);
      await mined(withdrawHub(bob()));
      expect(await lanes().hubToken.balanceOf(bob())).to.equal(400n * UNIT);
      expect(await lanes().hubVault.payableOf(bob(), HUB_KEY)).to.deep.equal([400n, 400n]);
    });

    it("reverts with LaneGateway_NoFeeNeeded(value) for a fee", async () => {
      await depositAtHub(1_000n);
      await expect(withdrawHub(bob(), 5n))
        .to.be.revertedWithCustomError(gateway(), "LaneGateway_NoFeeNeeded")
        .withArgs(5n);
    });

    it("refuses the hub vault and the token as recipients", async () => {
      await depositAtHub(1_000n);
      const token = await lanes().hubToken.getAddress();
      for (const recipient of [await lanes().hubVault.getAddress(), token]) {
        await expect(withdrawHub(recipient))
          .to.be.revertedWithCustomError(gateway(), "LaneGateway_BadRecipient")
          .withArgs(recipient, HUB_KEY);
      }
    });
  });
});
