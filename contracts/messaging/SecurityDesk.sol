// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IOAppCore} from "@layerzerolabs/lz-evm-oapp-v2/contracts/oapp/interfaces/IOAppCore.sol";
import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ILaneSecurity} from "../interfaces/ILaneSecurity.sol";
import {LaneFault, SecurityFloor, SecurityStatus} from "../types/LaneSecurity.sol";
import {LaneSecurity} from "./LaneSecurity.sol";
import {SecurityBook} from "./SecurityBook.sol";

/// @title SecurityDesk
/// @notice The security floor of lanes, for the desks of gateway and vault alike: what a fault leads to is theirs.
/// @dev Runs at the address of the OApp, whose endpoint it asks for: so the two cannot differ.
abstract contract SecurityDesk is ILaneSecurity, AccessManaged, SecurityBook {
    using LaneSecurity for SecurityFloor;

    /// @inheritdoc ILaneSecurity
    function setSecurityFloor(uint32 eid, uint8 dvns, uint64 confirmations) external restricted {
        _securityFloors[eid] = SecurityFloor(dvns, confirmations);
        emit SecurityFloorSet(eid, dvns, confirmations);
    }

    /// @inheritdoc ILaneSecurity
    function checkLane(uint32 eid) external returns (LaneFault fault) {
        uint256 dvns;
        uint256 confirmations;
        (fault, dvns, confirmations) = _assess(eid, _securityFloors[eid]);
        emit LaneChecked(eid, fault, dvns, confirmations);
        _setInsecure(eid, fault != LaneFault.NONE);
    }

    /// @inheritdoc ILaneSecurity
    function securityOf(uint32 eid) external view returns (SecurityStatus memory status) {
        SecurityFloor memory floor = _securityFloors[eid];
        (status.fault, status.dvns, status.confirmations) = _assess(eid, floor);
        (status.dvnFloor, status.confirmationFloor) = (floor.dvnFloor(), floor.confirmationFloor());
        status.insecure = _isInsecure(eid);
    }

    /// @dev Keeps what a check found, and refuses what is no lane of this end.
    function _setInsecure(uint32 eid, bool insecure) internal virtual;

    function _isInsecure(uint32 eid) internal view virtual returns (bool insecure);

    function _assess(uint32 eid, SecurityFloor memory floor) private view returns (LaneFault, uint256, uint256) {
        return LaneSecurity.assess(address(IOAppCore(address(this)).endpoint()), address(this), eid, floor);
    }
}
