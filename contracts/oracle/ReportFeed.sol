// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AggregatorV3Interface} from "@chainlink/contracts/src/v0.8/shared/interfaces/AggregatorV3Interface.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IReportFeed} from "./../interfaces/IReportFeed.sol";
import {IReportFees, ReportFee} from "./../interfaces/IReportFees.sol";
import {IReportVerifier} from "./../interfaces/IReportVerifier.sol";

/// @title ReportFeed
/// @notice Signed observations pulled on demand, as an AggregatorV3 beside push feeds (system.md 4.1). Nobody owns it,
/// and it keeps no native token.
contract ReportFeed is ReentrancyGuardTransient, IReportFeed {
    // Report schema 3 of Chainlink Data Streams, as the oracles encode it.
    struct Report {
        // the stream
        bytes32 feedId;
        // earliest time the price applies to (unix seconds)
        uint32 validFromTimestamp;
        // when the oracles observed (unix seconds)
        uint32 observationsTimestamp;
        // fee in native token, before discount (wei)
        uint192 nativeFee;
        // fee in LINK, before discount (wei)
        uint192 linkFee;
        // until when it may be used (unix seconds)
        uint32 expiresAt;
        // benchmark price (WAD)
        int192 price;
        // simulated price of selling (WAD)
        int192 bid;
        // simulated price of buying (WAD)
        int192 ask;
    }

    // One slot.
    struct Observation {
        // benchmark price (WAD)
        int192 price;
        // when the oracles observed it (unix seconds)
        uint32 observedAt;
        // reports taken so far (count)
        uint32 round;
    }

    uint256 private constant SCHEMA = 3;
    uint256 private constant SCHEMA_SHIFT = 240;

    /// @inheritdoc AggregatorV3Interface
    uint8 public constant override decimals = 18;
    /// @inheritdoc AggregatorV3Interface
    uint256 public constant override version = SCHEMA;

    /// @inheritdoc IReportFeed
    IReportVerifier public immutable override verifier;
    /// @inheritdoc IReportFeed
    bytes32 public immutable override feedId;

    /// @inheritdoc AggregatorV3Interface
    string public override description;
    Observation private _latest;

    /// @notice Fixes whose reports are taken.
    /// @param verifier_ Chainlink's VerifierProxy
    /// @param feedId_ id of the stream (raw)
    /// @param description_ as Chainlink names feeds, such as "ETH / USD"
    constructor(IReportVerifier verifier_, bytes32 feedId_, string memory description_) {
        require(address(verifier_).code.length > 0, ReportFeed_NoVerifier(address(verifier_)));
        uint256 schema = uint256(feedId_) >> SCHEMA_SHIFT;
        require(schema == SCHEMA, ReportFeed_WrongSchema(feedId_, schema, SCHEMA));
        verifier = verifier_;
        feedId = feedId_;
        description = description_;
    }

    /// @notice Takes the change of a fee while a report is verified, and nothing else.
    receive() external payable {
        require(_reentrancyGuardEntered(), ReportFeed_UnexpectedValue(msg.sender, msg.value));
    }

    /// @inheritdoc IReportFeed
    function report(bytes calldata signedReport) external payable override nonReentrant {
        bytes memory verified = _verify(signedReport);
        bytes32 stream = bytes32(verified);
        require(stream == feedId, ReportFeed_WrongFeed(stream, feedId));
        _keep(abi.decode(verified, (Report)));
        _refund();
    }

    /// @inheritdoc IReportFeed
    function feeOf(bytes calldata signedReport) external view override returns (uint256 fee) {
        IReportFees manager = IReportFees(verifier.s_feeManager());
        if (address(manager) == address(0)) return 0;
        (, bytes memory unsigned) = abi.decode(signedReport, (bytes32[3], bytes));
        (ReportFee memory due, , ) = manager.getFeeAndReward(address(this), unsigned, manager.i_nativeAddress());
        return due.amount;
    }

    /// @inheritdoc AggregatorV3Interface
    function latestRoundData()
        external
        view
        override
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)
    {
        return getRoundData(_latest.round);
    }

    /// @notice The newest round. Chainlink's interface allows older ones to be gone: their reports are in the events.
    /// @param roundId_ the newest round (id)
    /// @return roundId the round (id)
    /// @return answer benchmark price (WAD)
    /// @return startedAt when the oracles observed it (unix seconds)
    /// @return updatedAt the same: an observation is as old as it is, whenever it was carried in (unix seconds)
    /// @return answeredInRound the round (id)
    function getRoundData(
        uint80 roundId_
    )
        public
        view
        override
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)
    {
        Observation memory latest = _latest;
        require(roundId_ == latest.round && roundId_ != 0, ReportFeed_NoData(roundId_, latest.round));
        return (roundId_, latest.price, latest.observedAt, latest.observedAt, roundId_);
    }

    /// @dev Bid and ask are left alone: they say what the market is deep enough for, not what the price is.
    function _keep(Report memory given) private {
        Observation memory latest = _latest;
        uint256 observedAt = given.observationsTimestamp;
        require(given.expiresAt >= block.timestamp, ReportFeed_Expired(given.expiresAt, block.timestamp));
        require(observedAt <= block.timestamp, ReportFeed_FromTheFuture(observedAt, block.timestamp));
        require(given.price > 0, ReportFeed_NoPrice(given.price));
        // An older report must not undo a newer one, nor the same one come twice. No refusal: whoever carries the same
        // report in first must not undo the caller's bundle of report and liquidation.
        if (observedAt <= latest.observedAt) return;
        // Each round is at least a second after the last, so rounds fit wherever dates do.
        uint32 round = latest.round + 1;
        _latest = Observation({price: given.price, observedAt: given.observationsTimestamp, round: round});
        emit Reported({roundId: round, price: given.price, observedAt: observedAt, reporter: msg.sender});
    }

    /// @dev Without a fee manager the proxy would keep the value, so none is sent.
    function _verify(bytes calldata signedReport) private returns (bytes memory verified) {
        address manager = verifier.s_feeManager();
        if (manager == address(0)) return verifier.verify(signedReport, "");
        bytes memory quote = abi.encode(IReportFees(manager).i_nativeAddress());
        return verifier.verify{value: msg.value}(signedReport, quote);
    }

    /// @dev All there is, so that no pot builds up from what is forced in.
    function _refund() private {
        uint256 change = address(this).balance;
        if (change == 0) return;
        // The caller's own money: it may spend as much gas as it likes, and the lock is held.
        // solhint-disable-next-line avoid-low-level-calls
        (bool taken, ) = msg.sender.call{value: change}("");
        require(taken, ReportFeed_RefundFailed(msg.sender, change));
    }
}
