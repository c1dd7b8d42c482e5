// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGuarded} from "./IGuarded.sol";

/// @title IVaultLimits
/// @notice Limits of a vault's keys, and who may change them.
interface IVaultLimits is IGuarded {
    /// @notice The least deposit of a key was changed.
    /// @param key key (id)
    /// @param minimum least deposit (units)
    event MinimumSet(uint8 indexed key, uint64 minimum);

    /// @notice Sets the least deposit of a key. Governor.
    /// @param key key (id)
    /// @param minimum least deposit (units)
    function setMinimum(uint8 key, uint64 minimum) external;
}
