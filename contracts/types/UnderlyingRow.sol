// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev One slot of what a margin check needs to know about the underlying of a market. From the lowest bit:
/// maintenance 60 | initial 60 | rho 14 | beta 14 | eta 14 | maxCharge 14 | depth 24 | pendingRho 7 | pendingBeta 8 |
/// pendingCharge 9 | pokedAt 32. Zero for an asset that underlies no market.
type UnderlyingRow is uint256;

using UnderlyingRows for UnderlyingRow global;

/// @title Reading and packing an UnderlyingRow
/// @notice Amounts come out in the units of risk.md section 1; widths are those of the layout above.
library UnderlyingRows {
    // What a row says, in the units it is stored in.
    struct Fields {
        // s at maintenance margin (WAD)
        uint256 maintenance;
        // s at initial margin (WAD)
        uint256 initial;
        // share of the common factor (bps)
        uint256 rho;
        // charge on what nets between unlike markets (bps)
        uint256 beta;
        // impact of closing the whole depth (bps)
        uint256 eta;
        // qMaxP, highest concentration charge (bps)
        uint256 maxCharge;
        // depth of the market in thousands of USD (raw)
        uint256 depth;
        // by how much rho may fall as announced, in tens of bps (raw)
        uint256 pendingRho;
        // by how much beta may rise as announced, in tens of bps (raw)
        uint256 pendingBeta;
        // by how much the concentration charge may rise as announced, in tens of bps (raw)
        uint256 pendingCharge;
        // when the row was computed (unix seconds)
        uint256 pokedAt;
    }

    /// @dev WAD per unit of what is pending: ten bps, up.
    uint256 internal constant PENDING_UNIT = 1e15;
    uint256 private constant WAD_PER_BPS = 1e14;
    /// @dev WAD per unit of the stored depth, a thousand dollars.
    uint256 private constant WAD_PER_DEPTH_UNIT = 1_000e18;
    uint256 private constant MASK_60 = (1 << 60) - 1;
    uint256 private constant MASK_14 = (1 << 14) - 1;
    uint256 private constant MASK_9 = (1 << 9) - 1;
    uint256 private constant MASK_7 = (1 << 7) - 1;

    /// @notice Packs a row; the caller keeps every field within its width.
    /// @param fields what the row says
    /// @return row the row
    function pack(Fields memory fields) internal pure returns (UnderlyingRow row) {
        uint256 word = fields.maintenance | (fields.initial << 60) | (fields.rho << 120) | (fields.beta << 134);
        word |= (fields.eta << 148) | (fields.maxCharge << 162) | (fields.depth << 176) | (fields.pendingRho << 200);
        word |= (fields.pendingBeta << 207) | (fields.pendingCharge << 215) | (fields.pokedAt << 224);
        return UnderlyingRow.wrap(word);
    }

    /// @notice Whether the asset underlies a market.
    /// @param row the row
    /// @return listed true once poked
    function isListed(UnderlyingRow row) internal pure returns (bool listed) {
        return UnderlyingRow.unwrap(row) != 0;
    }

    /// @notice s at maintenance margin.
    /// @param row the row
    /// @return value scan range (WAD)
    function maintenance(UnderlyingRow row) internal pure returns (uint256 value) {
        return UnderlyingRow.unwrap(row) & MASK_60;
    }

    /// @notice s at initial margin.
    /// @param row the row
    /// @return value scan range (WAD)
    function initial(UnderlyingRow row) internal pure returns (uint256 value) {
        return (UnderlyingRow.unwrap(row) >> 60) & MASK_60;
    }

    /// @notice rho.
    /// @param row the row
    /// @return value share of the common factor (WAD)
    function rho(UnderlyingRow row) internal pure returns (uint256 value) {
        // Bound: the stored width times the unit is far below 2^256.
        unchecked {
            return ((UnderlyingRow.unwrap(row) >> 120) & MASK_14) * WAD_PER_BPS;
        }
    }

    /// @notice beta.
    /// @param row the row
    /// @return value charge on what nets between unlike markets (WAD)
    function beta(UnderlyingRow row) internal pure returns (uint256 value) {
        // Bound: the stored width times the unit is far below 2^256.
        unchecked {
            return ((UnderlyingRow.unwrap(row) >> 134) & MASK_14) * WAD_PER_BPS;
        }
    }

    /// @notice eta of the market.
    /// @param row the row
    /// @return value impact of closing the whole depth (WAD)
    function eta(UnderlyingRow row) internal pure returns (uint256 value) {
        // Bound: the stored width times the unit is far below 2^256.
        unchecked {
            return ((UnderlyingRow.unwrap(row) >> 148) & MASK_14) * WAD_PER_BPS;
        }
    }

    /// @notice qMaxP.
    /// @param row the row
    /// @return value highest concentration charge (WAD)
    function maxCharge(UnderlyingRow row) internal pure returns (uint256 value) {
        // Bound: the stored width times the unit is far below 2^256.
        unchecked {
            return ((UnderlyingRow.unwrap(row) >> 162) & MASK_14) * WAD_PER_BPS;
        }
    }

    /// @notice Depth of the market.
    /// @param row the row
    /// @return value USD that can be closed within 2% in stress (WAD)
    function depth(UnderlyingRow row) internal pure returns (uint256 value) {
        // Bound: the stored width times the unit is far below 2^256.
        unchecked {
            return uint256(uint24(UnderlyingRow.unwrap(row) >> 176)) * WAD_PER_DEPTH_UNIT;
        }
    }

    /// @notice Whether a change of the netting terms that is announced can charge more than the row does.
    /// @param row the row
    /// @return pending true while initial margin pays for one
    function isPending(UnderlyingRow row) internal pure returns (bool pending) {
        return uint24(UnderlyingRow.unwrap(row) >> 200) != 0;
    }

    /// @notice The lowest rho on the way of what is announced.
    /// @param row the row
    /// @return value share of the common factor (WAD)
    function lowestRho(UnderlyingRow row) internal pure returns (uint256 value) {
        (uint256 now_, uint256 fall) = (rho(row), (UnderlyingRow.unwrap(row) >> 200) & MASK_7);
        // Bound: the stored width times the unit is far below 2^256; the difference is of a part.
        unchecked {
            fall *= PENDING_UNIT;
            return fall < now_ ? now_ - fall : 0;
        }
    }

    /// @notice The highest beta on the way of what is announced.
    /// @param row the row
    /// @return value charge on what nets between unlike markets (WAD)
    function highestBeta(UnderlyingRow row) internal pure returns (uint256 value) {
        // Bound: the stored widths times the units are far below 2^256.
        unchecked {
            return beta(row) + uint256(uint8(UnderlyingRow.unwrap(row) >> 207)) * PENDING_UNIT;
        }
    }

    /// @notice By how much the concentration charge of any delta can still rise as announced.
    /// @param row the row
    /// @return value share of the delta (WAD)
    function pendingCharge(UnderlyingRow row) internal pure returns (uint256 value) {
        // Bound: the stored width times the unit is far below 2^256.
        unchecked {
            return ((UnderlyingRow.unwrap(row) >> 215) & MASK_9) * PENDING_UNIT;
        }
    }

    /// @notice When the row was computed.
    /// @param row the row
    /// @return time time of the last poke (unix seconds)
    function pokedAt(UnderlyingRow row) internal pure returns (uint256 time) {
        return uint32(UnderlyingRow.unwrap(row) >> 224);
    }
}
