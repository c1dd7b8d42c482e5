import { configNamed } from "./configs.js";
import type { Config, Rules } from "./types.js";
import { sound } from "./types.js";

/** One decision of the protocol turned, and the property that must catch it. */
export interface Variant {
  name: string;
  about: string;
  config: Config;
  rules: Rules;
  /** The property watched: a shortest trace to it is shown, even if another breaks earlier. */
  watch: string;
}

function variant(
  rule: keyof Rules,
  config: string | Config,
  watch: string,
  about: string,
): Variant {
  const name = rule.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const bounds = typeof config === "string" ? configNamed(config) : config;
  return { name, about, config: bounds, rules: { ...sound, [rule]: true }, watch };
}

/** The vault alone: its turnover is what the forger drives. */
const turnover: Config = {
  ...configNamed("forged-twice"),
  deposits: 2,
  cover: 1,
  syncs: false,
  writeOffs: 0,
};

export const variants: readonly Variant[] = [
  variant("deltaMessages", "honest", "INV-01", "a SYNC carries the units since the last one"),
  variant(
    "unguardedTotals",
    "honest",
    "NO-FALSE-HOLD",
    "totals are compared in a message not strictly later than every grant",
  ),
  variant("netOnlyBuckets", turnover, "INV-08", "buckets limit net flow only"),
  variant(
    "seizureByMessage",
    "honest",
    "INV-04",
    "a seizure is a message, the owner's balance falls on its acknowledgement",
  ),
  variant("refundByTimeOut", "honest", "INV-01", "a release not heard of is refunded on the hub"),
  variant("olderOverwrites", "honest", "INV-01", "an older SYNC overwrites a newer `seen`"),
  variant(
    "releaseOverwrites",
    "honest",
    "INV-01",
    "released = value instead of max(released, value)",
  ),
  variant(
    "coverOutsideGuard",
    "honest-cover",
    "NO-FALSE-HOLD",
    "the totals test reads account 0's `seen` but its guard ignores that date",
  ),
  variant(
    "returnOutsideGuard",
    "honest-limits",
    "NO-FALSE-HOLD",
    "returnUncredited credits without moving the date of the newest grant",
  ),
  variant(
    "liftByEqualDate",
    "forged-release",
    "DETECTION",
    "totals of the date that began a hold may end it",
  ),
  variant(
    "comparePaid",
    "forged-release",
    "DETECTION",
    "totals carry sum(paid), not sum(released), against sum(authorised)",
  ),
  variant(
    "forgivenLowersCredited",
    "forged-release",
    "DETECTION",
    "a write-off of a false payment lowers `credited` with the balance",
  ),
  variant(
    "writeOffLowersCounters",
    "reorg",
    "INV-01",
    "a write-off lowers `authorised` and `released` themselves",
  ),
  variant(
    "writeOffOwnBalanceOnly",
    "reorg",
    "WRITE-OFF",
    "a write-off reaches the balance of the over-credited account alone",
  ),
];
