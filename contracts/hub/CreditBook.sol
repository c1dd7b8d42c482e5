// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ILaneGateway} from "../interfaces/ILaneGateway.sol";
import {IRecognition} from "../interfaces/IRecognition.sol";
import {FlowBucket} from "../libraries/FlowBucket.sol";
import {Total} from "../messaging/Messages.sol";
import {SecurityBook} from "../messaging/SecurityBook.sol";
import {Guard, KeyFlags, Shortfall} from "../types/Lane.sol";
import {CreditWord, InflowWord, LaneWords, SumsWord} from "../types/LaneWords.sol";
import {LaneBook} from "./LaneBook.sol";

/// @title CreditBook
/// @notice How counters become credit, and how a shortfall is found and recorded (system.md section 3).
abstract contract CreditBook is LaneBook, SecurityBook {
    using Math for uint256;

    IRecognition internal _recognition;
    mapping(uint32 eid => uint256 bitmap) internal _laneKeys;
    mapping(uint32 eid => uint256 date) internal _rewardedAt;
    /// @dev Clocks of the confirmation of a QUARANTINE, read only where its flag is set.
    mapping(uint32 eid => Guard guard) internal _quarantineGuards;

    /// @dev Takes over a counter from a message. The newest date wins; of two equal dates the larger value, since the
    /// vault's counter only grows; an older one changes nothing. Answers with the key, as a bitmap, if it became held.
    function _hear(
        address account,
        uint8 key,
        uint256 value,
        uint256 sentAt,
        bool closed
    ) internal returns (uint256 held) {
        CreditWord credit = _credits[account][key];
        {
            uint256 seenAt = credit.seenAt();
            if (sentAt < seenAt || (sentAt == seenAt && value <= credit.seen())) return 0;
        }
        if (account == address(0)) {
            _hearCover(key, value, sentAt);
            return 0;
        }
        uint256 credited = credit.credited();
        uint256 grantedAt = credit.grantedAt();
        bool short = credited > value && sentAt > grantedAt;
        if (short != credit.isShort()) held = _countShort(key, short);
        uint256 units = 0;
        if (!closed && value > credited) {
            // Bound: guarded by the comparison; the sum is at most the value.
            unchecked {
                units = _takeRoom(key, value - credited);
                credited += units;
            }
            if (units > 0) grantedAt = sentAt;
        }
        _credits[account][key] = LaneWords.packCredit({
            seen: value,
            seenAt: sentAt,
            credited: credited,
            grantedAt: grantedAt,
            short: short
        });
        if (credited != value) {
            emit ILaneGateway.Seen({account: account, key: key, seen: uint64(value), credited: uint64(credited)});
        }
        if (units > 0) _creditEngine({account: account, key: key, units: units, credited: credited});
    }

    /// @dev Credits what was kept out, as far as it goes now; the caller has checked the lane.
    function _grant(address account, uint8 key) internal returns (uint64 units) {
        CreditWord credit = _credits[account][key];
        (uint256 seen, uint256 credited) = (credit.seen(), credit.credited());
        if (seen <= credited) return 0;
        // At most a difference of two 64-bit counters.
        units = uint64(_takeRoom(key, seen - credited));
        if (units == 0) return 0;
        credited += units;
        _credits[account][key] = LaneWords.packCredit({
            seen: seen,
            seenAt: credit.seenAt(),
            credited: credited,
            grantedAt: credit.seenAt(),
            short: credit.isShort()
        });
        _creditEngine({account: account, key: key, units: units, credited: credited});
    }

    /// @dev Deposits not credited go home: credited and authorised rise together, so the balance does not move. In
    /// and out again is turnover, so only the gross bucket is used.
    function _bookReturn(address account, uint8 key, uint32 eid) internal returns (uint64 units) {
        (InflowWord inflow, SumsWord sums) = _settled(key);
        _requireNotShort(key);
        require(!_isKeyHeld(key, sums.flags()) && !_isLaneHeld(eid, _lanes[eid]), ILaneGateway.LaneGateway_Held(key));
        CreditWord credit = _credits[account][key];
        uint256 uncredited = credit.seen().saturatingSub(credit.credited());
        uint256 room = FlowBucket.grossRoom(inflow.gross(), FlowBucket.capacityOf(inflow.cap(), sums.bucketBps())).min(
            type(uint96).max - sums.credited()
        );
        // At most a difference of two 64-bit counters.
        units = uint64(room.min(uncredited));
        require(
            units > 0,
            ILaneGateway.LaneGateway_NothingToReturn({
                account: account,
                key: key,
                uncredited: uint64(uncredited),
                room: room
            })
        );
        _credits[account][key] = LaneWords.packCredit({
            seen: credit.seen(),
            seenAt: credit.seenAt(),
            credited: credit.credited() + units,
            grantedAt: credit.seenAt(),
            short: credit.isShort()
        });
        _inflows[key] = inflow.raise(0, units);
        _sums[key] = sums.raiseCredited(units);
    }

    /// @dev Compares a vault's totals with what the hub knows, after the counters of the same message were taken
    /// over. Deposits below credit count only if the message is in order, newer than every one before it: an older
    /// total cannot know of all grants. Tokens missing and payments never ordered count in any message; only one in
    /// order takes a shortfall back. Answers with the key, as a bitmap, if it became held.
    function _judge(Total memory total, bool inOrder) internal returns (uint256 held) {
        uint8 key = uint8(total.key);
        SumsWord sums = _sums[key];
        uint256 flags = sums.flags();
        uint256 cover = flags & KeyFlags.COVERED == 0 ? 0 : _credits[address(0)][key].seen();
        if (flags & KeyFlags.SHORT_TOTALS == 0 && _isClean(total, sums, cover)) return 0;
        Shortfall memory known = _shortfalls[key];
        Shortfall memory found = _compare(total, sums, cover);
        found.accounts = known.accounts;
        if (!inOrder) {
            found.deposits = known.deposits;
            if (found.custody < known.custody) found.custody = known.custody;
            if (found.releases < known.releases) found.releases = known.releases;
        }
        if (found.custody != known.custody || found.releases != known.releases || found.deposits != known.deposits)
            held = _storeShortfall(key, found);
    }

    /// @dev The caller has checked that nothing short stands on the key.
    function _raiseAuthorised(address recipient, uint8 key, uint64 units) internal returns (uint64 authorised) {
        authorised = _authorised[recipient][key];
        SumsWord sums = _sums[key];
        uint256 room = uint256(type(uint64).max - authorised).min(type(uint96).max - sums.authorised());
        require(units <= room, LaneBook_CounterFull({recipient: recipient, key: key, units: units, room: room}));
        authorised += units;
        _authorised[recipient][key] = authorised;
        _sums[key] = LaneWords.packSums({
            credited: sums.credited(),
            authorised: sums.authorised() + units,
            bucketBps: sums.bucketBps(),
            flags: sums.flags()
        });
    }

    /// @dev Answers with the key, as a bitmap, if it became held: a message suspends all of its keys in one call.
    function _storeShortfall(uint8 key, Shortfall memory shortfall) internal returns (uint256 held) {
        _shortfalls[key] = shortfall;
        uint256 known = _sums[key].flags();
        uint256 flags = known & ~uint256(KeyFlags.SHORT);
        if (shortfall.accounts > 0) flags |= KeyFlags.SHORT_ACCOUNTS;
        if ((shortfall.deposits | shortfall.custody | shortfall.releases) != 0) flags |= KeyFlags.SHORT_TOTALS;
        _sums[key] = _sums[key].withFlags(flags);
        emit ShortfallRecorded({
            key: key,
            accounts: shortfall.accounts,
            deposits: shortfall.deposits,
            custody: shortfall.custody,
            releases: shortfall.releases
        });
        if (known & KeyFlags.SHORT == 0 && flags & KeyFlags.SHORT != 0) held = uint256(1) << key;
    }

    /// @dev Counts an account whose deposits fell below its credit in a message newer than the one that granted it (a
    /// reorg, or a forged grant), and stops counting it when they are back.
    function _countShort(uint8 key, bool short) internal returns (uint256 held) {
        Shortfall memory shortfall = _shortfalls[key];
        shortfall.accounts = short ? shortfall.accounts + 1 : shortfall.accounts - 1;
        held = _storeShortfall(key, shortfall);
    }

    /// @dev Takes recognition for new risk from keys that become held, so that no margin check has to ask. Before the
    /// engine is bound nobody has any.
    function _suspend(uint256 keys) internal {
        if (address(_recognition) != address(0)) _recognition.suspend(keys);
    }

    function _requireNotShort(uint8 key) internal view {
        if (_sums[key].flags() & KeyFlags.SHORT == 0) return;
        require(
            false,
            ILaneGateway.LaneGateway_Short({
                key: key,
                accounts: _shortfalls[key].accounts,
                deposits: _shortfalls[key].deposits,
                custody: _shortfalls[key].custody,
                releases: _shortfalls[key].releases
            })
        );
    }

    /// @dev Credits what cap, buckets and holds allow.
    function _takeRoom(uint8 key, uint256 wanted) private returns (uint256 units) {
        (InflowWord inflow, SumsWord sums) = _settled(key);
        uint256 flags = sums.flags();
        if (flags & KeyFlags.SHORT != 0 || _isKeyHeld(key, flags)) return 0;
        units = _inflowRoom(inflow, sums);
        if (wanted < units) units = wanted;
        if (units == 0) return 0;
        _inflows[key] = inflow.raise(units, units);
        _sums[key] = sums.raiseCredited(units);
    }

    /// @dev The engine reverts only while locked; the packet then stays retryable.
    function _creditEngine(address account, uint8 key, uint256 units, uint256 credited) private {
        emit ILaneGateway.Credited({account: account, key: key, units: uint64(units), credited: uint64(credited)});
        _engine.creditCollateral(account, key, uint64(units));
    }

    /// @dev Deposits for account 0 stand against payments never authorised.
    function _hearCover(uint8 key, uint256 value, uint256 sentAt) private {
        _credits[address(0)][key] = LaneWords.packCredit({
            seen: value,
            seenAt: sentAt,
            credited: 0,
            grantedAt: 0,
            short: false
        });
        SumsWord sums = _sums[key];
        uint256 flags = sums.flags();
        _sums[key] = sums.withFlags(value > 0 ? flags | KeyFlags.COVERED : flags & ~uint256(KeyFlags.COVERED));
        emit ILaneGateway.Seen({account: address(0), key: key, seen: uint64(value), credited: 0});
    }

    /// @dev What almost every total is.
    function _isClean(Total memory total, SumsWord sums, uint256 cover) private pure returns (bool clean) {
        // Bound: sums of at most two 96-bit numbers.
        unchecked {
            clean =
                total.deposited >= sums.credited() + cover &&
                total.deposited <= uint256(total.paid) + total.custody &&
                total.paid <= sums.authorised() + cover;
        }
    }

    /// @dev The parts of a shortfall that totals show.
    function _compare(Total memory total, SumsWord sums, uint256 cover) private pure returns (Shortfall memory found) {
        // Bounds: sums of at most two 96-bit and one 64-bit number; differences are guarded by their comparisons and
        // at most the 96-bit number they start from, but for deposits, whose cover is cut off.
        unchecked {
            uint256 owed = sums.credited() + cover;
            if (owed > total.deposited) found.deposits = uint96((owed - total.deposited).min(type(uint96).max));
            owed = uint256(total.paid) + total.custody;
            if (total.deposited > owed) found.custody = uint96(total.deposited - owed);
            owed = sums.authorised() + cover;
            if (total.paid > owed) found.releases = uint96(total.paid - owed);
        }
    }
}
