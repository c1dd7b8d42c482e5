import { decodeSync } from "@causeway/sdk";
import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { A_ETH, A_USD, A_WETH, deposit, hearRelease, useLanes } from "../../../helpers/lanes.js";
import { dateOf, mined } from "../../../helpers/mined.js";
import { lastPacket } from "../../../helpers/packets.js";

describe("CollateralVault.sync", () => {
  const lanes = useLanes();
  const alice = () => lanes().a.chain.signer(1);
  const bob = () => lanes().a.chain.signer(2);
  const vault = () => lanes().a.vault.connect(alice());
  type Items = { holder: string; key: number }[];
  const send = async (items: Items, payee = ZeroAddress) => {
    const value = await vault().quoteSync(items, 0n);
    return mined(vault().sync(items, payee, 0n, alice().address, { value }));
  };
  const sent = async () => decodeSync((await lastPacket(lanes().devnet)).message);
  const item = (holder: string, key: number) => ({ holder, key });

  describe("when an item names a key that is not listed", () => {
    it("reverts with VaultLedger_UnknownKey(key)", async () => {
      for (const key of [62, 64, 255]) {
        await expect(
          vault().sync([item(bob().address, key)], ZeroAddress, 0n, bob().address, { value: 1n }),
        )
          .to.be.revertedWithCustomError(vault(), "VaultLedger_UnknownKey")
          .withArgs(key);
      }
    });
  });

  describe("when there are more items than a message carries", () => {
    it("reverts with LaneMessenger_TooManyCounters(count, maximum)", async () => {
      const items = Array.from({ length: 101 }, () => item(bob().address, A_ETH));
      await expect(vault().quoteSync(items, 0n))
        .to.be.revertedWithCustomError(vault(), "LaneMessenger_TooManyCounters")
        .withArgs(101, 100);
    });
  });

  describe("when the fee is too low", () => {
    it("reverts with LZ_InsufficientFee(required, supplied)", async () => {
      const required = await vault().quoteSync([], 0n);
      await expect(vault().sync([], ZeroAddress, 0n, bob().address, { value: 1n }))
        .to.be.revertedWithCustomError(lanes().a.site.layerZero.endpoint, "LZ_InsufficientFee")
        .withArgs(required, 1n, 0n, 0n);
    });
  });

  describe("given items", () => {
    it("carries their counters and the totals of their keys once each", async () => {
      const { a } = lanes();
      await deposit(a, { key: A_ETH, units: 300n, account: alice().address });
      await deposit(a, { key: A_ETH, units: 200n, account: bob().address });
      await mined(vault().depositNative(A_WETH, bob().address, { value: 10n ** 12n }));
      await send([
        item(alice().address, A_ETH),
        item(bob().address, A_WETH),
        item(bob().address, A_ETH),
      ]);
      const { counters, totals } = await sent();
      expect(counters).to.deep.equal([
        { holder: alice().address.toLowerCase(), key: A_ETH, value: 300n },
        { holder: bob().address.toLowerCase(), key: A_WETH, value: 100n },
        { holder: bob().address.toLowerCase(), key: A_ETH, value: 200n },
      ]);
      expect(totals).to.deep.equal([
        { key: A_ETH, deposited: 500n, paid: 0n, custody: 500n },
        { key: A_WETH, deposited: 100n, paid: 0n, custody: 100n },
      ]);
    });

    it("carries a counter of zero for an account that never deposited", async () => {
      await send([item(bob().address, A_USD)]);
      const { counters } = await sent();
      expect(counters).to.deep.equal([
        { holder: bob().address.toLowerCase(), key: A_USD, value: 0n },
      ]);
    });

    it("costs exactly what quoteSync says", async () => {
      const { provider } = lanes().a.chain;
      const items = [item(bob().address, A_ETH), item(bob().address, A_USD)];
      const value = await vault().quoteSync(items, 50_000n);
      const before = await provider.getBalance(bob().address);
      await mined(vault().sync(items, ZeroAddress, 50_000n, bob().address, { value }));
      expect(await provider.getBalance(bob().address)).to.equal(before);
    });
  });

  describe("given no items", () => {
    it("carries the totals of all keys, and the payee", async () => {
      await deposit(lanes().a, { key: A_ETH, units: 300n, account: alice().address });
      await send([], bob().address);
      const { payee, counters, totals } = await sent();
      expect(payee).to.equal(bob().address.toLowerCase());
      expect(counters).to.deep.equal([]);
      expect(totals).to.deep.equal([
        { key: A_ETH, deposited: 300n, paid: 0n, custody: 300n },
        { key: A_USD, deposited: 0n, paid: 0n, custody: 0n },
        { key: A_WETH, deposited: 0n, paid: 0n, custody: 0n },
      ]);
    });

    it("is open to anyone", async () => {
      const stranger = lanes().a.chain.signer(11);
      const value = await vault().quoteSync([], 0n);
      await mined(
        lanes().a.vault.connect(stranger).sync([], ZeroAddress, 0n, stranger.address, { value }),
      );
      expect((await sent()).totals).to.have.length(3);
    });
  });

  describe("given a message of the hub was heard", () => {
    it("echoes the hub's clock and how long ago it was heard", async () => {
      const { a } = lanes();
      const hubDate = await lanes().chain.timestamp();
      const heardAt = await dateOf(a.chain, await hearRelease(lanes(), a, { sentAt: hubDate }));
      await lanes().devnet.increaseTime(1_000);
      const sentAt = await dateOf(a.chain, await send([]));
      const message = await sent();
      expect(message.echo).to.equal(hubDate);
      expect(message.hold).to.equal(sentAt - heardAt);
    });
  });

  describe("given the caller starves the token's answer of gas", () => {
    it("reverts with VaultLedger_InsufficientGas(available, needed)", async () => {
      const call = vault().sync.staticCall([], ZeroAddress, 0n, bob().address, {
        value: 10n ** 17n,
        gasLimit: 85_000n,
      });
      // 30,000 for the answer, a thirty-second part of it for the call, 30,000 in reserve.
      await expect(call)
        .to.be.revertedWithCustomError(vault(), "VaultLedger_InsufficientGas")
        .withArgs((left: bigint) => left <= 60_937n, 60_937n);
    });
  });
});
