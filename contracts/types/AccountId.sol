// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title AccountId
/// @notice An account is an address whose first 19 bytes are its owner's, so every owner has 256 sub-accounts without a
/// registry (system.md section 4).
library AccountId {
    /// @notice The sub-account `id` of `owner`; id 0 is the owner's own address.
    /// @param owner address that owns the account
    /// @param id sub-account number (index)
    /// @return account the account
    function accountOf(address owner, uint8 id) internal pure returns (address account) {
        return address(uint160(owner) ^ id);
    }

    /// @notice Whether `caller` owns `account`.
    /// @param account the account
    /// @param caller address to test
    /// @return owned true if the first 19 bytes agree
    function isOwnedBy(address account, address caller) internal pure returns (bool owned) {
        return (uint160(account) ^ uint160(caller)) < 256;
    }
}
