/** What every message starts with. */
export interface MessageHeader {
  /** Sender's clock (unix seconds). */
  readonly sentAt: number;
  /** Newest `sentAt` seen from the other side, 0 if none (unix seconds). */
  readonly echo: number;
  /** How long ago that was seen, saturating (seconds). */
  readonly hold: number;
}

/** The current value of one cumulative counter. */
export interface MessageCounter {
  /** Account (SYNC) or recipient (RELEASE), an address in any case. */
  readonly holder: string;
  /** Key (id). */
  readonly key: number;
  /** `deposited` (SYNC) or `authorised` (RELEASE) (units). */
  readonly value: bigint;
}

/** Sums of one key at a vault; they saturate at 2^96 - 1 when encoded. */
export interface MessageTotal {
  /** Key (id). */
  readonly key: number;
  /** Sum of `deposited` over accounts (units). */
  readonly deposited: bigint;
  /** Sum of `paid` over recipients (units). */
  readonly paid: bigint;
  /** Tokens held (units). */
  readonly custody: bigint;
}

/** Vault to hub. */
export interface SyncMessage extends MessageHeader {
  /** Who is rewarded for a heartbeat. */
  readonly payee: string;
  readonly counters: readonly MessageCounter[];
  readonly totals: readonly MessageTotal[];
}

/** Hub to vault. */
export interface ReleaseMessage extends MessageHeader {
  readonly counters: readonly MessageCounter[];
}

/** The bytes are not a message of the type asked for, or a field does not fit its width. */
export class MessageError extends Error {
  override readonly name = "MessageError";
}
