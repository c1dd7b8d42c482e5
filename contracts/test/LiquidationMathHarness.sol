// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AuctionMath} from "../risk/AuctionMath.sol";
import {LiquidationMath} from "../risk/LiquidationMath.sol";
import {LossMath} from "../risk/LossMath.sol";
import {CallBatch} from "./CallBatch.sol";

/// @title Liquidations, auctions and losses as external functions
/// @notice Lets the vectors runner and the tests call every formula; never deployed on a real chain. Arguments are in
/// the order of the vectors file; names, units and rounding are those of the libraries.
contract LiquidationMathHarness is CallBatch {
    // LiquidationMath

    // Not `target`: contract objects of ethers have a property of that name.
    function targetEquity(
        uint256 initialCharges,
        uint256 maintenanceCharges,
        uint256 buffer
    ) external pure returns (uint256) {
        return LiquidationMath.target(initialCharges, maintenanceCharges, buffer);
    }

    function shortfall(uint256 target_, int256 equity) external pure returns (uint256) {
        return LiquidationMath.shortfall(target_, equity);
    }

    function targetHaircut(
        uint256 maintenanceHaircut,
        uint256 initialHaircut,
        bool initialBinds,
        uint256 buffer
    ) external pure returns (uint256) {
        return LiquidationMath.targetHaircut(maintenanceHaircut, initialHaircut, initialBinds, buffer);
    }

    function perpFraction(
        uint256 missing,
        uint256 perpTarget,
        uint256 gross,
        uint256 closeFee
    ) external pure returns (uint256) {
        return LiquidationMath.perpFraction(missing, perpTarget, gross, closeFee);
    }

    function lotValue(
        uint256 missing,
        uint256 targetHaircut_,
        uint256 factor,
        uint256 penalty,
        uint256 maxValue
    ) external pure returns (uint256) {
        return
            LiquidationMath.lotValue({
                missing: missing,
                targetHaircut_: targetHaircut_,
                factor: factor,
                penalty: penalty,
                maxValue: maxValue
            });
    }

    function lotAmount(
        uint256 value,
        uint256 price,
        uint256 decimals,
        uint256 maxAmount
    ) external pure returns (uint256) {
        return LiquidationMath.lotAmount(value, price, decimals, maxAmount);
    }

    function takeAmount(
        uint256 wanted,
        uint256 held,
        uint256 needed,
        uint256 unitPrice_,
        uint256 decimals,
        uint256 dust
    ) external pure returns (uint256) {
        return
            LiquidationMath.takeAmount({
                wanted: wanted,
                held: held,
                needed: needed,
                unitPrice: unitPrice_,
                decimals: decimals,
                dust: dust
            });
    }

    function penaltySplit(
        uint256 proceeds,
        uint256 penaltyRate,
        int256 equity,
        uint256 tip,
        uint256 chip,
        uint256 insuranceShare
    ) external pure returns (LiquidationMath.PenaltySplit memory) {
        return
            LiquidationMath.penaltySplit({
                proceeds: proceeds,
                penaltyRate: penaltyRate,
                equity: equity,
                tip: tip,
                chip: chip,
                insuranceShare: insuranceShare
            });
    }

    // AuctionMath

    function maxDiscount(
        uint256 baseBps,
        uint256 latencyPremium_,
        uint256 haircut_,
        uint256 penalty,
        uint256 gap
    ) external pure returns (uint256) {
        return
            AuctionMath.maxDiscount({
                baseBps: baseBps,
                latencyPremium: latencyPremium_,
                haircut: haircut_,
                penalty: penalty,
                gap: gap
            });
    }

    function startFactor(uint256 baseBps) external pure returns (uint256) {
        return AuctionMath.startFactor(baseBps);
    }

    function rpow(uint256 x, uint256 n, uint256 base) external pure returns (uint256) {
        return AuctionMath.rpow(x, n, base);
    }

    function exponentialFactor(
        uint256 start,
        uint256 cut,
        uint256 speed,
        uint256 step,
        uint256 elapsed,
        uint256 floor
    ) external pure returns (uint256) {
        return
            AuctionMath.exponentialFactor({
                start: start,
                cut: cut,
                speed: speed,
                step: step,
                elapsed: elapsed,
                floor: floor
            });
    }

    function linearFactor(
        uint256 start,
        uint256 duration,
        uint256 elapsed,
        uint256 floor
    ) external pure returns (uint256) {
        return AuctionMath.linearFactor(start, duration, elapsed, floor);
    }

    function insolventFactor(uint256 entry, uint256 elapsed, uint256 length) external pure returns (uint256) {
        return AuctionMath.insolventFactor(entry, elapsed, length);
    }

    function unitPrice(uint256 price, uint256 factor) external pure returns (uint256) {
        return AuctionMath.unitPrice(price, factor);
    }

    function payment(uint256 amount, uint256 unitPrice_, uint256 decimals) external pure returns (uint256) {
        return AuctionMath.payment(amount, unitPrice_, decimals);
    }

    // LossMath

    function lossWaterfall(
        uint256 deficit,
        uint256 perpPart,
        uint256 insurance,
        uint256 insuranceCap,
        uint256 reserve,
        uint256 adlCapacity
    ) external pure returns (uint256, uint256, uint256, uint256) {
        return
            LossMath.lossWaterfall({
                deficit: deficit,
                perpPart: perpPart,
                insurance: insurance,
                insuranceCap: insuranceCap,
                reserve: reserve,
                adlCapacity: adlCapacity
            });
    }

    function adlCharges(uint256 amount, uint256[] calldata profits) external pure returns (uint256[] memory, uint256) {
        return LossMath.adlCharges(amount, profits);
    }

    function socialisedIndex(uint256 index, uint256 assets, uint256 loss) external pure returns (uint256) {
        return LossMath.socialisedIndex(index, assets, loss);
    }

    function throttle(
        uint256 available,
        uint256 cap,
        uint256 ratePerSecond,
        uint256 elapsed,
        uint256 wanted,
        bool critical
    ) external pure returns (uint256, uint256) {
        return
            LossMath.throttle({
                available: available,
                cap: cap,
                ratePerSecond: ratePerSecond,
                elapsed: elapsed,
                wanted: wanted,
                critical: critical
            });
    }

    function waterfill(
        uint256[] calldata notionals,
        int256[] calldata equities,
        uint256 amount
    ) external pure returns (uint256, uint256[] memory) {
        return LossMath.waterfill(notionals, equities, amount);
    }

    function isWaterfillLevel(
        uint256[] calldata notionals,
        int256[] calldata equities,
        uint256 amount,
        uint256 level
    ) external pure returns (bool) {
        return LossMath.isWaterfillLevel(notionals, equities, amount, level);
    }
}
