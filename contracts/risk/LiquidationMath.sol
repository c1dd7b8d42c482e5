// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {WadMath, WAD} from "../libraries/WadMath.sol";
import {Margin} from "../types/Margin.sol";

/// @title How much is sold in a liquidation, and who gets the penalty
/// @notice risk.md 4.1, 4.2 and 4.7. Amounts to sell round up, so that a sale never falls short of the target.
/// @dev Bound: values ≤ 2^128 and ratios ≤ 1e18, hence products < 2^189.
library LiquidationMath {
    using Math for uint256;
    using SafeCast for int256;
    using SafeCast for uint256;

    // Where the penalty of one take goes; `penalty = keeper + insurance + protocol` (risk.md 4.7).
    struct PenaltySplit {
        // Φ, taken from the account (WAD)
        uint256 penalty;
        // reward of the taker (WAD)
        uint256 keeper;
        // share of the insurance fund (WAD)
        uint256 insurance;
        // share of the protocol, with the residual wei (WAD)
        uint256 protocol;
        // what the account is credited, proceeds less penalty (WAD)
        uint256 credited;
    }

    /// @dev buf (risk.md section 8).
    uint256 internal constant TARGET_BUFFER = 0.5e18;

    /// @notice E once an auction runs: E_MM, hence at the better prices, with every key counted once, or as nothing
    /// once its feed is out for seven days. Exact. The kick alone counts a key whose feed is out twice (system.md 4.1);
    /// here that would let an outage close the auction of an account that is no better off.
    /// @param margin Equity and requirements
    /// @return E (WAD)
    function cureEquity(Margin memory margin) internal pure returns (int256) {
        return margin.equity - margin.doubted.toInt256();
    }

    /// @notice T of every key as {cureEquity} counts it: an outage must not sell more of the other keys. Never
    /// below C_MM, which only sources far apart could bring about (C_IM is at the low prices): who is cured must not
    /// be liquidatable at once.
    /// @param margin Equity and requirements
    /// @return T (WAD)
    function cureTarget(Margin memory margin) internal pure returns (uint256) {
        uint256 maintenance = margin.maintenance - margin.doubt;
        return target(cureInitial(margin), maintenance, TARGET_BUFFER).max(maintenance);
    }

    /// @notice C_IM of every key as though it had a price, as in {cureEquity}. Exact.
    /// @param margin Equity and requirements
    /// @return charges C_IM for {cureTarget} (WAD)
    function cureInitial(Margin memory margin) internal pure returns (uint256 charges) {
        return margin.initial - margin.initialDoubt;
    }

    /// @notice T: `min(C_IM, ⌈C_MM·(1 + buf)⌉)`, up: the equity that cures (risk.md 4.1).
    /// @param initialCharges C_IM (WAD)
    /// @param maintenanceCharges C_MM (WAD)
    /// @param buffer buf (WAD)
    /// @return The target (WAD)
    function target(
        uint256 initialCharges,
        uint256 maintenanceCharges,
        uint256 buffer
    ) internal pure returns (uint256) {
        return initialCharges.min(WadMath.mulUp(maintenanceCharges, WAD + buffer));
    }

    /// @notice Z: `max(0, T − E)`. Exact (risk.md 4.1).
    /// @param target_ T (WAD)
    /// @param equity E (WAD)
    /// @return What is missing (WAD)
    function shortfall(uint256 target_, int256 equity) internal pure returns (uint256) {
        if (equity < 0) return target_ + SignedMath.abs(equity);
        return target_.saturatingSub(uint256(equity));
    }

    /// @notice H_T: the haircut of the margin level that T comes from; down, so that more is sold (risk.md 4.2).
    /// @param maintenanceHaircut H_MM (WAD)
    /// @param initialHaircut H_IM (WAD)
    /// @param initialBinds Whether T is C_IM
    /// @param buffer buf (WAD)
    /// @return The haircut a sale frees (WAD)
    function targetHaircut(
        uint256 maintenanceHaircut,
        uint256 initialHaircut,
        bool initialBinds,
        uint256 buffer
    ) internal pure returns (uint256) {
        return initialBinds ? initialHaircut : WadMath.mulDown(maintenanceHaircut, WAD + buffer);
    }

    /// @notice f: `⌈Z/(perp part of T − ⌈G·φp'⌉)⌉` held to [0, 1], up; all if closing frees nothing (risk.md 4.1).
    /// @param missing Z (WAD)
    /// @param perpTarget Perp part of T without the reserve (WAD)
    /// @param gross G, notional of all positions (WAD)
    /// @param closeFee φp', fee and skew cost per dollar closed (WAD)
    /// @return Part of every position to close (WAD)
    function perpFraction(
        uint256 missing,
        uint256 perpTarget,
        uint256 gross,
        uint256 closeFee
    ) internal pure returns (uint256) {
        if (missing == 0) return 0;
        uint256 freed = perpTarget.saturatingSub(WadMath.mulUp(gross, closeFee));
        return freed == 0 ? WAD : WadMath.divUp(missing, freed).min(WAD);
    }

    /// @notice v: `⌈Z/(H_T + ⌊p·(1 − φ)⌋ − 1)⌉`, up, at most the balance; the whole balance where a sale frees nothing
    /// (risk.md 4.2).
    /// @param missing Z (WAD)
    /// @param targetHaircut_ H_T (WAD)
    /// @param factor p, the key's factor now (WAD)
    /// @param penalty φ, at most one (WAD)
    /// @param maxValue Value of the whole balance (WAD)
    /// @return Value to sell, at the oracle price (WAD)
    function lotValue(
        uint256 missing,
        uint256 targetHaircut_,
        uint256 factor,
        uint256 penalty,
        uint256 maxValue
    ) internal pure returns (uint256) {
        if (missing == 0) return 0;
        uint256 freed = (targetHaircut_ + WadMath.mulDown(factor, WAD - penalty)).saturatingSub(WAD);
        return freed == 0 ? maxValue : WadMath.divUp(missing, freed).min(maxValue);
    }

    /// @notice `⌈v·10^dec/P⌉`, up, at most the balance (risk.md 4.2).
    /// @param value v (WAD)
    /// @param price USD per whole token, above zero (WAD)
    /// @param decimals Decimals of the amount, at most 36 (count)
    /// @param maxAmount The whole balance (asset units)
    /// @return Tokens to sell (asset units)
    function lotAmount(
        uint256 value,
        uint256 price,
        uint256 decimals,
        uint256 maxAmount
    ) internal pure returns (uint256) {
        return value.mulDiv(10 ** decimals, price, Math.Rounding.Ceil).min(maxAmount);
    }

    /// @notice What a take gets: the least of wanted, held and needed; all of it if less than dust would stay, whose
    /// value rounds down, so that no dust stays (risk.md 4.10).
    /// @param wanted Tokens the taker asks for (asset units)
    /// @param held Tokens on sale (asset units)
    /// @param needed Tokens that restore the target (asset units)
    /// @param unitPrice USD per whole token to be paid (WAD)
    /// @param decimals Decimals of the amounts, at most 36 (count)
    /// @param dust Least value that may stay (WAD)
    /// @return Tokens taken (asset units)
    function takeAmount(
        uint256 wanted,
        uint256 held,
        uint256 needed,
        uint256 unitPrice,
        uint256 decimals,
        uint256 dust
    ) internal pure returns (uint256) {
        uint256 amount = wanted.min(held).min(needed);
        return (held - amount).mulDiv(unitPrice, 10 ** decimals) < dust ? held : amount;
    }

    /// @notice The penalty and its parts: the penalty up but never above the equity, the keeper's chip and the
    /// insurance share down, the residual wei to the protocol, so that the parts add up exactly (risk.md 4.7).
    /// @param proceeds Y, what the taker paid (WAD)
    /// @param penaltyRate φ, at most one (WAD)
    /// @param equity E before the take (WAD)
    /// @param tip Reward of the first take of an auction (WAD)
    /// @param chip Reward per dollar (WAD)
    /// @param insuranceShare Share of the insurance fund, at most one (WAD)
    /// @return split Where it goes
    function penaltySplit(
        uint256 proceeds,
        uint256 penaltyRate,
        int256 equity,
        uint256 tip,
        uint256 chip,
        uint256 insuranceShare
    ) internal pure returns (PenaltySplit memory split) {
        split.penalty = WadMath.mulUp(proceeds, penaltyRate).min(SignedMath.max(equity, 0).toUint256());
        split.keeper = split.penalty.min(tip + WadMath.mulDown(proceeds, chip));
        uint256 rest = split.penalty - split.keeper;
        split.insurance = WadMath.mulDown(rest, insuranceShare);
        split.protocol = rest - split.insurance;
        split.credited = proceeds - split.penalty;
    }
}
