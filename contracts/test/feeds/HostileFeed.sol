// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A feed that does what no real feed may
/// @notice Answers like a Chainlink feed until told to misbehave: no signed feed can be made to do these things.
contract HostileFeed {
    /// @notice How it answers `latestRoundData`.
    enum Mode {
        HONEST,
        REVERT,
        REVERT_BOMB,
        RETURN_BOMB,
        BURN_GAS,
        SHORT_ANSWER,
        NO_ANSWER
    }

    /// @dev Affordable for the feed, ruinous for whoever copies all of it.
    uint256 private constant BOMB_BYTES = 150_000;

    /// @notice Decimals it states (count).
    uint256 public decimals;
    /// @notice Lowest answer it states (raw).
    int256 public minAnswer;
    /// @notice Highest answer it states (raw).
    int256 public maxAnswer;
    /// @notice The aggregator it states.
    address public aggregator;
    /// @notice How it answers.
    Mode public mode;

    int256 private _answer;
    uint256 private _startedAt;
    uint256 private _updatedAt;

    /// @notice It does not answer.
    /// @param reason what it says instead
    error HostileFeed_Refused(bytes reason);

    /// @notice A feed of eight decimals with an answer of now.
    /// @param answer first answer (raw)
    constructor(int256 answer) {
        decimals = 8;
        _answer = answer;
        _startedAt = block.timestamp;
        _updatedAt = block.timestamp;
    }

    /// @notice Answers `latestRoundData`, and anything else, as the mode has it.
    /// @return reply the answer
    fallback(bytes calldata) external returns (bytes memory reply) {
        return _reply();
    }

    /// @notice Sets the round.
    /// @param answer the answer (raw)
    /// @param startedAt when it started (unix seconds)
    /// @param updatedAt when it was written (unix seconds)
    function setRound(int256 answer, uint256 startedAt, uint256 updatedAt) external {
        _answer = answer;
        _startedAt = startedAt;
        _updatedAt = updatedAt;
    }

    /// @notice Sets what it says about itself.
    /// @param decimals_ decimals (count)
    /// @param minAnswer_ lowest answer (raw)
    /// @param maxAnswer_ highest answer (raw)
    /// @param aggregator_ aggregator
    function describe(uint256 decimals_, int256 minAnswer_, int256 maxAnswer_, address aggregator_) external {
        decimals = decimals_;
        minAnswer = minAnswer_;
        maxAnswer = maxAnswer_;
        aggregator = aggregator_;
    }

    /// @notice Sets how it answers.
    /// @param mode_ the way
    function misbehave(Mode mode_) external {
        mode = mode_;
    }

    /// @dev The round, or whatever the mode says.
    function _reply() private view returns (bytes memory reply) {
        if (mode == Mode.SHORT_ANSWER) return abi.encode(uint80(1), _answer, _startedAt, _updatedAt);
        if (mode == Mode.NO_ANSWER) return "";
        if (mode == Mode.RETURN_BOMB) return new bytes(BOMB_BYTES);
        require(mode != Mode.REVERT, HostileFeed_Refused(""));
        require(mode != Mode.REVERT_BOMB, HostileFeed_Refused(new bytes(BOMB_BYTES)));
        // Burning is the point of the mode: it ends when the gas does.
        bytes32 ash;
        while (mode == Mode.BURN_GAS) ash = keccak256(abi.encode(ash));
        return abi.encode(uint80(1), _answer, _startedAt, _updatedAt, uint80(1));
    }
}
