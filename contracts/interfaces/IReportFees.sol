// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice An amount of a token, as Chainlink's FeeManager states it.
/// @param token the token
/// @param amount how much of it (wei)
struct ReportFee {
    address token;
    uint256 amount;
}

/// @title IReportFees
/// @notice What a consumer needs of Chainlink's FeeManager.
interface IReportFees {
    /// @notice The chain's wrapped native token, which a fee can be quoted in and then be paid in native.
    /// @return token the token
    function i_nativeAddress() external view returns (address token); // solhint-disable-line func-name-mixedcase

    /// @notice What a report costs.
    /// @param subscriber who will have it verified
    /// @param report the report without its signatures
    /// @param quoteToken token to pay in
    /// @return fee what the subscriber pays
    /// @return reward what the oracles receive
    /// @return discount the subscriber's discount, 1e18 for all of it (WAD)
    function getFeeAndReward(
        address subscriber,
        bytes memory report,
        address quoteToken
    ) external view returns (ReportFee memory fee, ReportFee memory reward, uint256 discount);
}
