// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice One counter of one account or recipient, named in a `sync` or a `flush`.
/// @param holder account (sync) or recipient (flush)
/// @param key key (id)
struct CounterId {
    address holder;
    uint8 key;
}

/// @notice An ERC-2612 signature over the amount deposited.
/// @param deadline end of its validity (unix seconds)
/// @param v recovery byte (raw)
/// @param r first half
/// @param s second half
struct PermitSignature {
    uint256 deadline;
    uint8 v;
    bytes32 r;
    bytes32 s;
}

/// @notice What a vault takes for one key. Immutable but for the minimum.
/// @param token the token, 0 if the key is not listed
/// @param decimals decimals of the token (count)
/// @param sharedDecimals decimals of a unit (count)
/// @param minimum least deposit (units)
struct Listing {
    address token;
    uint8 decimals;
    uint8 sharedDecimals;
    uint64 minimum;
}

/// @notice Cap and two-limit bucket of one key, one slot.
/// @param cap most that may stand: in custody at a vault, credited less authorised at the gateway, below 2^63 (units)
/// @param net level of the net flow, at most b (units)
/// @param gross level of the gross flow, at most 3b (units)
/// @param updatedAt instant the levels hold for, good until 2106 (unix seconds)
/// @param bucketBps b as a share of the cap, `FlowBucket.NONE` for no bucket (bps)
/// @param temporary whether a guardian lowered the limits and the governor has not confirmed it
struct Limits {
    uint64 cap;
    uint64 net;
    uint64 gross;
    uint32 updatedAt;
    uint16 bucketBps;
    bool temporary;
}

/// @notice What a guardian has done to one key or lane (system.md section 6), one slot, read only when a flag says so.
/// @param holdUntil end of the hold, `type(uint40).max` once confirmed (unix seconds)
/// @param holdAgainAt earliest next hold (unix seconds)
/// @param limitUntil end of the lowered limits (unix seconds)
/// @param limitAgainAt earliest next lowering (unix seconds)
/// @param fullCap cap that comes back (units)
/// @param fullBucketBps bucket share that comes back (bps)
struct Guard {
    uint40 holdUntil;
    uint40 holdAgainAt;
    uint40 limitUntil;
    uint40 limitAgainAt;
    uint64 fullCap;
    uint16 fullBucketBps;
}

/// @notice Sums of one key at a vault (INV-03).
/// @param deposited sum of `deposited` over accounts (units)
/// @param paid sum of `paid` over recipients (units)
struct Sums {
    uint128 deposited;
    uint128 paid;
}

/// @notice What a vault has heard and done for one (recipient, key).
/// @param released cumulative releases the vault has heard of (units)
/// @param paid cumulative payments (units)
struct Payable {
    uint64 released;
    uint64 paid;
}

/// @notice What the gateway keeps of one lane, one slot (system.md 3.1, `ClockWord`).
/// @param newestSentAt newest date of any message, vault's clock (unix seconds)
/// @param newestSeenAt when that message arrived, hub's clock (unix seconds)
/// @param newestEcho largest echo plus hold, never ahead of the hub's clock (unix seconds)
/// @param smoothed smoothed round trip (raw, milliseconds)
/// @param variation mean deviation of the round trip (raw, milliseconds)
/// @param lastSampledEcho newest echo a round trip was sampled from, 0 before the first (unix seconds)
/// @param countedAt when a message last counted towards a lower stage (unix seconds)
/// @param minLatency Tmin, the finality of the lane (seconds)
/// @param floor stage still in force from an earlier delay (index)
/// @param counted messages that counted since the floor last changed (count)
/// @param held whether a guardian hold was set on the lane, ended or not
/// @param insecure whether the lane's configuration was found below its floor
/// @param quarantined whether the governor put the lane in QUARANTINE
/// @param confirmed whether a guardian's confirmation of the present QUARANTINE stands
struct LaneClock {
    uint32 newestSentAt;
    uint32 newestSeenAt;
    uint32 newestEcho;
    uint32 smoothed;
    uint32 variation;
    uint32 lastSampledEcho;
    uint32 countedAt;
    uint16 minLatency;
    uint8 floor;
    uint8 counted;
    bool held;
    bool insecure;
    bool quarantined;
    bool confirmed;
}

