// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title OfferWord
/// @notice The sale terms an auction fixes when it starts, eight keys a word: 32 bits a key, its maximum discount in
/// ppm (19 bits) and above it its base discount in bps (13 bits). An entry of 0 was not offered.
library OfferWord {
    /// @dev WAD per ppm.
    uint256 private constant WAD_PER_PPM = 1e12;
    uint256 private constant PPM_BITS = 19;
    uint256 private constant PPM_MASK = (1 << PPM_BITS) - 1;
    uint256 private constant BPS_MASK = (1 << 13) - 1;
    uint256 private constant ENTRY_MASK = type(uint32).max;

    /// @notice The word a key's entry is in.
    /// @param key key (id)
    /// @return word number of the word (index)
    function wordOf(uint8 key) internal pure returns (uint256 word) {
        return key / 8;
    }

    /// @notice `word` with the entry of one more key.
    /// @param word entries so far (raw)
    /// @param key key, without entry in the word (id)
    /// @param maxDiscount dMax, kept down to the ppm, so a floor is never below its exact value (WAD)
    /// @param baseDiscount dBase (bps)
    /// @return filled entries (raw)
    function withEntry(
        uint256 word,
        uint8 key,
        uint256 maxDiscount,
        uint256 baseDiscount
    ) internal pure returns (uint256 filled) {
        uint256 ppm = maxDiscount / WAD_PER_PPM;
        if (ppm > PPM_MASK) ppm = PPM_MASK;
        if (baseDiscount > BPS_MASK) baseDiscount = BPS_MASK;
        return word | ((ppm | (baseDiscount << PPM_BITS)) << _shift(key));
    }

    /// @notice The entry of a key.
    /// @param word entries (raw)
    /// @param key key (id)
    /// @return offered whether the key has an entry
    /// @return maxDiscount dMax (WAD)
    /// @return baseDiscount dBase (bps)
    function entryOf(
        uint256 word,
        uint8 key
    ) internal pure returns (bool offered, uint256 maxDiscount, uint256 baseDiscount) {
        uint256 entry = (word >> _shift(key)) & ENTRY_MASK;
        return (entry != 0, (entry & PPM_MASK) * WAD_PER_PPM, entry >> PPM_BITS);
    }

    function _shift(uint8 key) private pure returns (uint256 bits) {
        // Bound: below 256.
        unchecked {
            return uint256(key % 8) * 32;
        }
    }
}
