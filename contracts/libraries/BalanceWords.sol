// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MemoryWords} from "./MemoryWords.sol";

/// @title BalanceWords
/// @notice Four 64-bit balances a storage word: key k stands in word k/4 at bit 64*(k%4) (system.md section 4).
library BalanceWords {
    using MemoryWords for uint256[];

    uint256 private constant KEYS_PER_WORD = 4;
    uint256 private constant BITS_PER_KEY = 64;
    uint256 private constant GROUPS = 16;
    /// @dev One bitmap nibble, the held flags of the four keys of a word.
    uint256 private constant WORD_FLAGS = 0xf;

    /// @notice Loads the words that hold a held key, ascending.
    /// @param balances the account's words by group
    /// @param held bitmap of held keys (raw)
    /// @return words the words (raw)
    function load(
        mapping(uint256 group => uint256 word) storage balances,
        uint64 held
    ) internal view returns (uint256[] memory words) {
        words = MemoryWords.allocate(GROUPS);
        uint256 next = 0;
        uint256 group = 0;
        // Bound: at most 16 groups; in bounds for the same reason.
        unchecked {
            for (uint256 rest = held; rest != 0; rest >>= KEYS_PER_WORD) {
                if (rest & WORD_FLAGS != 0) words.set(next++, balances[group]);
                ++group;
            }
        }
        words.truncate(next);
    }

    /// @notice Index of the word that holds a key.
    /// @param key key (id)
    /// @return group word number (index)
    function groupOf(uint8 key) internal pure returns (uint256 group) {
        // Exact by definition of the layout: no balance is rounded.
        return key / KEYS_PER_WORD;
    }

    /// @notice Balance of a key within its word.
    /// @param word the key's word (raw)
    /// @param key key (id)
    /// @return units balance (units)
    function unitsOf(uint256 word, uint8 key) internal pure returns (uint64 units) {
        // Keeping the lowest 64 bits drops the three neighbours.
        return uint64(word >> _shift(key));
    }

    /// @notice The word with one balance replaced and its neighbours untouched.
    /// @param word the key's word (raw)
    /// @param key key (id)
    /// @param units new balance (units)
    /// @return updated new word (raw)
    function withUnits(uint256 word, uint8 key, uint64 units) internal pure returns (uint256 updated) {
        uint256 shift = _shift(key);
        return (word & ~(uint256(type(uint64).max) << shift)) | (uint256(units) << shift);
    }

    function _shift(uint8 key) private pure returns (uint256 shift) {
        return (key % KEYS_PER_WORD) * BITS_PER_KEY;
    }
}
