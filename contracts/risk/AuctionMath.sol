// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {WadMath, WAD} from "../libraries/WadMath.sol";

/// @title The falling price of a Dutch auction
/// @notice risk.md 4.3, 4.4 and 4.8. Factors, unit prices and payments round up, against the taker.
library AuctionMath {
    using Math for uint256;

    /// @notice dMax: `min(dBase + L, H − φ − gap)`. Exact; never so deep that a sale at the floor harms health
    /// (risk.md 4.3).
    /// @param baseBps dBase (bps)
    /// @param latencyPremium L at maintenance (WAD)
    /// @param haircut H at maintenance (WAD)
    /// @param penalty φ (WAD)
    /// @param gap Least gain of health per dollar sold (WAD)
    /// @return The deepest discount (WAD)
    function maxDiscount(
        uint256 baseBps,
        uint256 latencyPremium,
        uint256 haircut,
        uint256 penalty,
        uint256 gap
    ) internal pure returns (uint256) {
        return (WadMath.fromBps(baseBps) + latencyPremium).min(haircut.saturatingSub(penalty + gap));
    }

    /// @notice `1 − ⌊dBase/6⌋`, up, against the taker (risk.md 4.4).
    /// @param baseBps dBase, at most 10,000 (bps)
    /// @return The factor an auction starts with (WAD)
    function startFactor(uint256 baseBps) internal pure returns (uint256) {
        return WAD - WadMath.fromBps(baseBps) / 6;
    }

    /// @notice `x^n` in fixed point, each product rounded half up (the convention of Maker's `rpow`, risk.md 6).
    /// @dev Bound: x ≤ base ≤ 2^127, hence every product < 2^255.
    /// @param x Base of the power, at most one (raw, `base` is one)
    /// @param n Exponent (count)
    /// @param base One in the fixed point (raw)
    /// @return z The power (raw, `base` is one)
    function rpow(uint256 x, uint256 n, uint256 base) internal pure returns (uint256 z) {
        if (x == 0) return n == 0 ? base : 0;
        uint256 half = base / 2;
        z = n & 1 == 0 ? base : x;
        for (n >>= 1; n > 0; n >>= 1) {
            x = (x * x + half) / base;
            if (n & 1 == 1) z = (z * x + half) / base;
        }
    }

    /// @notice `max(floor, ⌈start·cut^(speed·⌊dt/step⌋)⌉)`, up, against the taker (risk.md 4.4).
    /// @param start Factor at the start (WAD)
    /// @param cut What remains after a step, at most one (WAD)
    /// @param speed m, steps that count for one in this round (count)
    /// @param step Length of a step, above zero (seconds)
    /// @param elapsed dt, since the round began (seconds)
    /// @param floor Lowest factor of the round (WAD)
    /// @return The factor now (WAD)
    function exponentialFactor(
        uint256 start,
        uint256 cut,
        uint256 speed,
        uint256 step,
        uint256 elapsed,
        uint256 floor
    ) internal pure returns (uint256) {
        return WadMath.mulUp(start, rpow(cut, speed * (elapsed / step), WAD)).max(floor);
    }

    /// @notice `max(floor, ⌈start·(τ − dt)/τ⌉)`, up, against the taker (risk.md 4.4).
    /// @param start Factor at the start (WAD)
    /// @param duration τ, time to zero (seconds)
    /// @param elapsed dt, since the round began (seconds)
    /// @param floor Lowest factor of the round (WAD)
    /// @return The factor now (WAD)
    function linearFactor(
        uint256 start,
        uint256 duration,
        uint256 elapsed,
        uint256 floor
    ) internal pure returns (uint256) {
        if (elapsed >= duration) return floor;
        return (start * (duration - elapsed)).ceilDiv(duration).max(floor);
    }

    /// @notice `min(entry, ⌈1 − dt/length⌉)`, up, against the taker: it ends at zero, so a price worth paying always
    /// comes (risk.md 4.8).
    /// @param entry Factor when the phase began (WAD)
    /// @param elapsed dt, since the phase began (seconds)
    /// @param length Length of the phase (seconds)
    /// @return The factor now (WAD)
    function insolventFactor(uint256 entry, uint256 elapsed, uint256 length) internal pure returns (uint256) {
        if (elapsed >= length) return 0;
        return entry.min((WAD * (length - elapsed)).ceilDiv(length));
    }

    /// @notice `⌈P·factor⌉`, up, against the taker (risk.md 4.4).
    /// @param price USD per whole token now (WAD)
    /// @param factor Factor now (WAD)
    /// @return USD per whole token to be paid (WAD)
    function unitPrice(uint256 price, uint256 factor) internal pure returns (uint256) {
        return WadMath.mulUp(price, factor);
    }

    /// @notice `⌈amount·price/10^dec⌉`, up, against the taker (risk.md 4.4).
    /// @param amount Tokens bought (asset units)
    /// @param unitPrice_ USD per whole token (WAD)
    /// @param decimals Decimals of the amount, at most 36 (count)
    /// @return USD to be paid (WAD)
    function payment(uint256 amount, uint256 unitPrice_, uint256 decimals) internal pure returns (uint256) {
        return amount.mulDiv(unitPrice_, 10 ** decimals, Math.Rounding.Ceil);
    }
}
