// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ILaneGateway} from "../interfaces/ILaneGateway.sol";
import {PackedSlots} from "../libraries/PackedSlots.sol";
import {Total} from "../messaging/Messages.sol";
import {Credit, KeyFlags, KeyInflow, KeySums, Shortfall} from "../types/Lane.sol";
import {LaneBook} from "./LaneBook.sol";

/// @title CreditBook
/// @notice How counters become credit, and how a shortfall is found, recorded and resolved (system.md section 3).
abstract contract CreditBook is LaneBook {
    using Math for uint256;
    using PackedSlots for Credit;
    using PackedSlots for KeyInflow;
    using PackedSlots for KeySums;

    /// @dev Takes over a counter from a message. The newest date wins; of two equal dates the larger value, since the
    /// vault's counter only grows; an older one changes nothing.
    function _hear(address account, uint8 key, uint64 value, uint40 sentAt, bool laneHeld) internal {
        Credit memory credit = _credits[account][key];
        if (sentAt < credit.seenAt || (sentAt == credit.seenAt && value <= credit.seen)) return;
        (credit.seen, credit.seenAt) = (value, sentAt);
        if (account == address(0)) {
            _hearCover(key, value, sentAt);
            _credits[account][key].store(credit);
            emit ILaneGateway.Seen({account: account, key: key, seen: value, credited: 0});
            return;
        }
        _markShort(key, credit);
        uint64 units = laneHeld ? 0 : _bookGrant(key, credit);
        _credits[account][key].store(credit);
        if (credit.credited != value) {
            emit ILaneGateway.Seen({account: account, key: key, seen: value, credited: credit.credited});
        }
        if (units > 0) _creditEngine({account: account, key: key, units: units, credited: credit.credited});
    }

    /// @dev Credits what cap, buckets and holds allow; the caller stores `credit` and tells the engine.
    function _bookGrant(uint8 key, Credit memory credit) internal returns (uint64 units) {
        if (credit.seen <= credit.credited) return 0;
        (KeyInflow memory inflow, KeySums memory sums) = _refilled(key);
        if (sums.flags & KeyFlags.SHORT != 0 || _isKeyHeld(key, sums.flags)) return 0;
        // The smaller of the two fits 64 bits, since the first does.
        units = uint64(uint256(credit.seen - credit.credited).min(_inflowRoom(inflow, sums)));
        if (units == 0) return 0;
        credit.credited += units;
        credit.grantedAt = credit.seenAt;
        inflow.net += units;
        inflow.gross += units;
        sums.credited += units;
        if (credit.seenAt > sums.lastGrantAt) sums.lastGrantAt = credit.seenAt;
        _inflows[key].store(inflow);
        _sums[key].store(sums);
    }

    /// @dev The engine reverts only while locked; the packet then stays retryable.
    function _creditEngine(address account, uint8 key, uint64 units, uint64 credited) internal {
        emit ILaneGateway.Credited({account: account, key: key, units: units, credited: credited});
        _engine.creditCollateral(account, key, units);
    }

    /// @dev Compares a vault's totals with what the hub knows, after the counters of the same message were taken
    /// over. Deposits below credit count only if the message is newer than every grant that came before it: an older
    /// total cannot know of them. Tokens missing and payments never ordered count in any message; only one in order
    /// takes a shortfall back.
    /// `grantedBefore` is `lastGrantAt` before the message; `inOrder` says that no message before it was newer.
    function _judge(Total memory total, uint40 sentAt, uint40 grantedBefore, bool inOrder) internal {
        uint8 key = uint8(total.key);
        KeySums memory sums = _sums[key];
        Shortfall memory known;
        if (sums.flags & (KeyFlags.SHORT_TOTALS | KeyFlags.FORGIVEN) != 0) known = _shortfalls[key];
        uint256 cover = sums.flags & KeyFlags.COVERED == 0 ? 0 : _credits[address(0)][key].seen;
        uint256 custody = uint256(total.deposited).saturatingSub(total.paid).saturatingSub(
            uint256(total.custody) + known.forgivenCustody
        );
        uint256 releases = uint256(total.paid).saturatingSub(sums.authorised + cover + known.forgivenReleases);
        uint256 deposits = known.deposits;
        if (inOrder && sentAt > grantedBefore) deposits = (sums.credited + cover).saturatingSub(total.deposited);
        if (!inOrder) {
            (custody, releases) = (custody.max(known.custody), releases.max(known.releases));
        }
        if (custody == known.custody && releases == known.releases && deposits == known.deposits) return;
        Shortfall memory found = _shortfalls[key];
        // Each is at most the 96-bit sum it was subtracted from; cover adds 64 bits to one that has room for it.
        found.custody = uint96(custody);
        found.releases = uint96(releases);
        found.deposits = uint96(deposits.min(type(uint96).max));
        _storeShortfall(key, found);
    }

    /// @dev The caller has checked that nothing short stands on the key.
    function _raiseAuthorised(address recipient, uint8 key, uint64 units) internal returns (uint64 authorised) {
        authorised = _authorised[recipient][key];
        uint96 sum = _sums[key].authorised;
        uint256 room = uint256(type(uint64).max - authorised).min(type(uint96).max - sum);
        require(units <= room, LaneBook_CounterFull({recipient: recipient, key: key, units: units, room: room}));
        authorised += units;
        _authorised[recipient][key] = authorised;
        _sums[key].authorised = sum + units;
    }

    /// @dev Counts an account whose deposits fell below its credit in a message newer than the one that granted it (a
    /// reorg, or a forged grant), and stops counting it when they are back.
    function _markShort(uint8 key, Credit memory credit) internal {
        bool short = credit.credited > credit.seen && credit.seenAt > credit.grantedAt;
        if (short == credit.short) return;
        credit.short = short;
        Shortfall memory shortfall = _shortfalls[key];
        shortfall.accounts = short ? shortfall.accounts + 1 : shortfall.accounts - 1;
        _storeShortfall(key, shortfall);
    }

    function _storeShortfall(uint8 key, Shortfall memory shortfall) internal {
        _shortfalls[key] = shortfall;
        uint8 flags = _sums[key].flags & ~KeyFlags.SHORT;
        if (shortfall.accounts > 0) flags |= KeyFlags.SHORT_ACCOUNTS;
        if ((shortfall.deposits | shortfall.custody | shortfall.releases) != 0) flags |= KeyFlags.SHORT_TOTALS;
        _sums[key].flags = flags;
        emit ShortfallRecorded({
            key: key,
            accounts: shortfall.accounts,
            deposits: shortfall.deposits,
            custody: shortfall.custody,
            releases: shortfall.releases
        });
    }

    /// @dev Deposits for account 0 stand against payments never authorised. They move `lastGrantAt`, so that a total
    /// older than they are is not held against them.
    function _hearCover(uint8 key, uint64 value, uint40 sentAt) private {
        KeySums memory sums = _sums[key];
        sums.flags = value > 0 ? sums.flags | KeyFlags.COVERED : sums.flags & ~KeyFlags.COVERED;
        if (sentAt > sums.lastGrantAt) sums.lastGrantAt = sentAt;
        _sums[key].store(sums);
    }
}
