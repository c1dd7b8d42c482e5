/** Account 0 is the cover account: deposits for it are never granted. Accounts 1 and 2 are users, and also the recipients. */
export type Who = 0 | 1 | 2;
export type User = 1 | 2;
export const everyone: readonly Who[] = [0, 1, 2];
export const users: readonly User[] = [1, 2];

/** What one account has on one lane. Vault side first, then the gateway's, then the engine's. All in units of the key. */
export interface Party {
  deposited: number;
  released: number;
  paid: number;
  seen: number;
  /** Date of the message `seen` came from; 0 before the first. */
  seenAt: number;
  credited: number;
  /** Date of the message whose value was granted last; 0 before the first. */
  grantedAt: number;
  /** 1 while the account counts as short: the newest message about it showed less than was credited. */
  short: number;
  authorised: number;
  /** Bit v is set when a RELEASE message with the cumulative value v was ever sent. */
  sent: number;
  balance: number;
  /** Only the variant "seizure by message": units sold whose seizure the vault has not acknowledged. */
  seizing: number;
}

export interface Lane {
  /** The vault's clock. Several vault events may share one date, as transactions share a block. */
  clock: number;
  parties: [Party, Party, Party];
  /** Units of tokens in the vault, moved by transfers alone, so that INV-03 compares two things. */
  tokens: number;
  /** Units that left the vault by no rule: known to the checker, not to the protocol. */
  lost: number;
  outNet: number;
  outGross: number;
  inNet: number;
  inGross: number;
  /** Date of the newest message of the lane, whatever it carried. */
  newestAt: number;
  /** The recorded shortfall, in its three parts. */
  shortDeposits: number;
  shortCustody: number;
  shortReleases: number;
  /** Units the governor booked as paid or credited outside the buckets: known to the checker, not to the protocol. */
  bookedOut: number;
  bookedIn: number;
  /** Refills of the buckets so far. */
  refills: number;
  /** Every vault state a SYNC may carry: anyone may have sent it, and it may arrive at any time, again, or never. */
  history: number[];
}

export interface World {
  lanes: Lane[];
  reorgs: number;
  forgeries: number;
  writeOffs: number;
}

/** How the checks treat a step: a delivery may not change the outcome; a correction may lower counters, a write-off untrue ones. */
export type Kind = "act" | "delivery" | "correction" | "write-off" | "forgery";

export interface Step {
  kind: Kind;
  lane: number;
  /** Said only for traces: building it is not free. */
  label: () => string;
  next: World;
}

/** What a SYNC says: the counters and the totals of the key. */
export interface Message {
  sentAt: number;
  deposited: [number, number, number];
  total: number;
  paid: number;
  custody: number;
}

/** The protocol's decisions. `sound` is the protocol; every wrong variant turns one of them. */
export interface Rules {
  deltaMessages: boolean;
  olderOverwrites: boolean;
  unguardedTotals: boolean;
  liftByEqualDate: boolean;
  netOnlyBuckets: boolean;
  seizureByMessage: boolean;
  refundByTimeOut: boolean;
  releaseOverwrites: boolean;
  chargeLowersCredited: boolean;
  acceptedByNobody: boolean;
  writeOffLowersCounters: boolean;
  writeOffOwnBalanceOnly: boolean;
  /** No wrong variant: the checker does without the accepted limit of DETECTION. */
  limitDenied: boolean;
}

export const sound: Rules = {
  deltaMessages: false,
  olderOverwrites: false,
  unguardedTotals: false,
  liftByEqualDate: false,
  netOnlyBuckets: false,
  seizureByMessage: false,
  refundByTimeOut: false,
  releaseOverwrites: false,
  chargeLowersCredited: false,
  acceptedByNobody: false,
  writeOffLowersCounters: false,
  writeOffOwnBalanceOnly: false,
  limitDenied: false,
};

/** The bounds of one configuration. Counters are in units, dates in clock ticks of the vault. */
export interface Config {
  name: string;
  about: string;
  lanes: 1 | 2;
  /** Most units deposited for one user, at most 3. */
  deposits: number;
  /** Most units deposited for account 0, at most 3. */
  cover: number;
  /** Last date of the vault's clock, at most 6. */
  clock: number;
  cap: number;
  /** Net limit of the buckets; the gross limit is three times as much. */
  bucket: number;
  /** Net room one refill gives; it gives three times as much gross room. */
  refill: number;
  refills: number;
  /** False leaves the honest SYNC messages out, where only the vault matters. */
  syncs: boolean;
  seizures: boolean;
  returns: boolean;
  /** A user may name the other one as recipient. */
  crossRecipients: boolean;
  reorgs: number;
  /** Forged messages on lane 0. */
  forgeries: number;
  forgedSync: boolean;
  forgedRelease: boolean;
  /** Largest value a forger writes. */
  forgedValue: number;
  /** How far ahead of the vault's clock a forged date may be. */
  forgedAhead: number;
  losses: number;
  writeOffs: number;
  /** INV-05 compared counter by counter, or by sums where a cap decides who comes first, or not at all under a reorg. */
  confluence: "exact" | "sums" | "off";
}

export interface Model {
  config: Config;
  rules: Rules;
  /** The one property to check; without it all are. */
  watch?: string;
}

/** True when every SYNC tells the truth: the checks of an honest run apply. */
export const isHonest = (config: Config): boolean =>
  config.reorgs === 0 && config.forgeries === 0 && config.losses === 0;
