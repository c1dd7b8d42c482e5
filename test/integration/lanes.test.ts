import { expect } from "chai";
import { sourceOf } from "../../deploy/contracts.js";
import { expectInvariants, finalState, observe, type Observer } from "../helpers/invariants.js";
import { settleEverything } from "../helpers/settle.js";
import {
  addressOf,
  borrow,
  depositAndSync,
  depositCash,
  deposit,
  liquidate,
  mined,
  pump,
  setPrice,
  signerOf,
  supply,
  take,
  useSystem,
  withdrawCollateral,
  type LocalSystem,
} from "../helpers/system.js";

/** Ether on the hub and on each lane. */
const [AT_HUB, AT_ARBITRUM, AT_BASE, AT_OPTIMISM] = [0, 2, 5, 8] as const;
const ONE = 10n ** 8n;
const DOLLAR = 10n ** 6n;

/** Keys of every chain but base. */
const elsewhere = [0, 1, 2, 3, 4, 8, 9];

/** Between two acts, longer than any of them takes on the devnet: so that all runs act at the same dates (seconds). */
const PAUSE = 120;

/** Bob has collateral on base, and messages under way there and back; Carol owes against ether elsewhere. */
async function prepare(world: LocalSystem): Promise<void> {
  await supply(world, 1_000_000n * DOLLAR);
  await depositCash(world, "keeper", 200_000n * DOLLAR);
  await depositAndSync(world, { key: AT_BASE, from: "bob", units: 8n * ONE });
  for (const key of [AT_ARBITRUM, AT_OPTIMISM]) {
    await depositAndSync(world, { key, from: "alice", units: 10n * ONE });
    await depositAndSync(world, { key, from: "carol", units: 10n * ONE });
  }
  await pump(world);
  await borrow(world, "carol", 35_000n * DOLLAR);
  await depositAndSync(world, { key: AT_BASE, from: "bob", units: 2n * ONE });
  await withdrawCollateral(world, { key: AT_BASE, from: "bob", units: 3n * ONE });
}

type Act = (world: LocalSystem) => Promise<unknown>;

/** Deposits, withdrawals, borrowing, repayment, a liquidation with both modes of take, its cure and its close. */
const story: readonly Act[] = [
  (world) => deposit(world, { key: AT_HUB, from: "alice", units: 3n * ONE }),
  (world) => depositAndSync(world, { key: AT_ARBITRUM, from: "alice", units: 5n * ONE }),
  (world) => depositAndSync(world, { key: AT_OPTIMISM, from: "alice", units: 4n * ONE }),
  pump,
  (world) => borrow(world, "alice", 10_000n * DOLLAR),
  (world) => depositCash(world, "alice", 4_000n * DOLLAR),
  (world) => withdrawCollateral(world, { key: AT_ARBITRUM, from: "alice", units: 2n * ONE }),
  (world) => withdrawCollateral(world, { key: AT_HUB, from: "alice", units: ONE }),
  pump,
  (world) => setPrice(world, "ETH", 195_000n),
  (world) => liquidate(world, addressOf(world, "carol")),
  (world) => take(world, { account: addressOf(world, "carol"), key: AT_ARBITRUM, units: 2n * ONE }),
  (world) =>
    take(world, {
      account: addressOf(world, "carol"),
      key: AT_OPTIMISM,
      units: ONE,
      recipient: addressOf(world, "keeper"),
    }),
  (world) => depositAndSync(world, { key: AT_OPTIMISM, from: "carol", units: 20n * ONE }),
  pump,
  (world) =>
    mined(
      world.hub.auctions
        .connect(signerOf(world, "stranger", "hub"))
        .close(addressOf(world, "carol")),
    ),
];

/** What the story left behind elsewhere: every counter and all cash. */
async function outcome(world: LocalSystem, observer: Observer): Promise<object> {
  const start = world.devnet.now() + PAUSE;
  for (const [index, act] of story.entries()) {
    await world.devnet.setTime(start + index * PAUSE);
    await act(world);
  }
  const reading = await observer.read(elsewhere);
  expectInvariants(reading);
  const cash = (["alice", "carol", "keeper"] as const).map((who) =>
    reading.cash.accounts.get(addressOf(world, who)),
  );
  return { ledgers: finalState(reading), cash };
}

const BASE = 40_245;
const HUB = 40_161;

/** How a source chain dies, and how it comes back. */
interface Death {
  readonly kill: Act;
  readonly revive: Act;
}

async function setVaultCode(world: LocalSystem, code: string): Promise<void> {
  const address = await sourceOf(world, "base").vault.getAddress();
  await world.devnet.chain("base").connection.raw("hardhat_setCode", [address, code]);
}

const vaultCodes = new WeakMap<LocalSystem, string>();

const deaths: Readonly<Record<string, Death>> = {
  "whose chain halts": {
    kill: ({ devnet }) => {
      devnet.chain("base").halt();
      return Promise.resolve();
    },
    revive: ({ devnet }) => {
      devnet.chain("base").resume();
      return Promise.resolve();
    },
  },
  "whose DVNs all fall silent": {
    kill: ({ devnet }) => {
      devnet.relayer.faults.lane(BASE, HUB, { withhold: [0, 1] });
      devnet.relayer.faults.lane(HUB, BASE, { withhold: [0, 1] });
      return Promise.resolve();
    },
    revive: ({ devnet }) => {
      devnet.relayer.faults.clear();
      return Promise.resolve();
    },
  },
  "whose vault reverts": {
    kill: async (world) => {
      const vault = await sourceOf(world, "base").vault.getAddress();
      vaultCodes.set(world, await world.devnet.chain("base").provider.getCode(vault));
      // The INVALID instruction: every call fails.
      await setVaultCode(world, "0xfe");
    },
    revive: (world) => setVaultCode(world, vaultCodes.get(world) ?? "0x"),
  },
};

describe("a lane", () => {
  const system = useSystem();

  for (const [how, { kill, revive }] of Object.entries(deaths)) {
    it(`${how} changes nothing for accounts that hold nothing there (INV-09), and settles when it is back`, async () => {
      const world = system();
      await prepare(world);
      const observer = await observe(world);
      const before = await world.devnet.snapshot();
      const healthy = await outcome(world, observer);
      // 10 and 5 deposited, 2 withdrawn; Carol's sale has ended.
      const { auctions, engine } = world.hub;
      expect(await engine.balanceOf(addressOf(world, "alice"), AT_ARBITRUM)).to.equal(13n * ONE);
      expect((await auctions.auctionOf(addressOf(world, "carol"))).startedAt).to.equal(0n);
      await world.devnet.restore(before);
      await kill(world);
      expect(await outcome(world, observer)).to.deep.equal(healthy);
      await revive(world);
      expectInvariants(await settleEverything(world, observer));
      // 8 and 2 deposited, 3 withdrawn.
      const bob = addressOf(world, "bob");
      expect(await world.hub.engine.balanceOf(bob, AT_BASE)).to.equal(7n * ONE);
      const { vault } = sourceOf(world, "base");
      expect((await vault.payableOf(bob, AT_BASE)).paid).to.equal(3n * ONE);
    });
  }
});
