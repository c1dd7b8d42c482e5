// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev One slot of what a margin check needs to know about a key, computed at its last poke. From the lowest bit:
/// maintenance 64 | initial 64 | discount 40 | sizeFloor 32 | pokedAt 32 | asset 8 | decimals 8 | baseDiscount 8.
/// Zero for a key that is not listed.
type KeyRow is uint256;

using KeyRows for KeyRow global;

/// @title Reading and packing a KeyRow
/// @notice Amounts come out in the units of risk.md section 1; widths are those of the layout above.
library KeyRows {
    // What a row says, unpacked.
    struct Fields {
        // la_MM = px + L + idio (WAD)
        uint256 maintenance;
        // la_IM, NOT_RECOGNISED without recognition (WAD)
        uint256 initial;
        // dBase + L_MM, stored rounded down (WAD)
        uint256 discount;
        // least size charge at initial margin, stored rounded up (WAD)
        uint256 sizeFloor;
        // when the row was computed (unix seconds)
        uint256 pokedAt;
        // asset (id)
        uint256 asset;
        // shared decimals of the key's units (count)
        uint256 decimals;
        // dBase, a multiple of ten (bps)
        uint256 baseDiscount;
    }

    /// @dev `initial` of a key without initial-margin recognition: H_IM = 1.
    uint256 internal constant NOT_RECOGNISED = type(uint64).max;
    /// @dev WAD per unit of the stored discount, and of the stored size floor.
    uint256 internal constant DISCOUNT_UNIT = 1e6;
    uint256 internal constant SIZE_FLOOR_UNIT = 1e9;
    /// @dev Basis points per unit of the stored base discount.
    uint256 internal constant BASE_DISCOUNT_UNIT = 10;

    /// @notice Packs a row; the caller keeps every field within its width.
    /// @param fields what the row says
    /// @return row the row
    function pack(Fields memory fields) internal pure returns (KeyRow row) {
        uint256 word = fields.maintenance | (fields.initial << 64) | ((fields.discount / DISCOUNT_UNIT) << 128);
        word |= ((fields.sizeFloor + SIZE_FLOOR_UNIT - 1) / SIZE_FLOOR_UNIT) << 168;
        word |= (fields.pokedAt << 200) | (fields.asset << 232) | (fields.decimals << 240);
        return KeyRow.wrap(word | ((fields.baseDiscount / BASE_DISCOUNT_UNIT) << 248));
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
                asset: row.asset(),
                decimals: row.decimals(),
                baseDiscount: row.baseDiscount()
            });
    }

    /// @notice Whether the key is listed.
    /// @param row the row
    /// @return listed true once the key was poked
    function isListed(KeyRow row) internal pure returns (bool listed) {
        return KeyRow.unwrap(row) != 0;
    }

    /// @notice Whether the key counts for initial margin.
    /// @param row the row
    /// @return recognised false if H_IM = 1
    function isRecognised(KeyRow row) internal pure returns (bool recognised) {
        return row.initial() != NOT_RECOGNISED;
    }

    /// @notice la_MM.
    /// @param row the row
    /// @return value account-independent maintenance haircut (WAD)
    function maintenance(KeyRow row) internal pure returns (uint256 value) {
        return uint64(KeyRow.unwrap(row));
    }

    /// @notice la_IM.
    /// @param row the row
    /// @return value account-independent initial haircut (WAD)
    function initial(KeyRow row) internal pure returns (uint256 value) {
        return uint64(KeyRow.unwrap(row) >> 64);
    }

    /// @notice dBase + L_MM.
    /// @param row the row
    /// @return value deepest discount before the no-toxic limit (WAD)
    function discount(KeyRow row) internal pure returns (uint256 value) {
        // Bound: the stored width times the unit is far below 2^256.
        unchecked {
            return uint256(uint40(KeyRow.unwrap(row) >> 128)) * DISCOUNT_UNIT;
        }
    }

    /// @notice Least size charge at initial margin.
    /// @param row the row
    /// @return value size charge of the share omega of the key's total (WAD)
    function sizeFloor(KeyRow row) internal pure returns (uint256 value) {
        // Bound: the stored width times the unit is far below 2^256.
        unchecked {
            return uint256(uint32(KeyRow.unwrap(row) >> 168)) * SIZE_FLOOR_UNIT;
        }
    }

    /// @notice When the row was computed.
    /// @param row the row
    /// @return time time of the last poke (unix seconds)
    function pokedAt(KeyRow row) internal pure returns (uint256 time) {
        return uint32(KeyRow.unwrap(row) >> 200);
    }

    /// @notice Asset of the key.
    /// @param row the row
    /// @return id asset (id)
    function asset(KeyRow row) internal pure returns (uint8 id) {
        return uint8(KeyRow.unwrap(row) >> 232);
    }

    /// @notice Shared decimals of the key's units.
    /// @param row the row
    /// @return count decimals (count)
    function decimals(KeyRow row) internal pure returns (uint8 count) {
        return uint8(KeyRow.unwrap(row) >> 240);
    }

    /// @notice dBase.
    /// @param row the row
    /// @return value base discount (bps)
    function baseDiscount(KeyRow row) internal pure returns (uint256 value) {
        // Bound: the stored width times the unit is far below 2^256.
        unchecked {
            return uint256(uint8(KeyRow.unwrap(row) >> 248)) * BASE_DISCOUNT_UNIT;
        }
    }
}
