// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Verdict on the latest answers for an asset. UNSET: no feed. STALE: older than its limit. OUT_OF_BOUNDS:
/// zero, negative or outside the sanity bounds. UNREADABLE: reverts, answers malformed data or comes from the future.
/// DISAGREE: two feeds, each good, but further apart than their band. Of two feeds the worse verdict counts: from STALE
/// to UNREADABLE the higher number says less of the price, and DISAGREE needs two good ones (decision 072).
enum PriceStatus {
    UNSET,
    GOOD,
    STALE,
    OUT_OF_BOUNDS,
    UNREADABLE,
    DISAGREE
}
