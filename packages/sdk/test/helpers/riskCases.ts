import { bps, risk, seconds, units, variance, wad } from "../../src/index.js";
import type { Seconds, Wad } from "../../src/index.js";

/** Ether on a lane as the tests of the stateful twin start from it: at $1, so that units are dollars. */

/** When the tests begin. */
export const START = seconds(1_800_000_000n);

/** So many seconds later. */
export const later = (time: number | bigint): Seconds => seconds(START + BigInt(time));

/** A ratio in percent, exact to a millionth of a percent. */
export const percent = (value: number): Wad => wad(BigInt(Math.round(value * 1e6)) * 10n ** 10n);

/** σ = 75% a year: the worked example of risk.md 2.6. */
export const EXAMPLE = variance(17_824_296_000_000_000_000_000_000_000n);

/** Ether with the base of that example. */
export const ether: risk.AssetParameters = {
  ...risk.assetDefaults.eth,
  baseMaintenance: bps(1_200n),
  baseInitial: bps(1_600n),
  variance: EXAMPLE,
  minVariance: variance(0n),
  underlying: 1,
  depth: 25_000n,
};

/** An observation at $1. */
export const observed: risk.Observation = {
  price: wad(10n ** 18n),
  spread: 0n,
  observedAt: START,
  refreshedAt: START,
  status: "GOOD",
  sequencerDown: false,
};

/** Ether's row. */
export const etherRow = risk.assetRowOf(ether, observed);

/** A bridged token of it. */
export const etherKey: risk.KeyParameters = {
  asset: 1,
  decimals: 8,
  eid: 2,
  idiosyncratic: bps(50n),
  recognised: true,
};

/** Lane terms at a latency. */
export const laneAt = (latency: number, changes: Partial<risk.LaneTerms> = {}): risk.LaneTerms => ({
  latency: seconds(BigInt(latency)),
  recognisedFor: seconds(10_000n),
  quarantined: false,
  units: units(0n),
  heard: true,
  ...changes,
});

/** What a poke asks, at a latency. */
export const pokeInputs = (
  latency: number,
  changes: Partial<risk.PokeInputs> = {},
): risk.PokeInputs => ({
  key: etherKey,
  asset: ether,
  globals: risk.globalDefaults,
  sizes: risk.settledSizes(ether, START),
  posted: risk.NOTHING_POSTED,
  lane: laneAt(latency),
  ...changes,
});

/** Ether's key poked for the first time. */
export const pokedAt = (latency: number): risk.PokedKey =>
  risk.pokeKey(
    { key: undefined, asset: etherRow, assetState: undefined, volatility: undefined },
    pokeInputs(latency),
    START,
  );
