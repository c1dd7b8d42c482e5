import { MaxUint256 } from "ethers";
import { flush, mined, sync, tokenOf, vaultOf } from "../../deploy/local/moves.js";
import { addressOf, signerOf } from "../../deploy/local/people.js";
import {
  ILayerZeroEndpointV2__factory,
  PermitToken__factory,
} from "../../typechain-types/index.js";
import { cast, deliverOne, type Costs, type Delivered } from "../lib/acts.js";
import { frameGas, paid, paidFor } from "../lib/meter.js";
import { TOKEN } from "../lib/listing.js";
import type { Bench } from "../lib/world.js";

/** Two keys of the same vault. */
const KEY = 3;
const OTHER_KEY = 7;

const { selector: lzReceive } =
  ILayerZeroEndpointV2__factory.createInterface().getFunction("lzReceive");

/** What `EndpointV2.lzReceive` used inside the executor's transaction. */
export function receiveFrame(bench: Bench, { chain, executed }: Delivered): Promise<number> {
  const { endpoint } = bench.devnet.layerZero(chain.name).addresses;
  return frameGas(chain, executed, { to: endpoint, selector: lzReceive });
}

/** The sender's account of that number. */
export function accountOf(bench: Bench, number: number): string {
  const owner = BigInt(addressOf(bench, cast.sender));
  return `0x${(owner ^ BigInt(number)).toString(16).padStart(40, "0")}`;
}

/** Tokens and an allowance that is lowered by each deposit, as a wallet's usually is. */
async function supplyTokens(bench: Bench, key: number): Promise<void> {
  const { address, chain } = tokenOf(bench, key);
  const signer = signerOf(bench, cast.sender, chain);
  const token = PermitToken__factory.connect(address, signer);
  await mined(token.mint(signer.address, 10n ** 30n));
  await mined(token.approve(await vaultOf(bench, key).getAddress(), MaxUint256 / 2n));
}

async function put(bench: Bench, account: string, key: number): Promise<number> {
  const { chain, scale } = tokenOf(bench, key);
  const vault = vaultOf(bench, key).connect(signerOf(bench, cast.sender, chain));
  return paid(await mined(vault.deposit(key, 10n * TOKEN * scale, account)));
}

/** Deposits and syncs for exactly the quoted fee. */
async function putAndSync(bench: Bench, account: string, key: number): Promise<number> {
  const { chain, scale } = tokenOf(bench, key);
  const signer = signerOf(bench, cast.sender, chain);
  const vault = vaultOf(bench, key).connect(signer);
  const value = await vault.quoteDepositAndSync(key, 0n);
  const amount = 10n * TOKEN * scale;
  return paid(
    await mined(vault.depositAndSync(key, amount, account, 0n, signer.address, { value })),
  );
}

/** One message about these counters, each of which has grown: what it costs at its source and at the hub. */
async function tell(
  bench: Bench,
  counters: readonly (readonly [account: string, key: number])[],
): Promise<{ readonly source: number; readonly both: number }> {
  for (const [account, key] of counters) await put(bench, account, key);
  const items = counters.map(([holder, key]) => ({ holder, key }));
  const source = paid(await sync(bench, tokenOf(bench, KEY).chain, items, cast.sender));
  const { chain, executed } = await deliverOne(bench);
  return { source, both: source + (await paidFor(chain, executed)) };
}

/** First message of a lane, then a new account, then the usual case. */
async function receiveStory(bench: Bench, first: string, second: string): Promise<Costs> {
  await putAndSync(bench, first, KEY);
  const firstOnLane = await receiveFrame(bench, await deliverOne(bench));
  const depositAndSyncNew = await putAndSync(bench, second, KEY);
  const newAccount = await receiveFrame(bench, await deliverOne(bench));
  // From here on the vault has an echo of the hub's clock to send, and the gateway a round trip to take from it.
  await flush(bench, tokenOf(bench, KEY).chain, [], cast.sender);
  await deliverOne(bench);
  const depositAndSync = await putAndSync(bench, first, KEY);
  const delivered = await deliverOne(bench);
  const { chain, verified, committed, executed } = delivered;
  return {
    "receive.firstOnLane": firstOnLane,
    "receive.newAccount": newAccount,
    "receive.existing": await receiveFrame(bench, delivered),
    "messages.depositAndSyncNew": depositAndSyncNew,
    "messages.depositAndSync": depositAndSync,
    "messages.verify": await paidFor(chain, verified[1] ?? ""),
    "messages.commit": await paidFor(chain, committed),
    "messages.execute": await paidFor(chain, executed),
  };
}

/** Deposits and what carries them to the hub. */
export async function messages(bench: Bench): Promise<Costs> {
  const [first, second] = [accountOf(bench, 0), accountOf(bench, 1)];
  for (const key of [KEY, OTHER_KEY]) await supplyTokens(bench, key);
  const received = await receiveStory(bench, first, second);
  await tell(bench, [[first, OTHER_KEY]]);
  const one = await tell(bench, [[first, KEY]]);
  const twoAccounts = await tell(bench, [
    [first, KEY],
    [second, KEY],
  ]);
  const twoKeys = await tell(bench, [
    [first, KEY],
    [first, OTHER_KEY],
  ]);
  const { chain } = tokenOf(bench, KEY);
  const heartbeat = paid(await sync(bench, chain, [], cast.sender));
  await deliverOne(bench);
  const flushed = await flush(bench, chain, [{ holder: first, key: KEY }], cast.sender);
  await deliverOne(bench);
  return {
    ...received,
    "messages.deposit": await put(bench, first, KEY),
    "messages.sync": one.source,
    "messages.furtherAccount": twoAccounts.both - one.both,
    "messages.furtherAccountSource": twoAccounts.source - one.source,
    "messages.furtherKey": twoKeys.both - one.both,
    "messages.furtherKeySource": twoKeys.source - one.source,
    "messages.heartbeat": heartbeat,
    "messages.flush": paid(flushed),
  };
}
