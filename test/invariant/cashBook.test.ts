import { createRng, RevertedError, type DevSigner, type Rng } from "@causeway/devnet";
import { isCallException, type ContractTransactionResponse } from "ethers";
import { expect } from "chai";
import {
  cashWealth,
  checkBook,
  poolWealth,
  readBook,
  type BookState,
} from "../helpers/cashModel.js";
import { HUB_ETH, useHub, type Hub } from "../helpers/hub.js";
import { startPrices } from "../helpers/hubRisk.js";
import { as, depositKey, sameBlock, setPrice, subAccount, supply } from "../helpers/hubActions.js";
import { mined } from "../helpers/mined.js";
import { SCALE, units8, usd, usdc } from "../helpers/money.js";

/** Calls a run makes, and how many runs; a failing one names its seed and step, which replay it. */
const STEPS = 150;
const RUNS = Number(process.env.CAUSEWAY_RUNS ?? 4);
const FIRST_RUN = Number(process.env.CAUSEWAY_FIRST_RUN ?? 1);

/** What the contracts may answer to a random call; anything else is a fault. */
const refusals: ReadonlySet<string> = new Set([
  "ERC4626ExceededMaxWithdraw",
  "LiquidityPool_Dust",
  "MarginEngine_BelowInitialMargin",
  "MarginEngine_DebtBelowMinimum",
  "MarginEngine_Healthy",
  "MarginEngine_InLiquidation",
  "MarginEngine_InsufficientBalance",
  "MarginEngine_InsufficientCash",
  "MarginEngine_NoLiquidity",
  "MarginEngine_NotInLiquidation",
]);

/** One person, its accounts, and what it may do. */
interface World {
  readonly hub: Hub;
  readonly rng: Rng;
  readonly people: readonly DevSigner[];
  readonly accounts: readonly string[];
  readonly ownerOf: ReadonlyMap<string, DevSigner>;
}

/** A random call; its maker, whose wealth it may not raise, or nobody where a sale or the market moves it. */
interface Move {
  readonly name: string;
  readonly maker?: DevSigner;
  /** Whether the maker's pool shares count too. */
  readonly inPool?: boolean;
  readonly act: () => Promise<unknown>;
}

const amountOf = (rng: Rng): bigint =>
  rng.chance(4) ? rng.bigint(1n, 1_000n) : rng.bigint(1n, usdc(9_000));

const send = (call: Promise<ContractTransactionResponse>): Promise<unknown> => mined(call);

function cashMove({ hub, rng, people, accounts, ownerOf }: World): Move {
  const account = rng.pick(accounts);
  const owner = ownerOf.get(account) ?? rng.pick(people);
  const assets = amountOf(rng);
  if (rng.chance(2)) {
    const act = () => send(hub.engine.connect(owner).withdrawCash(account, assets, owner.address));
    return { name: `withdrawCash ${assets}`, maker: owner, act };
  }
  const payer = rng.pick(people);
  return {
    name: `depositCash ${assets}`,
    ...(payer === owner ? { maker: owner } : {}),
    act: async () => {
      await mined(hub.cash.connect(payer).approve(await hub.engine.getAddress(), assets));
      await mined(hub.cash.mint(payer.address, payer === owner ? 0n : assets));
      const held = await hub.cash.balanceOf(payer.address);
      const paid = held < assets ? held : assets;
      if (paid > 0n) await mined(hub.engine.connect(payer).depositCash(account, paid));
    },
  };
}

function poolMove({ hub, rng, people }: World): Move {
  const { pool, cash } = hub;
  const maker = rng.pick(people);
  const moves: readonly Move[] = [
    {
      name: "pool deposit",
      maker,
      inPool: true,
      act: async () => {
        const held = await cash.balanceOf(maker.address);
        const wanted = amountOf(rng);
        const assets = held < wanted ? held : wanted;
        await mined(cash.connect(maker).approve(await pool.getAddress(), assets));
        if (assets > 0n) await mined(pool.connect(maker).deposit(assets, maker.address));
      },
    },
    {
      name: "pool request",
      maker,
      inPool: true,
      act: async () => {
        const shares = (await pool.balanceOf(maker.address)) / rng.bigint(1n, 4n);
        await send(pool.connect(maker).requestRedeem(shares, maker.address, maker.address));
      },
    },
    { name: "pool process", act: () => send(pool.processRedeem(5)) },
    {
      name: "pool claim",
      maker,
      inPool: true,
      act: async () => {
        const claimable = await pool.maxWithdraw(maker.address);
        if (claimable === 0n) return;
        await send(pool.connect(maker).withdraw(claimable, maker.address, maker.address));
      },
    },
    { name: "insurance shares", act: () => send(pool.mintInsuranceShares()) },
  ];
  return rng.pick(moves);
}

