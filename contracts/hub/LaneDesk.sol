// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IGuarded} from "../interfaces/IGuarded.sol";
import {ILaneDesk} from "../interfaces/ILaneDesk.sol";
import {GuardBook} from "../libraries/GuardBook.sol";
import {PackedSlots} from "../libraries/PackedSlots.sol";
import {Credit, Guard, KeyFlags, KeyInflow, KeySums, Shortfall} from "../types/Lane.sol";
import {CreditBook} from "./CreditBook.sol";
import {LaneBook} from "./LaneBook.sol";

/// @title LaneDesk
/// @notice The part of the gateway that messages and users never need: limits, holds, the resolution of shortfalls,
/// reads.
/// @dev One contract with everything exceeds 24,576 bytes. The gateway hands calls it does not know to this code,
/// which it names in an immutable, so they run on the gateway's storage; the first state variables of both are those
/// of `CreditBook`. The desk's own storage is empty and nothing reads it.
contract LaneDesk is ILaneDesk, CreditBook {
    using GuardBook for Guard;
    using Math for uint256;
    using PackedSlots for Credit;
    using PackedSlots for KeyInflow;
    using PackedSlots for KeySums;

    constructor(address manager) LaneBook(manager) {}

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

    /// @inheritdoc ILaneDesk
    function holdLane(uint32 eid) external restricted {
        uint40 until = _laneGuards[eid].hold();
        _lanes[eid].held = true;
        emit LaneHeld(eid, until);
    }

    /// @inheritdoc ILaneDesk
    function holdKey(uint8 key) external restricted {
        _requireListed(key);
        uint40 until = _keyGuards[key].hold();
        _sums[key].flags |= KeyFlags.GUARDED;
        emit KeyHeld(key, until);
    }

    /// @inheritdoc ILaneDesk
    function decideLaneHold(uint32 eid, bool confirmed) external restricted {
        if (confirmed) {
            _laneGuards[eid].confirmHold();
        } else {
            _laneGuards[eid].releaseHold();
            _lanes[eid].held = false;
        }
        emit LaneHoldDecided(eid, confirmed);
    }

    /// @inheritdoc ILaneDesk
    function decideKeyHold(uint8 key, bool confirmed) external restricted {
        if (confirmed) {
            _keyGuards[key].confirmHold();
        } else {
            _keyGuards[key].releaseHold();
            _sums[key].flags &= ~KeyFlags.GUARDED;
        }
        emit KeyHoldDecided(key, confirmed);
    }

    /// @inheritdoc ILaneDesk
    function writeOff(address account, address recipient, uint8 key, uint64 units) external restricted {
        Credit memory credit = _credits[account][key];
        _requireBound(key, units, credit.short ? credit.credited - credit.seen : 0);
        credit.credited -= units;
        _sums[key].credited -= units;
        _markShort(key, credit);
        _credits[account][key].store(credit);
        Shortfall memory shortfall = _shortfalls[key];
        shortfall.deposits = uint96(uint256(shortfall.deposits).saturatingSub(units));
        _storeShortfall(key, shortfall);
        emit WrittenOff({account: account, recipient: recipient, key: key, units: units});
        if (recipient == address(0)) {
            _engine.debitCollateral(account, key, units);
        } else {
            uint64 authorised = _authorised[recipient][key];
            _requireBound(key, units, authorised);
            _authorised[recipient][key] = authorised - units;
            _sums[key].authorised -= units;
        }
    }

    /// @inheritdoc ILaneDesk
    function chargeRelease(address account, address recipient, uint8 key, uint64 units) external restricted {
        Shortfall memory shortfall = _shortfalls[key];
        _requireBound(key, units, shortfall.releases);
        shortfall.releases -= units;
        _storeShortfall(key, shortfall);
        _raiseAuthorised(recipient, key, units);
        emit ReleaseCharged({account: account, recipient: recipient, key: key, units: units});
        _engine.debitCollateral(account, key, units);
    }

    /// @inheritdoc ILaneDesk
    function forgive(uint8 key, uint96 releases, uint96 custody) external restricted {
        Shortfall memory shortfall = _shortfalls[key];
        _requireBound(key, releases, shortfall.releases);
        _requireBound(key, custody, shortfall.custody);
        shortfall.releases -= releases;
        shortfall.custody -= custody;
        shortfall.forgivenReleases += releases;
        shortfall.forgivenCustody += custody;
        _sums[key].flags |= KeyFlags.FORGIVEN;
        _storeShortfall(key, shortfall);
        emit ShortfallForgiven(key, releases, custody);
    }

    /// @inheritdoc ILaneDesk
    function tokenOf(uint8 key) external view returns (address token) {
        token = _tokens[key];
    }

    /// @inheritdoc ILaneDesk
    function inflowOf(uint8 key) external view returns (KeyInflow memory inflow) {
        (inflow, ) = _refilled(key);
    }

    /// @inheritdoc ILaneDesk
    function sumsOf(uint8 key) external view returns (KeySums memory sums) {
        (, sums) = _refilled(key);
    }

    /// @inheritdoc ILaneDesk
    function creditOf(address account, uint8 key) external view returns (Credit memory credit) {
        credit = _credits[account][key];
    }

    /// @inheritdoc ILaneDesk
    function authorisedOf(address recipient, uint8 key) external view returns (uint64 units) {
        units = _authorised[recipient][key];
    }

    /// @inheritdoc ILaneDesk
    function shortfallOf(uint8 key) external view returns (Shortfall memory shortfall) {
        shortfall = _shortfalls[key];
    }

    /// @inheritdoc ILaneDesk
    function roomOf(uint8 key) external view returns (uint256 room) {
        (KeyInflow memory inflow, KeySums memory sums) = _refilled(key);
        room = _inflowRoom(inflow, sums);
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
        _inflows[key].store(inflow);
        _sums[key].store(sums);
    }

    function _requireBound(uint8 key, uint96 units, uint96 bound) private pure {
        require(units <= bound, LaneDesk_BeyondShortfall(key, units, bound));
    }
}