/// @notice A lane at one instant (risk.md 2.3 and 2.4). The hub's own keys need no messages: stage, latency and
/// overdue of its lane are 0.
/// @param clock what is kept of it
/// @param stage 0 NORMAL, 1 DELAYED, 2 FROZEN, 3 REDUCE_ONLY, 4 QUARANTINE (index)
/// @param latency Tlane (seconds)
/// @param overdue time beyond the expected next message (seconds)
/// @param held whether a guardian's or the security hold stands
struct LaneState {
    LaneClock clock;
    uint8 stage;
    uint32 latency;
    uint32 overdue;
    bool held;
}

/// @notice A key's lane as its haircuts need it (risk.md 2.3 and 2.4).
/// @param latency T_j: smoothed latency plus what the lane is overdue, 0 for a key of the hub (seconds)
/// @param recognisedFor how long the key still counts for initial margin, 0 for not at all, 2^16 - 1 without end
/// (seconds)
/// @param quarantined whether the lane is in QUARANTINE and a guardian's confirmation of that stands
/// @param units what all accounts hold of the key (units)
/// @param heard whether a round trip of the lane was ever sampled, true for a key of the hub
struct LaneTerms {
    uint32 latency;
    uint16 recognisedFor;
    bool quarantined;
    uint96 units;
    bool heard;
}

/// @notice One key's inflow at the gateway, one slot. Fields as in `Limits`.
/// @param cap most that may stand credited less authorised, below 2^63 (units)
/// @param net level of the net inflow, at most b (units)
/// @param gross level of the gross inflow, at most 3b (units)
/// @param updatedAt instant the levels hold for, good until 2106 (unix seconds)
/// @param eid lane of the key, 0 if it is not listed (eid)
struct KeyInflow {
    uint64 cap;
    uint64 net;
    uint64 gross;
    uint32 updatedAt;
    uint32 eid;
}

/// @notice One key's sums at the gateway, one slot.
/// @param credited sum of `credited` over accounts, an act that would pass 2^96 is refused (units)
/// @param authorised sum of `authorised` over recipients, as above (units)
/// @param bucketBps b as a share of the cap (bps)
/// @param flags bits of `KeyFlags` (raw)
struct KeySums {
    uint96 credited;
    uint96 authorised;
    uint16 bucketBps;
    uint8 flags;
}

/// @notice What the gateway knows of one (account, key), one slot.
/// @param seen the vault's `deposited` in the newest message (units)
/// @param seenAt date of that message (unix seconds)
/// @param credited cumulative credit (units)
/// @param grantedAt date of the message whose value was credited last (unix seconds)
/// @param short whether it is counted in the key's account shortfalls
struct Credit {
    uint64 seen;
    uint40 seenAt;
    uint64 credited;
    uint40 grantedAt;
    bool short;
}

/// @notice Recorded shortfall of one key (system.md section 3), read only when a flag says so.
/// @param deposits sum credited plus cover beyond the deposited total (units)
/// @param custody deposited less paid beyond the tokens held (units)
/// @param accounts accounts whose counter fell below what they were credited (count)
/// @param releases paid beyond what was authorised or covered (units)
struct Shortfall {
    uint96 deposits;
    uint96 custody;
    uint64 accounts;
    uint96 releases;
}

/// @title KeyFlags
/// @notice Bits of `KeySums.flags`: each says that a cold slot must be read.
library KeyFlags {
    /// @notice A guardian hold was set on the key.
    uint8 internal constant GUARDED = 1;
    /// @notice A total shows a shortfall.
    uint8 internal constant SHORT_TOTALS = 2;
    /// @notice An account's counter is below its credit.
    uint8 internal constant SHORT_ACCOUNTS = 4;
    /// @notice Either: nothing of the key is authorised.
    uint8 internal constant SHORT = 6;
    /// @notice Somebody deposited for account 0.
    uint8 internal constant COVERED = 8;
    /// @notice A guardian lowered the limits.
    uint8 internal constant TEMPORARY = 16;
}
