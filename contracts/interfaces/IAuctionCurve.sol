// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IAuctionCurve
/// @notice How the price factor of a key falls within a round (risk.md 4.4). A curve holds no state: an auction keeps
/// the curve it started with, so a curve may never change its mind.
interface IAuctionCurve {
    /// @notice The curve's parameters are out of range.
    /// @param cut what remains of the factor after a step (WAD)
    /// @param step length of a step (seconds)
    error AuctionCurve_BadParameters(uint256 cut, uint256 step);

    /// @notice The factor of the oracle price, never below `floor` and never rising with `elapsed`.
    /// @param start factor at the start of the round (WAD)
    /// @param floor lowest factor of the round (WAD)
    /// @param round round, 0 to 3 (index)
    /// @param elapsed time since the round began (seconds)
    /// @return factor the factor now (WAD)
    function factorAt(
        uint256 start,
        uint256 floor,
        uint256 round,
        uint256 elapsed
    ) external view returns (uint256 factor);
}
