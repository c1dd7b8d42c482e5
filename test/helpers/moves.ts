import type { Rng } from "@causeway/devnet";
import { MaxUint256 } from "ethers";
import { sourceOf } from "../../deploy/contracts.js";
import { localHub } from "../../deploy/networks/local.js";
import { PermitToken__factory } from "../../typechain-types/index.js";
import { AMPLE_FEE, SEND_GAS } from "./settle.js";
import {
  addressOf,
  borrow,
  depositAndSync,
  depositCash,
  give,
  govern,
  liquidate,
  mined,
  pump,
  setPrice,
  signerOf,
  supply,
  takeMode,
  tokenOf,
  vaultOf,
  type LocalSystem,
  type Person,
} from "./system.js";

/** The keys moved: ether on three lanes, and one whose credit a guardian keeps small. */
export const movedKeys = [2, 3, 5, 8] as const;

const ONE = 10n ** 8n;
const owners = ["alice", "bob"] as const;
const holders = ["alice", "bob", "keeper"] as const;
const overrides = { gasLimit: SEND_GAS };
const paid = { gasLimit: SEND_GAS, value: AMPLE_FEE };

/** A key's share of what a move draws (units); ARB has six decimals. */
const unitOf = (key: number): bigint => (key === 3 ? 10n ** 6n : ONE);

async function fund(world: LocalSystem, who: Person): Promise<void> {
  for (const key of movedKeys) {
    const { address, chain } = tokenOf(world, key);
    await give(world, key, who, 1_000n * unitOf(key));
    const token = PermitToken__factory.connect(address, signerOf(world, who, chain));
    await mined(token.approve(await vaultOf(world, key).getAddress(), MaxUint256));
  }
}

/** Carol owes more than her ether on two lanes carries, and is on sale. */
async function auction(world: LocalSystem): Promise<void> {
  await supply(world, 2_000_000n * 10n ** 6n);
  await depositCash(world, "keeper", 1_000_000n * 10n ** 6n);
  for (const key of [2, 5]) await depositAndSync(world, { key, from: "carol", units: 20n * ONE });
  await pump(world);
  await borrow(world, "carol", 70_000n * 10n ** 6n);
  await setPrice(world, "ETH", 195_000n);
  await liquidate(world, addressOf(world, "carol"));
}

/** Alice and Bob have collateral on three lanes, one of it beyond the hub's cap; Carol is being sold. */
export async function prepare(world: LocalSystem): Promise<void> {
  const { desk } = world.hub;
  const target = await desk.getAddress();
  const lower = (cap: bigint, bps: number) =>
    desk.interface.encodeFunctionData("lowerLimits", [3, cap, bps]);
  await govern(world, "guardian", {
    chain: localHub.name,
    target,
    data: lower(150n * unitOf(3), 2_000),
  });
  for (const who of owners) {
    for (const key of movedKeys)
      await depositAndSync(world, { key, from: who, units: 20n * unitOf(key) });
    await fund(world, who);
  }
  await auction(world);
  const vaultDesk = sourceOf(world, "optimism").desk;
  const data = vaultDesk.interface.encodeFunctionData("lowerLimits", [8, 1_000n * ONE, 10]);
  const narrow = { chain: "optimism", target: await vaultDesk.getAddress(), data };
  await govern(world, "guardian", narrow);
}

/** What a move may be answered with when there is nothing to do for it; anything else fails the test. */
const refusals = [
  "LaneGateway_NothingToReturn",
  "VaultLedger_NothingToClaim",
  "MarginEngine_InsufficientBalance",
  "AuctionHouse_NoAuction",
  "AuctionHouse_NothingNeeded",
  "AuctionHouse_NotOnSale",
  "AuctionHouse_TakeTooSmall",
];

type Move = (world: LocalSystem, rng: Rng) => Promise<unknown>;

const some = (rng: Rng, key: number): bigint => rng.bigint(unitOf(key), 4n * unitOf(key));

const deposit: Move = (world, rng) => {
  const [who, key] = [rng.pick(owners), rng.pick(movedKeys)];
  const { chain, scale } = tokenOf(world, key);
  const vault = vaultOf(world, key).connect(signerOf(world, who, chain));
  return mined(vault.deposit(key, some(rng, key) * scale, addressOf(world, who), overrides));
};

const depositSynced: Move = (world, rng) => {
  const [who, key] = [rng.pick(owners), rng.pick(movedKeys)];
  const { chain, scale } = tokenOf(world, key);
  const signer = signerOf(world, who, chain);
  const vault = vaultOf(world, key).connect(signer);
  const amount = some(rng, key) * scale;
  return mined(vault.depositAndSync(key, amount, signer.address, 0n, signer.address, paid));
};

