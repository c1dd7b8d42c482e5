// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {WadMath, WAD} from "../libraries/WadMath.sol";

/// @title What collateral is worth and what is held back from it
/// @notice risk.md 1, 2.1 and 2.5. Values round down and charges round up: both against the account.
library HaircutMath {
    using Math for uint256;

    /// @notice `⌊amount·P/10^dec⌋`, down, against the account (risk.md 2.1).
    /// @dev 512-bit: the amount is the only factor an outsider can make large.
    /// @param amount Tokens (asset units)
    /// @param price USD per whole token (WAD)
    /// @param decimals Decimals of the amount, at most 36 (count)
    /// @return Value before the haircut (WAD)
    function collateralValue(uint256 amount, uint256 price, uint256 decimals) internal pure returns (uint256) {
        return amount.mulDiv(price, 10 ** decimals);
    }

    /// @notice px: `base + ⌈z·√⁺(var·Tloc)⌉`, up: price risk that a hedge can cover (risk.md 2.1).
    /// @dev Bound: var ≤ 1e32 and T ≤ 2^32, hence var·T < 2^139; z ≤ 1e20, hence the product < 2^137.
    /// @param baseBps Jump buffer (bps)
    /// @param z Standard deviations (WAD)
    /// @param variance Effective variance (raw, 1e36 per second)
    /// @param localTime Tloc, time to sell on the hub (seconds)
    /// @return Price risk (WAD)
    function priceRisk(
        uint256 baseBps,
        uint256 z,
        uint256 variance,
        uint256 localTime
    ) internal pure returns (uint256) {
        return WadMath.fromBps(baseBps) + WadMath.mulUp(z, WadMath.sqrtUp(variance * localTime));
    }

    /// @notice L: `⌈z·(√⁺(var·(Tloc+T)) − √₋(var·Tloc))⌉`, up; the second root goes down so that px + L is never
    /// below `base + z·σ·√(Tloc+T)` (risk.md 2.1, property P-H1).
    /// @dev Bound: Tloc + T ≤ 2^33, hence the radicand < 2^140.
    /// @param z Standard deviations (WAD)
    /// @param variance Effective variance (raw, 1e36 per second)
    /// @param localTime Tloc, time to sell on the hub (seconds)
    /// @param laneTime T, latency of the lane plus what it is overdue (seconds)
    /// @return Latency premium (WAD)
    function latencyPremium(
        uint256 z,
        uint256 variance,
        uint256 localTime,
        uint256 laneTime
    ) internal pure returns (uint256) {
        uint256 whole = WadMath.sqrtUp(variance * (localTime + laneTime));
        return WadMath.mulUp(z, whole - WadMath.sqrtDown(variance * localTime));
    }

    /// @notice Q: `min(qMax, ⌈η·√⁺(V/D)⌉)`, up: what selling this much would move the price (risk.md 2.1).
    /// @dev Bound: V < 2^128 and D ≥ 1, hence the radicand ≤ 2^248.
    /// @param eta η, impact of selling the whole depth (WAD)
    /// @param value V, value of the asset over all lanes (WAD)
    /// @param depth D, USD sellable within 2% in stress, above zero (WAD)
    /// @param maxCharge qMax (WAD)
    /// @return Size charge (WAD)
    function sizeCharge(uint256 eta, uint256 value, uint256 depth, uint256 maxCharge) internal pure returns (uint256) {
        return WadMath.mulUp(eta, WadMath.sqrtUp(WadMath.divUp(value, depth) * WAD)).min(maxCharge);
    }

    /// @notice H: `clamp(px + L + idio + Q, Hmin, Hmax)`. Exact (risk.md 2.1).
    /// @param priceRisk_ px (WAD)
    /// @param latencyPremium_ L (WAD)
    /// @param idiosyncraticBps Bridge, wrapper and de-peg risk of the key (bps)
    /// @param sizeCharge_ Q (WAD)
    /// @param minHaircut Hmin (WAD)
    /// @param maxHaircut Hmax, at most one (WAD)
    /// @return The haircut (WAD)
    function haircut(
        uint256 priceRisk_,
        uint256 latencyPremium_,
        uint256 idiosyncraticBps,
        uint256 sizeCharge_,
        uint256 minHaircut,
        uint256 maxHaircut
    ) internal pure returns (uint256) {
        uint256 sum = priceRisk_ + latencyPremium_ + WadMath.fromBps(idiosyncraticBps) + sizeCharge_;
        return WadMath.clamp(sum, minHaircut, maxHaircut);
    }

    /// @notice `V − ⌈V·H⌉`, down, against the account (risk.md 2.1).
    /// @dev Bound: V < 2^128 and H ≤ 1e18, hence V·H < 2^188.
    /// @param value Value before the haircut (WAD)
    /// @param haircut_ H, at most one (WAD)
    /// @return Value that counts (WAD)
    function recognisedValue(uint256 value, uint256 haircut_) internal pure returns (uint256) {
        return value - WadMath.mulUp(value, haircut_);
    }

    /// @notice The maintenance haircut on its way up; a fall takes effect at once (risk.md 2.5). Exact.
    /// @dev The elapsed time is capped, or an unused allowance would be banked and spent in one jump (P-R1).
    /// @param target_ Where the haircut is going (WAD)
    /// @param from Haircut at the last poke (WAD)
    /// @param since Time of the last poke, not after `now_` (unix seconds)
    /// @param now_ Current time (unix seconds)
    /// @param rampUpPerSecond rUp (WAD per second)
    /// @param maxElapsed dtMax (seconds)
    /// @return The haircut now (WAD)
    function rampUp(
        uint256 target_,
        uint256 from,
        uint256 since,
        uint256 now_,
        uint256 rampUpPerSecond,
        uint256 maxElapsed
    ) internal pure returns (uint256) {
        if (target_ <= from) return target_;
        return target_.min(from + rampUpPerSecond * maxElapsed.min(now_ - since));
    }

    /// @notice The initial haircut on its way down; a rise takes effect at once (risk.md 2.5). Exact.
    /// @param target_ Where the haircut is going (WAD)
    /// @param from Haircut at the last poke (WAD)
    /// @param since Time of the last poke, not after `now_` (unix seconds)
    /// @param now_ Current time (unix seconds)
    /// @param rampDownPerSecond rDown (WAD per second)
    /// @return The haircut now (WAD)
    function rampDown(
        uint256 target_,
        uint256 from,
        uint256 since,
        uint256 now_,
        uint256 rampDownPerSecond
    ) internal pure returns (uint256) {
        if (target_ >= from) return target_;
        return target_.max(from.saturatingSub(rampDownPerSecond * (now_ - since)));
    }
}
