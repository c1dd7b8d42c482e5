// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Limits} from "../types/Lane.sol";

/// @title PackedSlots
/// @notice Writes one-slot structs with one SSTORE. The compiler would read and write the slot once a field.
/// @dev Fields stand where the compiler's layout puts them, lowest first; `test/unit/libraries/PackedSlots` reads
/// each back through the compiler. Only the slot of the reference given is written.
library PackedSlots {
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
