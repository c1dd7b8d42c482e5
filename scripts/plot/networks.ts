import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { ZeroAddress } from "ethers";
import { localChains, localEnvironment, localTokens } from "../../deploy/networks/local.js";
import type { Environment } from "../../deploy/networks/types.js";
import { risk } from "../../packages/sdk/src/index.js";
import { isJson, type Json } from "../lib/json.js";

/** The parameters of a network file, without its chains: a plot needs no address. */

/** A mistake of whoever asks; the message says which and what to do. */
export class PlotError extends Error {}

/** What a plot needs of an environment. */
export type PlottedEnvironment = Pick<Environment, "name" | "globals" | "assets" | "keys"> & {
  readonly lanes: readonly PlottedLane[];
};

/** A lane, or the hub itself, which has none. */
export interface PlottedLane {
  readonly name: string;
  /** Tmin (seconds); undefined for the hub. */
  readonly minLatency: bigint | undefined;
}

/** The local file wants the addresses of what a devnet deployed; none of them enters a plot. */
function localParameters(): Environment {
  const layerZero = {
    endpoint: ZeroAddress,
    sendLibrary: ZeroAddress,
    receiveLibrary: ZeroAddress,
    executor: ZeroAddress,
    dvns: [],
  };
  return localEnvironment({
    layerZero: new Map(localChains.map(({ name }) => [name, layerZero])),
    wrappedNative: new Map(localChains.map(({ name }) => [name, ZeroAddress])),
    tokens: new Map(localTokens.map(({ key }) => [key, ZeroAddress])),
    settlementAsset: ZeroAddress,
    feeds: new Map(localTokens.map(({ asset }) => [asset, [ZeroAddress]])),
    roles: {
      admin: ZeroAddress,
      governor: ZeroAddress,
      steward: ZeroAddress,
      guardian: ZeroAddress,
    },
  });
}

const LOCAL = "deploy/networks/local.ts";
const GLOBALS = Object.keys(risk.globalDefaults);
const ASSET = [...Object.keys(risk.assetDefaults.eth), "depth"];

const hasBigints = (value: unknown, names: readonly string[]): boolean =>
  isJson(value) && names.every((name) => typeof value[name] === "bigint");

const isListOf = (value: unknown, holds: (item: Json) => boolean): boolean =>
  Array.isArray(value) && value.every((item) => isJson(item) && holds(item));

const isNamed = (value: Json): boolean => typeof value.name === "string";

function isEnvironment(value: unknown): value is Environment {
  if (!isJson(value) || !isNamed(value) || !isJson(value.hub) || !isNamed(value.hub)) return false;
  return (
    hasBigints(value.globals, GLOBALS) &&
    isListOf(value.sources, isNamed) &&
    isListOf(value.assets, ({ parameters }) => hasBigints(parameters, ASSET)) &&
    isListOf(value.keys, ({ idiosyncratic }) => typeof idiosyncratic === "number")
  );
}

function fileOf(root: string, wanted: string): string {
  const named = path.join(root, "deploy/networks", `${wanted}.ts`);
  const candidates = [named, path.resolve(root, wanted)];
  const found = candidates.find((file) => path.extname(file) !== "" && existsSync(file));
  if (found !== undefined) return found;
  throw new PlotError(
    `there is no network "${wanted}": neither ${path.relative(root, named)} nor a file of that path; name one of deploy/networks, such as local`,
  );
}

async function environmentIn(root: string, file: string): Promise<Environment> {
  if (path.relative(root, file) === LOCAL) return localParameters();
  const exported: unknown = await import(pathToFileURL(file).href);
  const found = isJson(exported) ? Object.values(exported).find(isEnvironment) : undefined;
  if (found !== undefined) return found;
  throw new PlotError(
    `${path.relative(root, file)} exports no environment: it must export a constant of the type Environment of deploy/networks/types.ts`,
  );
}

/** Tmin of a source chain: what its file states until the lane has measured a round trip (seconds). */
function minLatencyOf(source: Readonly<Record<string, unknown>>, chain: string): bigint {
  const stated = source.minLatency ?? source.latency;
  if (typeof stated === "number" || typeof stated === "bigint") return BigInt(stated);
  throw new PlotError(`the source chain ${chain} states no minLatency (seconds)`);
}

/** Reads the parameters of a network by its name in deploy/networks or by the path of its file. */
export async function readNetwork(root: string, wanted: string): Promise<PlottedEnvironment> {
  const environment = await environmentIn(root, fileOf(root, wanted));
  const { name, globals, assets, keys, hub, sources } = environment;
  const lanes = sources.map((source) => ({
    name: source.name,
    minLatency: minLatencyOf({ ...source }, source.name),
  }));
  return {
    name,
    globals,
    assets,
    keys,
    lanes: [{ name: hub.name, minLatency: undefined }, ...lanes],
  };
}
