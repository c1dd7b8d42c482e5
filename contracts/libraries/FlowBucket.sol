// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title FlowBucket
/// @notice Two leaky buckets over one flow: net at most b, gross at most 3b, both empty linearly over 24 h (system.md
/// section 3). So a forger moves at most capacity plus refill, and starves a key only with 3b of turnover a day.
/// @dev Bounds of every function: cap < 2^63 and bucketBps < 2^16, so b < 2^66; levels < 2^64; dates < 2^40.
library FlowBucket {
    /// @notice Share of the cap that stands for no bucket at all: a vault no message can be forged to.
    uint16 internal constant NONE = type(uint16).max;

    uint256 internal constant PERIOD = 24 hours;
    uint256 private constant _GROSS_FACTOR = 3;
    uint256 private constant _BPS = 10_000;

    /// @notice b, rounded down: against the mover.
    /// @param cap cap of the key, below 2^63 (units)
    /// @param bucketBps share (bps)
    /// @return capacity b (units)
    function capacityOf(uint256 cap, uint256 bucketBps) internal pure returns (uint256 capacity) {
        // Bound: 2^63 × 2^16 < 2^256.
        unchecked {
            capacity = (cap * bucketBps) / _BPS;
        }
    }

    /// @notice The levels now. Only whole units leak (rounded down), and the clock moves on by just the time they took
    /// (rounded up), both against the mover: calling often neither stops the refill nor speeds it up.
    /// @param net level of the net flow (units)
    /// @param gross level of the gross flow (units)
    /// @param updatedAt instant the levels hold for (unix seconds)
    /// @param capacity b (units)
    /// @param nowAt now (unix seconds)
    /// @return netNow level now (units)
    /// @return grossNow level now (units)
    /// @return settledAt instant the new levels hold for, not after now (unix seconds)
    function settle(
        uint256 net,
        uint256 gross,
        uint256 updatedAt,
        uint256 capacity,
        uint256 nowAt
    ) internal pure returns (uint256 netNow, uint256 grossNow, uint256 settledAt) {
        if (net | gross == 0 || nowAt <= updatedAt) return (net, gross, net | gross == 0 ? nowAt : updatedAt);
        // Bounds: b × elapsed < 2^66 × 2^40; leaked < 2^106, and leaked × PERIOD / b does not exceed the elapsed time.
        unchecked {
            uint256 leaked = (capacity * (nowAt - updatedAt)) / PERIOD;
            if (leaked == 0) return (net, gross, updatedAt);
            uint256 leakedGross = _GROSS_FACTOR * leaked;
            netNow = net > leaked ? net - leaked : 0;
            grossNow = gross > leakedGross ? gross - leakedGross : 0;
            settledAt = updatedAt + (leaked * PERIOD + capacity - 1) / capacity;
        }
    }

    /// @notice How much more may flow in the limited direction.
    /// @param net settled level of the net flow (units)
    /// @param gross settled level of the gross flow (units)
    /// @param capacity b (units)
    /// @return left min(b - net, 3b - gross), 0 if either is over (units)
    function room(uint256 net, uint256 gross, uint256 capacity) internal pure returns (uint256 left) {
        left = grossRoom(gross, capacity);
        // Bound: guarded by the comparison.
        unchecked {
            uint256 netRoom = capacity > net ? capacity - net : 0;
            if (netRoom < left) left = netRoom;
        }
    }

    /// @notice How much more may flow in and out again.
    /// @param gross settled level of the gross flow (units)
    /// @param capacity b (units)
    /// @return left 3b - gross, 0 if over; the level stays below 2^64 (units)
    function grossRoom(uint256 gross, uint256 capacity) internal pure returns (uint256 left) {
        // Bounds: 3 × 2^66; the difference is guarded by the comparison.
        unchecked {
            uint256 limit = _GROSS_FACTOR * capacity;
            if (limit > type(uint64).max) limit = type(uint64).max;
            left = limit > gross ? limit - gross : 0;
        }
    }
}
