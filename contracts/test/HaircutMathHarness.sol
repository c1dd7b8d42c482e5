// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CashMath} from "../risk/CashMath.sol";
import {HaircutMath} from "../risk/HaircutMath.sol";
import {LatencyMath} from "../risk/LatencyMath.sol";
import {VolatilityMath} from "../risk/VolatilityMath.sol";
import {CallBatch} from "./CallBatch.sol";

/// @title Values, haircuts, volatility, latency and cash as external functions
/// @notice Lets the vectors runner and the tests call every formula; never deployed on a real chain. Arguments are in
/// the order of the vectors file; names, units and rounding are those of the libraries.
contract HaircutMathHarness is CallBatch {
    // HaircutMath

    function collateralValue(uint256 amount, uint256 price, uint256 decimals) external pure returns (uint256) {
        return HaircutMath.collateralValue(amount, price, decimals);
    }

    function priceRisk(
        uint256 baseBps,
        uint256 z,
        uint256 variance,
        uint256 localTime
    ) external pure returns (uint256) {
        return HaircutMath.priceRisk(baseBps, z, variance, localTime);
    }

    function latencyPremium(
        uint256 z,
        uint256 variance,
        uint256 localTime,
        uint256 laneTime
    ) external pure returns (uint256) {
        return HaircutMath.latencyPremium(z, variance, localTime, laneTime);
    }

    function sizeCharge(uint256 eta, uint256 value, uint256 depth, uint256 maxCharge) external pure returns (uint256) {
        return HaircutMath.sizeCharge(eta, value, depth, maxCharge);
    }

    function haircut(
        uint256 priceRisk_,
        uint256 latencyPremium_,
        uint256 idiosyncraticBps,
        uint256 sizeCharge_,
        uint256 minHaircut,
        uint256 maxHaircut
    ) external pure returns (uint256) {
        return
            HaircutMath.haircut({
                priceRisk_: priceRisk_,
                latencyPremium_: latencyPremium_,
                idiosyncraticBps: idiosyncraticBps,
                sizeCharge_: sizeCharge_,
                minHaircut: minHaircut,
                maxHaircut: maxHaircut
            });
    }

    function recognisedValue(uint256 value, uint256 haircut_) external pure returns (uint256) {
        return HaircutMath.recognisedValue(value, haircut_);
    }

    function rampUp(
        uint256 target_,
        uint256 from,
        uint256 since,
        uint256 now_,
        uint256 rampUpPerSecond,
        uint256 maxElapsed
    ) external pure returns (uint256) {
        return
            HaircutMath.rampUp({
                target_: target_,
                from: from,
                since: since,
                now_: now_,
                rampUpPerSecond: rampUpPerSecond,
                maxElapsed: maxElapsed
            });
    }

    function rampDown(
        uint256 target_,
        uint256 from,
        uint256 since,
        uint256 now_,
        uint256 rampDownPerSecond
    ) external pure returns (uint256) {
        return
            HaircutMath.rampDown({
                target_: target_,
                from: from,
                since: since,
                now_: now_,
                rampDownPerSecond: rampDownPerSecond
            });
    }

    // VolatilityMath

    function returnUp(uint256 previousPrice, uint256 price) external pure returns (uint256) {
        return VolatilityMath.returnUp(previousPrice, price);
    }

    function ewmaVariance(
        uint256 variance,
        uint256 previousPrice,
        uint256 price,
        uint256 elapsed,
        uint256 timeConstant
    ) external pure returns (uint256) {
        return
            VolatilityMath.ewmaVariance({
                variance: variance,
                previousPrice: previousPrice,
                price: price,
                elapsed: elapsed,
                timeConstant: timeConstant
            });
    }

    function effectiveVariance(
        uint256 fast,
        uint256 slow,
        uint256 postedDeviation,
        uint256 minVariance,
        uint256 maxVariance
    ) external pure returns (uint256) {
        return
            VolatilityMath.effectiveVariance({
                fast: fast,
                slow: slow,
                postedDeviation: postedDeviation,
                minVariance: minVariance,
                maxVariance: maxVariance
            });
    }

    // LatencyMath

    function updateRoundTrip(
        uint256 smoothed,
        uint256 variation,
        uint256 sample
    ) external pure returns (uint256, uint256) {
        return LatencyMath.updateRoundTrip(smoothed, variation, sample);
    }

    function laneLatency(
        uint256 smoothed,
        uint256 variation,
        uint256 minLatency,
        uint256 maxLatency
    ) external pure returns (uint256) {
        return LatencyMath.laneLatency(smoothed, variation, minLatency, maxLatency);
    }

    function overdue(
        uint256 now_,
        uint256 lastHeard,
        uint256 heartbeat,
        uint256 latency
    ) external pure returns (uint256) {
        return LatencyMath.overdue(now_, lastHeard, heartbeat, latency);
    }

    function stage(
        uint256 overdueFor,
        uint256 freezeAfter,
        uint256 reduceAfter,
        uint256 quarantineAfter
    ) external pure returns (uint256) {
        return LatencyMath.stage(overdueFor, freezeAfter, reduceAfter, quarantineAfter);
    }

    // CashMath

    function debtOwed(uint256 shares, uint256 index) external pure returns (uint256) {
        return CashMath.debtOwed(shares, index);
    }

    function borrowShares(uint256 amount, uint256 index) external pure returns (uint256) {
        return CashMath.borrowShares(amount, index);
    }

    function repayShares(uint256 amount, uint256 index) external pure returns (uint256) {
        return CashMath.repayShares(amount, index);
    }

    function cashValue(int256 cash, uint256 settlementPrice) external pure returns (int256) {
        return CashMath.cashValue(cash, settlementPrice);
    }

    function utilisation(uint256 debt, int256 poolCash) external pure returns (uint256) {
        return CashMath.utilisation(debt, poolCash);
    }

    function borrowRate(uint256 utilisation_) external pure returns (uint256) {
        return CashMath.borrowRate(utilisation_);
    }

    function accrueIndex(uint256 index, uint256 rate, uint256 elapsed) external pure returns (uint256) {
        return CashMath.accrueIndex(index, rate, elapsed);
    }
}
