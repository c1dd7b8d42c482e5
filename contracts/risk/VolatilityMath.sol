// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {WadMath, WAD} from "../libraries/WadMath.sol";

/// @title Volatility measured on chain
/// @notice risk.md 2.2. Variance is 1e36 per second, so the root of variance times seconds is a WAD ratio.
/// @dev Everything rounds up: a higher variance charges more, which is the safe side.
library VolatilityMath {
    using Math for uint256;

    /// @notice `min(1, ⌈|P₁−P₀|/min(P₀,P₁)⌉)`, up: the simple return, never below |ln(P₁/P₀)| (risk.md 2.2).
    /// @dev Bound: price ≤ 1e30, hence the difference times WAD < 2^160.
    /// @param previousPrice Price of the earlier sample, above zero (WAD)
    /// @param price Price of the later sample, above zero (WAD)
    /// @return The return, at most one (WAD)
    function returnUp(uint256 previousPrice, uint256 price) internal pure returns (uint256) {
        uint256 low = previousPrice.min(price);
        return WadMath.divUp(previousPrice.max(price) - low, low).min(WAD);
    }

    /// @notice `⌈(τ·var + r²)/(τ+dt)⌉`, up: the implicit-Euler moving average for irregular samples (risk.md 2.2).
    /// @dev Bound: τ ≤ 2^32 and var ≤ 1e32, hence τ·var + r² < 2^140.
    /// @param variance Variance before the sample (raw, 1e36 per second)
    /// @param previousPrice Price of the earlier sample, above zero (WAD)
    /// @param price Price of the later sample, above zero (WAD)
    /// @param elapsed Time between the samples (seconds)
    /// @param timeConstant τ of this clock, above zero (seconds)
    /// @return Variance after the sample (raw, 1e36 per second)
    function ewmaVariance(
        uint256 variance,
        uint256 previousPrice,
        uint256 price,
        uint256 elapsed,
        uint256 timeConstant
    ) internal pure returns (uint256) {
        return ewmaOfReturn(variance, returnUp(previousPrice, price), elapsed, timeConstant);
    }

    /// @notice {ewmaVariance} of a return that is already known: both clocks share it. Up (risk.md 2.2).
    /// @param variance Variance before the sample (raw, 1e36 per second)
    /// @param r The return, at most one (WAD)
    /// @param elapsed Time between the samples (seconds)
    /// @param timeConstant τ of this clock, above zero (seconds)
    /// @return Variance after the sample (raw, 1e36 per second)
    function ewmaOfReturn(
        uint256 variance,
        uint256 r,
        uint256 elapsed,
        uint256 timeConstant
    ) internal pure returns (uint256) {
        return (timeConstant * variance + r * r).ceilDiv(timeConstant + elapsed);
    }

    /// @notice `clamp(max(fast, slow, σ²), σmin², σmax²)`. Exact; a posted forecast can only raise (risk.md 2.2).
    /// @dev Bound: a posted σ below 2^64, hence its square < 2^128.
    /// @param fast Variance of the fast clock (raw, 1e36 per second)
    /// @param slow Variance of the slow clock (raw, 1e36 per second)
    /// @param postedDeviation Posted standard deviation, zero if none (WAD per root second)
    /// @param minVariance Lower limit (raw, 1e36 per second)
    /// @param maxVariance Upper limit (raw, 1e36 per second)
    /// @return The variance that charges use (raw, 1e36 per second)
    function effectiveVariance(
        uint256 fast,
        uint256 slow,
        uint256 postedDeviation,
        uint256 minVariance,
        uint256 maxVariance
    ) internal pure returns (uint256) {
        return WadMath.clamp(fast.max(slow).max(postedDeviation * postedDeviation), minVariance, maxVariance);
    }
}
