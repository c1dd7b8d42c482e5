// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Verdict on a feed's latest answer. UNSET: no feed. STALE: older than its limit. OUT_OF_BOUNDS: zero,
/// negative or outside the sanity bounds. UNREADABLE: reverts, answers malformed data or comes from the future.
enum PriceStatus {
    UNSET,
    GOOD,
    STALE,
    OUT_OF_BOUNDS,
    UNREADABLE
}
