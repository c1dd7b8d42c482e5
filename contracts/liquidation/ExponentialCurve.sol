// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAuctionCurve} from "../interfaces/IAuctionCurve.sol";
import {WAD} from "../libraries/WadMath.sol";
import {AuctionMath} from "../risk/AuctionMath.sol";

/// @title ExponentialCurve
/// @notice The default curve: the factor is cut by a constant part every step, faster in later rounds so that every
/// floor is reached before the tail (risk.md 4.4 and 4.5).
contract ExponentialCurve is IAuctionCurve {
    /// @notice What remains of the factor after a step (WAD).
    uint256 public immutable CUT;
    /// @notice Length of a step (seconds).
    uint256 public immutable STEP;

    /// @notice Fixes what the contract works with.
    /// @param cut what remains of the factor after a step, above 0 and below 1 (WAD)
    /// @param step length of a step, above 0 (seconds)
    constructor(uint256 cut, uint256 step) {
        require(cut > 0 && cut < WAD && step > 0, AuctionCurve_BadParameters(cut, step));
        CUT = cut;
        STEP = step;
    }

    /// @inheritdoc IAuctionCurve
    function factorAt(
        uint256 start,
        uint256 floor,
        uint256 round,
        uint256 elapsed
    ) external view returns (uint256 factor) {
        return
            AuctionMath.exponentialFactor({
                start: start,
                cut: CUT,
                speed: _speed(round),
                step: STEP,
                elapsed: elapsed,
                floor: floor
            });
    }

    /// @dev m_r of risk.md 4.4: 1, 2, 3, 6.
    function _speed(uint256 round) private pure returns (uint256 speed) {
        return round < 3 ? round + 1 : 6;
    }
}
