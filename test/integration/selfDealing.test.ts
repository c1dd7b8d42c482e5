import { expect } from "chai";
import type { Rng } from "@causeway/devnet";
import type { ContractTransactionResponse } from "ethers";
import { PermitToken__factory, WrappedNative__factory } from "../../typechain-types/index.js";
import { useScene } from "../helpers/laneScene.js";
import {
  addressOf,
  mined,
  setPrice,
  signerOf,
  supply,
  takeMode,
  tokenOf,
  type LocalSystem,
} from "../helpers/system.js";

const SEQUENCES = 200;
const MOVES = 6;
const ether = 0;
const bitcoin = 1;
const keys = [ether, bitcoin] as const;
const usd = (amount: bigint): bigint => amount * 10n ** 6n;
/** Prices in force from the beginning of each sequence (dollars). */
const price = { [ether]: 2_300n, [bitcoin]: 60_000n } as const;
/** No estimate is made: a refused move is part of the game. */
const gasLimit = 5_000_000n;

/** An owner's accounts: its own and two sub-accounts, of which the first owes too much. */
const accountsOf = (world: LocalSystem): readonly [string, string, string] => {
  const owner = BigInt(addressOf(world, "alice"));
  const at = (n: bigint): string => `0x${(owner ^ n).toString(16).padStart(40, "0")}`;
  return [addressOf(world, "alice"), at(1n), at(2n)];
};

async function owner(world: LocalSystem): Promise<void> {
  const { engine, vault } = world.hub;
  const alice = signerOf(world, "alice", "hub");
  const [own, indebted, other] = accountsOf(world);
  await supply(world, usd(500_000n));
  const cash = world.cash.connect(alice);
  const tokens = {
    [ether]: WrappedNative__factory.connect(tokenOf(world, ether).address, alice),
    [bitcoin]: PermitToken__factory.connect(tokenOf(world, bitcoin).address, alice),
  } as const;
  await mined(cash.mint(alice.address, usd(85_000n)));
  await mined(tokens[ether].deposit({ value: 18n * 10n ** 18n }));
  await mined(tokens[bitcoin].mint(alice.address, 3n * 10n ** 8n));
  await mined(cash.approve(await engine.getAddress(), 2n ** 255n));
  for (const key of keys) await mined(tokens[key].approve(await vault.getAddress(), 2n ** 255n));
  const [mine, store] = [engine.connect(alice), vault.connect(alice)];
  await mined(mine.depositCash(own, usd(60_000n)));
  await mined(store.deposit(ether, 5n * 10n ** 18n, own));
  await mined(store.deposit(ether, 10n * 10n ** 18n, indebted));
  await mined(store.deposit(bitcoin, 10n ** 6n, indebted));
  await mined(mine.withdrawCash(indebted, usd(22_000n), own));
  await mined(store.deposit(bitcoin, 10n ** 8n, other));
  await mined(mine.depositCash(other, usd(5_000n)));
  await world.devnet.increaseTime(60);
  await setPrice(world, "ETH", price[ether] * 100n);
  await mined(world.hub.risk.refresh(0b111n));
}

/** Everything the owner has at the prices in force, in its accounts and its wallet (WAD times 1e8: nothing is rounded). */
async function wealthOf(world: LocalSystem): Promise<bigint> {
  const { engine, vault } = world.hub;
  const alice = addressOf(world, "alice");
  const { provider } = world.devnet.chain("hub");
  const accounts = accountsOf(world);
  const cash = await Promise.all(accounts.map((account) => engine.cashOf(account)));
  let total = cash.reduce(
    (sum, one) => sum + one,
    (await world.cash.balanceOf(alice)) * 10n ** 12n,
  );
  total *= 10n ** 8n;
  for (const key of keys) {
    const { address, scale } = tokenOf(world, key);
    const held = await Promise.all(accounts.map((account) => engine.balanceOf(account, key)));
    const wallet = await PermitToken__factory.connect(address, provider).balanceOf(alice);
    const { released, paid } = await vault.payableOf(alice, key);
    const units = held.reduce((sum, one) => sum + one, wallet / scale + released - paid);
    total += units * price[key] * 10n ** 18n;
  }
  return total;
}

type Move = (world: LocalSystem, rng: Rng) => Promise<ContractTransactionResponse>;

const amount = (rng: Rng, most: number): bigint => BigInt(rng.int(1, most));
const anyAccount = (world: LocalSystem, rng: Rng): string => rng.pick(accountsOf(world));
const engineOf = (world: LocalSystem) => world.hub.engine.connect(signerOf(world, "alice", "hub"));
const auctionsOf = (world: LocalSystem) =>
  world.hub.auctions.connect(signerOf(world, "alice", "hub"));

