import type { BaseContract } from "ethers";
import type { Action } from "./actions.js";
import { sourceOf, type HubContracts, type System } from "./contracts.js";
import type { AssetListing, KeyListing } from "./networks/types.js";

const isListed = (bitmap: bigint, id: number): boolean => ((bitmap >> BigInt(id)) & 1n) === 1n;

const sameAddress = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Whether every field the environment names has that value on chain. */
function matches(onChain: object, desired: object): boolean {
  return Object.entries(desired).every(([field, value]) => {
    const actual: unknown = Reflect.get(onChain, field);
    return String(actual) === String(value);
  });
}

/** Collects the actions of one chain. */
class Plan {
  readonly actions: Action[] = [];

  constructor(
    private readonly chain: string,
    private readonly manager: string,
  ) {}

  async add(
    target: BaseContract,
    name: string,
    args: readonly unknown[],
    text: string,
  ): Promise<void> {
    const data = target.interface.encodeFunctionData(name, args);
    this.actions.push({
      chain: this.chain,
      manager: this.manager,
      target: await target.getAddress(),
      data,
      text: `${this.chain}: ${text}`,
    });
  }
}

const feedFields = ["source", "maxAge", "minPrice", "maxPrice"] as const;

/** A feed, as the environment lists it or as the oracle answers it. */
type AnyFeed = Readonly<Record<(typeof feedFields)[number], string | number | bigint>>;

/** Feeds and band as text, to compare and to show. */
function feedsText(feeds: readonly AnyFeed[], bandBps: number | bigint): string {
  if (feeds.length === 0) return "none";
  const texts = feeds.map((feed) =>
    feedFields.map((field) => feed[field].toString().toLowerCase()).join("/"),
  );
  return `${texts.join(" and ")} within ${bandBps} bps`;
}

async function planFeeds(plan: Plan, { oracle }: HubContracts, asset: AssetListing): Promise<void> {
  const now = await oracle.feedsOf(asset.id);
  const [before, after] = [
    feedsText(now.feeds, now.bandBps),
    feedsText(asset.feeds, asset.bandBps),
  ];
  if (before === after) return;
  const args = [asset.id, asset.feeds, asset.bandBps];
  await plan.add(oracle, "setFeeds", args, `feeds of ${asset.symbol} ${before} -> ${after}`);
}

async function planAssets(plan: Plan, { environment, hub }: System): Promise<void> {
  const { parameters, oracle } = hub;
  const sequencer = await oracle.sequencerFeed();
  if (!sameAddress(sequencer, hub.chain.sequencerFeed)) {
    const text = `sequencer feed ${sequencer} -> ${hub.chain.sequencerFeed}`;
    await plan.add(oracle, "setSequencerFeed", [hub.chain.sequencerFeed], text);
  }
  if (!matches(await parameters.globalParameters(), environment.globals))
    await plan.add(parameters, "setGlobals", [environment.globals], "parameters of the model");
  const [, assets] = await parameters.listed();
  for (const asset of environment.assets) {
    await planFeeds(plan, hub, asset);
    const known = isListed(assets, asset.id);
    if (known && matches(await parameters.assetParameters(asset.id), asset.parameters)) continue;
    const text = `${known ? "parameters of" : "list"} ${asset.symbol} as asset ${asset.id}`;
    await plan.add(parameters, "setAsset", [asset.id, asset.parameters], text);
  }
}

async function planLanes(plan: Plan, { environment, hub }: System): Promise<void> {
  for (const { name, eid, latency } of environment.sources) {
    const { minLatency } = (await hub.desk.laneOf(eid)).clock;
    if (minLatency === BigInt(latency)) continue;
    const text = `finality of the lane to ${name} ${minLatency} s -> ${latency} s`;
    await plan.add(hub.desk, "setMinLatency", [eid, latency], text);
  }
}

async function planRiskOfKey(plan: Plan, system: System, key: KeyListing): Promise<void> {
  const { parameters } = system.hub;
  const [keys] = await parameters.listed();
  const desired = {
    asset: key.asset,
    decimals: key.sharedDecimals,
    eid: eidOf(system, key),
    idiosyncratic: key.idiosyncratic,
    recognised: key.recognised,
  };
  const now = isListed(keys, key.id) ? await parameters.keyParameters(key.id) : undefined;
  if (now !== undefined && matches(now, desired)) return;
  const text = `haircut of key ${key.id} (${key.symbol} on ${key.chain})`;
  await plan.add(parameters, "setKey", [key.id, desired], text);
}

