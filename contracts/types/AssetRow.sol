// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PriceStatus} from "./PriceStatus.sol";

/// @dev One slot of what a margin check needs to know about an asset. From the lowest bit: price 96 | spread 20 |
/// observedAt 32 | refreshedAt 32 | status 7 | halted 1 | depth 24 | eta 14 | maxCharge 14 | minHaircut 8 |
/// maxHaircut 8. The first six are the last observation, the others parameters. Zero for an asset that is not listed.
type AssetRow is uint256;

using AssetRows for AssetRow global;

/// @title Reading and packing an AssetRow
/// @notice Amounts come out in the units of risk.md section 1; widths are those of the layout above.
library AssetRows {
    uint256 private constant OBSERVATION_MASK = (1 << 188) - 1;
    uint256 private constant VERDICT_MASK = ((1 << 40) - 1) << 148;
    uint256 private constant SPREAD_MASK = (1 << 20) - 1;
    uint256 private constant FOURTEEN_BITS = (1 << 14) - 1;
    uint256 private constant HALTED_BIT = 1 << 187;
    /// @dev One whole in the unit of the stored spread.
    uint256 private constant PPM = 1e6;
    uint256 private constant WAD_PER_BPS = 1e14;
    uint256 private constant WAD_PER_PERCENT = 1e16;
    /// @dev WAD per unit of the stored depth, a thousand dollars.
    uint256 private constant WAD_PER_DEPTH_UNIT = 1_000e18;

    /// @notice The row with another observation.
    /// @param row the row
    /// @param low_ last good price of a whole token at the lower source, below 2^96 (WAD)
    /// @param high_ the same at the higher source, not below it (WAD)
    /// @param observedAt_ when that price was observed (unix seconds)
    /// @param refreshedAt_ when the feed was last asked (unix seconds)
    /// @param status_ what the feed was then
    /// @return changed the row with it, not halted
    function withObservation(
        AssetRow row,
        uint256 low_,
        uint256 high_,
        uint256 observedAt_,
        uint256 refreshedAt_,
        PriceStatus status_
    ) internal pure returns (AssetRow changed) {
        uint256 word = AssetRow.unwrap(row) & ~OBSERVATION_MASK;
        word |= low_ | (_spread(low_, high_) << 96) | (observedAt_ << 116) | (refreshedAt_ << 148);
        word |= uint256(status_) << 180;
        return AssetRow.wrap(word);
    }

    /// @notice The row after a refresh that found no good price: the last good observation stays as it is.
    /// @param row the row
    /// @param refreshedAt_ when the feed was asked (unix seconds)
    /// @param status_ what the feed was then
    /// @return changed the row with them, not halted
    function withVerdict(
        AssetRow row,
        uint256 refreshedAt_,
        PriceStatus status_
    ) internal pure returns (AssetRow changed) {
        uint256 word = AssetRow.unwrap(row) & ~VERDICT_MASK;
        return AssetRow.wrap(word | (refreshedAt_ << 148) | (uint256(status_) << 180));
    }

    /// @notice The row with the sequencer's state at its refresh; only the settlement asset's carries it.
    /// @param row the row
    /// @param halted_ whether the sequencer was down or within its grace hour
    /// @return changed the row with it
    function withHalt(AssetRow row, bool halted_) internal pure returns (AssetRow changed) {
        uint256 word = AssetRow.unwrap(row) & ~HALTED_BIT;
        return AssetRow.wrap(halted_ ? word | HALTED_BIT : word);
    }

    /// @notice The row with its prices cut.
    /// @param row the row
    /// @param highest highest price it may show (WAD)
    /// @return changed the row with them
    function withPriceAtMost(AssetRow row, uint256 highest) internal pure returns (AssetRow changed) {
        if (row.highPrice() <= highest) return row;
        uint256 low = row.price();
        uint256 cut = low < highest ? low : highest;
        // The spread rounds up and is cut to where the row's high price does not pass `highest` by more than a ppm.
        uint256 word = AssetRow.unwrap(row) & ~((SPREAD_MASK << 96) | type(uint96).max);
        return AssetRow.wrap(word | cut | (_spread(cut, highest) << 96));
    }

    /// @notice The row with other parameters, in the units they are stored in.
    /// @param row the row
    /// @param depth_ D in thousands of USD (raw)
    /// @param eta_ eta (bps)
    /// @param maxCharge_ qMax (bps)
    /// @param minHaircut_ Hmin in percent (raw)
    /// @param maxHaircut_ Hmax in percent (raw)
    /// @return changed the row with them
    function withParameters(
        AssetRow row,
        uint24 depth_,
        uint16 eta_,
        uint16 maxCharge_,
        uint8 minHaircut_,
        uint8 maxHaircut_
    ) internal pure returns (AssetRow changed) {
        uint256 word = AssetRow.unwrap(row) & OBSERVATION_MASK;
        word |= (uint256(depth_) << 188) | (uint256(eta_) << 212) | (uint256(maxCharge_) << 226);
        word |= (uint256(minHaircut_) << 240) | (uint256(maxHaircut_) << 248);
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
        return (AssetRow.unwrap(row) >> 180) & 0x7F == uint8(PriceStatus.GOOD);
    }

    /// @notice Whether the sequencer was down or within its grace hour at the refresh; settlement asset only.
    /// @param row the row
    /// @return halted true while nothing that takes risk may rest on this refresh
    function isHalted(AssetRow row) internal pure returns (bool halted) {
        return AssetRow.unwrap(row) & HALTED_BIT != 0;
    }

    /// @notice Last good price, of two sources the lower.
    /// @param row the row
    /// @return value price of a whole token, 0 if there never was a good one (WAD)
    function price(AssetRow row) internal pure returns (uint256 value) {
        return uint96(AssetRow.unwrap(row));
    }

    /// @notice Last good price, of two sources the higher. Up to a ppm above it, for the account at maintenance margin.
    /// @param row the row
    /// @return value price of a whole token, below 2^98 (WAD)
    function highPrice(AssetRow row) internal pure returns (uint256 value) {
        uint256 low = uint96(AssetRow.unwrap(row));
        uint256 spread = (AssetRow.unwrap(row) >> 96) & SPREAD_MASK;
        // Bound: 96 and 20 bits.
        unchecked {
            return spread == 0 ? low : low + (low * spread + PPM - 1) / PPM;
        }
    }

    /// @notice Whether two sources differ.
    /// @param row the row
    /// @return apart true if the high price is above the low one
    function isSpread(AssetRow row) internal pure returns (bool apart) {
        return AssetRow.unwrap(row) & (SPREAD_MASK << 96) != 0;
    }

    /// @notice When the last good price was observed.
    /// @param row the row
    /// @return time time of the observation (unix seconds)
    function observedAt(AssetRow row) internal pure returns (uint256 time) {
        return uint32(AssetRow.unwrap(row) >> 116);
    }

    /// @notice When the feed was last asked.
    /// @param row the row
    /// @return time time of the last refresh (unix seconds)
    function refreshedAt(AssetRow row) internal pure returns (uint256 time) {
        return uint32(AssetRow.unwrap(row) >> 148);
    }

    /// @notice What the feed was when last asked.
    /// @param row the row
    /// @return verdict the status
    function status(AssetRow row) internal pure returns (PriceStatus verdict) {
        return PriceStatus(uint8((AssetRow.unwrap(row) >> 180) & 0x7F));
    }

    /// @notice D.
    /// @param row the row
    /// @return value USD sellable within 2% in stress (WAD)
    function depth(AssetRow row) internal pure returns (uint256 value) {
        // Bound: the stored width times the unit is far below 2^256.
        unchecked {
            return uint256(uint24(AssetRow.unwrap(row) >> 188)) * WAD_PER_DEPTH_UNIT;
        }
    }

    /// @notice eta.
    /// @param row the row
    /// @return value impact of selling the whole depth (WAD)
    function eta(AssetRow row) internal pure returns (uint256 value) {
        // Bound: the stored width times the unit is far below 2^256.
        unchecked {
            return ((AssetRow.unwrap(row) >> 212) & FOURTEEN_BITS) * WAD_PER_BPS;
        }
    }

    /// @notice qMax.
    /// @param row the row
    /// @return value highest size charge (WAD)
    function maxCharge(AssetRow row) internal pure returns (uint256 value) {
        // Bound: the stored width times the unit is far below 2^256.
        unchecked {
            return ((AssetRow.unwrap(row) >> 226) & FOURTEEN_BITS) * WAD_PER_BPS;
        }
    }

    /// @notice Hmin.
    /// @param row the row
    /// @return value lowest haircut (WAD)
    function minHaircut(AssetRow row) internal pure returns (uint256 value) {
        // Bound: the stored width times the unit is far below 2^256.
        unchecked {
            return uint256(uint8(AssetRow.unwrap(row) >> 240)) * WAD_PER_PERCENT;
        }
    }

    /// @notice Hmax.
    /// @param row the row
    /// @return value highest haircut (WAD)
    function maxHaircut(AssetRow row) internal pure returns (uint256 value) {
        // Bound: the stored width times the unit is far below 2^256.
        unchecked {
            return uint256(uint8(AssetRow.unwrap(row) >> 248)) * WAD_PER_PERCENT;
        }
    }

    /// @dev How far the high price is above the low one in ppm, up and saturating: what it cannot hold is beyond every
    /// band anyway.
    function _spread(uint256 low, uint256 high) private pure returns (uint256 ppm) {
        if (high <= low) return 0;
        if (high - low >= low) return SPREAD_MASK;
        // Bound: the difference is below 2^96; rounds up.
        unchecked {
            return ((high - low) * PPM + low - 1) / low;
        }
    }
}
