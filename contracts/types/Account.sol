// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice How far the assets of an account answer for its positions (risk.md section 1).
enum AccountMode {
    CROSS,
    ISOLATED
}

/// @notice What every act on an account reads first, in one slot.
/// @param held bitmap of held keys, bit k for key k (raw)
/// @param lastRiskBlock block number of the last act that took risk, 0 if none (count)
/// @param liquidationBlock block number in which the last liquidation began or ended, 0 if none (count)
/// @param markets bitmap of markets with a position, bit m for market m (raw)
/// @param mode margin mode
/// @param inLiquidation whether the account is in liquidation
struct AccountHeader {
    uint64 held;
    uint40 lastRiskBlock;
    uint40 liquidationBlock;
    uint32 markets;
    AccountMode mode;
    bool inLiquidation;
}

/// @notice Signed cash of an account in one slot; at most one of the two is above zero.
/// @param positive cash above zero; 2^128 wei are 3.4e20 dollars (WAD)
/// @param debtShares debt as shares of all debt, at most the sum of all shares, hence below 2^104 (raw)
struct Cash {
    uint128 positive;
    uint128 debtShares;
}
