// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Credit, KeyInflow, KeySums, LaneClock, Limits} from "../types/Lane.sol";

/// @title PackedSlots
/// @notice Writes one-slot structs with one SSTORE. The compiler would read and write the slot once a field.
/// @dev Fields stand where the compiler's layout puts them, lowest first; `test/unit/libraries/PackedSlots` reads
/// each back through the compiler. Only the slot of the reference given is written.
library PackedSlots {
    /// @notice Stores a lane's clock.
    /// @param to where
    /// @param from what
    function store(LaneClock storage to, LaneClock memory from) internal {
        uint256 word =
            uint256(from.newestSentAt) |
                (uint256(from.newestSeenAt) << 40) |
                (uint256(from.newestEcho) << 80) |
                (uint256(from.smoothed) << 120) |
                (uint256(from.variation) << 152) |
                (uint256(from.lastSampledEcho) << 184) |
                (from.held ? 1 << 224 : 0);
        assembly ("memory-safe") {
            sstore(to.slot, word)
        }
    }

    /// @notice Stores a key's inflow.
    /// @param to where
    /// @param from what
    function store(KeyInflow storage to, KeyInflow memory from) internal {
        uint256 word =
            uint256(from.cap) |
                (uint256(from.net) << 64) |
                (uint256(from.gross) << 128) |
                (uint256(from.updatedAt) << 192) |
                (uint256(from.eid) << 224);
        assembly ("memory-safe") {
            sstore(to.slot, word)
        }
    }

    /// @notice Stores a key's sums.
    /// @param to where
    /// @param from what
    function store(KeySums storage to, KeySums memory from) internal {
        uint256 word =
            uint256(from.credited) |
                (uint256(from.authorised) << 96) |
                (uint256(from.lastGrantAt) << 192) |
                (uint256(from.bucketBps) << 232) |
                (uint256(from.flags) << 248);
        assembly ("memory-safe") {
            sstore(to.slot, word)
        }
    }

    /// @notice Stores an account's credit.
    /// @param to where
    /// @param from what
    function store(Credit storage to, Credit memory from) internal {
        uint256 word =
            uint256(from.seen) |
                (uint256(from.seenAt) << 64) |
                (uint256(from.credited) << 104) |
                (uint256(from.grantedAt) << 168) |
                (from.short ? 1 << 208 : 0);
        assembly ("memory-safe") {
            sstore(to.slot, word)
        }
    }

    /// @notice Stores a vault's limits of a key.
    /// @param to where
    /// @param from what
    function store(Limits storage to, Limits memory from) internal {
        uint256 word =
            uint256(from.cap) |
                (uint256(from.net) << 64) |
                (uint256(from.gross) << 128) |
                (uint256(from.updatedAt) << 192) |
                (uint256(from.bucketBps) << 224) |
                (from.temporary ? 1 << 240 : 0);
        assembly ("memory-safe") {
            sstore(to.slot, word)
        }
    }
}
