// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SecurityFloor} from "../types/LaneSecurity.sol";

/// @title SecurityBook
/// @notice The floors of lanes. Inherited by what an OApp and its desk have in common, so that they lie alike in both
/// (docs/decisions/050).
abstract contract SecurityBook {
    mapping(uint32 eid => SecurityFloor floor) internal _securityFloors;
}
