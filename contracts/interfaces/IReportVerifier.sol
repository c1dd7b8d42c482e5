// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IReportVerifier
/// @notice What a consumer needs of Chainlink's VerifierProxy. Its own interface pins another OpenZeppelin, and leaves
/// out the fee manager.
interface IReportVerifier {
    /// @notice Checks the signatures of a report and bills the caller where there is a fee manager. Without one it
    /// keeps whatever value it is sent.
    /// @param payload the signed report
    /// @param parameterPayload token that the fee is quoted in, encoded; empty without a fee manager
    /// @return report the report without its signatures
    function verify(
        bytes calldata payload,
        bytes calldata parameterPayload
    ) external payable returns (bytes memory report);

    /// @notice Who bills for verification, zero if nobody does.
    /// @return manager the fee manager
    function s_feeManager() external view returns (address manager); // solhint-disable-line func-name-mixedcase
}
