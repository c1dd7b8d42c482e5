// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILaneDesk} from "./ILaneDesk.sol";
import {ILaneGateway} from "./ILaneGateway.sol";

/// @title ILaneGatewayFull
/// @notice Everything that answers at the gateway's address.
interface ILaneGatewayFull is ILaneGateway, ILaneDesk {}
