import type { Chain } from "@causeway/devnet";
import { toBeHex } from "ethers";
import { risk as twin, seconds, type Seconds } from "../../packages/sdk/src/index.js";
import { packWord } from "../../packages/sdk/src/risk/words.js";
import { stateVariables } from "./layout.js";
import type { RiskDesk } from "./riskDesk.js";

/** Writes rows into a risk engine's storage, whatever would have computed them. */

const MARKETS_PER_WORD = 16;
const WAD_PER_BPS = 10n ** 14n;

/** Slot of a state variable of RiskEngine, as `snapshots/storage.json` has it. */
function slotOf(label: string): bigint {
  const found = stateVariables("RiskEngine").find((row) => row.includes(` ${label}: `));
  const slot = /^\d+/.exec(found ?? "")?.[0];
  if (slot === undefined) throw new Error(`RiskEngine has no ${label} in the snapshot`);
  return BigInt(slot);
}

/** Every slot of the rows with its word. */
function wordsOf(rows: twin.RiskRows): [slot: bigint, word: bigint][] {
  const at = (label: string, id: number): bigint => slotOf(label) + BigInt(id);
  const markets = new Map<number, bigint>();
  for (const [market, { asset, underlying }] of rows.markets) {
    const word = Math.floor(market / MARKETS_PER_WORD);
    const shift = BigInt(market % MARKETS_PER_WORD) * 16n;
    const entry = packWord([
      [BigInt(asset), 8n],
      [BigInt(underlying), 8n],
    ]);
    markets.set(word, (markets.get(word) ?? 0n) | (entry << shift));
  }
  const thetas = packWord([
    [rows.theta.maintenance / WAD_PER_BPS, 16n],
    [rows.theta.initial / WAD_PER_BPS, 16n],
  ]);
  return [
    ...[...rows.keys].map(([id, row]) => [at("_keyRows", id), twin.encodeKeyRow(row)] as const),
    ...[...rows.assets].map(
      ([id, row]) => [at("_assetRows", id), twin.encodeAssetRow(row)] as const,
    ),
    ...[...rows.underlyings].map(
      ([id, row]) => [at("_underlyingRows", id), twin.encodeUnderlyingRow(row)] as const,
    ),
    ...[...rows.priceRisks].map(([id, risk]) => {
      const word = packWord([
        [risk.maintenance, 64n],
        [risk.initial, 64n],
        [0n, 40n],
        [BigInt(risk.underlying), 8n],
      ]);
      return [at("_assetStates", id), word] as const;
    }),
    ...[...markets].map(([id, word]) => [at("_marketWords", id), word] as const),
    [slotOf("_thetas"), thetas] as const,
  ].map(([slot, word]) => [slot, word]);
}

/** The moment at which views are answered, as a date of rows. */
export const momentOf = async (chain: Chain): Promise<Seconds> =>
  seconds(BigInt(await chain.timestamp()));

/** Puts rows in the place of those of a desk's engine; keys without one get none. */
export async function storeRows(
  { chain, risk }: RiskDesk,
  rows: twin.RiskRows,
  keys: number,
): Promise<void> {
  const address = await risk.getAddress();
  const cleared = Array.from({ length: keys }, (_, id) => [slotOf("_keyRows") + BigInt(id), 0n]);
  for (const [slot = 0n, word = 0n] of [...cleared, ...wordsOf(rows)]) {
    await chain.connection.raw("hardhat_setStorageAt", [address, toBeHex(slot), toBeHex(word, 32)]);
  }
}