function timeMove({ hub, rng }: World): Move {
  const jump = rng.chance(3) ? rng.int(1, 90 * 86_400) : rng.int(1, 7_200);
  const moves: readonly Move[] = [
    {
      name: `time ${jump}`,
      act: async () => {
        await hub.devnet.increaseTime(jump);
        for (const [asset, price] of startPrices) await hub.feeds.get(asset)?.transmit(price);
      },
    },
    {
      name: "accrue twice in one second",
      act: async () => {
        const once = () => hub.engine.accrue({ gasLimit: 200_000n });
        const receipts = await sameBlock(hub, [once, once]);
        const [first, second] = receipts.map(({ logs }) => logs[0]?.data);
        expect(second, "INV-26").to.equal(first);
      },
    },
  ];
  return rng.pick(moves);
}

/** A crash, a liquidation and takes of odd amounts, settled as the auction house would; then the price is back. */
function saleMove({ hub, rng, people, accounts }: World): Move {
  const account = rng.pick(accounts);
  const buyer = rng.pick(accounts.filter((other) => other !== account));
  return {
    name: "liquidation",
    act: async () => {
      await setPrice(hub, 1, 400);
      const house = hub.engine.connect(await as(hub, hub.auctions));
      try {
        await mined(house.beginLiquidation(account));
        const payment = rng.bigint(0n, usd(2_000));
        const part = () => rng.bigint(0n, payment / 4n);
        const order = {
          account,
          buyer,
          key: HUB_ETH,
          units: rng.bigint(1n, units8(1)),
          payment,
          keeper: rng.pick([...accounts, ...people.map(({ address }) => address)]),
          keeperReward: part(),
          insuranceShare: part(),
          reserveShare: part(),
        };
        await mined(house.settleTake(order));
      } finally {
        const { inLiquidation } = await hub.engine.headerOf(account);
        if (inLiquidation) await mined(house.endLiquidation(account));
        await setPrice(hub, 1, 3_000);
      }
    },
  };
}

function anyMove(world: World): Move {
  const roll = world.rng.int(1, 20);
  if (roll <= 11) return cashMove(world);
  if (roll <= 15) return poolMove(world);
  if (roll <= 18) return timeMove(world);
  return saleMove(world);
}

/** The error's name where a contract refused, undefined for any other trouble. */
function refusalOf(error: unknown, hub: Hub): string | undefined {
  if (error instanceof RevertedError) return error.reason.name;
  const data: unknown = isCallException(error) ? error.data : Reflect.get(Object(error), "data");
  if (typeof data !== "string") return undefined;
  const parsed = hub.engine.interface.parseError(data) ?? hub.pool.interface.parseError(data);
  return parsed?.name;
}

async function attempt(move: Move, hub: Hub): Promise<void> {
  try {
    await move.act();
  } catch (error) {
    const name = refusalOf(error, hub);
    if (name === undefined || !refusals.has(name)) throw error;
  }
}

async function createWorld(hub: Hub, seed: string): Promise<World> {
  const people = [1, 2, 3].map((index) => hub.chain.signer(index));
  const ownerOf = new Map<string, DevSigner>();
  for (const person of people) {
    for (const id of [0, 9]) ownerOf.set(subAccount(person.address, id), person);
    await mined(hub.cash.mint(person.address, usdc(30_000)));
  }
  await supply(hub, usdc(40_000));
  for (const account of ownerOf.keys()) await depositKey(hub, account, HUB_ETH, units8(4));
  return { hub, rng: createRng(seed), people, accounts: [...ownerOf.keys()], ownerOf };
}

/** Wealth that no call of the maker's may raise (INV-24). */
async function wealthOf({ hub, accounts, ownerOf }: World, move: Move): Promise<bigint> {
  const { maker, inPool = false } = move;
  if (maker === undefined) return 0n;
  const own = accounts.filter((account) => ownerOf.get(account) === maker);
  const shares = inPool ? await poolWealth(hub, maker) : 0n;
  return (await cashWealth(hub, maker, own)) + shares;
}

/** Interest of the seconds a call takes belongs to the pool's shares, up to the asset unit they are counted in. */
const earned = (move: Move, before: BookState, now: BookState): bigint =>
  move.inPool === true ? now.interest - before.interest + SCALE : 0n;

async function step(world: World, before: BookState, label: string): Promise<BookState> {
  const { hub, accounts } = world;
  const move = anyMove(world);
  const wealth = await wealthOf(world, move);
  try {
    await attempt(move, hub);
    const now = await readBook(hub, accounts);
    checkBook(before, now, accounts.length);
    const most = wealth + earned(move, before, now);
    expect(await wealthOf(world, move), "INV-24").to.be.lessThanOrEqual(most);
    return now;
  } catch (error) {
    throw new Error(`${label}, ${move.name}`, { cause: error });
  }
}

describe("the cash book under random calls", () => {
  const hub = useHub();

  for (let run = FIRST_RUN; run < FIRST_RUN + RUNS; run++) {
    it(`keeps INV-10, INV-24 and INV-26 in run ${run}`, async () => {
      const world = await createWorld(hub(), `cash ${run}`);
      let state = await readBook(hub(), world.accounts);
      for (let number = 1; number <= STEPS; number++) {
        state = await step(world, state, `run ${run}, step ${number}`);
      }
      expect(state.interest).to.be.greaterThan(0n);
    });
  }
});
