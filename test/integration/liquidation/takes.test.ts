import { WAD, maths, wad } from "@causeway/sdk";
import { expect } from "chai";
import fc from "fast-check";
import { fuzzRuns, fuzzSeed } from "../../../packages/sdk/test/helpers/fuzz.js";
import { TAIL, atAge, castOf, take, takenIn, type Cast } from "../../helpers/auctions.js";
import { termsOf } from "../../helpers/auctionTwin.js";
import { HUB_BTC, HUB_ETH, SOURCE_EID, SOURCE_ETH, useHub, type Hub } from "../../helpers/hub.js";
import { books, credit, depositCash, setPrice, supply } from "../../helpers/hubActions.js";
import { BTC, ETH } from "../../helpers/hubRisk.js";
import { mined } from "../../helpers/mined.js";
import { units8, usd, usdc } from "../../helpers/money.js";
import { LaneDesk__factory } from "../../../typechain-types/index.js";

/** A random account and how it comes to be sold. */
interface Story {
  /** Hundredths of a token of ether on the hub, bitcoin on the hub, ether on the source chain. */
  readonly holdings: readonly [number, number, number];
  /** What of the borrowing limit is borrowed (per cent). */
  readonly borrowed: number;
  /** By how much more than needed the price falls (tenths of a per cent). */
  readonly beyond: number;
  /** When the take comes, and of which key (seconds, index). */
  readonly age: number;
  readonly choice: number;
  /** What is wanted of the balance (per cent). */
  readonly wanted: number;
}

const stories: fc.Arbitrary<Story> = fc.record({
  holdings: fc.tuple(
    fc.integer({ min: 200, max: 3_000 }),
    fc.integer({ min: 0, max: 50 }),
    fc.integer({ min: 0, max: 1_500 }),
  ),
  borrowed: fc.integer({ min: 70, max: 99 }),
  beyond: fc.integer({ min: 0, max: 50 }),
  age: fc.integer({ min: 0, max: TAIL }),
  choice: fc.integer({ min: 0, max: 2 }),
  wanted: fc.integer({ min: 1, max: 100 }),
});

const keys = [HUB_ETH, HUB_BTC, SOURCE_ETH] as const;
/** Tenths of a per cent by which both prices fall at a time. */
const START = 1_000;

/** Lets both prices fall together until maintenance margin breaks, and a little beyond. */
async function crash(hub: Hub, account: string, beyond: number): Promise<void> {
  for (let left = START - 5; left > 300; left -= 20) {
    await setPrice(hub, ETH, 3 * left);
    await setPrice(hub, BTC, 60 * left);
    await mined(hub.risk.refresh(6));
    const { equity, maintenance } = await hub.engine.marginOf(account);
    if (equity >= maintenance) continue;
    await setPrice(hub, ETH, 3 * (left - beyond / 10));
    await setPrice(hub, BTC, 60 * (left - beyond / 10));
    return;
  }
  throw new Error("the account never broke its maintenance margin");
}

/** The account of a story, in liquidation. */
async function begin(hub: Hub, story: Story): Promise<Cast> {
  const cast = castOf(hub);
  const [ether, bitcoin, remote] = story.holdings;
  await mined(
    LaneDesk__factory.connect(await hub.gateway.getAddress(), hub.admin).setMinLatency(
      SOURCE_EID,
      1_200,
    ),
  );
  await mined(hub.risk.poke(1n << BigInt(SOURCE_ETH)));
  await supply(hub, usdc(10_000_000));
  await depositCash(hub, cast.bob, cast.bob.address, usdc(10_000_000));
  await credit(hub, cast.alice.address, HUB_BTC, units8(bitcoin / 100));
  await credit(hub, cast.alice.address, SOURCE_ETH, units8(remote / 100));
  await credit(hub, cast.alice.address, HUB_ETH, units8(ether / 100));
  const { initialEquity, initial } = await hub.engine.marginOf(cast.alice.address);
  const limit = ((initialEquity - initial - usd(6)) * BigInt(story.borrowed)) / 100n / 10n ** 12n;
  const { address } = cast.alice;
  await mined(hub.engine.connect(cast.alice).withdrawCash(address, limit, address));
  await crash(hub, cast.alice.address, story.beyond);
  await mined(hub.auctions.connect(cast.kate).liquidate(cast.alice.address));
  return cast;
}

/** Collateral of a key at the oracle price (WAD). */
const valueOf = (units: bigint, price: bigint): bigint => (units * price) / 10n ** 8n;

const ratioRises = (
  before: { readonly equity: bigint; readonly maintenance: bigint },
  after: { readonly equity: bigint; readonly maintenance: bigint },
): boolean => after.equity * before.maintenance > before.equity * after.maintenance;

