// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IClampedFeed
/// @notice What Chainlink feeds say, beyond AggregatorV3, about where they clamp their answers.
interface IClampedFeed {
    /// @notice The aggregator behind a proxy.
    /// @return source the aggregator
    function aggregator() external view returns (address source);

    /// @notice Lowest answer.
    /// @return bound lower clamp (raw)
    function minAnswer() external view returns (int192 bound);

    /// @notice Highest answer.
    /// @return bound upper clamp (raw)
    function maxAnswer() external view returns (int192 bound);
}
