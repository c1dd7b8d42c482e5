// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What a debt share is worth, now and a second later. All that a margin check of a borrower reads.
/// @param index dollars owed a debt share, saturating after a factor of five million (RAY)
/// @param accruedAt time up to which the index counts (unix seconds)
/// @param rate yearly borrow rate since the debt or the pool's cash last changed, at most one (WAD)
struct Interest {
    uint112 index;
    uint40 accruedAt;
    uint64 rate;
}

/// @notice The lender's side of the book, in one slot.
/// @param cash tokens of the pool, negative while winners wait (WAD)
/// @param debtShares sum of the accounts' debt shares; 2^104 wei are 2e13 dollars (raw)
struct PoolBook {
    int128 cash;
    uint104 debtShares;
}

/// @notice Cash that belongs to neither accounts nor pool, in one slot.
/// @param insurance cash of the insurance fund (WAD)
/// @param reserve cash of the protocol reserve (WAD)
struct Funds {
    uint128 insurance;
    uint128 reserve;
}
