// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Arrays without the bounds check
/// @notice For the loop over held keys, where Solidity's check costs as much as the arithmetic it guards. Whoever calls
/// says beside the call why the index is inside.
library MemoryWords {
    /// @notice An array that is not cleared.
    /// @param length how many words (count)
    /// @return words the array, contents undefined until each word is written
    function allocate(uint256 length) internal pure returns (uint256[] memory words) {
        assembly ("memory-safe") {
            words := mload(0x40)
            mstore(words, length)
            mstore(0x40, add(add(words, 0x20), shl(5, length)))
        }
    }

    /// @notice The word at an index.
    /// @param words the array
    /// @param index place, below the array's length (index)
    /// @return word the word (raw)
    function get(uint256[] memory words, uint256 index) internal pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(add(add(words, 0x20), shl(5, index)))
        }
    }

    /// @notice Writes the word at an index.
    /// @param words the array
    /// @param index place, below the array's length (index)
    /// @param word the word (raw)
    function set(uint256[] memory words, uint256 index, uint256 word) internal pure {
        assembly ("memory-safe") {
            mstore(add(add(words, 0x20), shl(5, index)), word)
        }
    }

    /// @notice Shortens an array.
    /// @param words the array
    /// @param length new length, at most the old one (count)
    function truncate(uint256[] memory words, uint256 length) internal pure {
        assembly ("memory-safe") {
            mstore(words, length)
        }
    }
}