async function planGatewayKey(plan: Plan, system: System, key: KeyListing): Promise<void> {
  const { gateway, desk } = system.hub;
  const name = `key ${key.id} (${key.symbol} on ${key.chain}) at the gateway`;
  const eid = eidOf(system, key);
  const lane = await gateway.laneOfKey(key.id);
  if (lane === 0n) {
    const args = [key.id, eid, key.token, key.cap, key.bucketBps];
    await plan.add(gateway, "listKey", args, `list ${name}`);
    return;
  }
  if (lane !== BigInt(eid) || !sameAddress(await desk.tokenOf(key.id), key.token))
    throw new Error(`key ${key.id} is another token's for ever; give ${key.symbol} a new id`);
  const [{ cap }, { bucketBps }] = [await desk.inflowOf(key.id), await desk.sumsOf(key.id)];
  if (cap === key.cap && bucketBps === BigInt(key.bucketBps)) return;
  const text = `limits of ${name} ${cap}/${bucketBps} bps -> ${key.cap}/${key.bucketBps} bps`;
  await plan.add(desk, "setLimits", [key.id, key.cap, key.bucketBps], text);
}

/** A hub key has no bucket: no message can be forged there (system.md section 3). */
const noBucket = 2 ** 16 - 1;

async function planVaultKey(plan: Plan, system: System, key: KeyListing): Promise<void> {
  const local = key.chain === system.hub.chain.name;
  const { vault, desk } = local
    ? { vault: system.hub.vault, desk: system.hub.vault }
    : sourceOf(system, key.chain);
  const bucketBps = local ? noBucket : key.bucketBps;
  const name = `key ${key.id} (${key.symbol}) at the vault`;
  const listing = await vault.listingOf(key.id);
  if (BigInt(listing.token) === 0n) {
    const args = [key.id, key.token, key.sharedDecimals, key.minimum, key.cap];
    await plan.add(desk, "listKey", local ? args : [...args, bucketBps], `list ${name}`);
    return;
  }
  const same = sameAddress(listing.token, key.token);
  if (!same || listing.sharedDecimals !== BigInt(key.sharedDecimals))
    throw new Error(`${name} on ${key.chain} is listed as another token or with other units`);
  if (listing.minimum !== key.minimum) {
    const text = `least deposit of ${name} ${listing.minimum} -> ${key.minimum}`;
    await plan.add(desk, "setMinimum", [key.id, key.minimum], text);
  }
  const now = await vault.limitsOf(key.id);
  if (now.cap === key.cap && now.bucketBps === BigInt(bucketBps)) return;
  const text = `limits of ${name} ${now.cap}/${now.bucketBps} bps -> ${key.cap}/${bucketBps} bps`;
  await plan.add(desk, "setLimits", [key.id, key.cap, bucketBps], text);
}

function eidOf(system: System, key: KeyListing): number {
  const { hub } = system;
  return key.chain === hub.chain.name ? hub.chain.eid : sourceOf(system, key.chain).chain.eid;
}

/**
 * What must change so that assets, feeds, lanes and keys are listed as the environment says; empty when nothing differs.
 * The vault of a key comes before the gateway's part, so that no credit can be granted for a key without custody.
 */
export async function planListing(system: System): Promise<Action[]> {
  const { hub, environment } = system;
  const onHub = new Plan(hub.chain.name, await hub.manager.getAddress());
  const atSources: Plan[] = [];
  await planAssets(onHub, system);
  await planLanes(onHub, system);
  for (const { chain, manager } of system.sources) {
    const plan = new Plan(chain.name, await manager.getAddress());
    for (const key of environment.keys)
      if (key.chain === chain.name) await planVaultKey(plan, system, key);
    atSources.push(plan);
  }
  for (const key of environment.keys) {
    if (key.chain === hub.chain.name) await planVaultKey(onHub, system, key);
    await planGatewayKey(onHub, system, key);
    await planRiskOfKey(onHub, system, key);
  }
  return [...atSources, onHub].flatMap((plan) => plan.actions);
}
