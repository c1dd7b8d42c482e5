// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IInsuranceFund
/// @notice First-loss money after the account itself: pool shares held here and cash kept by the engine. No role can
/// take anything out; only the loss waterfall of the system may spend it (risk.md 4.9).
interface IInsuranceFund {
    /// @notice Cash from penalties, kept by the engine.
    /// @return cash insurance cash (WAD)
    function cash() external view returns (uint256 cash);

    /// @notice Value of the fund's pool shares, those not yet minted included, rounded down.
    /// @return value value (WAD)
    function shareValue() external view returns (uint256 value);

    /// @notice All the fund is worth.
    /// @return value cash and share value (WAD)
    function totalValue() external view returns (uint256 value);
}
