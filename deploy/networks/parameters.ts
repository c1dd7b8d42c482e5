import { risk } from "../../packages/sdk/src/index.js";
import type { AssetParameters, GlobalParameters } from "./types.js";

/** Defaults of risk.md section 8 for the whole model. */
export const defaultGlobals: GlobalParameters = risk.globalDefaults;

/** cut and step of risk.md section 8. */
export const defaultCurve = { cut: 998_000_000_000_000_000n, step: 12n };

const tier =
  (name: risk.Tier, depth: bigint) =>
  (underlying: number): AssetParameters => ({ ...risk.assetDefaults[name], underlying, depth });

/** Defaults of risk.md section 8 by tier; `underlying` is the asset's own id unless it wraps another. */
export const tiers = {
  stable: tier("stable", 50_000n),
  ether: tier("eth", 25_000n),
  bitcoin: tier("btc", 40_000n),
  alternative: tier("alt", 3_000n),
} as const;
