// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {WadMath, RAY, WAD} from "../libraries/WadMath.sol";

/// @title Cash, debt and interest
/// @notice risk.md 1 (cash) and markets.md 1. Every rounding is against the account, for the pool.
library CashMath {
    using Math for uint256;
    using SafeCast for int256;
    using SafeCast for uint256;

    uint256 private constant YEAR = 31_536_000 seconds;
    /// @dev The kink of the rate curve and the yearly rates below and above it (markets.md 1).
    uint256 private constant KINK = 0.8e18;
    uint256 private constant RATE_AT_KINK = 0.06e18;
    uint256 private constant RATE_ABOVE_KINK = 0.94e18;
    uint256 private constant RAY_PER_WAD = 1e9;

    /// @notice `⌈shares·index/RAY⌉`, up, against the borrower (risk.md 1).
    /// @param shares Debt shares (raw)
    /// @param index Borrow index (RAY)
    /// @return Debt (WAD)
    function debtOwed(uint256 shares, uint256 index) internal pure returns (uint256) {
        return shares.mulDiv(index, RAY, Math.Rounding.Ceil);
    }

    /// @notice `⌈amount·RAY/index⌉`, up: shares a loan adds, against the borrower (risk.md 1).
    /// @param amount Amount lent (WAD)
    /// @param index Borrow index, above zero (RAY)
    /// @return Debt shares (raw)
    function borrowShares(uint256 amount, uint256 index) internal pure returns (uint256) {
        return amount.mulDiv(RAY, index, Math.Rounding.Ceil);
    }

    /// @notice `⌊amount·RAY/index⌋`, down: shares a repayment removes, against the borrower (risk.md 1).
    /// @param amount Amount repaid (WAD)
    /// @param index Borrow index, above zero (RAY)
    /// @return Debt shares (raw)
    function repayShares(uint256 amount, uint256 index) internal pure returns (uint256) {
        return amount.mulDiv(RAY, index);
    }

    /// @notice Cash in USD, against the account: credit at `min(P,1)` down, debt at `max(P,1)` up (risk.md 1). A
    /// de-peg below one dollar frees no margin, one above it costs.
    /// @dev Bound: |cash| ≤ 2^128 and price ≤ 1e30, hence the product < 2^228.
    /// @param cash Cash, below zero for debt (WAD)
    /// @param settlementPrice USD per settlement token (WAD)
    /// @return Value (WAD)
    function cashValue(int256 cash, uint256 settlementPrice) internal pure returns (int256) {
        uint256 magnitude = SignedMath.abs(cash);
        if (cash >= 0) return WadMath.mulDown(magnitude, settlementPrice.min(WAD)).toInt256();
        return -WadMath.mulUp(magnitude, settlementPrice.max(WAD)).toInt256();
    }

    /// @notice U = `debt/(debt + max(cash, 0))`, down (markets.md 1).
    /// @dev Bound: debt ≤ 2^128, hence debt·WAD < 2^188.
    /// @param debt Sum of loans (WAD)
    /// @param poolCash Tokens of the pool, below zero while winners wait (WAD)
    /// @return Utilisation, zero for an empty pool (WAD)
    function utilisation(uint256 debt, int256 poolCash) internal pure returns (uint256) {
        uint256 total = debt + SignedMath.max(poolCash, 0).toUint256();
        return total == 0 ? 0 : WadMath.divDown(debt, total).min(WAD);
    }

    /// @notice Yearly borrow rate at a utilisation, up, for the pool (markets.md 1).
    /// @param utilisation_ U, at most one (WAD)
    /// @return Rate a year (WAD)
    function borrowRate(uint256 utilisation_) internal pure returns (uint256) {
        if (utilisation_ <= KINK) return (RATE_AT_KINK * utilisation_).ceilDiv(KINK);
        return RATE_AT_KINK + (RATE_ABOVE_KINK * (utilisation_ - KINK)).ceilDiv(WAD - KINK);
    }

    /// @notice `⌈index·(1 + x + x²/2 + x³/6)⌉` with x = rate·dt/year, every term up, for the pool (markets.md 1).
    /// @dev Bound: rate ≤ 1e18 and dt ≤ 2^32, hence x < 2^98 and x² < 2^196; x³ needs 512 bits.
    /// @param index Borrow index (RAY)
    /// @param rate Rate a year (WAD)
    /// @param elapsed Time since the index was last accrued (seconds)
    /// @return The index now (RAY)
    function accrueIndex(uint256 index, uint256 rate, uint256 elapsed) internal pure returns (uint256) {
        uint256 x = (rate * RAY_PER_WAD * elapsed).ceilDiv(YEAR);
        uint256 square = x * x;
        uint256 cubed = square.mulDiv(x, 6 * RAY * RAY, Math.Rounding.Ceil);
        return index.mulDiv(RAY + x + square.ceilDiv(2 * RAY) + cubed, RAY, Math.Rounding.Ceil);
    }
}
