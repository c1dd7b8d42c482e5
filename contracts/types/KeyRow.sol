// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev One slot of what a margin check needs to know about a key, computed at its last poke. From the lowest bit:
/// maintenance 60 | initial 60 | discount 20 | sizeFloor 32 | pokedAt 32 | recognisedFor 16 | asset 8 | decimals 4 |
/// baseDiscount 8 | penalty 8. Zero for a key that is not listed.
type KeyRow is uint256;

using KeyRows for KeyRow global;

/// @title Reading and packing a KeyRow
/// @notice Amounts come out in the units of risk.md section 1; widths are those of the layout above.
library KeyRows {
    // What a row says, unpacked.
    struct Fields {
        // la_MM = px + L + idio (WAD)
        uint256 maintenance;
        // la_IM (WAD)
        uint256 initial;
        // dBase + L_MM, stored rounded down (WAD)
        uint256 discount;
        // least size charge at initial margin, stored rounded up (WAD)
        uint256 sizeFloor;
        // when the row was computed (unix seconds)
        uint256 pokedAt;
        // how long from then the key counts for initial margin, 0 for not at all, FOR_EVER without end (seconds)
        uint256 recognisedFor;
        // asset (id)
        uint256 asset;
        // shared decimals of the key's units (count)
        uint256 decimals;
        // dBase, a multiple of ten (bps)
        uint256 baseDiscount;
        // phi (bps)
        uint256 penalty;
    }

    /// @dev `recognisedFor` of a key whose recognition does not depend on a lane's silence.
    uint256 internal constant FOR_EVER = type(uint16).max;
    /// @dev WAD per unit of the stored discount, and of the stored size floor.
    uint256 internal constant DISCOUNT_UNIT = 1e12;
    uint256 internal constant SIZE_FLOOR_UNIT = 1e9;
    /// @dev Basis points per unit of the stored base discount.
    uint256 internal constant BASE_DISCOUNT_UNIT = 10;
    /// @dev A ratio up to one takes 60 bits, parts per million up to one take 20.
    uint256 private constant RATIO_MASK = (1 << 60) - 1;
    uint256 private constant DISCOUNT_MASK = (1 << 20) - 1;

    /// @notice Packs a row; the caller keeps every field within its width.
    /// @param fields what the row says
    /// @return row the row
    function pack(Fields memory fields) internal pure returns (KeyRow row) {
        uint256 word = fields.maintenance | (fields.initial << 60) | ((fields.discount / DISCOUNT_UNIT) << 120);
        word |= ((fields.sizeFloor + SIZE_FLOOR_UNIT - 1) / SIZE_FLOOR_UNIT) << 140;
        word |= (fields.pokedAt << 172) | (fields.recognisedFor << 204) | (fields.asset << 220);
        word |= (fields.decimals << 228) | ((fields.baseDiscount / BASE_DISCOUNT_UNIT) << 232);
        return KeyRow.wrap(word | (fields.penalty << 240));
    }

    /// @notice All fields of a row.
    /// @param row the row
    /// @return fields what it says
    function unpack(KeyRow row) internal pure returns (Fields memory fields) {
        return
            Fields({
                maintenance: row.maintenance(),
                initial: row.initial(),
                discount: row.discount(),
                sizeFloor: row.sizeFloor(),
                pokedAt: row.pokedAt(),
                recognisedFor: row.recognisedFor(),
                asset: row.asset(),
                decimals: row.decimals(),
                baseDiscount: row.baseDiscount(),
                penalty: row.penalty()
            });
    }

    /// @notice Whether the key is listed.
    /// @param row the row
    /// @return listed true once the key was poked
    function isListed(KeyRow row) internal pure returns (bool listed) {
        return KeyRow.unwrap(row) != 0;
    }

    /// @notice Whether the key counts for initial margin: it did at the poke, and its lane has not been silent for too
    /// long since (risk.md 2.4, REDUCE_ONLY).
    /// @param row the row
    /// @param time when, not before the poke (unix seconds)
    /// @return recognised false if H_IM = 1
    function isRecognisedAt(KeyRow row, uint256 time) internal pure returns (bool recognised) {
        uint256 span = row.recognisedFor();
        // Bound: the row was poked at or before `time`.
        unchecked {
            return span == FOR_EVER || time - row.pokedAt() < span;
        }
    }

    /// @notice The same row without initial-margin recognition.
    /// @param row the row
    /// @return suspended the row with `recognisedFor` 0
    function withoutRecognition(KeyRow row) internal pure returns (KeyRow suspended) {
        return KeyRow.wrap(KeyRow.unwrap(row) & ~(FOR_EVER << 204));
    }

    /// @notice How long the key counts for initial margin.
    /// @param row the row
    /// @return span from the poke on, 0 for not at all, FOR_EVER without end (seconds)
    function recognisedFor(KeyRow row) internal pure returns (uint256 span) {
        return uint16(KeyRow.unwrap(row) >> 204);
    }

    /// @notice la_MM.
    /// @param row the row
    /// @return value account-independent maintenance haircut (WAD)
    function maintenance(KeyRow row) internal pure returns (uint256 value) {
        return KeyRow.unwrap(row) & RATIO_MASK;
    }

    /// @notice la_IM.
    /// @param row the row
    /// @return value account-independent initial haircut (WAD)
    function initial(KeyRow row) internal pure returns (uint256 value) {
        return (KeyRow.unwrap(row) >> 60) & RATIO_MASK;
    }

    /// @notice dBase + L_MM.
    /// @param row the row
    /// @return value deepest discount before the no-toxic limit (WAD)
    function discount(KeyRow row) internal pure returns (uint256 value) {
        // Bound: the stored width times the unit is far below 2^256.
        unchecked {
            return ((KeyRow.unwrap(row) >> 120) & DISCOUNT_MASK) * DISCOUNT_UNIT;
        }
    }

    /// @notice Least size charge at initial margin.
    /// @param row the row
    /// @return value size charge of the share omega of the key's total (WAD)
    function sizeFloor(KeyRow row) internal pure returns (uint256 value) {
        // Bound: the stored width times the unit is far below 2^256.
        unchecked {
            return uint256(uint32(KeyRow.unwrap(row) >> 140)) * SIZE_FLOOR_UNIT;
        }
    }

    /// @notice When the row was computed.
    /// @param row the row
    /// @return time time of the last poke (unix seconds)
    function pokedAt(KeyRow row) internal pure returns (uint256 time) {
        return uint32(KeyRow.unwrap(row) >> 172);
    }

    /// @notice Asset of the key.
    /// @param row the row
    /// @return id asset (id)
    function asset(KeyRow row) internal pure returns (uint8 id) {
        return uint8(KeyRow.unwrap(row) >> 220);
    }

    /// @notice Shared decimals of the key's units.
    /// @param row the row
    /// @return count decimals (count)
    function decimals(KeyRow row) internal pure returns (uint8 count) {
        return uint8((KeyRow.unwrap(row) >> 228) & 0xF);
    }

    /// @notice dBase.
    /// @param row the row
    /// @return value base discount (bps)
    function baseDiscount(KeyRow row) internal pure returns (uint256 value) {
        // Bound: the stored width times the unit is far below 2^256.
        unchecked {
            return uint256(uint8(KeyRow.unwrap(row) >> 232)) * BASE_DISCOUNT_UNIT;
        }
    }

    /// @notice phi.
    /// @param row the row
    /// @return value liquidation penalty (bps)
    function penalty(KeyRow row) internal pure returns (uint256 value) {
        return uint8(KeyRow.unwrap(row) >> 240);
    }
}
