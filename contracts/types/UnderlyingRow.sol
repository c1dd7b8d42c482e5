// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev One slot of what a margin check needs to know about the underlying of a market. From the lowest bit:
/// maintenance 64 | initial 64 | rho 16 | beta 16 | eta 16 | maxCharge 16 | depth 32 | pokedAt 32.
/// Zero for an asset that underlies no market.
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
        // when the row was computed (unix seconds)
        uint256 pokedAt;
    }

    uint256 private constant WAD_PER_BPS = 1e14;
    /// @dev WAD per unit of the stored depth, a thousand dollars.
    uint256 private constant WAD_PER_DEPTH_UNIT = 1_000e18;

    /// @notice Packs a row; the caller keeps every field within its width.
    /// @param fields what the row says
    /// @return row the row
    function pack(Fields memory fields) internal pure returns (UnderlyingRow row) {
        uint256 word = fields.maintenance | (fields.initial << 64) | (fields.rho << 128) | (fields.beta << 144);
        word |= (fields.eta << 160) | (fields.maxCharge << 176) | (fields.depth << 192) | (fields.pokedAt << 224);
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
        return uint64(UnderlyingRow.unwrap(row));
    }

    /// @notice s at initial margin.
    /// @param row the row
    /// @return value scan range (WAD)
    function initial(UnderlyingRow row) internal pure returns (uint256 value) {
        return uint64(UnderlyingRow.unwrap(row) >> 64);
    }

    /// @notice rho.
    /// @param row the row
    /// @return value share of the common factor (WAD)
    function rho(UnderlyingRow row) internal pure returns (uint256 value) {
        // Bound: the stored width times the unit is far below 2^256.
        unchecked {
            return uint256(uint16(UnderlyingRow.unwrap(row) >> 128)) * WAD_PER_BPS;
        }
    }

    /// @notice beta.
    /// @param row the row
    /// @return value charge on what nets between unlike markets (bps)
    function beta(UnderlyingRow row) internal pure returns (uint256 value) {
        return uint16(UnderlyingRow.unwrap(row) >> 144);
    }

    /// @notice eta of the market.
    /// @param row the row
    /// @return value impact of closing the whole depth (WAD)
    function eta(UnderlyingRow row) internal pure returns (uint256 value) {
        // Bound: the stored width times the unit is far below 2^256.
        unchecked {
            return uint256(uint16(UnderlyingRow.unwrap(row) >> 160)) * WAD_PER_BPS;
        }
    }

    /// @notice qMaxP.
    /// @param row the row
    /// @return value highest concentration charge (WAD)
    function maxCharge(UnderlyingRow row) internal pure returns (uint256 value) {
        // Bound: the stored width times the unit is far below 2^256.
        unchecked {
            return uint256(uint16(UnderlyingRow.unwrap(row) >> 176)) * WAD_PER_BPS;
        }
    }

    /// @notice Depth of the market.
    /// @param row the row
    /// @return value USD that can be closed within 2% in stress (WAD)
    function depth(UnderlyingRow row) internal pure returns (uint256 value) {
        // Bound: the stored width times the unit is far below 2^256.
        unchecked {
            return uint256(uint32(UnderlyingRow.unwrap(row) >> 192)) * WAD_PER_DEPTH_UNIT;
        }
    }

    /// @notice When the row was computed.
    /// @param row the row
    /// @return time time of the last poke (unix seconds)
    function pokedAt(UnderlyingRow row) internal pure returns (uint256 time) {
        return uint32(UnderlyingRow.unwrap(row) >> 224);
    }
}
