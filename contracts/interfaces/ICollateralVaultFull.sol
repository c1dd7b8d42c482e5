// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICollateralVault} from "./ICollateralVault.sol";
import {IVaultDesk} from "./IVaultDesk.sol";

/// @title ICollateralVaultFull
/// @notice Everything that answers at a source vault's address.
interface ICollateralVaultFull is ICollateralVault, IVaultDesk {}
