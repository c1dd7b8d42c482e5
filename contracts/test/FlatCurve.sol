// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAuctionCurve} from "../interfaces/IAuctionCurve.sol";

/// @title FlatCurve
/// @notice Answers the same factor whatever it is asked: no curve at all.
contract FlatCurve is IAuctionCurve {
    uint256 private immutable _FACTOR;

    constructor(uint256 factor) {
        _FACTOR = factor;
    }

    /// @inheritdoc IAuctionCurve
    function factorAt(uint256, uint256, uint256, uint256) external view returns (uint256 factor) {
        return _FACTOR;
    }
}
