// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AggregatorV3Interface} from "@chainlink/contracts/src/v0.8/shared/interfaces/AggregatorV3Interface.sol";
import {IReportVerifier} from "./IReportVerifier.sol";

/// @title IReportFeed
/// @notice A price source that anyone keeps up to date: it takes reports that Chainlink's oracles signed off chain and
/// answers like any other feed (system.md 4.1). Only the newest report is kept.
/// Assumptions: the verifier is Chainlink's VerifierProxy, whose owner decides who signs. Who carries a report in
/// chooses which unexpired one newer than the last, so a reader bounds its age and holds it against a second source.
interface IReportFeed is AggregatorV3Interface {
    /// @notice A newer observation was carried in.
    /// @param roundId the round it became (id)
    /// @param price benchmark price (WAD)
    /// @param observedAt when the oracles observed it (unix seconds)
    /// @param reporter who carried it in
    event Reported(uint80 indexed roundId, int192 price, uint256 observedAt, address indexed reporter);

    /// @notice There is no contract at the verifier's address.
    /// @param verifier the address given
    error ReportFeed_NoVerifier(address verifier);

    /// @notice The stream's reports are not of the schema that is decoded here.
    /// @param feedId the stream, whose first two bytes are its schema (raw)
    /// @param actual its schema (id)
    /// @param bound the schema needed (id)
    error ReportFeed_WrongSchema(bytes32 feedId, uint256 actual, uint256 bound);

    /// @notice The report is of another stream.
    /// @param actual its stream (raw)
    /// @param bound the stream of this feed (raw)
    error ReportFeed_WrongFeed(bytes32 actual, bytes32 bound);

    /// @notice The report may no longer be used: fetch a newer one.
    /// @param expiresAt until when it could be (unix seconds)
    /// @param time now (unix seconds)
    error ReportFeed_Expired(uint256 expiresAt, uint256 time);

    /// @notice The observation is from the future: the chain's clock is behind, send it again in a moment.
    /// @param observedAt time of the observation (unix seconds)
    /// @param time now (unix seconds)
    error ReportFeed_FromTheFuture(uint256 observedAt, uint256 time);

    /// @notice The report states no price.
    /// @param price what it states (WAD)
    error ReportFeed_NoPrice(int192 price);

    /// @notice The round is not the newest one, or there is none yet.
    /// @param roundId round asked for (id)
    /// @param latest newest round, 0 before the first report (id)
    error ReportFeed_NoData(uint80 roundId, uint80 latest);

    /// @notice Native token is taken only as the change of a fee, within {report}.
    /// @param sender who sent it
    /// @param value how much (wei)
    error ReportFeed_UnexpectedValue(address sender, uint256 value);

    /// @notice The change of the fee could not be given back: the caller takes no native token. Send the exact fee.
    /// @param caller who is owed it
    /// @param value how much (wei)
    error ReportFeed_RefundFailed(address caller, uint256 value);

    /// @notice Carries a signed report in. Anyone. Value pays Chainlink's fee where there is one; the rest goes back.
    /// One that is not newer than the newest changes nothing.
    /// @param signedReport the report with its context and signatures
    function report(bytes calldata signedReport) external payable;

    /// @notice Native token that {report} needs for a report now. Signatures are not checked.
    /// @param signedReport the report with its context and signatures
    /// @return fee what to send with it (wei)
    function feeOf(bytes calldata signedReport) external view returns (uint256 fee);

    /// @notice The stream of this feed.
    /// @return id id of the stream (raw)
    function feedId() external view returns (bytes32 id);

    /// @notice Chainlink's VerifierProxy.
    /// @return proxy its address
    function verifier() external view returns (IReportVerifier proxy);
}
