// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {UnderlyingRow} from "../types/UnderlyingRow.sol";

/// @dev All positions of a book on one underlying and the collateral that hedges them, in memory: the address of six
/// words, 0 for none. In this order: row, delta, gross, b at maintenance margin, b at initial margin, next.
type Leg is uint256;

using LegMemory for Leg global;

/// @title Reading and writing a Leg
/// @notice For the reason that AssetTerms is one.
library LegMemory {
    /// @notice A leg without positions and hedges.
    /// @param row_ row of the underlying
    /// @param next_ the underlying met before it
    /// @return leg the leg
    function create(UnderlyingRow row_, Leg next_) internal pure returns (Leg leg) {
        assembly ("memory-safe") {
            leg := mload(0x40)
            mstore(0x40, add(leg, 0xc0))
            mstore(leg, row_)
            mstore(add(leg, 0x20), 0)
            mstore(add(leg, 0x40), 0)
            mstore(add(leg, 0x60), 0)
            mstore(add(leg, 0x80), 0)
            mstore(add(leg, 0xa0), next_)
        }
    }

    /// @notice Adds a position. The caller bounds the sums.
    /// @param leg the leg
    /// @param exposure size times price (WAD squared)
    /// @param magnitude its absolute value (WAD squared)
    function addPosition(Leg leg, int256 exposure, uint256 magnitude) internal pure {
        assembly ("memory-safe") {
            mstore(add(leg, 0x20), add(mload(add(leg, 0x20)), exposure))
            mstore(add(leg, 0x40), add(mload(add(leg, 0x40)), magnitude))
        }
    }

    /// @notice Adds collateral that hedges it. The caller bounds the sums.
    /// @param leg the leg
    /// @param maintenance part of b at maintenance margin (WAD)
    /// @param initial part of b at initial margin (WAD)
    function addHedge(Leg leg, uint256 maintenance, uint256 initial) internal pure {
        assembly ("memory-safe") {
            mstore(add(leg, 0x60), add(mload(add(leg, 0x60)), maintenance))
            mstore(add(leg, 0x80), add(mload(add(leg, 0x80)), initial))
        }
    }

    /// @notice Whether there is a leg.
    /// @param leg the leg
    /// @return none true if there is none
    function isNone(Leg leg) internal pure returns (bool none) {
        return Leg.unwrap(leg) == 0;
    }

    /// @notice Row of the underlying.
    /// @param leg the leg
    /// @return word its row
    function row(Leg leg) internal pure returns (UnderlyingRow word) {
        assembly ("memory-safe") {
            word := mload(leg)
        }
    }

    /// @notice Sum of size times price.
    /// @param leg the leg
    /// @return sum exposure, below zero for a short one (WAD squared)
    function delta(Leg leg) internal pure returns (int256 sum) {
        assembly ("memory-safe") {
            sum := mload(add(leg, 0x20))
        }
    }

    /// @notice Sum of |size| times price.
    /// @param leg the leg
    /// @return sum gross exposure (WAD squared)
    function gross(Leg leg) internal pure returns (uint256 sum) {
        assembly ("memory-safe") {
            sum := mload(add(leg, 0x40))
        }
    }

    /// @notice b at maintenance margin.
    /// @param leg the leg
    /// @return sum price risk of the collateral (WAD)
    function hedgeMaintenance(Leg leg) internal pure returns (uint256 sum) {
        assembly ("memory-safe") {
            sum := mload(add(leg, 0x60))
        }
    }

    /// @notice b at initial margin.
    /// @param leg the leg
    /// @return sum price risk of the collateral (WAD)
    function hedgeInitial(Leg leg) internal pure returns (uint256 sum) {
        assembly ("memory-safe") {
            sum := mload(add(leg, 0x80))
        }
    }

    /// @notice The underlying met before it.
    /// @param leg the leg
    /// @return other its leg, none for the first
    function next(Leg leg) internal pure returns (Leg other) {
        assembly ("memory-safe") {
            other := mload(add(leg, 0xa0))
        }
    }
}
