// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PriceStatus} from "./PriceStatus.sol";

/// @dev One slot of what a margin check needs to know about an asset. From the lowest bit: price 96 | observedAt 32 |
/// refreshedAt 32 | status 8 | depth 32 | eta 16 | maxCharge 16 | minHaircut 8 | maxHaircut 8 | penalty 8.
/// The first four are the last observation, the others parameters. Zero for an asset that is not listed.
type AssetRow is uint256;

using AssetRows for AssetRow global;

/// @title Reading and packing an AssetRow
/// @notice Amounts come out in the units of risk.md section 1; widths are those of the layout above.
library AssetRows {
    uint256 private constant OBSERVATION_MASK = (1 << 168) - 1;
    uint256 private constant WAD_PER_BPS = 1e14;
    uint256 private constant WAD_PER_PERCENT = 1e16;
    /// @dev WAD per unit of the stored depth, a thousand dollars.
    uint256 private constant WAD_PER_DEPTH_UNIT = 1_000e18;

    /// @notice The row with another observation.
    /// @param row the row
    /// @param price_ last good price of a whole token, below 2^96 (WAD)
    /// @param observedAt_ when that price was observed (unix seconds)
    /// @param refreshedAt_ when the feed was last asked (unix seconds)
    /// @param status_ what the feed was then
    /// @return changed the row with it
    function withObservation(
        AssetRow row,
        uint256 price_,
        uint256 observedAt_,
        uint256 refreshedAt_,
        PriceStatus status_
    ) internal pure returns (AssetRow changed) {
        uint256 word = AssetRow.unwrap(row) & ~OBSERVATION_MASK;
        word |= price_ | (observedAt_ << 96) | (refreshedAt_ << 128) | (uint256(status_) << 160);
        return AssetRow.wrap(word);
    }

    /// @notice The row with its price cut.
    /// @param row the row
    /// @param highest highest price it may show (WAD)
    /// @return changed the row with it
    function withPriceAtMost(AssetRow row, uint256 highest) internal pure returns (AssetRow changed) {
        uint256 cut = row.price();
        if (cut <= highest) return row;
        return AssetRow.wrap((AssetRow.unwrap(row) ^ cut) | highest);
    }

    /// @notice The row with other parameters, in the units they are stored in.
    /// @param row the row
    /// @param depth_ D in thousands of USD (raw)
    /// @param eta_ eta (bps)
    /// @param maxCharge_ qMax (bps)
    /// @param minHaircut_ Hmin in percent (raw)
    /// @param maxHaircut_ Hmax in percent (raw)
    /// @param penalty_ phi (bps)
    /// @return changed the row with them
    function withParameters(
        AssetRow row,
        uint32 depth_,
        uint16 eta_,
        uint16 maxCharge_,
        uint8 minHaircut_,
        uint8 maxHaircut_,
        uint8 penalty_
    ) internal pure returns (AssetRow changed) {
        uint256 word = AssetRow.unwrap(row) & OBSERVATION_MASK;
        word |= (uint256(depth_) << 168) | (uint256(eta_) << 200) | (uint256(maxCharge_) << 216);
        word |= (uint256(minHaircut_) << 232) | (uint256(maxHaircut_) << 240) | (uint256(penalty_) << 248);
        return AssetRow.wrap(word);
    }

    /// @notice Whether the asset is listed.
    /// @param row the row
    /// @return listed true once its parameters are set
    function isListed(AssetRow row) internal pure returns (bool listed) {
        return AssetRow.unwrap(row) != 0;
    }

    /// @notice Whether the feed was good when last asked.
    /// @param row the row
    /// @return good whether the price may carry new risk
    function isGood(AssetRow row) internal pure returns (bool good) {
        return uint8(AssetRow.unwrap(row) >> 160) == uint8(PriceStatus.GOOD);
    }

    /// @notice Last good price.
    /// @param row the row
    /// @return value price of a whole token, 0 if there never was a good one (WAD)
    function price(AssetRow row) internal pure returns (uint256 value) {
        return uint96(AssetRow.unwrap(row));
    }

    /// @notice When the last good price was observed.
    /// @param row the row
    /// @return time time of the observation (unix seconds)
    function observedAt(AssetRow row) internal pure returns (uint256 time) {
        return uint32(AssetRow.unwrap(row) >> 96);
    }

    /// @notice When the feed was last asked.
    /// @param row the row
    /// @return time time of the last refresh (unix seconds)
    function refreshedAt(AssetRow row) internal pure returns (uint256 time) {
        return uint32(AssetRow.unwrap(row) >> 128);
    }

    /// @notice What the feed was when last asked.
    /// @param row the row
    /// @return verdict the status
    function status(AssetRow row) internal pure returns (PriceStatus verdict) {
        return PriceStatus(uint8(AssetRow.unwrap(row) >> 160));
    }

    /// @notice D.
    /// @param row the row
    /// @return value USD sellable within 2% in stress (WAD)
    function depth(AssetRow row) internal pure returns (uint256 value) {
        // Bound: the stored width times the unit is far below 2^256.
        unchecked {
            return uint256(uint32(AssetRow.unwrap(row) >> 168)) * WAD_PER_DEPTH_UNIT;
        }
    }

    /// @notice eta.
    /// @param row the row
    /// @return value impact of selling the whole depth (WAD)
    function eta(AssetRow row) internal pure returns (uint256 value) {
        // Bound: the stored width times the unit is far below 2^256.
        unchecked {
            return uint256(uint16(AssetRow.unwrap(row) >> 200)) * WAD_PER_BPS;
        }
    }

    /// @notice qMax.
    /// @param row the row
    /// @return value highest size charge (WAD)
    function maxCharge(AssetRow row) internal pure returns (uint256 value) {
        // Bound: the stored width times the unit is far below 2^256.
        unchecked {
            return uint256(uint16(AssetRow.unwrap(row) >> 216)) * WAD_PER_BPS;
        }
    }

    /// @notice Hmin.
    /// @param row the row
    /// @return value lowest haircut (WAD)
    function minHaircut(AssetRow row) internal pure returns (uint256 value) {
        // Bound: the stored width times the unit is far below 2^256.
        unchecked {
            return uint256(uint8(AssetRow.unwrap(row) >> 232)) * WAD_PER_PERCENT;
        }
    }

    /// @notice Hmax.
    /// @param row the row
    /// @return value highest haircut (WAD)
    function maxHaircut(AssetRow row) internal pure returns (uint256 value) {
        // Bound: the stored width times the unit is far below 2^256.
        unchecked {
            return uint256(uint8(AssetRow.unwrap(row) >> 240)) * WAD_PER_PERCENT;
        }
    }

    /// @notice phi.
    /// @param row the row
    /// @return value liquidation penalty (bps)
    function penalty(AssetRow row) internal pure returns (uint256 value) {
        return uint8(AssetRow.unwrap(row) >> 248);
    }
}
