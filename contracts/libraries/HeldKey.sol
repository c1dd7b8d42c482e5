// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {KeyRow} from "../types/KeyRow.sol";

/// @dev What a margin check keeps in memory of one held key: the address of five words. In this order: row, balance, V
/// at the high price, H_MM, H_IM. The keys of a book lie one behind the other, in order.
type HeldKey is uint256;

using HeldKeyMemory for HeldKey global;

/// @title Reading and writing a HeldKey
/// @notice For the loops over held keys, where an array's bounds check costs as much as the arithmetic it guards.
library HeldKeyMemory {
    uint256 private constant _LENGTH = 0xa0;

    /// @notice Room for keys, contents undefined until {write}.
    /// @param count how many (count)
    /// @return first the first of them
    function reserve(uint256 count) internal pure returns (HeldKey first) {
        assembly ("memory-safe") {
            first := mload(0x40)
            mstore(0x40, add(first, mul(count, _LENGTH)))
        }
    }

    /// @notice Writes a key whose haircuts are still to come, and goes on to the next.
    /// @param key place with room
    /// @param row_ its row, zero if it has none, without recognition if it has none now
    /// @param units_ balance (units)
    /// @param value_ V at the high price (WAD)
    /// @return behind place behind it
    function write(HeldKey key, KeyRow row_, uint256 units_, uint256 value_) internal pure returns (HeldKey behind) {
        assembly ("memory-safe") {
            mstore(key, row_)
            mstore(add(key, 0x20), units_)
            mstore(add(key, 0x40), value_)
            behind := add(key, _LENGTH)
        }
    }

    /// @notice Writes the haircuts.
    /// @param key the key
    /// @param maintenance H_MM (WAD)
    /// @param initial H_IM (WAD)
    function setHaircuts(HeldKey key, uint256 maintenance, uint256 initial) internal pure {
        assembly ("memory-safe") {
            mstore(add(key, 0x60), maintenance)
            mstore(add(key, 0x80), initial)
        }
    }

    /// @notice The key behind.
    /// @param key the key
    /// @return behind place behind it
    function next(HeldKey key) internal pure returns (HeldKey behind) {
        assembly ("memory-safe") {
            behind := add(key, _LENGTH)
        }
    }

    /// @notice How many keys lie from one place to another.
    /// @param end place behind the last
    /// @param first place of the first
    /// @return count keys between them (count)
    function since(HeldKey end, HeldKey first) internal pure returns (uint256 count) {
        // Exact: places are whole keys apart.
        return (HeldKey.unwrap(end) - HeldKey.unwrap(first)) / _LENGTH;
    }

    /// @notice Row of the key.
    /// @param key the key
    /// @return word its row, zero if it has none
    function row(HeldKey key) internal pure returns (KeyRow word) {
        assembly ("memory-safe") {
            word := mload(key)
        }
    }

    /// @notice Balance.
    /// @param key the key
    /// @return amount balance (units)
    function units(HeldKey key) internal pure returns (uint256 amount) {
        assembly ("memory-safe") {
            amount := mload(add(key, 0x20))
        }
    }

    /// @notice V at the high price.
    /// @param key the key
    /// @return amount value (WAD)
    function value(HeldKey key) internal pure returns (uint256 amount) {
        assembly ("memory-safe") {
            amount := mload(add(key, 0x40))
        }
    }

    /// @notice H_MM.
    /// @param key the key, haircuts written
    /// @return haircut haircut at maintenance margin (WAD)
    function maintenanceHaircut(HeldKey key) internal pure returns (uint256 haircut) {
        assembly ("memory-safe") {
            haircut := mload(add(key, 0x60))
        }
    }

    /// @notice H_IM.
    /// @param key the key, haircuts written
    /// @return haircut haircut at initial margin (WAD)
    function initialHaircut(HeldKey key) internal pure returns (uint256 haircut) {
        assembly ("memory-safe") {
            haircut := mload(add(key, 0x80))
        }
    }
}
