import type { MessageCounter, MessageTotal } from "@causeway/sdk";
import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { A_ETH, A_WETH, B_ETH, HUB_KEY, hearSync, useLanes } from "../../../helpers/lanes.js";

describe("LaneGateway shortfalls", () => {
  const lanes = useLanes();
  const gateway = () => lanes().gateway;
  const alice = () => lanes().chain.signer(1).address;
  const bob = () => lanes().chain.signer(2).address;
  const counter = (holder: string, value: bigint): MessageCounter => ({
    holder,
    key: A_ETH,
    value,
  });
  const total = (deposited: bigint, paid: bigint, custody: bigint): MessageTotal => ({
    key: A_ETH,
    deposited,
    paid,
    custody,
  });
  const hear = (sentAt: number, counters: MessageCounter[], ...totals: MessageTotal[]) =>
    hearSync(lanes(), lanes().a, { sentAt, counters, totals });
  /** accounts, deposits, custody, releases */
  const recorded = async () => {
    const found = await gateway().shortfallOf(A_ETH);
    return [found.accounts, found.deposits, found.custody, found.releases];
  };
  const none = [0n, 0n, 0n, 0n];
  const held = (key = A_ETH) => gateway().isHeld(key);

  describe("given an account's counter below its credit", () => {
    it("puts the key on hold when the message is newer than the grant", async () => {
      await hear(5, [counter(alice(), 500n)]);
      const heard = Promise.resolve(await hear(6, [counter(alice(), 480n)]));
      await expect(heard).to.emit(gateway(), "ShortfallRecorded").withArgs(A_ETH, 1n, 0n, 0n, 0n);
      expect(await held()).to.equal(true);
      expect(await gateway().creditOf(alice(), A_ETH)).to.deep.equal([480n, 6n, 500n, 5n, true]);
      expect(await lanes().engine.balanceOf(alice(), A_ETH)).to.equal(500n);
    });

    it("takes an older or equally old message for normal", async () => {
      await hear(5, [counter(alice(), 500n)]);
      for (const sentAt of [4, 5]) await hear(sentAt, [counter(alice(), 480n)]);
      expect(await recorded()).to.deep.equal(none);
    });

    it("counts two accounts as two", async () => {
      await hear(5, [counter(alice(), 500n), counter(bob(), 300n)]);
      await hear(6, [counter(alice(), 480n), counter(bob(), 0n)]);
      expect(await recorded()).to.deep.equal([2n, 0n, 0n, 0n]);
      await hear(7, [counter(alice(), 500n)]);
      expect(await recorded()).to.deep.equal([1n, 0n, 0n, 0n]);
      expect(await held()).to.equal(true);
    });

    it("ends when the counter reaches the credit again", async () => {
      await hear(5, [counter(alice(), 500n)]);
      await hear(6, [counter(alice(), 480n)]);
      await hear(7, [counter(alice(), 520n)]);
      expect(await recorded()).to.deep.equal(none);
      expect(await held()).to.equal(false);
      // Whole again, the same message credits what it brings beyond.
      expect(await lanes().engine.balanceOf(alice(), A_ETH)).to.equal(520n);
    });
  });

  describe("given a deposited total below the sum of credit", () => {
    it("puts the key on hold when the message is newer than every grant", async () => {
      await hear(5, [counter(alice(), 500n)]);
      await hear(6, [], total(450n, 0n, 450n));
      expect(await recorded()).to.deep.equal([0n, 50n, 0n, 0n]);
      expect(await held()).to.equal(true);
    });

    it("takes a total as old as a grant for normal", async () => {
      await hear(5, [counter(alice(), 500n)]);
      await hear(5, [], total(450n, 0n, 450n));
      await hear(4, [], total(0n, 0n, 0n));
      expect(await recorded()).to.deep.equal(none);
    });

    it("finds a forged credit by the next message that grants something itself", async () => {
      await hear(5, [counter(alice(), 500n)]);
      // Bob's honest deposit of 30 comes with the honest total: 30, not the 530 credited.
      await hear(6, [counter(bob(), 30n)], total(30n, 0n, 30n));
      expect(await recorded()).to.deep.equal([0n, 500n, 0n, 0n]);
    });

    it("counts cover as owed too", async () => {
      await hear(5, [counter(alice(), 500n), counter(ZeroAddress, 40n)]);
      await hear(6, [], total(539n, 0n, 539n));
      expect(await recorded()).to.deep.equal([0n, 1n, 0n, 0n]);
    });

    it("ends when the total is back", async () => {
      await hear(5, [counter(alice(), 500n)]);
      await hear(6, [], total(450n, 0n, 450n));
      await hear(7, [], total(500n, 0n, 500n));
      expect(await recorded()).to.deep.equal(none);
      expect(await held()).to.equal(false);
    });
  });

  describe("given custody below deposited less paid", () => {
    it("puts the key on hold", async () => {
      await hear(6, [], total(500n, 0n, 470n));
      expect(await recorded()).to.deep.equal([0n, 0n, 30n, 0n]);
      expect(await held()).to.equal(true);
    });

    it("does so for an old message too, and a newer one ends it", async () => {
      await hear(6, []);
      await hear(5, [], total(500n, 0n, 470n));
      expect(await recorded()).to.deep.equal([0n, 0n, 30n, 0n]);
      await hear(6, [], total(500n, 0n, 500n));
      expect(await recorded()).to.deep.equal([0n, 0n, 30n, 0n]);
      await hear(7, [], total(500n, 0n, 500n));
      expect(await recorded()).to.deep.equal(none);
    });

    it("takes saturated custody for plenty", async () => {
      await hear(6, [], total(500n, 0n, 2n ** 96n - 1n));
      expect(await recorded()).to.deep.equal(none);
    });
  });

  describe("given paid above the sum authorised", () => {
    it("puts the key on hold", async () => {
      await hear(5, [counter(alice(), 500n)], total(500n, 0n, 500n));
      await hear(6, [], total(500n, 70n, 430n));
      expect(await recorded()).to.deep.equal([0n, 0n, 0n, 70n]);
      expect(await held()).to.equal(true);
    });

    it("ends once a deposit for account 0 covers it", async () => {
      await hear(5, [counter(alice(), 500n)], total(500n, 0n, 500n));
      await hear(6, [], total(500n, 70n, 430n));
      await hear(7, [counter(ZeroAddress, 69n)], total(569n, 70n, 499n));
      expect(await recorded()).to.deep.equal([0n, 0n, 0n, 1n]);
      await hear(8, [counter(ZeroAddress, 70n)], total(570n, 70n, 500n));
      expect(await recorded()).to.deep.equal(none);
      expect(await held()).to.equal(false);
    });

    it("does not hold a total against cover it is older than", async () => {
      await hear(8, [counter(ZeroAddress, 70n)], total(70n, 0n, 70n));
      await hear(7, [], total(0n, 0n, 0n));
      await hear(8, [], total(0n, 0n, 0n));
      expect(await recorded()).to.deep.equal(none);
    });
  });

  describe("given totals of a key of another lane or none", () => {
    it("ignores them", async () => {
      const foreign = [B_ETH, HUB_KEY, 50, 64, 65_535];
      const totals = foreign.map((key) => ({ key, deposited: 9n, paid: 0n, custody: 0n }));
      await hear(5, [], ...totals);
      for (const key of [B_ETH, HUB_KEY, 50]) expect(await held(key)).to.equal(false);
    });
  });

  describe("given a key on hold", () => {
    it("leaves the other keys and lanes alone", async () => {
      await hear(6, [], total(500n, 0n, 470n));
      expect([await held(A_WETH), await held(B_ETH)]).to.deep.equal([false, false]);
      await hearSync(lanes(), lanes().a, {
        sentAt: 7,
        counters: [{ holder: bob(), key: A_WETH, value: 5n }],
      });
      expect(await lanes().engine.balanceOf(bob(), A_WETH)).to.equal(5n);
    });
  });
});
