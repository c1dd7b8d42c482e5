// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IHubVault} from "../interfaces/IHubVault.sol";
import {ILaneBook} from "../interfaces/ILaneBook.sol";
import {IMarginEngine} from "../interfaces/IMarginEngine.sol";
import {FlowBucket} from "../libraries/FlowBucket.sol";
import {GuardBook} from "../libraries/GuardBook.sol";
import {ClockWord, ClockWords} from "../types/ClockWord.sol";
import {Guard, KeyFlags, Shortfall} from "../types/Lane.sol";
import {CreditWord, InflowWord, LaneWords, SumsWord} from "../types/LaneWords.sol";

/// @title LaneBook
/// @notice What the gateway has written down: lanes, keys, limits, holds, counters.
abstract contract LaneBook is ILaneBook, AccessManaged {
    using GuardBook for Guard;
    using Math for uint256;

    uint256 internal constant _MAX_KEYS = 64;

    mapping(uint32 eid => ClockWord clock) internal _lanes;
    mapping(uint8 key => InflowWord inflow) internal _inflows;
    mapping(uint8 key => SumsWord sums) internal _sums;
    mapping(address account => mapping(uint8 key => CreditWord credit)) internal _credits;
    mapping(address recipient => mapping(uint8 key => uint64 units)) internal _authorised;
    mapping(uint8 key => Shortfall shortfall) internal _shortfalls;
    mapping(uint8 key => address token) internal _tokens;
    mapping(uint8 key => Guard guard) internal _keyGuards;
    mapping(uint32 eid => Guard guard) internal _laneGuards;
    IMarginEngine internal _engine;
    IHubVault internal _hubVault;

    constructor(address manager) AccessManaged(manager) {}

    /// @dev Levels refilled to now, limits a guardian lowered more than 72 h ago back at their full size: their lower
    /// rate counts up to their end and the full one since.
    function _settled(uint8 key) internal view returns (InflowWord inflow, SumsWord sums) {
        (inflow, sums) = (_inflows[key], _sums[key]);
        if (sums.flags() & KeyFlags.TEMPORARY != 0 && block.timestamp >= _keyGuards[key].limitUntil) {
            (inflow, sums) = _restored(inflow, sums, _keyGuards[key]);
        }
        inflow = _settledTo(inflow, sums.bucketBps(), block.timestamp);
    }

    function _requireListed(uint8 key) internal view {
        require(_inflows[key].eid() != 0, LaneBook_UnknownKey(key));
    }

    function _isKeyHeld(uint8 key, uint256 flags) internal view returns (bool held) {
        held = flags & KeyFlags.GUARDED != 0 && _keyGuards[key].isHeld();
    }

    function _isLaneHeld(uint32 eid, ClockWord clock) internal view returns (bool held) {
        held = clock.has(ClockWords.INSECURE) || (clock.has(ClockWords.HELD) && _laneGuards[eid].isHeld());
    }

    /// @dev min(bucket, cap, what fits the sum of credits), of settled records.
    function _inflowRoom(InflowWord inflow, SumsWord sums) internal pure returns (uint256 room) {
        (uint256 cap, uint256 credited) = (inflow.cap(), sums.credited());
        room = FlowBucket.room(inflow.net(), inflow.gross(), FlowBucket.capacityOf(cap, sums.bucketBps()));
        // Bounds: credited less authorised is the sum of balances, whatever was written off (INV-02); the other
        // differences are guarded by their comparisons.
        unchecked {
            uint256 standing = credited - sums.authorised();
            uint256 capRoom = cap > standing ? cap - standing : 0;
            if (capRoom < room) room = capRoom;
            uint256 sumRoom = type(uint96).max - credited;
            if (sumRoom < room) room = sumRoom;
        }
    }

    /// @dev The records at the end of a guardian's limits, with the full ones.
    function _restored(
        InflowWord inflow,
        SumsWord sums,
        Guard storage guard
    ) private view returns (InflowWord fullInflow, SumsWord fullSums) {
        uint256 until = guard.limitUntil;
        inflow = _settledTo(inflow, sums.bucketBps(), until);
        fullInflow = LaneWords.packInflow({
            cap: guard.fullCap,
            net: inflow.net(),
            gross: inflow.gross(),
            updatedAt: inflow.updatedAt().max(until),
            eid: inflow.eid()
        });
        fullSums = LaneWords.packSums({
            credited: sums.credited(),
            authorised: sums.authorised(),
            bucketBps: guard.fullBucketBps,
            flags: sums.flags() & ~uint256(KeyFlags.TEMPORARY)
        });
    }

    function _settledTo(InflowWord inflow, uint256 bucketBps, uint256 nowAt) private pure returns (InflowWord settled) {
        uint256 cap = inflow.cap();
        (uint256 net, uint256 gross, uint256 settledAt) = FlowBucket.settle({
            net: inflow.net(),
            gross: inflow.gross(),
            updatedAt: inflow.updatedAt(),
            capacity: FlowBucket.capacityOf(cap, bucketBps),
            nowAt: nowAt
        });
        settled = LaneWords.packInflow({cap: cap, net: net, gross: gross, updatedAt: settledAt, eid: inflow.eid()});
    }
}
