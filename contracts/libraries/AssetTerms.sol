// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AssetRow} from "../types/AssetRow.sol";

/// @dev What a margin check keeps in memory of one asset of the book: the address of eleven words, 0 for none. In this
/// order: row, high price, size, special, Hmin, Hmax, id, next, leg, px_MM, px_IM.
type AssetTerms is uint256;

using AssetTermsMemory for AssetTerms global;

/// @title Reading and writing AssetTerms
/// @notice A struct would be cleared wherever a function answers one, and cannot be empty in a list of them.
library AssetTermsMemory {
    uint256 private constant _ID = 0xc0;
    uint256 private constant _LEG = 0x100;
    uint256 private constant _LENGTH = 0x160;

    /// @notice Terms of one more asset, with no keys and nothing hedged yet.
    /// @param row_ its row, the settlement asset's prices cut at one dollar
    /// @param high_ its high price, the settlement asset's cut at one dollar (WAD)
    /// @param special_ see {special} (count)
    /// @param id_ the asset (id)
    /// @param next_ the asset met before it
    /// @return terms the terms
    function create(
        AssetRow row_,
        uint256 high_,
        uint256 special_,
        uint256 id_,
        AssetTerms next_
    ) internal pure returns (AssetTerms terms) {
        (uint256 least, uint256 most) = (row_.minHaircut(), row_.maxHaircut());
        assembly ("memory-safe") {
            terms := mload(0x40)
            mstore(0x40, add(terms, _LENGTH))
            mstore(terms, row_)
            mstore(add(terms, 0x20), high_)
            mstore(add(terms, 0x40), 0)
            mstore(add(terms, 0x60), special_)
            mstore(add(terms, 0x80), least)
            mstore(add(terms, 0xa0), most)
            mstore(add(terms, _ID), id_)
            mstore(add(terms, 0xe0), next_)
            mstore(add(terms, _LEG), 0)
        }
    }

    /// @notice Notes what the asset's keys hedge.
    /// @param terms the terms
    /// @param leg_ address of the leg (raw)
    /// @param maintenance px_MM (WAD)
    /// @param initial px_IM (WAD)
    function setHedge(AssetTerms terms, uint256 leg_, uint256 maintenance, uint256 initial) internal pure {
        assembly ("memory-safe") {
            mstore(add(terms, _LEG), leg_)
            mstore(add(terms, 0x120), maintenance)
            mstore(add(terms, 0x140), initial)
        }
    }

    /// @notice Writes {size}.
    /// @param terms the terms
    /// @param value V, then Q (WAD)
    function setSize(AssetTerms terms, uint256 value) internal pure {
        assembly ("memory-safe") {
            mstore(add(terms, 0x40), value)
        }
    }

    /// @notice Whether there are any terms.
    /// @param terms the terms
    /// @return none true if the asset was not met
    function isNone(AssetTerms terms) internal pure returns (bool none) {
        return AssetTerms.unwrap(terms) == 0;
    }

    /// @notice Row of the asset.
    /// @param terms the terms
    /// @return word its row, the settlement asset's prices cut at one dollar
    function row(AssetTerms terms) internal pure returns (AssetRow word) {
        assembly ("memory-safe") {
            word := mload(terms)
        }
    }

    /// @notice High price of the asset.
    /// @param terms the terms
    /// @return price price of a whole token, the settlement asset's cut at one dollar (WAD)
    function high(AssetTerms terms) internal pure returns (uint256 price) {
        assembly ("memory-safe") {
            price := mload(add(terms, 0x20))
        }
    }

    /// @notice V of its keys on all lanes at the high price until BookMath.sizeCharges turns it into Q.
    /// @param terms the terms
    /// @return value V, then Q (WAD)
    function size(AssetTerms terms) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := mload(add(terms, 0x40))
        }
    }

    /// @notice 0 if its price is good and one, else what its keys count as.
    /// @param terms the terms
    /// @return kind 0, 1 for a good price of two sources, BookMath.STALE_MULTIPLE or BookMath.FORGOTTEN (raw)
    function special(AssetTerms terms) internal pure returns (uint256 kind) {
        assembly ("memory-safe") {
            kind := mload(add(terms, 0x60))
        }
    }

    /// @notice Hmin.
    /// @param terms the terms
    /// @return value lowest haircut (WAD)
    function minHaircut(AssetTerms terms) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := mload(add(terms, 0x80))
        }
    }

    /// @notice Hmax.
    /// @param terms the terms
    /// @return value highest haircut (WAD)
    function maxHaircut(AssetTerms terms) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := mload(add(terms, 0xa0))
        }
    }

    /// @notice The asset.
    /// @param terms the terms
    /// @return asset its id (id)
    function id(AssetTerms terms) internal pure returns (uint256 asset) {
        assembly ("memory-safe") {
            asset := mload(add(terms, _ID))
        }
    }

    /// @notice The asset met before it.
    /// @param terms the terms
    /// @return other its terms, none for the first
    function next(AssetTerms terms) internal pure returns (AssetTerms other) {
        assembly ("memory-safe") {
            other := mload(add(terms, 0xe0))
        }
    }

    /// @notice What its keys hedge.
    /// @param terms the terms
    /// @return address_ address of the leg, 0 for none (raw)
    function leg(AssetTerms terms) internal pure returns (uint256 address_) {
        assembly ("memory-safe") {
            address_ := mload(add(terms, _LEG))
        }
    }

    /// @notice px_MM, if its keys hedge a leg.
    /// @param terms the terms
    /// @return value price risk (WAD)
    function priceRiskMaintenance(AssetTerms terms) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := mload(add(terms, 0x120))
        }
    }

    /// @notice px_IM, if its keys hedge a leg.
    /// @param terms the terms
    /// @return value price risk (WAD)
    function priceRiskInitial(AssetTerms terms) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := mload(add(terms, 0x140))
        }
    }
}
