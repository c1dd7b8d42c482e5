// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title PackedBytes
/// @notice Reads and writes words of tightly packed messages.
/// @dev Callers check the length of a message once; no function here checks bounds. Calldata beyond its end reads as
/// zero.
library PackedBytes {
    /// @notice The 32 bytes of calldata from `offset` on, the first of them highest.
    /// @param data message
    /// @param offset first byte (index)
    /// @return word the bytes (raw)
    function load(bytes calldata data, uint256 offset) internal pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := calldataload(add(data.offset, offset))
        }
    }

    /// @notice Memory for `length` bytes and a word beyond, which `store` may touch.
    /// @param length size of the message (count)
    /// @return data the message, contents undefined until every byte is written
    function allocate(uint256 length) internal pure returns (bytes memory data) {
        assembly ("memory-safe") {
            data := mload(0x40)
            mstore(data, length)
            mstore(0x40, and(add(add(data, length), 0x5f), not(0x1f)))
        }
    }

    /// @notice Writes 32 bytes from `offset` on. A field shorter than that is followed by zeros, so fields must be
    /// written in ascending order.
    /// @param data message from `allocate`
    /// @param offset first byte (index)
    /// @param word the bytes, the first of them highest (raw)
    function store(bytes memory data, uint256 offset, uint256 word) internal pure {
        assembly ("memory-safe") {
            mstore(add(add(data, 0x20), offset), word)
        }
    }
}
