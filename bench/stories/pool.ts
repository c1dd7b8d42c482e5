import type { ContractTransactionReceipt } from "ethers";
import {
  deposit,
  depositCash,
  mined,
  supply,
  sync,
  tokenOf,
  vaultOf,
  withdrawCollateral,
} from "../../deploy/local/moves.js";
import { awaken } from "../../deploy/local/lanes.js";
import { addressOf, signerOf } from "../../deploy/local/people.js";
import { cast, deliverOne, type Costs } from "../lib/acts.js";
import { paid } from "../lib/meter.js";
import { TOKEN } from "../lib/listing.js";
import type { Bench } from "../lib/world.js";
import { receiveFrame } from "./messages.js";

const USDC = 10n ** 6n;
const DAY = 86_400;

/** A key of the sender's account on a source chain, and one that a buyer took on the hub. */
const SOURCE_KEY = 3;
const HUB_KEY = 0;
/** A key of a source chain of which a whole bucket goes in and out in a day. */
const BUCKET_KEY = 6;
/** b: a fifth of the cap (whole tokens). */
const BUCKET = 2_000_000n;

async function shares(bench: Bench): Promise<Costs> {
  const poolDeposit = paid(await supply(bench, 1_000n * USDC));
  const signer = signerOf(bench, cast.provider, "hub");
  const pool = bench.hub.pool.connect(signer);
  const amount = await pool.convertToShares(10n * USDC);
  const requested = (): Promise<ContractTransactionReceipt> =>
    mined(pool.requestRedeem(amount, signer.address, signer.address));
  await requested();
  await mined(pool.processRedeem(1n));
  const requestRedeem = paid(await requested());
  const processRedeem = paid(await mined(pool.processRedeem(1n)));
  return {
    "pool.deposit": poolDeposit,
    "pool.requestRedeem": requestRedeem,
    "pool.processRedeem": processRedeem,
  };
}

async function withdrawals(bench: Bench): Promise<Costs> {
  const leave = { key: SOURCE_KEY, from: cast.sender, units: TOKEN };
  await withdrawCollateral(bench, leave);
  await deliverOne(bench);
  const out = paid(await withdrawCollateral(bench, leave));
  const release = await receiveFrame(bench, await deliverOne(bench));
  const stay = { key: HUB_KEY, from: cast.newBuyer, units: TOKEN };
  await withdrawCollateral(bench, stay);
  return {
    "receive.release": release,
    "pool.withdrawCollateral": out,
    "pool.withdrawHub": paid(await withdrawCollateral(bench, stay)),
  };
}

/** Two days' buckets come in, and in one day only one of them goes out: the rest is claimed a day later. */
async function claims(bench: Bench): Promise<Costs> {
  const holder = addressOf(bench, cast.sender);
  const { chain } = tokenOf(bench, BUCKET_KEY);
  const units = (BUCKET - 10_000n) * TOKEN;
  for (let day = 0; day < 2; day++) {
    await bench.devnet.increaseTime(DAY);
    await awaken(bench);
    await deposit(bench, { key: BUCKET_KEY, from: cast.sender, units });
    await sync(bench, chain, [{ holder, key: BUCKET_KEY }]);
    await deliverOne(bench);
  }
  await bench.devnet.increaseTime(DAY);
  await withdrawCollateral(bench, { key: BUCKET_KEY, from: cast.sender, units: 2n * units });
  await deliverOne(bench);
  await bench.devnet.increaseTime(DAY);
  const vault = vaultOf(bench, BUCKET_KEY).connect(signerOf(bench, cast.sender, chain));
  return { "pool.claim": paid(await mined(vault.claim(holder, BUCKET_KEY))) };
}

/** Cash, shares of the pool, and collateral going home. */
export async function pool(bench: Bench): Promise<Costs> {
  const cash = paid(await depositCash(bench, cast.buyer, 1_000n * USDC));
  const shared = await shares(bench);
  const withdrawn = await withdrawals(bench);
  return { "pool.depositCash": cash, ...shared, ...withdrawn, ...(await claims(bench)) };
}
