// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AggregatorV3Interface} from "@chainlink/contracts/src/v0.8/shared/interfaces/AggregatorV3Interface.sol";

/// @title A price feed that believes only what enough of its oracles signed
/// @notice Reads like any Chainlink price feed; a report is accepted as Chainlink's OCR2 accepts it.
interface ISignedFeed is AggregatorV3Interface {
    /// @notice A signed report became the newest round.
    /// @param roundId the round (id)
    /// @param transmitter who sent the report
    /// @param answer the median of the observations (raw)
    /// @param observedAt when the oracles observed (unix seconds)
    /// @param observations every observation, ascending (raw)
    event NewTransmission(
        uint80 indexed roundId,
        address indexed transmitter,
        int192 answer,
        uint32 observedAt,
        int192[] observations
    );

    /// @notice The report holds too few observations to out-vote the faulty oracles.
    /// @param actual observations in the report (count)
    /// @param bound observations needed, more than twice the faulty oracles tolerated (count)
    error SignedFeed_TooFewObservations(uint256 actual, uint256 bound);

    /// @notice The observations are not in ascending order.
    /// @param index the first observation below the one before it (index)
    /// @param actual that observation (raw)
    /// @param bound the one before it (raw)
    error SignedFeed_Unsorted(uint256 index, int192 actual, int192 bound);

    /// @notice The median lies outside the bounds the feed was made with.
    /// @param actual the median (raw)
    /// @param minAnswer the lowest answer accepted (raw)
    /// @param maxAnswer the highest answer accepted (raw)
    error SignedFeed_OutOfBounds(int192 actual, int192 minAnswer, int192 maxAnswer);

    /// @notice The round was never reported.
    /// @param roundId the round asked for (id)
    /// @param latestRoundId the newest round (id)
    error SignedFeed_NoData(uint80 roundId, uint80 latestRoundId);

    /// @notice The lowest answer accepted.
    /// @return the bound (raw)
    function minAnswer() external view returns (int192);

    /// @notice The highest answer accepted.
    /// @return the bound (raw)
    function maxAnswer() external view returns (int192);

    /// @notice The newest round.
    /// @return the round, 0 before the first report (id)
    function latestRound() external view returns (uint80);
}
