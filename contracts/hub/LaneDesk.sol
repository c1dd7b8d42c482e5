// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IGuarded} from "../interfaces/IGuarded.sol";
import {ILaneDesk} from "../interfaces/ILaneDesk.sol";
import {ILaneGateway} from "../interfaces/ILaneGateway.sol";
import {ILaneTerms} from "../interfaces/ILaneTerms.sol";
import {GuardBook} from "../libraries/GuardBook.sol";
import {SecurityDesk} from "../messaging/SecurityDesk.sol";
import {ClockWord, ClockWords} from "../types/ClockWord.sol";
import {Credit, Guard, KeyFlags, KeyInflow, KeySums, LaneState, LaneTerms, Shortfall, Sums} from "../types/Lane.sol";
import {CreditWord, InflowWord, LaneWords, SumsWord} from "../types/LaneWords.sol";
import {CreditBook} from "./CreditBook.sol";
import {LaneBook} from "./LaneBook.sol";
import {LaneClocks} from "./LaneClocks.sol";

/// @title LaneDesk
/// @notice The part of the gateway that messages and users never need: limits, holds, stages, the security
/// check, the resolution of shortfalls, reads.
/// @dev One contract with everything exceeds 24,576 bytes. The gateway hands calls it does not know to this code,
/// which it names in an immutable, so they run on the gateway's storage; the first state variables of both are those
/// of `CreditBook`. The desk's own storage is empty and nothing reads it.
contract LaneDesk is ILaneDesk, CreditBook, SecurityDesk {
    using GuardBook for Guard;
    using LaneClocks for ClockWord;
    using Math for uint256;

    /// @dev Recognition without end (`LaneTerms`).
    uint16 private constant _WITHOUT_END = type(uint16).max;

    constructor(address manager) LaneBook(manager) {}

    /// @inheritdoc IGuarded
    function setLimits(uint8 key, uint64 cap, uint16 bucketBps) external restricted {
        _requireListed(key);
        GuardBook.requireInRange(cap, bucketBps, true);
        (InflowWord inflow, SumsWord sums) = _settled(key);
        _storeLimits({key: key, inflow: inflow, sums: sums, cap: cap, bucketBps: bucketBps, temporary: false});
        emit LimitsSet(key, cap, bucketBps);
    }

    /// @inheritdoc IGuarded
    function lowerLimits(uint8 key, uint64 cap, uint16 bucketBps) external restricted {
        _requireListed(key);
        (InflowWord inflow, SumsWord sums) = _settled(key);
        GuardBook.requireLower({
            key: key,
            cap: cap,
            currentCap: uint64(inflow.cap()),
            bucketBps: bucketBps,
            currentBucketBps: uint16(sums.bucketBps())
        });
        uint40 until = _keyGuards[key].lowerLimits(uint64(inflow.cap()), uint16(sums.bucketBps()));
        _storeLimits({key: key, inflow: inflow, sums: sums, cap: cap, bucketBps: bucketBps, temporary: true});
        emit LimitsLowered({key: key, cap: cap, bucketBps: bucketBps, until: until});
    }

    /// @inheritdoc IGuarded
    function confirmLimits(uint8 key) external restricted {
        (InflowWord inflow, SumsWord sums) = _settled(key);
        require(sums.flags() & KeyFlags.TEMPORARY != 0, Guarded_NothingActive());
        _storeLimits({
            key: key,
            inflow: inflow,
            sums: sums,
            cap: uint64(inflow.cap()),
            bucketBps: uint16(sums.bucketBps()),
            temporary: false
        });
        emit LimitsConfirmed(key);
    }

    /// @inheritdoc ILaneDesk
    function holdLane(uint32 eid) external restricted {
        uint40 until = _laneGuards[eid].hold();
        _lanes[eid] = _lanes[eid].withFlags(ClockWords.HELD, true);
        emit LaneHeld(eid, until);
        _suspend(_laneKeys[eid]);
    }

    /// @inheritdoc ILaneDesk
    function holdKey(uint8 key) external restricted {
        _requireListed(key);
        uint40 until = _keyGuards[key].hold();
        _sums[key] = _sums[key].withFlags(_sums[key].flags() | KeyFlags.GUARDED);
        emit KeyHeld(key, until);
        _suspend(uint256(1) << key);
    }

    /// @inheritdoc ILaneDesk
    function decideLaneHold(uint32 eid, bool confirmed) external restricted {
        if (confirmed) {
            _laneGuards[eid].confirmHold();
        } else {
            _laneGuards[eid].releaseHold();
            _lanes[eid] = _lanes[eid].withFlags(ClockWords.HELD, false);
        }
        emit LaneHoldDecided(eid, confirmed);
    }

    /// @inheritdoc ILaneDesk
    function decideKeyHold(uint8 key, bool confirmed) external restricted {
        if (confirmed) {
            _keyGuards[key].confirmHold();
        } else {
            _keyGuards[key].releaseHold();
            _sums[key] = _sums[key].withFlags(_sums[key].flags() & ~uint256(KeyFlags.GUARDED));
        }
        emit KeyHoldDecided(key, confirmed);
    }

    /// @inheritdoc ILaneDesk
    function setQuarantine(uint32 eid, bool quarantined) external restricted {
        _storeClock(eid, _lanes[eid].withFlags(ClockWords.QUARANTINED, quarantined));
        emit QuarantineSet(eid, quarantined);
        if (quarantined) _suspend(_laneKeys[eid]);
    }

    /// @inheritdoc ILaneDesk
    function confirmQuarantine(uint32 eid) external restricted {
        ClockWord clock = _lanes[eid];
        uint256 stage = clock.stageOf(block.timestamp);
        require(
            stage == LaneClocks.QUARANTINE,
            LaneDesk_NotQuarantined({eid: eid, stage: stage, bound: LaneClocks.QUARANTINE})
        );
        Guard storage guard = _quarantineGuards[eid];
        // What the governor made permanent ended with the QUARANTINE it was for.
        if (!clock.has(ClockWords.CONFIRMED)) guard.holdUntil = 0;
        uint40 until = guard.hold();
        _lanes[eid] = clock.withFlags(ClockWords.CONFIRMED, true);
        emit QuarantineConfirmed(eid, until);
    }

    /// @inheritdoc ILaneDesk
    function decideQuarantine(uint32 eid, bool confirmed) external restricted {
        ClockWord clock = _lanes[eid];
        require(clock.has(ClockWords.CONFIRMED), Guarded_NothingActive());
        if (confirmed) {
            _quarantineGuards[eid].confirmHold();
        } else {
            _quarantineGuards[eid].releaseHold();
            _lanes[eid] = clock.withFlags(ClockWords.CONFIRMED, false);
        }
        emit QuarantineDecided(eid, confirmed);
    }

    /// @inheritdoc ILaneDesk
    function setMinLatency(uint32 eid, uint16 latency) external restricted {
        require(
            latency <= LaneClocks.MAX_LATENCY,
            LaneDesk_LatencyTooLong({eid: eid, latency: latency, maximum: LaneClocks.MAX_LATENCY})
        );
        _storeClock(eid, _lanes[eid].withMinLatency(latency));
        emit MinLatencySet(eid, latency);
    }

    /// @inheritdoc ILaneDesk
    function writeOff(address account, address bearer, uint8 key, uint64 units) external restricted {
        CreditWord credit = _credits[account][key];
        _requireBound(key, units, credit.isShort() ? uint96(credit.credited() - credit.seen()) : 0);
        uint256 credited = credit.credited() - units;
        bool short = credited > credit.seen();
        _credits[account][key] = LaneWords.packCredit({
            seen: credit.seen(),
            seenAt: credit.seenAt(),
            credited: credited,
            grantedAt: credit.grantedAt(),
            short: short
        });
        Shortfall memory shortfall = _shortfalls[key];
        shortfall.deposits = uint96(uint256(shortfall.deposits).saturatingSub(units));
        if (credit.isShort() && !short) --shortfall.accounts;
        _storeShortfall(key, shortfall);
        uint64 debited = _creditKeptOut(bearer, key, units);
        SumsWord sums = _sums[key];
        _sums[key] = LaneWords.packSums({
            credited: sums.credited() - units,
            authorised: sums.authorised(),
            bucketBps: sums.bucketBps(),
            flags: sums.flags()
        });
        emit WrittenOff({account: account, bearer: bearer, key: key, units: units, debited: debited});
        if (debited > 0) _engine.debitCollateral(bearer, key, debited);
    }

    /// @inheritdoc ILaneDesk
    function chargeRelease(address bearer, address recipient, uint8 key, uint64 units) external restricted {
        Shortfall memory shortfall = _shortfalls[key];
        _requireBound(key, units, shortfall.releases);
        shortfall.releases -= units;
        _storeShortfall(key, shortfall);
        _charge({bearer: bearer, recipient: recipient, key: key, units: units});
    }

    /// @inheritdoc ILaneDesk
    function chargeLoss(address bearer, uint8 key, uint64 units) external restricted {
        Shortfall memory shortfall = _shortfalls[key];
        _requireBound(key, units, shortfall.custody);
        shortfall.custody -= units;
        _storeShortfall(key, shortfall);
        _charge({bearer: bearer, recipient: address(0), key: key, units: units});
    }

    /// @inheritdoc ILaneTerms
    function termsOf(uint8 key) external view returns (LaneTerms memory terms) {
        uint32 eid = _inflows[key].eid();
        if (eid == 0) return terms;
        (ClockWord clock, SumsWord sums) = (_lanes[eid], _sums[key]);
        uint256 flags = sums.flags();
        bool held = flags & KeyFlags.SHORT != 0 || _isKeyHeld(key, flags) || _isLaneHeld(eid, clock);
        if (eid == _hubEid()) {
            if (!held) terms.recognisedFor = _WITHOUT_END;
            terms.units = _hubUnits(key);
            terms.heard = true;
            return terms;
        }
        uint256 overdue = clock.overdueOf(block.timestamp);
        terms.latency = uint32((clock.latencyOf() + overdue).min(type(uint32).max));
        // Cut to 16 bits less one by the clock.
        if (!held) terms.recognisedFor = uint16(clock.recognisedFor(block.timestamp));
        terms.quarantined = _isConfirmed(eid, clock) && clock.stageOf(block.timestamp) == LaneClocks.QUARANTINE;
        // Credited less authorised is the sum of balances (INV-02).
        terms.units = uint96(sums.credited() - sums.authorised());
        terms.heard = clock.lastSampledEcho() != 0;
    }

    /// @inheritdoc ILaneDesk
    function laneOf(uint32 eid) external view returns (LaneState memory lane) {
        ClockWord clock = _lanes[eid];
        lane.clock = clock.unpack();
        lane.clock.confirmed = _isConfirmed(eid, clock);
        lane.held = _isLaneHeld(eid, clock);
        if (eid == _hubEid()) return lane;
        // At most QUARANTINE, Tmax, and the age of a clock of 32 bits.
        lane.stage = uint8(clock.stageOf(block.timestamp));
        lane.latency = uint32(clock.latencyOf());
        lane.overdue = uint32(clock.overdueOf(block.timestamp).min(type(uint32).max));
    }

    /// @inheritdoc ILaneDesk
    function stuckSince(uint32 eid) external view returns (uint256 since) {
        ClockWord clock = _lanes[eid];
        if (eid != _hubEid() && clock.overdueOf(block.timestamp) != 0) since = clock.dueAt();
    }

    /// @inheritdoc ILaneDesk
    function tokenOf(uint8 key) external view returns (address token) {
        token = _tokens[key];
    }

    /// @inheritdoc ILaneDesk
    function inflowOf(uint8 key) external view returns (KeyInflow memory inflow) {
        (InflowWord word, ) = _settled(key);
        inflow = word.unpack();
    }

    /// @inheritdoc ILaneDesk
    function sumsOf(uint8 key) external view returns (KeySums memory sums) {
        (, SumsWord word) = _settled(key);
        sums = word.unpack();
    }

    /// @inheritdoc ILaneDesk
    function creditOf(address account, uint8 key) external view returns (Credit memory credit) {
        credit = _credits[account][key].unpack();
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
        (InflowWord inflow, SumsWord sums) = _settled(key);
        room = _inflowRoom(inflow, sums);
    }

    function _setInsecure(uint32 eid, bool insecure) internal override {
        ClockWord clock = _lanes[eid];
        require(clock.newestEcho() != 0, LaneDesk_NotOpen(eid));
        _lanes[eid] = clock.withFlags(ClockWords.INSECURE, insecure);
        if (insecure) _suspend(_laneKeys[eid]);
    }

    function _isInsecure(uint32 eid) internal view override returns (bool insecure) {
        insecure = _lanes[eid].has(ClockWords.INSECURE);
    }

    function _storeLimits(
        uint8 key,
        InflowWord inflow,
        SumsWord sums,
        uint64 cap,
        uint16 bucketBps,
        bool temporary
    ) private {
        uint256 flags = sums.flags();
        _inflows[key] = LaneWords.packInflow({
            cap: cap,
            net: inflow.net(),
            gross: inflow.gross(),
            updatedAt: inflow.updatedAt(),
            eid: inflow.eid()
        });
        _sums[key] = LaneWords.packSums({
            credited: sums.credited(),
            authorised: sums.authorised(),
            bucketBps: bucketBps,
            flags: temporary ? flags | KeyFlags.TEMPORARY : flags & ~uint256(KeyFlags.TEMPORARY)
        });
    }

    /// @dev A stage may have fallen with it, and its confirmation falls too.
    function _storeClock(uint32 eid, ClockWord clock) private {
        _lanes[eid] = clock.withoutStaleConfirmation(block.timestamp);
    }

    /// @dev A loss becomes a release like any other: balances stay the sum credited less the sum authorised (INV-02).
    function _charge(address bearer, address recipient, uint8 key, uint64 units) private {
        uint64 debited = _creditKeptOut(bearer, key, units);
        _raiseAuthorised(recipient, key, units);
        emit ReleaseCharged({bearer: bearer, recipient: recipient, key: key, units: units, debited: debited});
        if (debited > 0) _engine.debitCollateral(bearer, key, debited);
    }

    /// @dev What a bearer pays first: deposits the hold keeps uncredited are credited and taken at once, so its balance
    /// never sees them. Account 0 has none, what stands there is cover. The rest is what its balance must give.
    function _creditKeptOut(address bearer, uint8 key, uint64 units) private returns (uint64 rest) {
        if (bearer == address(0)) return units;
        CreditWord credit = _credits[bearer][key];
        SumsWord sums = _sums[key];
        uint256 taken = credit.seen().saturatingSub(credit.credited()).min(units).min(
            type(uint96).max - sums.credited()
        );
        if (taken > 0) {
            _credits[bearer][key] = LaneWords.packCredit({
                seen: credit.seen(),
                seenAt: credit.seenAt(),
                credited: credit.credited() + taken,
                grantedAt: credit.seenAt(),
                short: credit.isShort()
            });
            _sums[key] = sums.raiseCredited(taken);
        }
        // At most `units`.
        rest = uint64(units - taken);
    }

    function _isConfirmed(uint32 eid, ClockWord clock) private view returns (bool confirmed) {
        confirmed = clock.has(ClockWords.CONFIRMED) && _quarantineGuards[eid].isHeld();
    }

    /// @dev What the hub's vault owes or has claims standing against: at least the sum of balances.
    function _hubUnits(uint8 key) private view returns (uint96 units) {
        if (address(_hubVault) == address(0)) return 0;
        Sums memory sums = _hubVault.sumsOf(key);
        units = uint96(uint256(sums.deposited).saturatingSub(sums.paid).min(type(uint96).max));
    }

    /// @dev The gateway's own, so that the two cannot differ.
    function _hubEid() private view returns (uint32 eid) {
        eid = ILaneGateway(address(this)).hubEid();
    }

    function _requireBound(uint8 key, uint96 units, uint96 bound) private pure {
        require(units <= bound, LaneDesk_BeyondShortfall(key, units, bound));
    }
}
