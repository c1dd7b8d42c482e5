// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IGuarded
/// @notice What a guardian may do at once and the governor confirms (system.md section 6): holds and lowered limits end
/// after 72 h unless confirmed and may not be repeated within 7 days.
interface IGuarded {
    /// @notice The limits of a key were lowered by a guardian.
    /// @param key key (id)
    /// @param cap new cap (units)
    /// @param bucketBps new bucket share (bps)
    /// @param until end of the lowering unless confirmed (unix seconds)
    event LimitsLowered(uint8 indexed key, uint64 cap, uint16 bucketBps, uint256 until);

    /// @notice The governor made lowered limits permanent.
    /// @param key key (id)
    event LimitsConfirmed(uint8 indexed key);

    /// @notice The governor set the limits of a key.
    /// @param key key (id)
    /// @param cap new cap (units)
    /// @param bucketBps new bucket share (bps)
    event LimitsSet(uint8 indexed key, uint64 cap, uint16 bucketBps);

    /// @notice A guardian may not repeat this yet.
    /// @param againAt earliest next time (unix seconds)
    error Guarded_TooSoon(uint256 againAt);

    /// @notice A guardian may only lower limits.
    /// @param key key (id)
    /// @param cap cap asked (units)
    /// @param currentCap cap now (units)
    /// @param bucketBps bucket share asked (bps)
    /// @param currentBucketBps bucket share now (bps)
    error Guarded_NotLower(uint8 key, uint64 cap, uint64 currentCap, uint16 bucketBps, uint16 currentBucketBps);

    /// @notice There is nothing to confirm or to end.
    error Guarded_NothingActive();

    /// @notice A cap or bucket share is out of range.
    /// @param cap cap asked, below 2^63 (units)
    /// @param bucketBps bucket share asked, at most 10,000 (bps)
    error Guarded_BadLimits(uint64 cap, uint16 bucketBps);

    /// @notice Lowers the limits of a key for 72 h. Guardian.
    /// @param key key (id)
    /// @param cap new cap, not above the present one (units)
    /// @param bucketBps new bucket share, not above the present one (bps)
    function lowerLimits(uint8 key, uint64 cap, uint16 bucketBps) external;

    /// @notice Makes lowered limits permanent. Governor.
    /// @param key key (id)
    function confirmLimits(uint8 key) external;

    /// @notice Sets the limits of a key. Governor.
    /// @param key key (id)
    /// @param cap new cap (units)
    /// @param bucketBps new bucket share (bps)
    function setLimits(uint8 key, uint64 cap, uint16 bucketBps) external;
}
