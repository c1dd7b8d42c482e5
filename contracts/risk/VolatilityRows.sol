// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {AssetRow} from "../types/AssetRow.sol";
import {VolatilityLimits, VolatilityReport} from "../types/RiskParameters.sol";
import {PriceRows} from "./PriceRows.sol";
import {VolatilityMath} from "./VolatilityMath.sol";

/// @title VolatilityRows
/// @notice Measures volatility from the cached prices as they are poked (risk.md 2.2). Everything rounds up but the cap
/// of a forecast.
abstract contract VolatilityRows is PriceRows {
    using Math for uint256;

    /// @dev A fast clock for shocks and a slow one that remembers them.
    uint256 private constant FAST_TIME_CONSTANT = 3_600;
    uint256 private constant SLOW_TIME_CONSTANT = 864_000;
    /// @dev Closer observations are noise of the feed.
    uint256 private constant MIN_SAMPLE_SPACING = 60;
    /// @dev Highest variance of the model (risk.md section 6).
    uint256 private constant MAX_VARIANCE = 1e32;
    /// @dev `sampledAt` of clocks that stand where the governor put them, before any price was seen.
    uint32 private constant UNSAMPLED = 1;
    /// @dev How far above the measured deviation a forecast can lift it.
    uint256 private constant MAX_POSTED_MULTIPLE = 2;

    /// @dev Takes a sample if there is one to take, and answers the variance that charges use.
    function _measure(uint8 asset, VolatilityLimits memory limits) internal returns (uint256 effective) {
        (Volatility memory v, bool changed) = _sampled(asset);
        if (changed) {
            _volatilities[asset] = v;
            emit VolatilitySampled({
                asset: asset,
                fast: v.fast,
                slow: v.slow,
                price: v.sampledPrice,
                observedAt: v.sampledAt == UNSAMPLED ? 0 : v.sampledAt
            });
        }
        (effective, ) = _effective(v, limits);
    }

    /// @dev What {_measure} would answer.
    function _measured(uint8 asset, VolatilityLimits memory limits) internal view returns (uint256 effective) {
        (Volatility memory v, ) = _sampled(asset);
        (effective, ) = _effective(v, limits);
    }

    /// @dev The clocks as they were last written, and what is made of them now.
    function _report(
        uint8 asset,
        VolatilityLimits memory limits
    ) internal view returns (VolatilityReport memory report) {
        Volatility memory v = _volatilities[asset];
        (report.fast, report.slow, report.sampledPrice) = (v.fast, v.slow, v.sampledPrice);
        report.sampledAt = v.sampledAt == UNSAMPLED ? 0 : v.sampledAt;
        (report.effective, report.posted) = _effective(v, limits);
    }

    /// @dev The clocks after the sample that the cached price makes possible. The second slot is read only for one.
    function _sampled(uint8 asset) private view returns (Volatility memory v, bool changed) {
        Volatility storage last = _volatilities[asset];
        (v.fast, v.slow, v.sampledAt) = (last.fast, last.slow, last.sampledAt);
        if (v.sampledAt == 0) {
            v.fast = parameters.assetParameters(asset).variance;
            (v.slow, v.sampledAt, changed) = (v.fast, UNSAMPLED, true);
        }
        AssetRow row = _assetRows[asset];
        (uint256 price, uint256 observedAt) = (row.price(), row.observedAt());
        if (!row.isGood() || price == 0 || observedAt < v.sampledAt + MIN_SAMPLE_SPACING) return (v, changed);
        if (v.sampledAt != UNSAMPLED) {
            uint256 r = VolatilityMath.returnUp(last.sampledPrice, price);
            v.fast = _next(v.fast, r, observedAt - v.sampledAt, FAST_TIME_CONSTANT);
            v.slow = _next(v.slow, r, observedAt - v.sampledAt, SLOW_TIME_CONSTANT);
        }
        // Widths of the row they come from: 32 and 96 bits.
        (v.sampledAt, v.sampledPrice) = (uint32(observedAt), uint96(price));
        return (v, true);
    }

    /// @dev A forecast counts up to twice the deviation measured on chain, down: whoever posts it can tighten by so
    /// much and no more (risk.md 2.2).
    function _effective(
        Volatility memory v,
        VolatilityLimits memory limits
    ) private pure returns (uint256 effective, uint256 posted) {
        if (limits.postedDeviation != 0) {
            uint256 measured = uint256(v.fast).max(v.slow).max(limits.minVariance);
            posted = limits.postedDeviation.min(MAX_POSTED_MULTIPLE * measured.sqrt());
        }
        effective = VolatilityMath.effectiveVariance({
            fast: v.fast,
            slow: v.slow,
            postedDeviation: posted,
            minVariance: limits.minVariance,
            maxVariance: limits.maxVariance
        });
    }

    function _next(uint256 variance, uint256 r, uint256 elapsed, uint256 timeConstant) private pure returns (uint112) {
        // Bound: 1e32 < 2^107.
        return uint112(VolatilityMath.ewmaOfReturn(variance, r, elapsed, timeConstant).min(MAX_VARIANCE));
    }
}
