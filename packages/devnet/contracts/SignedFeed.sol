// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AggregatorV3Interface} from "@chainlink/contracts/src/v0.8/shared/interfaces/AggregatorV3Interface.sol";
import {OCR2Base} from "@chainlink/contracts/src/v0.8/shared/ocr2/OCR2Base.sol";
import {ISignedFeed} from "./ISignedFeed.sol";

/// @title SignedFeed
/// @notice The median of signed observations on Chainlink's own OCR2Base, which checks configuration and signatures.
/// Chainlink's npm package ships that base but no aggregator on top of it, hence this one.
contract SignedFeed is OCR2Base, ISignedFeed {
    /// @dev One word: an answer is at most 192 bits wide in OCR2, the dates are unix seconds until 2106.
    /// @param answer the median (raw)
    /// @param observedAt when the oracles observed (unix seconds)
    /// @param transmittedAt the block's date (unix seconds)
    struct Transmission {
        int192 answer;
        uint32 observedAt;
        uint32 transmittedAt;
    }

    /// @inheritdoc AggregatorV3Interface
    uint256 public constant override version = 6;

    /// @inheritdoc AggregatorV3Interface
    uint8 public immutable override decimals;
    /// @inheritdoc ISignedFeed
    int192 public immutable override minAnswer;
    /// @inheritdoc ISignedFeed
    int192 public immutable override maxAnswer;

    /// @inheritdoc AggregatorV3Interface
    string public override description;
    /// @inheritdoc ISignedFeed
    uint80 public override latestRound;
    uint40 private _latestEpochAndRound;
    uint8 private _faulty;
    mapping(uint80 roundId => Transmission transmission) private _transmissions;

    constructor(uint8 decimals_, string memory description_, int192 minAnswer_, int192 maxAnswer_) OCR2Base(true) {
        decimals = decimals_;
        description = description_;
        minAnswer = minAnswer_;
        maxAnswer = maxAnswer_;
    }

    /// @inheritdoc AggregatorV3Interface
    function latestRoundData()
        external
        view
        override
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)
    {
        return getRoundData(latestRound);
    }

    /// @notice Name and version, as Chainlink contracts state them.
    /// @return the name and version
    function typeAndVersion() external pure override returns (string memory) {
        return "SignedFeed 1.0.0";
    }

    /// @inheritdoc AggregatorV3Interface
    function getRoundData(
        uint80 roundId_
    )
        public
        view
        override
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)
    {
        Transmission memory transmission = _transmissions[roundId_];
        require(transmission.transmittedAt != 0, SignedFeed_NoData(roundId_, latestRound));
        return (roundId_, transmission.answer, transmission.observedAt, transmission.transmittedAt, roundId_);
    }

    /// @dev A new set of oracles counts its epochs from the start: its reports carry another configuration digest.
    function _beforeSetConfig(uint8 f, bytes memory) internal override {
        _faulty = f;
        _latestEpochAndRound = 0;
    }

    function _afterSetConfig(uint8, bytes memory) internal override {}

    /// @dev False makes the base revert with ReportInvalid: an old report must not come back.
    function _validateReport(bytes32, uint40 epochAndRound, bytes memory) internal override returns (bool) {
        if (epochAndRound <= _latestEpochAndRound) return false;
        _latestEpochAndRound = epochAndRound;
        return true;
    }

    function _report(
        uint256,
        address transmitter,
        uint8,
        address[MAX_NUM_ORACLES] memory,
        bytes calldata report
    ) internal override {
        (uint32 observedAt, , int192[] memory observations) = abi.decode(report, (uint32, bytes32, int192[]));
        uint256 needed = 2 * uint256(_faulty) + 1;
        require(observations.length >= needed, SignedFeed_TooFewObservations(observations.length, needed));
        for (uint256 i = 1; i < observations.length; ++i) {
            require(
                observations[i - 1] <= observations[i],
                SignedFeed_Unsorted(i, observations[i], observations[i - 1])
            );
        }
        // The upper median of an even count, as OCR2 takes it.
        int192 answer = observations[observations.length / 2];
        require(answer >= minAnswer && answer <= maxAnswer, SignedFeed_OutOfBounds(answer, minAnswer, maxAnswer));
        uint80 roundId = ++latestRound;
        _transmissions[roundId] = Transmission(answer, observedAt, uint32(block.timestamp));
        emit NewTransmission({
            roundId: roundId,
            transmitter: transmitter,
            answer: answer,
            observedAt: observedAt,
            observations: observations
        });
    }
}
