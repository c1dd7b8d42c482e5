import { addressToBytes32 } from "@causeway/devnet";
import { encodeRelease, type MessageCounter } from "@causeway/sdk";
import { expect } from "chai";
import { ZeroAddress, ZeroHash, keccak256 } from "ethers";
import {
  A_ETH,
  A_USD,
  HUB_EID,
  SLOW,
  deposit,
  hearRelease,
  toVault,
  tokenOf,
  useLanes,
} from "../../../helpers/lanes.js";
import { dateOf, mined } from "../../../helpers/mined.js";

const UNIT = 10n ** 10n;
const HOLD = 10_000_000n;

describe("CollateralVault.lzReceive", () => {
  const lanes = useLanes();
  const spoke = () => lanes().a;
  const vault = () => spoke().vault;
  const app = () => spoke().app;
  const alice = () => spoke().chain.signer(1).address;
  const bob = () => spoke().chain.signer(2).address;
  const counter = (holder: string, value: bigint, key = A_ETH): MessageCounter => ({
    holder,
    key,
    value,
  });
  const hear = (sentAt: number, ...counters: MessageCounter[]) =>
    hearRelease(lanes(), spoke(), { sentAt, counters });
  const balance = (who: string) => tokenOf(spoke(), A_ETH).balanceOf(who);
  const origin = (sender: string) => ({
    srcEid: HUB_EID,
    sender: addressToBytes32(sender),
    nonce: 1n,
  });
  const message = () => encodeRelease({ sentAt: 1, echo: 0, hold: 0, counters: [] });
  const endpoint = () => spoke().chain.impersonate(spoke().site.layerZero.addresses.endpoint);
  beforeEach(() => deposit(spoke(), { key: A_ETH, units: HOLD, account: alice() }));

  describe("when the caller is not the endpoint", () => {
    it("reverts with OnlyEndpoint(caller)", async () => {
      const from = origin(await lanes().gateway.getAddress());
      const admin = spoke().chain.signer(0).address;
      await expect(app().lzReceive(from, ZeroHash, message(), ZeroAddress, "0x"))
        .to.be.revertedWithCustomError(app(), "OnlyEndpoint")
        .withArgs(admin);
    });
  });

  describe("when the sender is not the gateway", () => {
    it("reverts with OnlyPeer(eid, sender)", async () => {
      const from = origin(bob());
      const call = app()
        .connect(await endpoint())
        .lzReceive(from, ZeroHash, message(), ZeroAddress, "0x");
      await expect(call)
        .to.be.revertedWithCustomError(app(), "OnlyPeer")
        .withArgs(HUB_EID, from.sender);
    });
  });

  describe("when native value is sent along", () => {
    it("reverts with LaneMessenger_NativeValue(value)", async () => {
      const from = origin(await lanes().gateway.getAddress());
      const call = app()
        .connect(await endpoint())
        .lzReceive(from, ZeroHash, message(), ZeroAddress, "0x", { value: 3n });
      await expect(call)
        .to.be.revertedWithCustomError(vault(), "LaneMessenger_NativeValue")
        .withArgs(3n);
    });
  });

  describe("when the bytes are not a RELEASE", () => {
    it("parks them and changes nothing", async () => {
      for (const bytes of ["0x", "0x02", `${message()}00`, message().replace("0x01", "0x02")]) {
        await expect(toVault(lanes(), spoke(), bytes))
          .to.emit(vault(), "MessageParked")
          .withArgs(HUB_EID, (guid: string) => guid.length === 66, keccak256(bytes));
      }
      expect(await vault().hubClock()).to.deep.equal([0n, 0n]);
    });
  });

  describe("when the message is dated more than two hours ahead", () => {
    it("parks it, pays nothing and keeps its clock", async () => {
      const ahead = (await spoke().chain.timestamp()) + 7_300;
      const heard = await hear(ahead, counter(bob(), 500n));
      await expect(Promise.resolve(heard)).to.emit(vault(), "MessageParked");
      expect(await vault().payableOf(bob(), A_ETH)).to.deep.equal([0n, 0n]);
      expect(await vault().hubClock()).to.deep.equal([0n, 0n]);
    });

    it("takes one dated two hours ahead", async () => {
      await hear((await spoke().chain.timestamp()) + 7_200, counter(bob(), 500n));
      expect(await vault().payableOf(bob(), A_ETH)).to.deep.equal([500n, 500n]);
    });
  });

  describe("when the last check of the lane found a fault", () => {
    it("parks the message, pays nothing and keeps its clock", async () => {
      await mined(vault().setSecurityFloor(HUB_EID, 3, 0));
      await mined(vault().checkLane(HUB_EID));
      const heard = await hear(1, counter(bob(), 500n));
      await expect(Promise.resolve(heard)).to.emit(vault(), "MessageParked");
      expect(await vault().payableOf(bob(), A_ETH)).to.deep.equal([0n, 0n]);
      expect(await vault().hubClock()).to.deep.equal([0n, 0n]);
    });
  });

  describe("when a counter names a key that is not listed", () => {
    it("ignores that counter and takes the others", async () => {
      const unknown = [counter(bob(), 9n, 60), counter(bob(), 9n, 64), counter(bob(), 9n, 65_535)];
      const heard = Promise.resolve(await hear(1, ...unknown, counter(bob(), 500n)));
      for (const key of [60, 64, 65_535]) {
        await expect(heard)
          .to.emit(vault(), "CounterIgnored")
          .withArgs(HUB_EID, (guid: string) => guid.length === 66, key);
      }
      expect(await vault().payableOf(bob(), 60)).to.deep.equal([0n, 0n]);
      expect(await balance(bob())).to.equal(500n * UNIT);
    });
  });

  describe("when the gas is too little to give the token its allowance", () => {
    it("reverts with VaultLedger_InsufficientGas(available, needed) and can be delivered again", async () => {
      const from = origin(await lanes().gateway.getAddress());
      const bytes = encodeRelease({ sentAt: 1, echo: 0, hold: 0, counters: [counter(bob(), 5n)] });
      const call = app()
        .connect(await endpoint())
        .lzReceive.staticCall(from, ZeroHash, bytes, ZeroAddress, "0x", { gasLimit: 225_000n });
      // 100,000 for the transfer and twice 30,000 for balances, a thirty-second part more, 30,000 in reserve.
      await expect(call)
        .to.be.revertedWithCustomError(vault(), "VaultLedger_InsufficientGas")
        .withArgs((left: bigint) => left <= 195_000n, 195_000n);
      await toVault(lanes(), spoke(), bytes);
      expect(await balance(bob())).to.equal(5n * UNIT);
    });
  });

  describe("given a higher counter", () => {
    it("raises released and pays the difference", async () => {
      await hear(1, counter(bob(), 500n));
      const heard = Promise.resolve(await hear(2, counter(bob(), 800n)));
      await expect(heard).to.emit(vault(), "Released").withArgs(A_ETH, bob(), 800n);
      await expect(heard).to.emit(vault(), "Paid").withArgs(A_ETH, bob(), bob(), 300n, 800n);
      expect(await balance(bob())).to.equal(800n * UNIT);
      expect(await vault().sumsOf(A_ETH)).to.deep.equal([HOLD, 800n]);
    });

    it("pays the same however often and in whatever order messages come", async () => {
      for (const value of [300n, 900n, 100n, 900n, 500n]) await hear(1, counter(bob(), value));
      expect(await balance(bob())).to.equal(900n * UNIT);
      expect(await vault().payableOf(bob(), A_ETH)).to.deep.equal([900n, 900n]);
    });
  });

  describe("given a lower or equal counter", () => {
    it("changes nothing", async () => {
      await hear(5, counter(bob(), 500n));
      const heard = Promise.resolve(await hear(6, counter(bob(), 499n), counter(bob(), 500n)));
      await expect(heard).not.to.emit(vault(), "Released");
      await expect(heard).not.to.emit(vault(), "Paid");
      expect(await balance(bob())).to.equal(500n * UNIT);
    });
  });

  describe("given a payment beyond the outflow bucket", () => {
    beforeEach(async () => {
      await mined(vault().setLimits(A_ETH, SLOW.cap, SLOW.bucketBps));
    });

    it("pays what the bucket lets through and leaves the rest claimable", async () => {
      await hear(1, counter(bob(), 9_000_000n));
      expect(await vault().payableOf(bob(), A_ETH)).to.deep.equal([9_000_000n, SLOW.bucket]);
      expect(await balance(bob())).to.equal(SLOW.bucket * UNIT);
    });

    it("refills over a day and stops at three times b gross", async () => {
      // Each deposit takes the net level back to zero, so only the gross level binds.
      const dates: number[] = [];
      for (let value = 8_000_000n; value <= 32_000_000n; value += 8_000_000n) {
        const heard = await hear(1, counter(bob(), value));
        dates.push(await dateOf(spoke().chain, heard));
        await deposit(spoke(), { key: A_ETH, units: 8_000_000n, account: alice() });
      }
      const [first = 0, , , last = 0] = dates;
      // 3b, and 300 units a second that leaked meanwhile.
      const { paid } = await vault().payableOf(bob(), A_ETH);
      expect(paid).to.equal(3n * SLOW.bucket + 300n * BigInt(last - first));
      await lanes().devnet.increaseTime(86_400);
      const { net, gross } = await vault().limitsOf(A_ETH);
      expect([net, gross]).to.deep.equal([0n, 0n]);
    });
  });

  describe("given a vault that lost tokens", () => {
    it("pays as far as they go and the rest once they are back", async () => {
      const token = tokenOf(spoke(), A_ETH);
      const thief = await spoke().chain.impersonate(await vault().getAddress());
      await mined(token.connect(thief).transfer(alice(), (HOLD - 300n) * UNIT + 1n));
      await hear(1, counter(bob(), 400n));
      expect(await vault().payableOf(bob(), A_ETH)).to.deep.equal([400n, 299n]);
      await mined(token.mint(vault(), 101n * UNIT));
      await mined(vault().claim(bob(), A_ETH));
      expect(await balance(bob())).to.equal(400n * UNIT);
    });
  });

  describe("given a recipient that cannot be paid", () => {
    it("leaves zero, the vault and the token unpaid", async () => {
      const token = await tokenOf(spoke(), A_ETH).getAddress();
      for (const recipient of [ZeroAddress, await vault().getAddress(), token]) {
        await hear(1, counter(recipient, 500n));
        expect(await vault().payableOf(recipient, A_ETH)).to.deep.equal([500n, 0n]);
      }
      expect(await vault().sumsOf(A_ETH)).to.deep.equal([HOLD, 0n]);
    });
  });

  describe("given the token refuses the recipient", () => {
    it("leaves the payment claimable and takes the other counters", async () => {
      // Key A_USD has no tokens at all, so its transfer fails.
      await hear(1, counter(bob(), 700n, A_USD), counter(bob(), 500n));
      expect(await vault().payableOf(bob(), A_USD)).to.deep.equal([700n, 0n]);
      expect(await balance(bob())).to.equal(500n * UNIT);
    });
  });
});
