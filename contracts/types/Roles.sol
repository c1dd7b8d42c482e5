// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Roles
/// @notice Role ids of the AccessManager on every chain (system.md section 6). ADMIN is OpenZeppelin's role 0.
library Roles {
    /// @notice Lists assets, opens lanes, sets feeds and libraries, loosens limits; acts behind 48 h.
    uint64 internal constant GOVERNOR = 1;
    /// @notice Posts volatility, depth and correlation inside bounds.
    uint64 internal constant STEWARD = 2;
    /// @notice Tightens at once, never loosens.
    uint64 internal constant GUARDIAN = 3;
    /// @notice Has no member and is its own admin: what nobody may do.
    uint64 internal constant NOBODY = 4;
}
