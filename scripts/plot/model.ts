import { bps, milliseconds, risk, seconds, units, wad } from "../../packages/sdk/src/index.js";
import type { Seconds, Wad } from "../../packages/sdk/src/index.js";
import type { PlottedEnvironment, PlottedLane } from "./networks.js";

/** One asset on one lane as the twin sees it while the lane is silent or well. */

/** When a plot's clock starts: any instant does. */
const START = seconds(1_800_000_000n);
/** A round trip of a lane in its best state; Tmin is longer than it on every lane. */
const ROUND_TRIP = milliseconds(1n);

/** An asset on a lane. */
export interface Subject {
  readonly asset: PlottedEnvironment["assets"][number];
  readonly lane: PlottedLane;
  readonly inputs: Pick<risk.PokeInputs, "key" | "asset" | "globals">;
  readonly row: risk.AssetRow;
}

/** Everything that is listed, by asset and lane; the largest idiosyncratic part where an asset has two tokens on a lane. */
export function subjectsOf(environment: PlottedEnvironment): Subject[] {
  return environment.assets.flatMap((asset) =>
    environment.lanes.flatMap((lane) => {
      const listed = environment.keys.filter(
        (key) => key.asset === asset.id && key.chain === lane.name,
      );
      if (listed.length === 0) return [];
      const idiosyncratic = bps(BigInt(Math.max(...listed.map((key) => key.idiosyncratic))));
      const key = { asset: asset.id, decimals: 8, eid: 0, idiosyncratic, recognised: true };
      const inputs = { key, asset: asset.parameters, globals: environment.globals };
      return [{ asset, lane, inputs, row: rowOf(asset.parameters) }];
    }),
  );
}

/** A row at $1, so that units are dollars: no haircut depends on the price. */
const rowOf = (parameters: risk.AssetParameters): risk.AssetRow =>
  risk.firstPoke(
    {
      key: { asset: 0, decimals: 8, eid: 0, idiosyncratic: bps(0n), recognised: true },
      asset: parameters,
      globals: risk.globalDefaults,
      lane: risk.hubTerms(),
    },
    risk.assetRowOf(parameters, {
      price: wad(10n ** 18n),
      spread: 0n,
      observedAt: START,
      refreshedAt: START,
      status: "GOOD",
      sequencerDown: false,
    }),
    START,
  ).asset;

/** What the gateway says of the key after so long a silence (seconds). */
export function termsAfter({ lane }: Subject, silence: number): risk.LaneTerms {
  if (lane.minLatency === undefined) return risk.hubTerms();
  const opened = risk.openedLane(seconds(lane.minLatency), START);
  const clock = { ...opened, smoothed: ROUND_TRIP, lastSampledEcho: START };
  return risk.laneTerms(clock, { held: false, units: units(0n) }, after(silence));
}

/** An instant of a plot's clock. */
export const after = (time: number): Seconds => seconds(START + BigInt(Math.round(time)));

/** The key poked for the first time after so long a silence: its targets. */
export const targetAfter = (subject: Subject, silence: number): risk.PokedKey =>
  risk.firstPoke(
    { ...subject.inputs, lane: termsAfter(subject, silence) },
    subject.row,
    after(silence),
  );

/** The next poke of a key whose lane has been silent for so long at `time`. */
export function pokeAfter(
  subject: Subject,
  state: risk.KeyState,
  time: number,
  silence: number,
): risk.PokedKey {
  const now = after(time);
  const lane = termsAfter(subject, silence);
  const sizes = risk.settledSizes(subject.inputs.asset, now);
  return risk.pokeKey(state, { ...subject.inputs, sizes, posted: risk.NOTHING_POSTED, lane }, now);
}

/** Haircuts of a key at a size charge. */
export const haircutsAt = ({ key, asset }: risk.PokedKey, size: Wad): risk.BothMargins<Wad> =>
  risk.haircutsOf(key, asset, size, key.pokedAt);
