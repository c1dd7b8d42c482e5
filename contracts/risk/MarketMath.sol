// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {WadMath, BPS, WAD} from "../libraries/WadMath.sol";

/// @title A perpetual market against the pool
/// @notice markets.md 2 and 3. Prices and fees round against the trader, for the pool.
/// @dev Bound: |skew|, |size| and skewScale ≤ 2^127, price ≤ 1e30, rates ≤ 2^63.
library MarketMath {
    using Math for uint256;
    using SafeCast for uint256;

    uint256 private constant DAY = 1 days;

    /// @notice `P·(1 + (K + d/2)/skewScale)`, up for a buy, down for a sell, against the trader (markets.md 3).
    /// @param price Oracle price (WAD)
    /// @param skew K before the trade (WAD)
    /// @param size d, below zero for a sell (WAD)
    /// @param skewScale Above zero (WAD)
    /// @return Price of the fill; below zero only for a skew beyond the scale, which the 1% limit excludes (WAD)
    function fillPrice(uint256 price, int256 skew, int256 size, uint256 skewScale) internal pure returns (int256) {
        uint256 twiceScale = 2 * skewScale;
        int256 scaled = price.toInt256() * (twiceScale.toInt256() + 2 * skew + size);
        return size > 0 ? WadMath.ceilDiv(scaled, twiceScale) : WadMath.floorDiv(scaled, twiceScale);
    }

    /// @notice The maker rate on the part that shrinks |K|, the taker rate on the part that grows it, up, against the
    /// trader (markets.md 3).
    /// @dev Bound: rates ≤ 1e4 bps, hence the product < 2^242.
    /// @param skew K before the trade (WAD)
    /// @param size d, below zero for a sell (WAD)
    /// @param price Price the fee is charged on (WAD)
    /// @param makerBps Rate of the shrinking part (bps)
    /// @param takerBps Rate of the growing part (bps)
    /// @return Fee (WAD)
    function tradeFee(
        int256 skew,
        int256 size,
        uint256 price,
        uint256 makerBps,
        uint256 takerBps
    ) internal pure returns (uint256) {
        uint256 whole = SignedMath.abs(size);
        bool opposite = (skew < 0 && size > 0) || (skew > 0 && size < 0);
        uint256 shrinking = opposite ? whole.min(SignedMath.abs(skew)) : 0;
        return ((shrinking * makerBps + (whole - shrinking) * takerBps) * price).ceilDiv(BPS * WAD);
    }

    /// @notice Funding rate and index after a time: the rate moves with the skew at up to `maxVelocity`; against the
    /// skew it first unwinds to zero at full speed (markets.md 3). The index is the integral of price times rate.
    /// @dev The index rounds down. Areas are in WAD-seconds times two, below 2^97.
    /// @param rate Rate before (WAD per day)
    /// @param skew K over the whole time (WAD)
    /// @param skewScale Above zero (WAD)
    /// @param maxVelocity Above zero (WAD per day squared)
    /// @param maxRate Largest absolute rate (WAD per day)
    /// @param price Oracle price over the whole time (WAD)
    /// @param elapsed Time (seconds)
    /// @return newRate Rate after (WAD per day)
    /// @return indexIncrease Increase of the funding index, USD per unit of size (WAD)
    function fundingStep(
        int256 rate,
        int256 skew,
        uint256 skewScale,
        uint256 maxVelocity,
        uint256 maxRate,
        uint256 price,
        uint256 elapsed
    ) internal pure returns (int256 newRate, int256 indexIncrease) {
        int256 twiceArea;
        uint256 left;
        (newRate, twiceArea, left) = _unwindRate({rate: rate, skew: skew, maxVelocity: maxVelocity, elapsed: elapsed});
        if (left > 0 && skew != 0) {
            uint256 velocity = (SignedMath.abs(skew).min(skewScale) * maxVelocity) / skewScale;
            (uint256 magnitude, uint256 area) = _growRate({
                magnitude: SignedMath.abs(newRate),
                velocity: velocity,
                maxRate: maxRate,
                elapsed: left
            });
            newRate = WadMath.withSign(magnitude, skew < 0);
            twiceArea += WadMath.withSign(area, skew < 0);
        }
        indexIncrease = WadMath.floorDiv(price.toInt256() * twiceArea, 2 * DAY * WAD);
    }

    /// @notice `K·P·(1 + K/(2·skewScale)) − costSum − (K·F − entryFundingSum)` of all traders together, down (the
    /// traders' side; each position's own rounding is against the trader as well) (markets.md 2).
    /// @dev K·P·(2·skewScale + K) may pass 2^255, hence the 512-bit product. Bound: |F| < 2^127.
    /// @param skew K (WAD)
    /// @param price Oracle price (WAD)
    /// @param skewScale Above zero (WAD)
    /// @param costSum Sum of the positions' costs (WAD)
    /// @param fundingIndex F, USD per unit of size (WAD)
    /// @param entryFundingSum Sum of size times entry index (WAD)
    /// @return Profit or loss of the market's traders (WAD)
    function marketPnl(
        int256 skew,
        uint256 price,
        uint256 skewScale,
        int256 costSum,
        int256 fundingIndex,
        int256 entryFundingSum
    ) internal pure returns (int256) {
        int256 leverage = 2 * skewScale.toInt256() + skew;
        bool negative = (skew < 0) != (leverage < 0);
        uint256 closing = (SignedMath.abs(skew) * price).mulDiv(
            SignedMath.abs(leverage),
            2 * skewScale * WAD,
            negative ? Math.Rounding.Ceil : Math.Rounding.Floor
        );
        int256 funding = WadMath.ceilDiv(skew * fundingIndex, WAD) - entryFundingSum;
        return WadMath.withSign(closing, negative) - costSum - funding;
    }

    /// @notice `poolCash + debt − Σ marketPnl − provision − claims`. Exact (markets.md 2).
    /// @param poolCash Tokens of the pool, below zero while winners wait (WAD)
    /// @param debt Sum of loans (WAD)
    /// @param marketPnls Profit or loss of the traders of each market (WAD)
    /// @param provision Deficits recorded in open liquidations (WAD)
    /// @param claims Unpaid claims of winners (WAD)
    /// @return nav Net asset value, below zero if the pool is insolvent (WAD)
    function poolNav(
        int256 poolCash,
        uint256 debt,
        int256[] memory marketPnls,
        uint256 provision,
        uint256 claims
    ) internal pure returns (int256 nav) {
        nav = poolCash + debt.toInt256() - provision.toInt256() - claims.toInt256();
        for (uint256 i = 0; i < marketPnls.length; ++i) nav -= marketPnls[i];
    }

    /// @dev The first leg of {fundingStep}: while the rate does not point with the skew it goes to zero at full
    /// speed. The remaining magnitude rounds up.
    function _unwindRate(
        int256 rate,
        int256 skew,
        uint256 maxVelocity,
        uint256 elapsed
    ) private pure returns (int256 newRate, int256 twiceArea, uint256 left) {
        bool withSkew = (rate > 0 && skew > 0) || (rate < 0 && skew < 0);
        if (rate == 0 || withSkew) return (rate, 0, elapsed);
        uint256 magnitude = SignedMath.abs(rate);
        uint256 time = (magnitude * DAY).ceilDiv(maxVelocity).min(elapsed);
        uint256 unwound = time * maxVelocity;
        uint256 rest = unwound >= magnitude * DAY ? 0 : magnitude - unwound / DAY;
        newRate = WadMath.withSign(rest, rate < 0);
        return (newRate, (rate + newRate) * time.toInt256(), elapsed - time);
    }

    /// @dev The second leg of {fundingStep}: the magnitude grows at `velocity` to `maxRate` and stays there. Down.
    function _growRate(
        uint256 magnitude,
        uint256 velocity,
        uint256 maxRate,
        uint256 elapsed
    ) private pure returns (uint256 newMagnitude, uint256 twiceArea) {
        newMagnitude = magnitude;
        if (velocity > 0 && magnitude < maxRate) {
            uint256 time = ((maxRate - magnitude) * DAY).ceilDiv(velocity).min(elapsed);
            newMagnitude = maxRate.min(magnitude + (velocity * time) / DAY);
            twiceArea = (magnitude + newMagnitude) * time;
            elapsed -= time;
        }
        twiceArea += 2 * newMagnitude * elapsed;
    }
}
