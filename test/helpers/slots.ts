import type { Chain } from "@causeway/devnet";
import { AbiCoder, keccak256, toBeHex, type Addressable } from "ethers";
import { PermitToken__factory, type MarginEngine } from "../../typechain-types/index.js";
import { stateVariables } from "./layout.js";
import { mined } from "./mined.js";

const coder = AbiCoder.defaultAbiCoder();

/** Slot of `mapping(address => mapping(uint8 => ...))` at `base`. */
const nested = (base: bigint, account: string, key: number): string => {
  const outer = keccak256(coder.encode(["address", "uint256"], [account, base]));
  return keccak256(coder.encode(["uint8", "bytes32"], [key, outer]));
};

/** Slot of `mapping(uint8 => ...)` at `base`. */
const single = (base: bigint, key: number): string =>
  keccak256(coder.encode(["uint8", "uint256"], [key, base]));

const write = async (
  chain: Chain,
  contract: Addressable,
  slot: string,
  word: bigint,
): Promise<void> => {
  await chain.connection.raw("hardhat_setStorageAt", [
    await contract.getAddress(),
    slot,
    toBeHex(word, 32),
  ]);
};

/** Where a key's row says how long it counts, and its value for "always" (`contracts/types/KeyRow.sol`). */
const RECOGNISED_FOR = 204n;
const FOR_EVER = 0xffffn;

/** Where a source vault keeps `deposited`, as `snapshots/storage.json` has it (slot). */
const DEPOSITED = 4n;

/** Where the gateway keeps its sums and the authorised counters (slot). */
const GATEWAY_SUMS = 3n;
const AUTHORISED = 5n;

/**
 * Sets a deposit counter, to bring it near its end: at a unit a second that would take five hundred billion years.
 *
 * @param chain - of the vault
 * @param vault - whose counter
 * @param what - account, key and units
 */
export const setDeposited = (
  chain: Chain,
  vault: Addressable,
  what: { account: string; key: number; units: bigint },
): Promise<void> => write(chain, vault, nested(DEPOSITED, what.account, what.key), what.units);

/** Sets an authorised counter of the gateway (units). */
export const setAuthorised = (
  chain: Chain,
  gateway: Addressable,
  what: { recipient: string; key: number; units: bigint },
): Promise<void> => write(chain, gateway, nested(AUTHORISED, what.recipient, what.key), what.units);

/** Sets a key's sums at the gateway, both at least (units), keeping its bucket share (bps). */
export const setSums = (
  chain: Chain,
  gateway: Addressable,
  what: { key: number; credited: bigint; authorised: bigint; bucketBps: bigint },
): Promise<void> =>
  write(
    chain,
    gateway,
    single(GATEWAY_SUMS, what.key),
    what.credited | (what.authorised << 96n) | (what.bucketBps << 232n),
  );

/** Where a contract keeps a state variable (slot). */
function slotOf(contract: string, name: string): bigint {
  const place = stateVariables(contract).find((line) => line.includes(` ${name}:`));
  if (place === undefined) throw new Error(`${contract} keeps no ${name}`);
  return BigInt(place.slice(0, place.indexOf("+")));
}

const engineSlot = (name: string): bigint => slotOf("MarginEngine", name);

/** Writes the row of a key that counts for initial margin, whatever would have computed it. */
export const setKeyRow = (chain: Chain, engine: Addressable, key: number): Promise<void> => {
  const row = (FOR_EVER << RECOGNISED_FOR) | 1n;
  return write(chain, engine, toBeHex(slotOf("RiskEngine", "_keyRows") + BigInt(key), 32), row);
};

/** Sets the protocol reserve of an engine (WAD) and gives it the tokens for it (INV-10). */
export async function setReserve(
  chain: Chain,
  engine: MarginEngine,
  amount: bigint,
): Promise<void> {
  const slot = toBeHex(engineSlot("_funds"), 32);
  const admin = chain.signer(0);
  const scale = await engine.assetScale();
  const assets = (amount + scale - 1n) / scale;
  await mined(PermitToken__factory.connect(await engine.asset(), admin).mint(engine, assets));
  const insurance = await engine.insuranceCash();
  await write(chain, engine, slot, insurance | (amount << 128n));
}

/** Slot of `mapping(address => ...)` or `mapping(uint256 => ...)` at `base`. */
const word = (type: "address" | "uint256", key: string | bigint, base: bigint): string =>
  keccak256(coder.encode([type, "uint256"], [key, base]));

/**
 * Writes accounts that all hold the same balances (units) and debt shares (raw), for views of more of them than transactions
 * could make in time. The sums of the engine do not know of them.
 */
export async function setAccounts(
  chain: Chain,
  engine: Addressable,
  accounts: readonly string[],
  each: { readonly balances: ReadonlyMap<number, bigint>; readonly shares: bigint },
): Promise<void> {
  const [headers, balances] = [engineSlot("_headers"), engineSlot("_balances")];
  const cash = engineSlot("_cash");
  const groups = new Map<bigint, bigint>();
  let held = 0n;
  for (const [key, units] of each.balances) {
    held |= 1n << BigInt(key);
    const group = BigInt(Math.floor(key / 4));
    groups.set(group, (groups.get(group) ?? 0n) | (units << BigInt(64 * (key % 4))));
  }
  for (const account of accounts) {
    const own = BigInt(word("address", account, balances));
    await write(chain, engine, word("address", account, headers), held);
    await write(chain, engine, word("address", account, cash), each.shares << 128n);
    for (const [group, units] of groups)
      await write(chain, engine, word("uint256", group, own), units);
  }
}