const moves: readonly Move[] = [
  (world, rng) =>
    engineOf(world).depositCash(anyAccount(world, rng), amount(rng, 20_000_000_000), { gasLimit }),
  (world, rng) =>
    engineOf(world).withdrawCash(
      anyAccount(world, rng),
      amount(rng, 20_000_000_000),
      addressOf(world, "alice"),
      { gasLimit },
    ),
  (world, rng) => {
    const key = rng.pick(keys);
    const units = amount(rng, 100_000_000) * tokenOf(world, key).scale;
    const vault = world.hub.vault.connect(signerOf(world, "alice", "hub"));
    return vault.deposit(key, units, anyAccount(world, rng), { gasLimit });
  },
  (world, rng) => {
    const to = addressOf(world, "alice");
    const units = amount(rng, 100_000_000);
    const key = rng.pick(keys);
    return engineOf(world).withdrawCollateral(anyAccount(world, rng), key, units, to, to, {
      gasLimit,
    });
  },
  (world) => auctionsOf(world).liquidate(accountsOf(world)[1], { gasLimit }),
  (world, rng) => auctionsOf(world).close(rng.pick(accountsOf(world)), { gasLimit }),
  (world) => auctionsOf(world).reset(accountsOf(world)[1], { gasLimit }),
  ...[takeMode.keep, takeMode.release, takeMode.keep].map((mode): Move => (world, rng) => {
    const [own, account, other] = accountsOf(world);
    const order = {
      account,
      buyer: rng.pick([own, other]),
      key: rng.pick(keys),
      units: amount(rng, 1_500_000_000),
      maxUnitPrice: 2n ** 256n - 1n,
      mode,
      recipient: own,
      refund: own,
    };
    return auctionsOf(world).take(order, { gasLimit });
  }),
];

describe("an owner dealing with itself at constant prices (INV-17, INV-24)", () => {
  const system = useScene(owner);
  const tally = { done: 0, refused: 0, taken: 0 };

  const play = async (seed: number): Promise<void> => {
    const world = system();
    const rng = world.devnet.rng(`self-dealing ${seed}`);
    // Half of the sequences begin with what the others would have to hit on.
    if (rng.int(0, 1) === 1) await mined(auctionsOf(world).liquidate(accountsOf(world)[1]));
    for (let n = 0; n < MOVES; n++) {
      if (rng.int(0, 3) === 0) await world.devnet.increaseTime(rng.int(1, 400));
      try {
        await mined(rng.pick(moves)(world, rng));
        tally.done += 1;
      } catch (error) {
        if (!String(error).includes("revert")) throw error;
        tally.refused += 1;
      }
    }
  };

  for (let batch = 0; batch < 10; batch++)
    it(`never has more than before, in sequences ${(batch * SEQUENCES) / 10} and following`, async () => {
      const world = system();
      const state = await world.devnet.snapshot();
      const before = await wealthOf(world);
      for (let n = 0; n < SEQUENCES / 10; n++) {
        const seed = (batch * SEQUENCES) / 10 + n;
        await play(seed);
        expect(await wealthOf(world), `seed ${seed}`).to.be.lessThanOrEqual(before);
        const { auctions } = world.hub;
        tally.taken += (await auctions.queryFilter(auctions.filters.Taken())).length;
        await world.devnet.restore(state);
      }
    });

  it("did act: most moves went through, and many were takes from itself", () => {
    expect(tally.done).to.be.greaterThan(SEQUENCES * 2);
    expect(tally.taken).to.be.greaterThan(SEQUENCES / 5);
  });

  it("does not gain by selling itself everything at the deepest discount", async () => {
    const world = system();
    const [, account, other] = accountsOf(world);
    const before = await wealthOf(world);
    const auctions = auctionsOf(world);
    await mined(auctions.liquidate(account));
    await mined(engineOf(world).depositCash(other, usd(20_000n)));
    await world.devnet.increaseTime(1_800);
    const order = {
      account,
      buyer: other,
      maxUnitPrice: 2n ** 256n - 1n,
      mode: takeMode.keep,
      recipient: other,
      refund: other,
      units: 2n ** 64n - 1n,
    };
    await mined(auctions.take({ ...order, key: ether }));
    const { insurance, reserve } = {
      insurance: await world.hub.engine.insuranceCash(),
      reserve: await world.hub.engine.reserveCash(),
    };
    const lost = before - (await wealthOf(world));
    // What it lost is the penalty's shares of insurance and reserve, and the interest of half an hour.
    expect(lost).to.be.greaterThanOrEqual((insurance + reserve) * 10n ** 8n);
    expect(insurance + reserve).to.be.greaterThan(0n);
  });
});
