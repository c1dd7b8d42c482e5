// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MarginMath} from "../risk/MarginMath.sol";
import {MarketMath} from "../risk/MarketMath.sol";
import {PerpMath} from "../risk/PerpMath.sol";
import {CallBatch} from "./CallBatch.sol";

/// @title Margin, positions and markets as external functions
/// @notice Lets the vectors runner and the tests call every formula; never deployed on a real chain. Arguments are in
/// the order of the vectors file; names, units and rounding are those of the libraries.
contract MarginMathHarness is CallBatch {
    // MarginMath

    function scanRange(
        uint256 baseBps,
        uint256 z,
        uint256 variance,
        uint256 perpTime,
        uint256 minRange,
        uint256 maxRange
    ) external pure returns (uint256) {
        return
            MarginMath.scanRange({
                baseBps: baseBps,
                z: z,
                variance: variance,
                perpTime: perpTime,
                minRange: minRange,
                maxRange: maxRange
            });
    }

    function riskLeg(int256 delta, uint256 range) external pure returns (int256) {
        return MarginMath.riskLeg(delta, range);
    }

    function scanRequirement(int256[] calldata legs, uint256[] calldata rhos) external pure returns (uint256) {
        return MarginMath.scanRequirement(legs, rhos);
    }

    function hedgeOffset(
        int256[] calldata legs,
        uint256[] calldata hedges,
        uint256[] calldata rhos,
        uint256 theta
    ) external pure returns (uint256) {
        return MarginMath.hedgeOffset(legs, hedges, rhos, theta);
    }

    function basisCharge(uint256 gross, uint256 netAbs, uint256 betaBps) external pure returns (uint256) {
        return MarginMath.basisCharge(gross, netAbs, betaBps);
    }

    function concentrationCharge(
        uint256 deltaAbs,
        uint256 eta,
        uint256 depth,
        uint256 maxCharge
    ) external pure returns (uint256) {
        return MarginMath.concentrationCharge(deltaAbs, eta, depth, maxCharge);
    }

    function accountMargin(
        uint256[] calldata values,
        uint256[] calldata haircuts,
        uint256[] calldata priceRisks,
        uint256[] calldata underlyings,
        int256 cash,
        int256 pnl,
        int256[] calldata legs,
        uint256[] calldata rhos,
        uint256 theta,
        uint256 addOns
    ) external pure returns (int256, uint256, int256) {
        return
            MarginMath.accountMargin(
                MarginMath.Account({
                    values: values,
                    haircuts: haircuts,
                    priceRisks: priceRisks,
                    underlyings: underlyings,
                    cash: cash,
                    pnl: pnl,
                    legs: legs,
                    rhos: rhos,
                    theta: theta,
                    addOns: addOns
                })
            );
    }

    // PerpMath

    function openCost(int256 size, uint256 price) external pure returns (int256) {
        return PerpMath.openCost(size, price);
    }

    function positionValue(int256 size, uint256 price) external pure returns (int256) {
        return PerpMath.positionValue(size, price);
    }

    function perpPnl(int256 size, uint256 price, int256 cost) external pure returns (int256) {
        return PerpMath.perpPnl(size, price, cost);
    }

    function fundingOwed(int256 size, int256 fundingIndex, int256 entryIndex) external pure returns (int256) {
        return PerpMath.fundingOwed(size, fundingIndex, entryIndex);
    }

    function closePart(
        int256 size,
        int256 cost,
        int256 closed,
        uint256 price
    ) external pure returns (int256, int256, int256) {
        return PerpMath.closePart(size, cost, closed, price);
    }

    // MarketMath

    function fillPrice(uint256 price, int256 skew, int256 size, uint256 skewScale) external pure returns (int256) {
        return MarketMath.fillPrice(price, skew, size, skewScale);
    }

    function tradeFee(
        int256 skew,
        int256 size,
        uint256 price,
        uint256 makerBps,
        uint256 takerBps
    ) external pure returns (uint256) {
        return MarketMath.tradeFee({skew: skew, size: size, price: price, makerBps: makerBps, takerBps: takerBps});
    }

    function fundingStep(
        int256 rate,
        int256 skew,
        uint256 skewScale,
        uint256 maxVelocity,
        uint256 maxRate,
        uint256 price,
        uint256 elapsed
    ) external pure returns (int256, int256) {
        return
            MarketMath.fundingStep({
                rate: rate,
                skew: skew,
                skewScale: skewScale,
                maxVelocity: maxVelocity,
                maxRate: maxRate,
                price: price,
                elapsed: elapsed
            });
    }

    function marketPnl(
        int256 skew,
        uint256 price,
        uint256 skewScale,
        int256 costSum,
        int256 fundingIndex,
        int256 entryFundingSum
    ) external pure returns (int256) {
        return
            MarketMath.marketPnl({
                skew: skew,
                price: price,
                skewScale: skewScale,
                costSum: costSum,
                fundingIndex: fundingIndex,
                entryFundingSum: entryFundingSum
            });
    }

    function poolNav(
        int256 poolCash,
        uint256 debt,
        int256[] calldata marketPnls,
        uint256 provision,
        uint256 claims
    ) external pure returns (int256) {
        return
            MarketMath.poolNav({
                poolCash: poolCash,
                debt: debt,
                marketPnls: marketPnls,
                provision: provision,
                claims: claims
            });
    }
}
