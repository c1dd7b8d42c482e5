// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAuctionCurve} from "../interfaces/IAuctionCurve.sol";

/// @title CliffCurve
/// @notice A hostile curve: it starts as it should and gives everything away a second later.
contract CliffCurve is IAuctionCurve {
    /// @inheritdoc IAuctionCurve
    function factorAt(uint256 start, uint256, uint256, uint256 elapsed) external pure returns (uint256 factor) {
        return elapsed == 0 ? start : 0;
    }
}