describe("takes of random accounts", () => {
  const hub = useHub();

  /** Runs a property on the same fresh hub each time. */
  const check = async (runs: number, body: (story: Story) => Promise<void>): Promise<void> => {
    const snapshot = await hub().devnet.snapshot();
    const property = fc.asyncProperty(stories, async (story) => {
      await hub().devnet.restore(snapshot);
      await body(story);
    });
    await fc.assert(property, { numRuns: fuzzRuns(runs), seed: fuzzSeed() });
  };

  /** A key the account holds, by the story's choice. */
  const chosen = async (account: string, choice: number): Promise<number> => {
    const held = await Promise.all(keys.map((key) => hub().engine.balanceOf(account, key)));
    const some = keys.filter((_, index) => (held[index] ?? 0n) > 0n);
    return some[choice % some.length] ?? HUB_ETH;
  };

  it("raise health, restore the target and sell no more than that takes (INV-18, INV-20, INV-21)", async () => {
    await check(12, async (story) => {
      const cast = await begin(hub(), story);
      const { alice } = cast;
      const { auctions, engine } = hub();
      const key = await chosen(alice.address, story.choice);
      const before = await engine.marginOf(alice.address);
      expect(before.equity < before.maintenance, "INV-18").to.equal(true);
      const { price } = await termsOf(hub(), alice.address, key);
      const held = await engine.balanceOf(alice.address, key);
      await atAge(hub(), alice.address, story.age + 12);
      const sale = takenIn(hub(), await take(hub(), cast, { key }));
      const after = await engine.marginOf(alice.address);
      expect(ratioRises(before, after), "INV-20: margin against requirement").to.equal(true);
      expect(after.equity >= 0n, "INV-20: no bad debt").to.equal(true);
      const open = (await auctions.auctionOf(alice.address)).startedAt !== 0n;
      const goal = maths.target(wad(after.initial), wad(after.maintenance), wad(WAD / 2n));
      expect(after.equity < goal).to.equal(open);
      if (sale.units < held) expect(open, "a part was enough").to.equal(false);
      if (open) expect(sale.units).to.equal(held);
      // INV-21: without the last dust unit and the estimate's slack of two per cent it would not have been enough.
      const sold = valueOf(sale.units, price);
      const excess = after.equity - goal;
      expect(excess <= (sold * 2n) / 100n + usd(100), "INV-21").to.equal(true);
    });
  });

  it("keep equity at the floor, whatever is sold, at the trigger (risk.md 4.3)", async () => {
    await check(8, async (story) => {
      const cast = await begin(hub(), { ...story, beyond: 0 });
      for (const key of keys) {
        if ((await hub().engine.balanceOf(cast.alice.address, key)) === 0n) continue;
        if ((await hub().auctions.auctionOf(cast.alice.address)).startedAt === 0n) break;
        await atAge(hub(), cast.alice.address, TAIL + key);
        await take(hub(), cast, { key });
      }
      const { equity } = await hub().engine.marginOf(cast.alice.address);
      expect(equity >= 0n).to.equal(true);
    });
  });

  it("pay takers no more for being split (INV-23)", async () => {
    await check(8, async (story) => {
      const cast = await begin(hub(), story);
      const { alice } = cast;
      const key = HUB_ETH;
      const { price } = await termsOf(hub(), alice.address, key);
      const held = await hub().engine.balanceOf(alice.address, key);
      const snapshot = await hub().devnet.snapshot();
      const step = 12 * (1 + Math.floor(story.age / 12));
      const gain = async (parts: readonly bigint[]): Promise<bigint> => {
        await hub().devnet.restore(snapshot);
        let total = 0n;
        for (const [index, part] of parts.entries()) {
          if ((await hub().auctions.auctionOf(alice.address)).startedAt === 0n) break;
          await atAge(hub(), alice.address, step + index);
          const { units, payment } = takenIn(hub(), await take(hub(), cast, { key, units: part }));
          total += valueOf(units, price) - payment;
        }
        return total;
      };
      const whole = await gain([held]);
      const part = (held * BigInt(story.wanted)) / 800n + units8("0.2");
      const split = await gain([part, part, part, held]);
      // Seconds of interest between the parts ask for a cent more to be sold.
      expect(split <= whole + usd("0.01"), `${split} against ${whole}`).to.equal(true);
    });
  });

  it("conserve every wei of payment and penalty (INV-10)", async () => {
    await check(8, async (story) => {
      const cast = await begin(hub(), story);
      const { alice, bob, kate } = cast;
      const { engine } = hub();
      const paid = { keeper: 0n, insurance: 0n, reserve: 0n };
      for (const [index, key] of keys.entries()) {
        if ((await hub().auctions.auctionOf(alice.address)).startedAt === 0n) break;
        if ((await engine.balanceOf(alice.address, key)) === 0n) continue;
        await atAge(hub(), alice.address, story.age + 20 + index);
        const sale = takenIn(hub(), await take(hub(), cast, { key, units: units8(1) }));
        paid.keeper += sale.keeperReward;
        paid.insurance += sale.insuranceShare;
        paid.reserve += sale.reserveShare;
      }
      expect(await engine.cashOf(kate.address)).to.equal(paid.keeper);
      expect(await engine.insuranceCash()).to.equal(paid.insurance);
      expect(await engine.reserveCash()).to.equal(paid.reserve);
      const { tokens, booked } = await books(hub(), [alice.address, bob.address, kate.address]);
      expect(tokens).to.equal(booked);
    });
  });
});
