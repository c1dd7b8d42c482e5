// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {WadMath, WAD} from "../libraries/WadMath.sol";

/// @title One perpetual position
/// @notice risk.md 1 (perp). Costs and dues round toward plus infinity, marks toward minus infinity: opening and then
/// marking never shows a gain, and closing in parts never beats closing whole.
/// @dev Bound: |size| ≤ 2^127 and price ≤ 1e30, hence |size·price| < 2^227.
library PerpMath {
    using Math for uint256;
    using SafeCast for uint256;

    /// @notice `⌈size·P⌉`, toward plus infinity, against the account: what opening adds to the cost (risk.md 1).
    /// @param size Size, below zero for a short (WAD)
    /// @param price USD per whole token (WAD)
    /// @return Cost (WAD)
    function openCost(int256 size, uint256 price) internal pure returns (int256) {
        return WadMath.ceilDiv(size * price.toInt256(), WAD);
    }

    /// @notice `⌊size·P⌋`, toward minus infinity, against the account (risk.md 1).
    /// @param size Size, below zero for a short (WAD)
    /// @param price USD per whole token (WAD)
    /// @return Mark (WAD)
    function positionValue(int256 size, uint256 price) internal pure returns (int256) {
        return WadMath.floorDiv(size * price.toInt256(), WAD);
    }

    /// @notice Mark less cost, down, against the account (risk.md 1).
    /// @param size Size, below zero for a short (WAD)
    /// @param price USD per whole token (WAD)
    /// @param cost Σ size·price of what was opened (WAD)
    /// @return Profit or loss (WAD)
    function perpPnl(int256 size, uint256 price, int256 cost) internal pure returns (int256) {
        return positionValue(size, price) - cost;
    }

    /// @notice `⌈size·(F − F₀)⌉`, toward plus infinity, against the account (risk.md 1).
    /// @dev Bound: |F − F₀| < 2^127 (2^115 is a century of the highest rate on the highest price).
    /// @param size Size, below zero for a short (WAD)
    /// @param fundingIndex F, USD per unit of size (WAD)
    /// @param entryIndex F₀, the index when the position was last settled (WAD)
    /// @return Funding the account owes, below zero if it receives (WAD)
    function fundingOwed(int256 size, int256 fundingIndex, int256 entryIndex) internal pure returns (int256) {
        return WadMath.ceilDiv(size * (fundingIndex - entryIndex), WAD);
    }

    /// @notice Closing part of a position: the part of the cost rounds toward plus infinity and the mark toward minus
    /// infinity, both against the account (risk.md 1).
    /// @dev cost·|q| may pass 2^255, hence the 512-bit product.
    /// @param size Size before, not zero (WAD)
    /// @param cost Cost before (WAD)
    /// @param closed q, of the sign of size and at most as large (WAD)
    /// @param price USD per whole token (WAD)
    /// @return realised Profit or loss realised (WAD)
    /// @return remainingSize Size left (WAD)
    /// @return remainingCost Cost left (WAD)
    function closePart(
        int256 size,
        int256 cost,
        int256 closed,
        uint256 price
    ) internal pure returns (int256 realised, int256 remainingSize, int256 remainingCost) {
        Math.Rounding rounding = cost < 0 ? Math.Rounding.Floor : Math.Rounding.Ceil;
        uint256 part = SignedMath.abs(cost).mulDiv(SignedMath.abs(closed), SignedMath.abs(size), rounding);
        int256 costPart = WadMath.withSign(part, cost < 0);
        return (positionValue(closed, price) - costPart, size - closed, cost - costPart);
    }
}
