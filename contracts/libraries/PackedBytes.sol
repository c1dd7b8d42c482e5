// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title PackedBytes
/// @notice Reads and writes fields of tightly packed messages.
/// @dev Callers check the length of a message once; no function here checks bounds.
library PackedBytes {
    /// @notice The big-endian number in `size` bytes of calldata.
    /// @param data message
    /// @param offset first byte (index)
    /// @param size width, 1 to 32 (count)
    /// @return value the number (raw)
    function read(bytes calldata data, uint256 offset, uint256 size) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(sub(256, shl(3, size)), calldataload(add(data.offset, offset)))
        }
    }

    /// @notice Memory for `length` bytes and for one word beyond, which `write` may touch.
    /// @param length size of the message (count)
    /// @return data the message, contents undefined until every byte is written
    function allocate(uint256 length) internal pure returns (bytes memory data) {
        assembly ("memory-safe") {
            data := mload(0x40)
            mstore(data, length)
            mstore(0x40, and(add(add(data, length), 0x5f), not(0x1f)))
        }
    }

    /// @notice Writes a big-endian number of `size` bytes. Fields must be written in ascending order: the word stored
    /// reaches beyond the field.
    /// @param data message from `allocate`
    /// @param offset first byte (index)
    /// @param size width, 1 to 32 (count)
    /// @param value the number, below 2^(8·size) (raw)
    /// @return end offset of the byte after the field (index)
    function write(bytes memory data, uint256 offset, uint256 size, uint256 value) internal pure returns (uint256 end) {
        assembly ("memory-safe") {
            mstore(add(add(data, 0x20), offset), shl(sub(256, shl(3, size)), value))
            end := add(offset, size)
        }
    }
}
