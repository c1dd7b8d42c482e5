// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LaneFault, SecurityStatus} from "../types/LaneSecurity.sol";

/// @title ILaneSecurity
/// @notice The security floor of a lane, checked on chain by both of its ends (system.md 3.1). Each end judges what it
/// receives: the other direction is judged at the other end.
interface ILaneSecurity {
    /// @notice The configuration of a lane was read and judged.
    /// @param eid lane (eid)
    /// @param fault what is below the floor, NONE if nothing
    /// @param dvns distinct DVNs that must verify a packet (count)
    /// @param confirmations source blocks they wait for (count)
    event LaneChecked(uint32 indexed eid, LaneFault fault, uint256 dvns, uint256 confirmations);

    /// @notice The floor of a lane was set.
    /// @param eid lane (eid)
    /// @param dvns least number of distinct DVNs, 0 for the default (count)
    /// @param confirmations least number of source blocks, 0 for the default (count)
    event SecurityFloorSet(uint32 indexed eid, uint8 dvns, uint64 confirmations);

    /// @notice Too little gas to read the configuration: a lane must not look insecure because its checker was starved.
    /// Call again with more.
    /// @param actual gas left (gas units)
    /// @param bound gas needed (gas units)
    error LaneSecurity_GasTooLow(uint256 actual, uint256 bound);

    /// @notice Judges the lane's configuration and acts on it until the next check. Open to anyone.
    /// @param eid lane (eid)
    /// @return fault what is below the floor, NONE if nothing
    function checkLane(uint32 eid) external returns (LaneFault fault);

    /// @notice Sets the floor of a lane; `checkLane` then applies it. Governor.
    /// @param eid lane (eid)
    /// @param dvns least number of distinct DVNs, 0 for the default of 2 (count)
    /// @param confirmations least number of source blocks, 0 for the default of 1 (count)
    function setSecurityFloor(uint32 eid, uint8 dvns, uint64 confirmations) external;

    /// @notice What a check would find now, and what the last one left.
    /// @param eid lane (eid)
    /// @return status configuration, floor and flag
    function securityOf(uint32 eid) external view returns (SecurityStatus memory status);
}
