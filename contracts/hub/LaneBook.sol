// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IGuarded} from "../interfaces/IGuarded.sol";
import {ILaneGateway} from "../interfaces/ILaneGateway.sol";
import {FlowBucket} from "../libraries/FlowBucket.sol";
import {GuardBook} from "../libraries/GuardBook.sol";
import {Credit, Guard, KeyFlags, KeyInflow, KeySums, LaneClock, Shortfall} from "../types/Lane.sol";

/// @title LaneBook
/// @notice What the gateway has written down: lanes, keys, limits, holds; who may change which (system.md section 6).
abstract contract LaneBook is ILaneGateway, AccessManaged {
    using GuardBook for Guard;
    using Math for uint256;

    uint256 internal constant MAX_KEYS = 64;

    mapping(uint32 eid => LaneClock clock) internal _lanes;
    mapping(uint8 key => KeyInflow inflow) internal _inflows;
    mapping(uint8 key => KeySums sums) internal _sums;
    mapping(address account => mapping(uint8 key => Credit credit)) internal _credits;
    mapping(address recipient => mapping(uint8 key => uint64 units)) internal _authorised;
    mapping(uint8 key => Shortfall shortfall) internal _shortfalls;
    mapping(uint8 key => address token) internal _tokens;
    mapping(uint8 key => Guard guard) private _keyGuards;
    mapping(uint32 eid => Guard guard) private _laneGuards;

    constructor(address manager) AccessManaged(manager) {}

    /// @inheritdoc ILaneGateway
    function listKey(uint8 key, uint32 eid, address token, uint64 cap, uint16 bucketBps) external restricted {
        require(key < MAX_KEYS && eid != 0 && _inflows[key].eid == 0, LaneGateway_CannotList(key, eid));
        require(token != address(0), LaneGateway_ZeroAddress());
        GuardBook.requireInRange(cap, bucketBps, true);
        _inflows[key] = KeyInflow({cap: cap, net: 0, gross: 0, updatedAt: uint32(block.timestamp), eid: eid});
        _sums[key].bucketBps = bucketBps;
        _tokens[key] = token;
        emit KeyListed(key, eid, token);
        emit LimitsSet(key, cap, bucketBps);
    }

    /// @inheritdoc IGuarded
    function setLimits(uint8 key, uint64 cap, uint16 bucketBps) external restricted {
        GuardBook.requireInRange(cap, bucketBps, true);
        (KeyInflow memory inflow, KeySums memory sums) = _settled(key);
        _storeLimits({key: key, inflow: inflow, sums: sums, cap: cap, bucketBps: bucketBps, temporary: false});
        emit LimitsSet(key, cap, bucketBps);
    }

    /// @inheritdoc IGuarded
    function lowerLimits(uint8 key, uint64 cap, uint16 bucketBps) external restricted {
        (KeyInflow memory inflow, KeySums memory sums) = _settled(key);
        GuardBook.requireLower({
            key: key,
            cap: cap,
            currentCap: inflow.cap,
            bucketBps: bucketBps,
            currentBucketBps: sums.bucketBps
        });
        uint40 until = _keyGuards[key].lowerLimits(inflow.cap, sums.bucketBps);
        _storeLimits({key: key, inflow: inflow, sums: sums, cap: cap, bucketBps: bucketBps, temporary: true});
        emit LimitsLowered({key: key, cap: cap, bucketBps: bucketBps, until: until});
    }

    /// @inheritdoc IGuarded
    function confirmLimits(uint8 key) external restricted {
        (KeyInflow memory inflow, KeySums memory sums) = _settled(key);
        require(sums.flags & KeyFlags.TEMPORARY != 0, Guarded_NothingActive());
        _storeLimits({
            key: key,
            inflow: inflow,
            sums: sums,
            cap: inflow.cap,
            bucketBps: sums.bucketBps,
            temporary: false
        });
        emit LimitsConfirmed(key);
    }

    /// @inheritdoc ILaneGateway
    function holdLane(uint32 eid) external restricted {
        uint40 until = _laneGuards[eid].hold();
        _lanes[eid].held = true;
        emit LaneHeld(eid, until);
    }

    /// @inheritdoc ILaneGateway
    function holdKey(uint8 key) external restricted {
        _requireListed(key);
        uint40 until = _keyGuards[key].hold();
        _sums[key].flags |= KeyFlags.GUARDED;
        emit KeyHeld(key, until);
    }

    /// @inheritdoc ILaneGateway
    function decideLaneHold(uint32 eid, bool confirmed) external restricted {
        if (confirmed) {
            _laneGuards[eid].confirmHold();
        } else {
            _laneGuards[eid].releaseHold();
            _lanes[eid].held = false;
        }
        emit LaneHoldDecided(eid, confirmed);
    }

    /// @inheritdoc ILaneGateway
    function decideKeyHold(uint8 key, bool confirmed) external restricted {
        if (confirmed) {
            _keyGuards[key].confirmHold();
        } else {
            _keyGuards[key].releaseHold();
            _sums[key].flags &= ~KeyFlags.GUARDED;
        }
        emit KeyHoldDecided(key, confirmed);
    }

    /// @inheritdoc ILaneGateway
    function laneOfKey(uint8 key) external view returns (uint32 eid) {
        eid = _inflows[key].eid;
    }

    /// @inheritdoc ILaneGateway
    function isHeld(uint8 key) external view returns (bool held) {
        uint8 flags = _sums[key].flags;
        uint32 eid = _inflows[key].eid;
        held = flags & KeyFlags.SHORT != 0 || _isKeyHeld(key, flags) || _isLaneHeld(eid, _lanes[eid]);
    }

    /// @inheritdoc ILaneGateway
    function tokenOf(uint8 key) external view returns (address token) {
        token = _tokens[key];
    }

    /// @inheritdoc ILaneGateway
    function laneOf(uint32 eid) external view returns (LaneClock memory clock) {
        clock = _lanes[eid];
    }

    /// @inheritdoc ILaneGateway
    function inflowOf(uint8 key) external view returns (KeyInflow memory inflow) {
        (inflow, ) = _refilled(key);
    }

    /// @inheritdoc ILaneGateway
    function sumsOf(uint8 key) external view returns (KeySums memory sums) {
        (, sums) = _refilled(key);
    }

    /// @inheritdoc ILaneGateway
    function creditOf(address account, uint8 key) external view returns (Credit memory credit) {
        credit = _credits[account][key];
    }

    /// @inheritdoc ILaneGateway
    function authorisedOf(address recipient, uint8 key) external view returns (uint64 units) {
        units = _authorised[recipient][key];
    }

    /// @inheritdoc ILaneGateway
    function shortfallOf(uint8 key) external view returns (Shortfall memory shortfall) {
        shortfall = _shortfalls[key];
    }

    /// @inheritdoc ILaneGateway
    function roomOf(uint8 key) external view returns (uint256 room) {
        (KeyInflow memory inflow, KeySums memory sums) = _refilled(key);
        room = _inflowRoom(inflow, sums);
    }

    function _requireListed(uint8 key) internal view {
        require(_inflows[key].eid != 0, LaneGateway_UnknownKey(key));
    }

    function _settled(uint8 key) internal view returns (KeyInflow memory inflow, KeySums memory sums) {
        (inflow, sums) = _refilled(key);
        require(inflow.eid != 0, LaneGateway_UnknownKey(key));
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
        room = FlowBucket
            .room(_levelOf(inflow), FlowBucket.capacityOf(inflow.cap, sums.bucketBps))
            .min(capRoom)
            .min(type(uint96).max - sums.credited);
    }

    function _storeLimits(
        uint8 key,
        KeyInflow memory inflow,
        KeySums memory sums,
        uint64 cap,
        uint16 bucketBps,
        bool temporary
    ) private {
        inflow.cap = cap;
        sums.bucketBps = bucketBps;
        sums.flags = temporary ? sums.flags | KeyFlags.TEMPORARY : sums.flags & ~KeyFlags.TEMPORARY;
        (_inflows[key], _sums[key]) = (inflow, sums);
    }
}
