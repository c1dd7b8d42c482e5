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
  /** Date of the message whose value was granted last (for account 0: that changed `seen` last); 0 before the first. */
  grantedAt: number;
  authorised: number;
  /** Bit v is set when a RELEASE message with the cumulative value v was ever sent. */
  sent: number;
  /** Releases written off: a counter of its own on both sides, because `authorised` and `released` must not fall. */
  forgone: number;
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
  /** Date of the newest totals processed. */
  totalsAt: number;
  /** Why the key is on hold: bit 1 deposits below credits, bit 2 releases above authorisations or tokens missing. */
  holds: number;
  /** Date of the newest message that showed a shortfall of the key. */
  holdAt: number;
  /** The recorded shortfall of releases and custody, less what was written off since. */
  shortfall: number;
  forgiven: number;
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

/** What a SYNC says: the counters and the totals of the key. */
export interface Message {
  sentAt: number;
  deposited: [number, number, number];
  total: number;
  /** Sum of `released` (of `paid` under the variant that compares those). */
  outflow: number;
  /** deposited - paid - custody, not below 0. */
  missing: number;
}

/** The protocol's decisions. `sound` is the protocol; every wrong variant turns one of them. */
export interface Rules {
  deltaMessages: boolean;
  olderOverwrites: boolean;
  unguardedTotals: boolean;
  coverOutsideGuard: boolean;
  returnOutsideGuard: boolean;
  liftByEqualDate: boolean;
  comparePaid: boolean;
  netOnlyBuckets: boolean;
  seizureByMessage: boolean;
  refundByTimeOut: boolean;
  releaseOverwrites: boolean;
  forgivenLowersCredited: boolean;
  writeOffLowersCounters: boolean;
  writeOffOwnBalanceOnly: boolean;
}

export const sound: Rules = {
  deltaMessages: false,
  olderOverwrites: false,
  unguardedTotals: false,
  coverOutsideGuard: false,
  returnOutsideGuard: false,
  liftByEqualDate: false,
  comparePaid: false,
  netOnlyBuckets: false,
  seizureByMessage: false,
  refundByTimeOut: false,
  releaseOverwrites: false,
  forgivenLowersCredited: false,
  writeOffLowersCounters: false,
  writeOffOwnBalanceOnly: false,
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
