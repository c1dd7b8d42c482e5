// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IHubVault
/// @notice Custody of collateral on the hub chain itself: the same counters as a source vault, without messages.
interface IHubVault {
    /// @notice Raises the recipient's released counter and tries to pay; what the token refuses stays claimable. Gateway only.
    /// @param recipient receiver
    /// @param key key (id)
    /// @param units amount (units)
    function release(address recipient, uint8 key, uint64 units) external;
}