const resync: Move = (world, rng) => {
  const { chain } = rng.pick(world.sources);
  const keys = movedKeys.filter((key) => tokenOf(world, key).chain === chain.name);
  const items = keys.flatMap((key) =>
    owners.map((who) => ({ holder: addressOf(world, who), key })),
  );
  const signer = signerOf(world, "stranger", chain.name);
  const vault = sourceOf(world, chain.name).vault.connect(signer);
  const picked = rng.shuffle(items).slice(0, rng.int(0, items.length));
  return mined(vault.sync(picked, signer.address, 0n, signer.address, paid));
};

const withdraw: Move = (world, rng) => {
  const [who, key] = [rng.pick(owners), rng.pick(movedKeys)];
  const signer = signerOf(world, who, localHub.name);
  const engine = world.hub.engine.connect(signer);
  const to = addressOf(world, rng.pick(holders));
  const units = some(rng, key);
  return mined(engine.withdrawCollateral(signer.address, key, units, to, signer.address, paid));
};

const seize: Move = (world, rng) => {
  const signer = signerOf(world, "keeper", localHub.name);
  const released = rng.chance(2);
  const order = {
    account: addressOf(world, "carol"),
    buyer: signer.address,
    key: rng.pick([2, 5]),
    units: rng.bigint(ONE / 2n, 3n * ONE),
    maxUnitPrice: MaxUint256,
    mode: released ? takeMode.release : takeMode.keep,
    recipient: signer.address,
    refund: signer.address,
  };
  const auctions = world.hub.auctions.connect(signer);
  return mined(auctions.take(order, released ? paid : overrides));
};

const sendHome: Move = (world, rng) => {
  const signer = signerOf(world, rng.pick(owners), localHub.name);
  const gateway = world.hub.gateway.connect(signer);
  const { address } = signer;
  return mined(gateway.returnUncredited(address, 3, address, 0n, address, paid));
};

const reflush: Move = (world, rng) => {
  const { chain } = rng.pick(world.sources);
  const keys = movedKeys.filter((key) => tokenOf(world, key).chain === chain.name);
  const items = keys.flatMap((key) =>
    holders.map((who) => ({ holder: addressOf(world, who), key })),
  );
  const signer = signerOf(world, "stranger", localHub.name);
  const gateway = world.hub.gateway.connect(signer);
  const picked = rng.shuffle(items).slice(0, rng.int(0, items.length));
  return mined(gateway.flush(chain.eid, picked, 0n, signer.address, paid));
};

/** Of the key whose payments a bucket keeps small. */
const claim: Move = (world, rng) => {
  const vault = vaultOf(world, 8).connect(signerOf(world, "stranger", "optimism"));
  return mined(vault.claim(addressOf(world, rng.pick(holders)), 8, overrides));
};

const grant: Move = (world, rng) => {
  const gateway = world.hub.gateway.connect(signerOf(world, "stranger", localHub.name));
  return mined(gateway.grant(addressOf(world, rng.pick(owners)), rng.pick(movedKeys), overrides));
};

/** Every kind of move, with how often it is drawn. */
const kinds = {
  deposit: [deposit, 2],
  depositSynced: [depositSynced, 5],
  resync: [resync, 3],
  withdraw: [withdraw, 5],
  seize: [seize, 4],
  sendHome: [sendHome, 2],
  reflush: [reflush, 3],
  claim: [claim, 2],
  grant: [grant, 1],
} as const satisfies Record<string, readonly [Move, number]>;

/** A kind of move. */
export type Kind = keyof typeof kinds;

/** How often each kind was made, and how often it was answered that there is nothing to do. */
export type Tally = Map<Kind, { made: number; refused: number }>;

const isKind = (name: string): name is Kind => name in kinds;

const deck: readonly Kind[] = Object.keys(kinds)
  .filter(isKind)
  .flatMap((kind) => Array.from({ length: kinds[kind][1] }, () => kind));

/** Makes one move drawn from the stream. */
export async function makeMove(world: LocalSystem, rng: Rng, tally: Tally): Promise<void> {
  const kind = rng.pick(deck);
  const count = tally.get(kind) ?? { made: 0, refused: 0 };
  tally.set(kind, count);
  try {
    await kinds[kind][0](world, rng);
    count.made += 1;
  } catch (error) {
    const told = error instanceof Error ? error.message : "";
    if (!refusals.some((name) => told.includes(`'${name}(`))) throw error;
    count.refused += 1;
  }
}
