// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title TakeMode
/// @notice How a buyer in an auction receives what it buys (system.md section 5).
library TakeMode {
    /// @notice The units stay in the buyer's hub account as collateral.
    uint8 internal constant KEEP = 0;
    /// @notice The units are released to an address on the key's chain in the same transaction.
    uint8 internal constant RELEASE = 1;
}
