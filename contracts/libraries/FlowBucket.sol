// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title FlowBucket
/// @notice Two leaky buckets over one flow: net at most b, gross at most 3b, both empty linearly over 24 h (system.md
/// section 3). So a forger moves at most capacity plus refill, and starves a key only with 3b of turnover a day.
library FlowBucket {
    using Math for uint256;

    /// @notice Levels of both buckets and the instant they hold for.
    /// @param net level of the net flow (units)
    /// @param gross level of the gross flow (units)
    /// @param updatedAt the instant (unix seconds)
    struct Level {
        uint256 net;
        uint256 gross;
        uint256 updatedAt;
    }

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
        capacity = (cap * bucketBps) / _BPS;
    }

    /// @notice The levels now. Only whole units leak, and the clock moves on by just the time they took, rounded up
    /// (against the mover), so that calling often neither stops the refill nor speeds it up.
    /// @param level the levels before
    /// @param capacity b (units)
    /// @param nowAt now (unix seconds)
    /// @return settled the levels now
    function settle(Level memory level, uint256 capacity, uint256 nowAt) internal pure returns (Level memory settled) {
        if ((level.net | level.gross) == 0) return Level({net: 0, gross: 0, updatedAt: nowAt});
        uint256 elapsed = nowAt.saturatingSub(level.updatedAt);
        uint256 leaked = (capacity * elapsed) / PERIOD;
        if (leaked == 0) return level;
        settled.net = level.net.saturatingSub(leaked);
        settled.gross = level.gross.saturatingSub(_GROSS_FACTOR * leaked);
        settled.updatedAt = level.updatedAt + (leaked * PERIOD).ceilDiv(capacity);
    }

    /// @notice How much more may flow in the limited direction.
    /// @param level settled levels
    /// @param capacity b (units)
    /// @return room min(b - net, 3b - gross), 0 if either is over (units)
    function room(Level memory level, uint256 capacity) internal pure returns (uint256) {
        return capacity.saturatingSub(level.net).min(grossRoom(level, capacity));
    }

    /// @notice How much more may flow in and out again.
    /// @param level settled levels
    /// @param capacity b (units)
    /// @return 3b - gross, 0 if over; a level stays below 2^64 (units)
    function grossRoom(Level memory level, uint256 capacity) internal pure returns (uint256) {
        return (_GROSS_FACTOR * capacity).min(type(uint64).max).saturatingSub(level.gross);
    }
}
