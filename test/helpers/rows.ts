import { risk as twin } from "../../packages/sdk/src/index.js";
import { setKey, type ListedDesk, type ListedKey, type RiskDesk } from "./riskDesk.js";
import { mined } from "./mined.js";

/** An asset's row, unpacked. */
export async function assetRowAt({ risk }: RiskDesk, asset: number): Promise<twin.AssetRow> {
  return twin.decodeAssetRow(await risk.assetRow(asset));
}

/** A key's row, unpacked; it must have been poked. */
export async function keyRowAt({ risk }: RiskDesk, key: number): Promise<twin.KeyRow> {
  const row = twin.decodeKeyRow(await risk.keyRow(key));
  if (row === undefined) throw new Error(`key ${key.toString()} was never poked`);
  return row;
}

/** An underlying's row, unpacked; it must have been poked. */
export async function underlyingRowAt(
  { risk }: RiskDesk,
  asset: number,
): Promise<twin.UnderlyingRow> {
  const row = twin.decodeUnderlyingRow(await risk.underlyingRow(asset));
  if (row === undefined) throw new Error(`underlying ${asset.toString()} was never poked`);
  return row;
}

/** Lists keys, on lanes of some latency where told (seconds), and pokes them. */
export async function listKeys(
  desk: RiskDesk,
  keys: ReadonlyMap<number, ListedKey>,
  latencies: ReadonlyMap<number, bigint> = new Map(),
): Promise<void> {
  for (const [key, given] of keys) {
    await setKey(desk, key, given, latencies.get(key));
    await mined(desk.risk.poke(1n << BigInt(key)));
  }
}

/** Makes an asset's feed answer something (raw, eight decimals). */
export async function transmit(desk: ListedDesk, asset: number, price: bigint): Promise<void> {
  const feed = desk.feeds.get(asset);
  if (feed === undefined) throw new Error(`asset ${asset.toString()} has no feed`);
  await feed.transmit(price, { observations: [price, price, price, price] });
}

/** A price outside the sanity bounds of the desk's feeds (raw, eight decimals). */
export const OUTSIDE = 10n ** 15n;
