// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {WadMath} from "../libraries/WadMath.sol";

/// @title Who bears a loss, in which order
/// @notice risk.md 4.9 and 5. Shares of a loss add up exactly; what rounding leaves over goes to the insurance fund.
/// @dev Bound: values ≤ 2^128, leverage ≤ 1e24, hence leverage times equity < 2^208.
library LossMath {
    using Math for uint256;
    using SafeCast for int256;

    /// @dev Largest leverage {waterfill} looks at; beyond it an account is as good as without equity.
    uint256 internal constant MAX_LEVERAGE = 1e24;

    /// @notice A deficit through the waterfall: insurance, reserve, auto-deleveraging, pool. Exact (risk.md 4.9).
    /// @param deficit Bad debt (WAD)
    /// @param perpPart Loss realised by closing perps in this liquidation (WAD)
    /// @param insurance Insurance fund (WAD)
    /// @param insuranceCap What the fund may still pay today (WAD)
    /// @param reserve Protocol reserve (WAD)
    /// @param adlCapacity Profit that auto-deleveraging may charge (WAD)
    /// @return fromInsurance Paid by the insurance fund (WAD)
    /// @return fromReserve Paid by the protocol reserve (WAD)
    /// @return fromAdl Charged to winning positions (WAD)
    /// @return socialised Left to the pool (WAD)
    function lossWaterfall(
        uint256 deficit,
        uint256 perpPart,
        uint256 insurance,
        uint256 insuranceCap,
        uint256 reserve,
        uint256 adlCapacity
    ) internal pure returns (uint256 fromInsurance, uint256 fromReserve, uint256 fromAdl, uint256 socialised) {
        fromInsurance = deficit.min(insurance).min(insuranceCap);
        socialised = deficit - fromInsurance;
        fromReserve = socialised.min(reserve);
        socialised -= fromReserve;
        fromAdl = socialised.min(perpPart).min(adlCapacity);
        socialised -= fromAdl;
    }

    /// @notice charge = `min(PnL⁺, ⌈B·PnL⁺/ΣPnL⁺⌉)`, up; the surplus, less than one wei a winner, is insurance's
    /// (risk.md 4.9).
    /// @dev B·PnL⁺ may reach 2^256, hence the 512-bit product.
    /// @param amount B, to be charged (WAD)
    /// @param profits PnL⁺ of each registered winner (WAD)
    /// @return charges What each is charged (WAD)
    /// @return surplus Charged beyond the amount (WAD)
    function adlCharges(
        uint256 amount,
        uint256[] memory profits
    ) internal pure returns (uint256[] memory charges, uint256 surplus) {
        charges = new uint256[](profits.length);
        uint256 total = _sum(profits);
        if (total == 0) return (charges, 0);
        for (uint256 i = 0; i < profits.length; ++i) {
            charges[i] = profits[i].min(amount.mulDiv(profits[i], total, Math.Rounding.Ceil));
        }
        surplus = _sum(charges) - amount.min(total);
    }

    /// @notice `⌊index·(A − loss)/A⌋`, down: the pool's holders pay at least the loss (risk.md 4.9).
    /// @param index Supply index (RAY)
    /// @param assets A, above zero (WAD)
    /// @param loss At most A (WAD)
    /// @return The index after the loss (RAY)
    function socialisedIndex(uint256 index, uint256 assets, uint256 loss) internal pure returns (uint256) {
        return index.mulDiv(assets - loss, assets);
    }

    /// @notice A leaky bucket: what of `wanted` may be sold now. Exact; an account in critical health passes in full
    /// and still drains it (risk.md 5).
    /// @param available Left at the last use (WAD)
    /// @param cap Capacity (WAD)
    /// @param ratePerSecond Refill (WAD per second)
    /// @param elapsed Since the last use (seconds)
    /// @param wanted Value to sell (WAD)
    /// @param critical Whether the account bypasses the bucket
    /// @return granted Value that may be sold (WAD)
    /// @return left Left in the bucket (WAD)
    function throttle(
        uint256 available,
        uint256 cap,
        uint256 ratePerSecond,
        uint256 elapsed,
        uint256 wanted,
        bool critical
    ) internal pure returns (uint256 granted, uint256 left) {
        uint256 room = cap.min(available + ratePerSecond * elapsed);
        granted = critical ? wanted : room.min(wanted);
        left = room.saturatingSub(granted);
    }

    /// @notice Unwinding winners from the most leveraged down: the largest λ with `Σ max(0, n − ⌈λ·E⌉) ≥ amount`, and
    /// what each gives up (risk.md 4.9).
    /// @dev Searches 80 levels, O(80·n): contracts take λ from the caller and use {isWaterfillLevel} and {drainTo}.
    /// @param notionals n of each winner (WAD)
    /// @param equities E of each winner; without equity a winner is unwound in full (WAD)
    /// @param amount Notional to unwind (WAD)
    /// @return level λ, zero if everything is unwound (WAD)
    /// @return quantities Notional each gives up (WAD)
    function waterfill(
        uint256[] memory notionals,
        int256[] memory equities,
        uint256 amount
    ) internal pure returns (uint256 level, uint256[] memory quantities) {
        if (_sum(notionals) > amount) {
            uint256 high = MAX_LEVERAGE;
            while (level < high) {
                uint256 middle = (level + high + 1) / 2;
                if (drainedSum(notionals, equities, middle) >= amount) level = middle;
                else high = middle - 1;
            }
        }
        quantities = drainTo(notionals, equities, amount, level);
    }

    /// @notice Whether λ is the level of {waterfill}: it unwinds enough and λ + 1 would not (risk.md 4.9).
    /// @param notionals n of each winner (WAD)
    /// @param equities E of each winner (WAD)
    /// @param amount Notional to unwind (WAD)
    /// @param level λ (WAD)
    /// @return Whether it is
    function isWaterfillLevel(
        uint256[] memory notionals,
        int256[] memory equities,
        uint256 amount,
        uint256 level
    ) internal pure returns (bool) {
        if (_sum(notionals) <= amount) return level == 0;
        if (level > MAX_LEVERAGE || drainedSum(notionals, equities, level) < amount) return false;
        return level == MAX_LEVERAGE || drainedSum(notionals, equities, level + 1) < amount;
    }

    /// @notice What each winner gives up at a level; what they give beyond the amount is trimmed from the last ones, so
    /// that the sum is exact (risk.md 4.9).
    /// @param notionals n of each winner (WAD)
    /// @param equities E of each winner (WAD)
    /// @param amount Notional to unwind (WAD)
    /// @param level λ of {waterfill} (WAD)
    /// @return quantities Notional each gives up (WAD)
    function drainTo(
        uint256[] memory notionals,
        int256[] memory equities,
        uint256 amount,
        uint256 level
    ) internal pure returns (uint256[] memory quantities) {
        quantities = new uint256[](notionals.length);
        for (uint256 i = 0; i < notionals.length; ++i) quantities[i] = _drained(notionals[i], equities[i], level);
        uint256 excess = _sum(quantities).saturatingSub(amount);
        for (uint256 i = notionals.length; excess > 0; --i) {
            uint256 trimmed = excess.min(quantities[i - 1]);
            quantities[i - 1] -= trimmed;
            excess -= trimmed;
        }
    }

    /// @notice `Σ max(0, n − ⌈λ·E⌉)` (risk.md 4.9).
    /// @param notionals n of each winner (WAD)
    /// @param equities E of each winner (WAD)
    /// @param level λ (WAD)
    /// @return sum Notional unwound at the level (WAD)
    function drainedSum(
        uint256[] memory notionals,
        int256[] memory equities,
        uint256 level
    ) internal pure returns (uint256 sum) {
        for (uint256 i = 0; i < notionals.length; ++i) sum += _drained(notionals[i], equities[i], level);
    }

    function _drained(uint256 notional, int256 equity, uint256 level) private pure returns (uint256) {
        if (equity <= 0) return notional;
        return notional.saturatingSub(WadMath.mulUp(level, equity.toUint256()));
    }

    function _sum(uint256[] memory values) private pure returns (uint256 total) {
        for (uint256 i = 0; i < values.length; ++i) total += values[i];
    }
}
