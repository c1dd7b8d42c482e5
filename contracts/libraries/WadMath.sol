// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @dev One in the fixed point of values, prices, ratios and sizes (risk.md 1).
uint256 constant WAD = 1e18;
/// @dev One in the fixed point of indices (risk.md 1).
uint256 constant RAY = 1e27;
/// @dev One hundred per cent in basis points, the unit of configuration (risk.md 1).
uint256 constant BPS = 1e4;

/// @title Fixed-point primitives whose names say how they round
/// @notice Every division of the risk model goes through one of these, or through OpenZeppelin's mulDiv with a named
/// rounding, so that no rounding direction is left to the language: Solidity's signed `/` truncates and is never used.
/// @dev Arithmetic is checked: an input outside the bounds of risk.md 6 reverts instead of wrapping.
library WadMath {
    using Math for uint256;
    using SafeCast for uint256;

    /// @dev WAD per basis point.
    uint256 internal constant WAD_PER_BPS = 1e14;

    /// @notice A ratio from its configuration unit. Exact.
    /// @param bps The ratio (bps)
    /// @return The ratio (WAD)
    function fromBps(uint256 bps) internal pure returns (uint256) {
        return bps * WAD_PER_BPS;
    }

    /// @notice `⌊a·b/WAD⌋`, rounding down.
    /// @dev Bound: a ≤ 2^128 and b ≤ 2^127 (a size against a ratio or price), hence a·b < 2^256.
    /// @param a First factor (WAD)
    /// @param b Second factor (WAD)
    /// @return The product (WAD)
    function mulDown(uint256 a, uint256 b) internal pure returns (uint256) {
        return (a * b) / WAD;
    }

    /// @notice `⌈a·b/WAD⌉`, rounding up.
    /// @dev Bound: as {mulDown}.
    /// @param a First factor (WAD)
    /// @param b Second factor (WAD)
    /// @return The product (WAD)
    function mulUp(uint256 a, uint256 b) internal pure returns (uint256) {
        return (a * b).ceilDiv(WAD);
    }

    /// @notice `⌊a·WAD/b⌋`, rounding down.
    /// @dev Bound: a < 2^196, hence a·WAD < 2^256.
    /// @param a Dividend (WAD)
    /// @param b Divisor, not zero (WAD)
    /// @return The quotient (WAD)
    function divDown(uint256 a, uint256 b) internal pure returns (uint256) {
        return (a * WAD) / b;
    }

    /// @notice `⌈a·WAD/b⌉`, rounding up.
    /// @dev Bound: as {divDown}.
    /// @param a Dividend (WAD)
    /// @param b Divisor, not zero (WAD)
    /// @return The quotient (WAD)
    function divUp(uint256 a, uint256 b) internal pure returns (uint256) {
        return (a * WAD).ceilDiv(b);
    }

    /// @notice The integer square root, rounded down.
    /// @param x Radicand (raw)
    /// @return The root (raw)
    function sqrtDown(uint256 x) internal pure returns (uint256) {
        return x.sqrt();
    }

    /// @notice The integer square root, rounded up: the root of a charge (risk.md 6).
    /// @param x Radicand (raw)
    /// @return The root (raw)
    function sqrtUp(uint256 x) internal pure returns (uint256) {
        return x.sqrt(Math.Rounding.Ceil);
    }

    /// @notice `⌊n/d⌋`, rounding toward minus infinity.
    /// @param n Dividend (raw)
    /// @param d Divisor, above zero and below 2^255 (raw)
    /// @return quotient The quotient (raw)
    function floorDiv(int256 n, uint256 d) internal pure returns (int256 quotient) {
        int256 divisor = d.toInt256();
        quotient = n / divisor;
        if (n % divisor < 0) quotient -= 1;
    }

    /// @notice `⌈n/d⌉`, rounding toward plus infinity.
    /// @param n Dividend (raw)
    /// @param d Divisor, above zero and below 2^255 (raw)
    /// @return quotient The quotient (raw)
    function ceilDiv(int256 n, uint256 d) internal pure returns (int256 quotient) {
        int256 divisor = d.toInt256();
        quotient = n / divisor;
        if (n % divisor > 0) quotient += 1;
    }

    /// @notice A number with the sign of another: `magnitude` or `−magnitude`.
    /// @param magnitude Absolute value, below 2^255 (raw)
    /// @param negative Whether the result is below zero
    /// @return The signed number (raw)
    function withSign(uint256 magnitude, bool negative) internal pure returns (int256) {
        return negative ? -magnitude.toInt256() : magnitude.toInt256();
    }

    /// @notice `x` held between two limits; the lower one is looked at first.
    /// @param x Number (raw)
    /// @param low Lower limit (raw)
    /// @param high Upper limit (raw)
    /// @return The number within the limits (raw)
    function clamp(uint256 x, uint256 low, uint256 high) internal pure returns (uint256) {
        if (x < low) return low;
        return x > high ? high : x;
    }
}
