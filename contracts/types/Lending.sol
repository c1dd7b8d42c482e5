// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice All debt, in one slot.
/// @param shares sum of the accounts' debt shares; 2^104 wei are 2e13 dollars (raw)
/// @param index dollars owed a share, saturating after a factor of five million (RAY)
/// @param accruedAt time up to which the index counts (unix seconds)
struct Debt {
    uint104 shares;
    uint112 index;
    uint40 accruedAt;
}

/// @notice The lender's side of the book, in one slot.
/// @param cash tokens of the pool, negative while winners wait (WAD)
/// @param rate yearly borrow rate since the debt or the cash last changed, at most one (WAD)
struct PoolBook {
    int128 cash;
    uint64 rate;
}

/// @notice Cash that belongs to neither accounts nor pool, in one slot.
/// @param insurance cash of the insurance fund (WAD)
/// @param reserve cash of the protocol reserve (WAD)
struct Funds {
    uint128 insurance;
    uint128 reserve;
}
