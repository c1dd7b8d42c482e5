// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IHubVault} from "../interfaces/IHubVault.sol";
import {ILaneBook} from "../interfaces/ILaneBook.sol";
import {IMarginEngine} from "../interfaces/IMarginEngine.sol";
import {FlowBucket} from "../libraries/FlowBucket.sol";
import {GuardBook} from "../libraries/GuardBook.sol";
import {Credit, Guard, KeyFlags, KeyInflow, KeySums, LaneClock, Shortfall} from "../types/Lane.sol";

/// @title LaneBook
/// @notice What the gateway has written down: lanes, keys, limits, holds, counters.
abstract contract LaneBook is ILaneBook, AccessManaged {
    using GuardBook for Guard;
    using Math for uint256;

    uint256 internal constant _MAX_KEYS = 64;

    mapping(uint32 eid => LaneClock clock) internal _lanes;
    mapping(uint8 key => KeyInflow inflow) internal _inflows;
    mapping(uint8 key => KeySums sums) internal _sums;
    mapping(address account => mapping(uint8 key => Credit credit)) internal _credits;
    mapping(address recipient => mapping(uint8 key => uint64 units)) internal _authorised;
    mapping(uint8 key => Shortfall shortfall) internal _shortfalls;
    mapping(uint8 key => address token) internal _tokens;
    mapping(uint8 key => Guard guard) internal _keyGuards;
    mapping(uint32 eid => Guard guard) internal _laneGuards;
    IMarginEngine internal _engine;
    IHubVault internal _hubVault;

    constructor(address manager) AccessManaged(manager) {}

    function _requireListed(uint8 key) internal view {
        require(_inflows[key].eid != 0, LaneBook_UnknownKey(key));
    }

    function _settled(uint8 key) internal view returns (KeyInflow memory inflow, KeySums memory sums) {
        (inflow, sums) = _refilled(key);
        require(inflow.eid != 0, LaneBook_UnknownKey(key));
    }

    /// @dev Levels refilled to now, limits a guardian lowered more than 72 h ago back at their full size.
    function _refilled(uint8 key) internal view returns (KeyInflow memory inflow, KeySums memory sums) {
        inflow = _inflows[key];
        sums = _sums[key];
        if ((inflow.net | inflow.gross) == 0) {
            inflow.updatedAt = uint32(block.timestamp);
        } else {
            FlowBucket.Level memory level = FlowBucket.settle(
                _levelOf(inflow),
                FlowBucket.capacityOf(inflow.cap, sums.bucketBps),
                block.timestamp
            );
            // Levels only fall here, and the instant does not pass the present.
            (inflow.net, inflow.gross) = (uint64(level.net), uint64(level.gross));
            inflow.updatedAt = uint32(level.updatedAt);
        }
        if (sums.flags & KeyFlags.TEMPORARY != 0) {
            Guard storage guard = _keyGuards[key];
            if (block.timestamp >= guard.limitUntil) {
                (inflow.cap, sums.bucketBps) = (guard.fullCap, guard.fullBucketBps);
                sums.flags &= ~KeyFlags.TEMPORARY;
            }
        }
    }

    function _isKeyHeld(uint8 key, uint8 flags) internal view returns (bool held) {
        held = flags & KeyFlags.GUARDED != 0 && _keyGuards[key].isHeld();
    }

    function _isLaneHeld(uint32 eid, LaneClock memory clock) internal view returns (bool held) {
        held = clock.held && _laneGuards[eid].isHeld();
    }

    function _levelOf(KeyInflow memory inflow) internal pure returns (FlowBucket.Level memory level) {
        level = FlowBucket.Level(inflow.net, inflow.gross, inflow.updatedAt);
    }

    /// @dev min(bucket, cap, what fits the sum of credits).
    function _inflowRoom(KeyInflow memory inflow, KeySums memory sums) internal pure returns (uint256 room) {
        uint256 capRoom = uint256(inflow.cap).saturatingSub(sums.credited - sums.authorised);
        room = FlowBucket.room(_levelOf(inflow), FlowBucket.capacityOf(inflow.cap, sums.bucketBps)).min(capRoom).min(
            type(uint96).max - sums.credited
        );
    }
}
