// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGuarded} from "../interfaces/IGuarded.sol";
import {Guard} from "../types/Lane.sol";
import {FlowBucket} from "./FlowBucket.sol";

/// @title GuardBook
/// @notice Clocks of what a guardian does (system.md section 6). Expiry is lazy: whoever reads a flag asks here first.
library GuardBook {
    uint256 internal constant DURATION = 72 hours;
    uint256 internal constant COOLDOWN = 7 days;
    uint40 internal constant CONFIRMED = type(uint40).max;

    uint64 private constant _CAP_BOUND = 1 << 63;
    uint16 private constant _BPS = 10_000;

    /// @notice Starts a hold of 72 h. One that the governor confirmed is not shortened by it.
    /// @param guard clocks of the key or lane
    /// @return until its end (unix seconds)
    function hold(Guard storage guard) internal returns (uint40 until) {
        require(block.timestamp >= guard.holdAgainAt, IGuarded.Guarded_TooSoon(guard.holdAgainAt));
        until = uint40(block.timestamp + DURATION);
        if (guard.holdUntil > until) until = guard.holdUntil;
        guard.holdUntil = until;
        guard.holdAgainAt = uint40(block.timestamp + COOLDOWN);
    }

    /// @notice Makes a hold permanent until it is released.
    /// @param guard clocks of the key or lane
    function confirmHold(Guard storage guard) internal {
        require(isHeld(guard), IGuarded.Guarded_NothingActive());
        guard.holdUntil = CONFIRMED;
    }

    /// @notice Ends a hold.
    /// @param guard clocks of the key or lane
    function releaseHold(Guard storage guard) internal {
        require(isHeld(guard), IGuarded.Guarded_NothingActive());
        guard.holdUntil = 0;
    }

    /// @notice Remembers the limits that come back after 72 h.
    /// @param guard clocks of the key
    /// @param fullCap cap before (units)
    /// @param fullBucketBps bucket share before (bps)
    /// @return until when they come back unless confirmed (unix seconds)
    function lowerLimits(Guard storage guard, uint64 fullCap, uint16 fullBucketBps) internal returns (uint40 until) {
        require(block.timestamp >= guard.limitAgainAt, IGuarded.Guarded_TooSoon(guard.limitAgainAt));
        until = uint40(block.timestamp + DURATION);
        guard.limitUntil = until;
        guard.limitAgainAt = uint40(block.timestamp + COOLDOWN);
        guard.fullCap = fullCap;
        guard.fullBucketBps = fullBucketBps;
    }

    /// @notice Whether a hold stands.
    /// @param guard clocks of the key or lane
    /// @return held true until its end
    function isHeld(Guard storage guard) internal view returns (bool held) {
        held = block.timestamp < guard.holdUntil;
    }

    /// @notice Reverts unless new limits are not above the present ones.
    /// @param key key (id)
    /// @param cap cap asked (units)
    /// @param currentCap cap now (units)
    /// @param bucketBps bucket share asked (bps)
    /// @param currentBucketBps bucket share now (bps)
    function requireLower(
        uint8 key,
        uint64 cap,
        uint64 currentCap,
        uint16 bucketBps,
        uint16 currentBucketBps
    ) internal pure {
        require(
            cap <= currentCap && bucketBps <= currentBucketBps,
            IGuarded.Guarded_NotLower({
                key: key,
                cap: cap,
                currentCap: currentCap,
                bucketBps: bucketBps,
                currentBucketBps: currentBucketBps
            })
        );
    }

    /// @notice Reverts unless the limits are in range. Only a vault without messages may have no bucket.
    /// @param cap cap asked (units)
    /// @param bucketBps bucket share asked (bps)
    /// @param bucketed whether the key has a bucket
    function requireInRange(uint64 cap, uint16 bucketBps, bool bucketed) internal pure {
        require(
            cap < _CAP_BOUND && (bucketed ? bucketBps <= _BPS : bucketBps == FlowBucket.NONE),
            IGuarded.Guarded_BadLimits(cap, bucketBps)
        );
    }
}
